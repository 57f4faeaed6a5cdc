"""Merging (合并) from a page: choose the other record, see what would move and what forbids it, say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.registry import MergePreview, merge, merge_candidates, merge_preview, say_contests_differ
from app.words import scoped, tr
from ui.context import Context
from ui.forms import FormDialog, FormField, Values
from ui.money_moves import change_money

if TYPE_CHECKING:
    from app.progress import Progress
    from app.registry import UndecidedPair
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.merge")


@dataclass(frozen=True, slots=True)
class Kept:
    """The record of a page, into which another is merged: "contest", "event", "unit" or "person"."""

    noun: str
    id: int
    name: str


def begin_merge(owner: QWidget, context: Context, kept: Kept) -> None:
    """Let the user choose what is merged into `kept`."""
    if kept.noun == "unit":
        _choose(owner, context, kept, FormField("other", _w("other-unit"), "unit"))
        return
    if kept.noun == "person":
        _choose(owner, context, kept, FormField("other", _w("other-person"), "person"))
        return

    def show(candidates: Sequence[tuple[int, str]]) -> None:
        options = [(name, id_) for id_, name in candidates]
        if options:
            _choose(owner, context, kept, FormField("other", _w("other"), "choice", options=options))
        else:
            context.frame.show_toast(_w("no-candidates"))

    context.ask(owner, lambda session: merge_candidates(session, kept.noun, kept.id), show, topic="merge")


def _choose(owner: QWidget, context: Context, kept: Kept, field: FormField) -> FormDialog:
    def save(dialog: FormDialog, values: Values) -> None:
        if int(values["other"]) == kept.id:
            dialog.show_fault("other", _w("itself"))
            return
        dialog.accept()
        preview_merge(owner, context, kept, int(values["other"]))

    about = _w("choose-about", name=kept.name)
    dialog = FormDialog(owner, context, [field], title=_w("title"), about=about, action=_w("look"), save=save)
    dialog.open()
    return dialog


def preview_merge(owner: QWidget, context: Context, kept: Kept, other: int) -> None:
    """Show what merging `other` into `kept` would do, and merge on demand."""

    def show(preview: MergePreview) -> None:
        _confirm(owner, context, kept, other, preview)

    context.ask(
        owner, lambda session: merge_preview(session, kept.noun, other, into=kept.id), show, topic="merge"
    )


def _confirm(owner: QWidget, context: Context, kept: Kept, other: int, preview: MergePreview) -> FormDialog:
    def save(dialog: FormDialog, values: Values) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> None:
            merge(unit, kept.noun, other, into=kept.id, reason=values["reason"])

        def done(_nothing: None) -> None:
            dialog.accept()
            context.frame.show_toast(_w("done", merged=preview.merged, kept=preview.kept))

        change_money(context, dialog, tr("ui_forms.saving"), work, done)

    reason = FormField("reason", _w("reason"), columns=("merge.reason", "audit_entry.reason"))
    dialog = FormDialog(
        owner,
        context,
        [reason],
        title=_w("title"),
        about="\n".join(_lines(preview)),
        action=_w("merge"),
        save=save,
        is_danger=True,
    )
    dialog.act.setEnabled(not preview.blocks)
    dialog.open()
    return dialog


def _lines(preview: MergePreview) -> list[str]:
    lines = [_w("about", kept=preview.kept, merged=preview.merged, results=preview.results)]
    if preview.events_moved or preview.events_joined:
        lines.append(_w("events", moved=preview.events_moved, joined=preview.events_joined))
    if preview.pairs:
        lines.append(_w("pairs", pairs="、".join(preview.pairs)))
    lines += preview.notes
    if preview.blocks:
        lines.append(_w("blocked", blocks="；".join(preview.blocks)))
    return lines


def tell_apart(owner: QWidget, context: Context, pair: UndecidedPair) -> FormDialog:
    """Let the user record that two contests of one name are two."""

    def save(dialog: FormDialog, values: Values) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> None:
            say_contests_differ(unit, pair.first, pair.second, reason=values["reason"])

        def done(_nothing: None) -> None:
            dialog.accept()
            context.frame.show_toast(_w("told-apart"))

        change_money(context, dialog, tr("ui_forms.saving"), work, done)

    about = _w("apart-about", first=pair.first_name, second=pair.second_name)
    reason = FormField("reason", _w("reason"), columns=("distinct_contests.reason", "audit_entry.reason"))
    title = _w("apart")
    dialog = FormDialog(owner, context, [reason], title=title, about=about, action=title, save=save)
    dialog.open()
    return dialog
