"""What can be done with runs, lines and recoveries: each asks for its facts in one dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.amounts import fen_entered
from app.errors import InputError
from app.formats import money
from app.payments import LineRow, RecoveryRow, RunRow
from app.words import error_text, scoped, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file, choose_save_path
from ui.forms import FormDialog, FormField, Values
from ui.messages import ask_reason, confirm, show_text
from ui.payments.payment_columns import FailedLine

if TYPE_CHECKING:
    from app.payments import ReturnReport, RunReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_payments.act")


def export(owner: QWidget, context: Context, run: RunRow) -> None:
    """Ask where to, and write the finance workbook; the first time, the run leaves the office."""
    if run.exported_at is None:
        text = _w("export-ask", run=run.number, n=f"{run.lines:,}", amount=money(run.net_fen))
        if not confirm(owner, text, action=_w("export-do"), detail=_w("export-detail")):
            return
    name = _w("export-name", run=run.number, batch=run.batch)
    place = choose_save_path(owner, _w("export-do"), name=name, kinds=tr("ui_exports.kind"))
    if place is not None:
        export_to(owner, context, run, place)


def export_to(owner: QWidget, context: Context, run: RunRow, place: Path) -> None:
    """Write the finance workbook of a run to `place`."""
    from app.changes import Changes

    store, actor = context.store, context.actor

    def work(progress: Progress) -> RunReport:
        from app.payments import export_run

        return export_run(store, run.id, place, actor=actor, progress=progress)

    def done(_report: RunReport) -> None:
        context.bus.publish(Changes.PAYMENTS | Changes.AWARDS | Changes.BATCHES)
        context.show_saved(place)

    context.run(owner, _w("exporting"), work, done)


def export_for_bank(owner: QWidget, context: Context, run: RunRow, profile: str, suffix: str) -> None:
    """Ask where to, and write the bank's file of a run in the form of `profile`."""
    from app.changes import Changes

    name = _w("bank-name", run=run.number, suffix=suffix)
    place = choose_save_path(owner, _w("bank-do"), name=name, kinds=_w("any-file"))
    if place is None:
        return
    store, actor = context.store, context.actor

    def work(_progress: Progress) -> bool:
        from app.payments import export_bank_file

        return export_bank_file(store, run.id, place, actor=actor, profile=profile).is_first

    def done(is_first: bool) -> None:
        context.bus.publish(Changes.PAYMENTS | Changes.AWARDS | Changes.BATCHES)
        context.show_saved(place)
        if not is_first:
            show_text(owner, tr("payments.sent-before", run=run.number))

    context.run(owner, _w("exporting"), work, done)


def sign_off(owner: QWidget, context: Context, run: RunRow) -> None:
    """Ask where to, and write the sheet on which people sign for their money (签领表)."""
    name = _w("sign-off-name", run=run.number)
    kinds = tr("ui_certificates.pdf-kind")
    place = choose_save_path(owner, _w("sign-off-do"), name=name, kinds=kinds)
    if place is None:
        return
    store = context.store

    def work(_progress: Progress) -> None:
        from app.papers import sign_off_sheet

        with store.reading() as session:
            sign_off_sheet(session, run.id, place)

    context.run(owner, _w("exporting"), work, lambda _nothing: context.show_saved(place))


def request(owner: QWidget, context: Context, run: RunRow) -> FormDialog:
    """Ask whom the request for the money goes to and where to write it."""

    def write(session: Session, place: Path, now: datetime, values: Values) -> None:
        from app.papers import request_letter

        request_letter(session, run.id, place, addressee=values["addressee"], now=now)

    fields = (FormField("addressee", _w("addressee"), hint=_w("addressee-hint")),)
    return _letter(owner, context, "request", fields, write, name=run.number)


def recovery_letter_to(owner: QWidget, context: Context, recovery: RecoveryRow) -> FormDialog:
    """Ask where, to whom and by when the money is to be repaid, and where to write the letter."""

    def write(session: Session, place: Path, now: datetime, values: Values) -> None:
        from app.papers import recovery_letter

        recovery_letter(session, recovery.award_id, place, now=now, **values)

    fields = (
        FormField("account", _w("repay-account"), hint=_w("repay-account-hint")),
        FormField("contact", _w("contact")),
        FormField("pay_by", _w("pay-by"), "day"),
    )
    return _letter(owner, context, "recovery-letter", fields, write, name=recovery.person)


