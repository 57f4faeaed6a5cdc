"""The dialog that restores an annulled result (恢复成绩): one asks with a basis, another confirms.

It says first what the restoration touches: money, certificates, bases and titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.accounts import Right, is_same_person
from app.clock import moment_text
from app.formats import money
from app.words import scoped, tr
from ui.context import Context
from ui.forms import FormDialog, FormField, Values
from ui.theme import tokens
from ui.widgets import Banner, Card, Part, column, paragraph, text_label

if TYPE_CHECKING:
    from app.awards import RestoreReport, RestoreRequest, RestoreTrial
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui.restore")
WIDTH = 520  # px


def open_restore(owner: QWidget, context: Context, result: int) -> None:
    """Find out what restoring this result would bring back, and open the dialog that says so."""
    store = context.store

    def work(progress: Progress) -> RestoreTrial:
        from app.awards import try_restoring

        return try_restoring(store, result, progress=progress)

    context.run(owner, _w("trying"), work, lambda trial: RestoreDialog(owner, context, trial).open())


class RestoreDialog(FormDialog):
    """Asks for the restoration, or confirms what somebody else asked for."""

    def __init__(self, owner: QWidget, context: Context, trial: RestoreTrial) -> None:
        self._trial, self._restoring, self._actor = trial, context, context.actor
        self.is_confirming = trial.request is not None
        action = _w("confirm" if self.is_confirming else "ask")
        super().__init__(
            owner,
            context,
            _confirm_fields(trial) if self.is_confirming else _ask_fields(),
            title=_w("title"),
            about="",
            action=action,
            save=self._confirm if self.is_confirming else self._ask,
        )
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - the form's own
        layout.insertLayout(0, column(*self._parts(), gap=tokens.GAP))
        self._gate()
        self.resize(WIDTH, self.height())

    def _parts(self) -> list[Part]:
        facts, request = self._trial.result, self._trial.request
        parts: list[Part] = [
            column(
                paragraph(f"{facts.person} · {facts.event}", "section"),
                paragraph(facts.contest, "quiet"),
                paragraph(_fell(self._trial), "hint"),
                gap=2,
            )
        ]
        if request is not None:
            parts.append(Banner("action", _asked(request)))
        if self._trial.report is None:
            return [*parts, Banner("wrong", self._trial.hindrance)]
        lines = [paragraph(line) for line in consequences(self._trial)]
        return [*parts, Card(text_label(_w("then"), "strong"), *lines, margin=tokens.GAP, gap=4)]

    def _gate(self) -> None:
        """Keep the button grey, with the reason, where it would be refused."""
        context, request = self._restoring, self._trial.request
        if self.is_confirming:
            context.needs(Right.ANNUL, self.act)
        elif context.lacks(Right.ANNUL):
            context.needs(Right.RECORD, self.act)
        why = ""
        if self._trial.report is None:
            why = self._trial.hindrance
        elif request is not None and self._is_own(request) and not self._trial.is_one_person:
            why = _w("own")
        if why:
            self.act.setEnabled(False)
            self.act.setToolTip(why)
            if request is not None and self._trial.report is not None:
                layout = self.layout()
                assert isinstance(layout, QVBoxLayout)  # noqa: S101 - the form's own
                layout.insertWidget(1, paragraph(why, "asks"))

    def _is_own(self, request: RestoreRequest) -> bool:
        return is_same_person(self._actor, request.asked_by)

    def _ask(self, dialog: FormDialog, values: Values) -> None:
        result = self._trial.result

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.awards import ask_to_restore

            ask_to_restore(work, result.id, basis=values["basis"], reason=values["reason"])

        def done(_nothing: None) -> None:
            self.accept()
            self._restoring.frame.close_panel()
            self._restoring.frame.show_toast(_w("asked", person=result.person))

        self._restoring.change(dialog, _w("working"), act, done, actor=self._actor)

    def _confirm(self, dialog: FormDialog, values: Values) -> None:
        result, anew = self._trial.result, self._trial.pays_anew
        if anew and not values["pay_anew"]:
            dialog.show_fault("pay_anew", _w("pay-anew-needed"))
            return

        def act(work: UnitOfWork, _progress: Progress) -> RestoreReport:
            from app.awards import restore_result

            return restore_result(work, result.id, pay_anew=anew)

        def done(report: RestoreReport) -> None:
            self.accept()
            self._restoring.frame.close_panel()
            self._restoring.frame.show_toast(_w("restored", person=report.person))

        self._restoring.change(dialog, _w("working"), act, done, actor=self._actor)


def consequences(trial: RestoreTrial) -> list[str]:
    """Return what a restoration does to money, certificates, bases and titles, a sentence each."""
    report = trial.report
    if report is None:
        return []
    lines = [_money_words(report, pays_anew=trial.pays_anew)]
    lines += [_w("certificate", number=number) for number in report.certificates] or [_w("no-certificate")]
    named = [_w("named", unit=line.unit, title=line.title) for line in report.designations]
    named += [_w("waits", name=name) for name in report.waiting]
    return lines + (named or [_w("no-title")])


def _money_words(report: RestoreReport, *, pays_anew: bool) -> str:
    amount = money(report.amount_fen or 0)
    if pays_anew:
        return _w("money.anew", amount=amount)
    if report.kept_fen:
        return _w("money.kept", amount=money(report.kept_fen))
    if report.amount_fen is None:
        return _w("money.blocked" if report.state == "blocked" else "money.none")
    return _w("money.in-payment" if report.state == "in-payment" else "money.proposed", amount=amount)


def _fell(trial: RestoreTrial) -> str:
    facts = trial.result
    if facts.annulled_at is None:
        return ""
    moment = moment_text(facts.annulled_at)
    return _w("fell", by=facts.annulled_by, at=moment, document=facts.document)


def _asked(request: RestoreRequest) -> str:
    moment = moment_text(request.asked_at)
    words = {"by": request.asked_by, "at": moment, "basis": request.basis}
    text = _w("request", **words)
    return (
        text if request.reason == request.basis else f"{text}\n{_w('request-reason', reason=request.reason)}"
    )


def _ask_fields() -> tuple[FormField, ...]:
    return (
        FormField(
            "basis",
            _w("basis"),
            hint=tr("ui_forms.document-hint"),
            columns=("state_change.document",),
            is_document=True,
        ),
        FormField(
            "reason", _w("reason"), is_needed=False, why=_w("reason-why"), columns=("audit_entry.reason",)
        ),
    )


def _confirm_fields(trial: RestoreTrial) -> tuple[FormField, ...]:
    if not trial.pays_anew:
        return ()
    return (FormField("pay_anew", _w("pay-anew"), "check", is_needed=False, hint=_w("pay-anew-hint")),)
