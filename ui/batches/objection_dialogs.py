"""The dialogs of objections (异议): registering one, which holds its award, and deciding it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.batches import BatchAwardRow, BatchRow, ObjectionRow, ObjectionState, award_name
from app.words import scoped, words_of
from ui.context import Context
from ui.forms import FormDialog, FormField, Values, document_field

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_batches.objection")


def register(
    owner: QWidget, context: Context, batch: BatchRow, awards: Sequence[BatchAwardRow], *, chosen: int | None
) -> FormDialog:
    """Ask who objects to which award and what they say; `chosen` is the award offered first."""
    actor = context.actor

    def save(dialog: FormDialog, values: Values) -> None:
        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.batches import register_objection

            register_objection(
                work,
                batch.id,
                values["award"],
                source=values["source"],
                text=values["text"],
                received_on=values["received_on"],
                version=batch.version,
            )

        def done(_nothing: None) -> None:
            dialog.accept()
            context.frame.show_toast(_w("registered"))

        context.change(dialog, _w("working"), act, done, actor=actor)

    options = [(award_name(one.award), one.award.id) for one in awards]
    dialog = FormDialog(
        owner,
        context,
        (
            FormField("award", _w("award"), "choice", options=options, value=chosen),
            FormField("source", _w("source"), hint=_w("source-hint"), columns=("objection.source",)),
            FormField("text", _w("text"), hint=_w("text-hint")),
            FormField("received_on", _w("received-on"), "day"),
        ),
        title=_w("register"),
        about=_w("register-about"),
        action=_w("register"),
        save=save,
    )
    dialog.open()
    return dialog


def decide(owner: QWidget, context: Context, objection: ObjectionRow) -> FormDialog:
    """Ask how an objection was decided, and on what basis."""
    actor = context.actor

    def save(dialog: FormDialog, values: Values) -> None:
        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.batches import decide_objection

            decide_objection(
                work,
                objection.id,
                ObjectionState(values["outcome"]),
                decision=values["decision"],
                document=values["document"],
                decided_on=values["decided_on"],
            )

        def done(_nothing: None) -> None:
            dialog.accept()
            context.frame.show_toast(_w("decided"))

        context.change(dialog, _w("working"), act, done, actor=actor)

    words = words_of("core.objection-state")
    options = [(words[state], state) for state in ("dismissed", "upheld", "taken-back")]
    dialog = FormDialog(
        owner,
        context,
        (
            FormField("outcome", _w("outcome"), "choice", options=options, why=_w("outcome-why")),
            FormField("decision", _w("decision"), hint=_w("decision-hint"), columns=("objection.decision",)),
            document_field(is_needed=False),
            FormField("decided_on", _w("decided-on"), "day"),
        ),
        title=_w("decide"),
        about=_w("decide-about", award=objection.award, source=objection.source, text=objection.text),
        action=_w("decide-do"),
        save=save,
    )
    dialog.open()
    return dialog