def _letter(
    owner: QWidget,
    context: Context,
    key: str,
    fields: Sequence[FormField],
    write: Callable[[Session, Path, datetime, Values], None],
    *,
    name: str,
) -> FormDialog:
    """Ask for the facts of a letter, then for its file, and write it."""
    store = context.store

    def save(dialog: FormDialog, values: Values) -> None:
        file_name = _w(f"{key}-name", name=name)
        place = choose_save_path(dialog, _w(f"{key}-do"), name=file_name, kinds=_w("letter-kinds"))
        if place is None:
            return

        def work(_progress: Progress) -> None:
            with store.reading() as session:
                write(session, place, store.clock(), values)

        def done(_nothing: None) -> None:
            dialog.accept()
            context.show_saved(place)

        context.run(dialog, _w("exporting"), work, done)

    action = _w(f"{key}-do")
    dialog = FormDialog(owner, context, fields, title=action, about="", action=action, save=save)
    dialog.open()
    return dialog


def take_in(owner: QWidget, context: Context, run: RunRow) -> None:
    """Ask for the bank's file, and show what it says before it counts."""
    file = choose_file(owner, _w("return-do"), kinds=_w("return-kinds"))
    if file is not None:
        preview_return(owner, context, run, file)


def preview_return(owner: QWidget, context: Context, run: RunRow, file: Path) -> None:
    """Read a return and show it."""
    from ui.payments.return_dialog import ReturnDialog

    store = context.store

    def work(_progress: Progress) -> ReturnReport:
        from app.payments import read_return

        with store.reading() as session:
            return read_return(session, run.id, file)

    def show(report: ReturnReport) -> None:
        ReturnDialog(owner, context, run, file, report).open()

    context.run(owner, _w("return-reading"), work, show)


def cancel(owner: QWidget, context: Context, run: RunRow) -> None:
    """Ask why, and take back a run that has not left."""
    actor = context.actor
    text = _w("cancel-ask", run=run.number, n=f"{run.lines:,}", amount=money(run.gross_fen))
    if (reason := ask_reason(owner, text, label=_w("reason"), action=_w("cancel-do"))) is None:
        return

    def act(work: UnitOfWork, _progress: Progress) -> None:
        from app.payments import cancel_run

        cancel_run(work, run.id, reason=reason)

    def done(_nothing: None) -> None:
        context.frame.show_toast(_w("cancelled", run=run.number))

    context.change(owner, _w("working"), act, done, actor=actor)


def mark_paid(owner: QWidget, context: Context, run: RunRow, lines: Sequence[LineRow]) -> FormDialog:
    """Ask for the paper that says lines were paid, where no bank's file does."""
    ids = [line.id for line in lines]
    net = sum(line.net_fen for line in lines)

    def write(work: UnitOfWork, values: Values) -> None:
        from app.payments import record_paid

        record_paid(work, run.id, paid_on=values["paid_on"], reference=values["reference"], line_ids=ids)

    return _form(
        owner,
        context,
        "paid",
        (
            FormField("paid_on", tr("payments.field.paid-on"), "day"),
            FormField("reference", tr("payments.field.reference"), hint=_w("reference-hint")),
        ),
        write,
        about=_w("paid-about", run=run.number, n=f"{len(ids):,}", amount=money(net)),
    )


def correct_card(owner: QWidget, context: Context, failed: FailedLine) -> FormDialog:
    """Ask for the right bank and card of a person, and what they were copied from."""
    person = failed.line.person_id

    def write(work: UnitOfWork, values: Values) -> None:
        from app.payments import set_card

        set_card(work, person, **values)

    return _form(
        owner,
        context,
        "card",
        (
            FormField(
                "bank", tr("payments.columns.bank"), value=failed.line.bank, columns=("person.bank_name",)
            ),
            FormField("card", tr("payments.columns.account"), columns=("person.bank_account",)),
            FormField(
                "proof", tr("payments.field.proof"), hint=_w("proof-hint"), columns=("audit_entry.reason",)
            ),
            FormField(
                "is_confirmed_by_bank",
                tr("payments.field.confirmed-by-bank"),
                "check",
                is_needed=False,
                hint=_w("confirmed-hint"),
            ),
        ),
        write,
        about=_w("card-about", person=failed.line.person, why=failed.line.state_reason),
    )


def reissue(owner: QWidget, context: Context, chosen: Sequence[FailedLine]) -> FormDialog:
    """Ask for a reason where a card was not changed, and pay failed lines of one run again."""
    run, ids = chosen[0].run, [one.line.id for one in chosen]
    net = sum(one.line.net_fen for one in chosen)

    def write(work: UnitOfWork, values: Values) -> None:
        from app.payments import reissue_lines

        reissue_lines(work, run.id, ids, reason=values["reason"])

    return _form(
        owner,
        context,
        "reissue",
        (FormField("reason", _w("reissue-reason"), is_needed=False, why=_w("reissue-why")),),
        write,
        about=_w("reissue-about", run=run.number, n=f"{len(ids):,}", amount=money(net)),
    )


def give_up(owner: QWidget, context: Context, chosen: Sequence[FailedLine]) -> FormDialog:
    """Ask why, and give failed lines of one run up."""
    run, ids = chosen[0].run, [one.line.id for one in chosen]
    net = sum(one.line.net_fen for one in chosen)

    def write(work: UnitOfWork, values: Values) -> None:
        from app.payments import give_up_lines

        give_up_lines(work, run.id, ids, reason=values["reason"])

    return _form(
        owner,
        context,
        "give-up",
        (
            FormField(
                "reason", _w("give-up-reason"), hint=_w("give-up-hint"), columns=("audit_entry.reason",)
            ),
        ),
        write,
        about=_w("give-up-about", run=run.number, n=f"{len(ids):,}", amount=money(net)),
    )


def repay(owner: QWidget, context: Context, recovery: RecoveryRow) -> FormDialog:
    """Ask how much came back, when, and by what paper."""

    def write(work: UnitOfWork, values: Values) -> None:
        from app.payments import record_repayment

        record_repayment(
            work,
            recovery.line_id,
            amount_fen=fen_entered(values["amount"]),
            received_on=values["received_on"],
            reference=values["reference"],
        )

    balance = money(recovery.balance_fen)
    return _form(
        owner,
        context,
        "repay",
        (
            FormField(
                "amount", _w("amount"), value=f"{recovery.balance_fen / 100:.2f}", why=_w("amount-why")
            ),
            FormField("received_on", tr("payments.field.received-on"), "day"),
            FormField(
                "reference",
                tr("payments.field.reference"),
                is_needed=False,
                hint=_w("reference-hint"),
                columns=("repayment.reference",),
            ),
        ),
        write,
        about=_w("repay-about", person=recovery.person, event=recovery.event, balance=balance),
        faults=_amount_faults,
    )


def _amount_faults(values: Values) -> dict[str, str]:
    try:
        fen_entered(values["amount"])
    except InputError as error:
        return {"amount": error_text(error)}
    return {}


def _form(
    owner: QWidget,
    context: Context,
    key: str,
    fields: Sequence[FormField],
    write: Callable[[Any, Values], None],
    *,
    about: str,
    faults: Callable[[Values], dict[str, str]] = lambda _values: {},
) -> FormDialog:
    actor = context.actor

    def save(dialog: FormDialog, values: Values) -> None:
        found = faults(values)
        for name, text in found.items():
            dialog.show_fault(name, text)
        if found:
            return

        def act(work: UnitOfWork, _progress: Progress) -> None:
            write(work, values)

        def done(_nothing: None) -> None:
            dialog.accept()
            context.frame.show_toast(_w(f"{key}-done"))

        context.change(dialog, _w("working"), act, done, actor=actor)

    action = _w(f"{key}-do")
    dialog = FormDialog(owner, context, fields, title=action, about=about, action=action, save=save)
    dialog.open()
    return dialog
