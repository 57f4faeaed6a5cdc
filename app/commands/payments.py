"""`payment`: make a run of a batch, export it, take the bank's return, pay again, recover."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.amounts import fen_of_yuan
from app.batches import batch_named
from app.clock import office_day
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.dates import day_of
from app.commands.failed_lines import failed_json, say_failed
from app.commands.payment_export import export
from app.commands.payment_making import (
    add_making,
    changed_cards_json,
    exceptions_of,
    left_out_json,
    made_run,
    say_changed_cards,
    say_left_out,
    year_of,
)
from app.commands.registry import add_common, add_force, opened
from app.errors import InputError
from app.formats import money, yuan
from app.payments import (
    RecoveryRow,
    RunRow,
    cancel_run,
    confirm_run_payees,
    failed_lines,
    find_run,
    give_up_lines,
    plan_run,
    read_return,
    record_paid,
    recover_award,
    recoveries,
    reissue_lines,
    run_batch_named,
    run_numbered,
    run_page,
    runs,
    set_card,
    take_return,
)
from app.registry import person_with_document
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import tr

_OUT = ("exported",)
_SAID_AT_MOST = 10  # findings of a return said to a person; --json gives all


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    words = (
        "list | make | confirm-payees | export | return | paid | card | reissue | give-up | cancel | repay"
    )
    actions = parser.add_subparsers(dest="action", metavar=words, required=True)
    made = {name: actions.add_parser(name, help=tr(f"cli.option.payment-{name}")) for name in _ACTS}
    made["list"].add_argument("--batch", metavar="BATCH", help=tr("cli.option.payment-batch"))
    made["make"].add_argument("batch", metavar="BATCH", help=tr("cli.option.payment-batch"))
    made["make"].add_argument("--dry-run", action="store_true", help=tr("cli.option.dry-run"))
    for name in ("export", "return"):
        made[name].add_argument("batch", metavar="BATCH", help=tr("cli.option.payment-batch-or-run"))
    made["export"].add_argument("out", metavar="OUT", help=tr("cli.option.out"))
    made["export"].add_argument("--template", metavar="FILE", help=tr("cli.option.payment-template"))
    made["export"].add_argument("--bank", metavar="PROFILE", help=tr("cli.option.payment-profile"))
    add_force(made["export"])
    for name in ("make", "export"):
        add_making(made[name])
    made["return"].add_argument("file", metavar="FILE", help=tr("cli.option.payment-file"))
    made["return"].add_argument("--dry-run", action="store_true", help=tr("cli.option.dry-run"))
    for name in ("confirm-payees", "paid", "reissue", "give-up", "cancel"):
        made[name].add_argument("run", metavar="RUN", help=tr("cli.option.payment-run"))
    for name in ("paid", "reissue", "give-up"):
        needed = name != "paid"
        words = tr("cli.option.payment-line")
        made[name].add_argument("--line", metavar="N", type=int, action="append", required=needed, help=words)
    for name in ("give-up", "cancel"):
        made[name].add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))
    made["reissue"].add_argument("--reason", metavar="TEXT", default="", help=tr("cli.option.reason"))
    made["card"].add_argument("person", metavar="ID", help=tr("cli.option.annul-person"))
    made["card"].add_argument(
        "--confirmed-by-bank", action="store_true", help=tr("cli.option.payment-confirmed-by-bank")
    )
    for option in ("bank", "card", "proof"):
        words = tr(f"cli.option.payment-{option}-of")
        made["card"].add_argument(f"--{option}", metavar="TEXT", required=True, help=words)
    made["repay"].add_argument("award", metavar="AWARD_ID", type=int, help=tr("cli.option.award"))
    made["repay"].add_argument("amount", metavar="YUAN", help=tr("cli.option.payment-amount"))
    for name, is_needed in (("paid", True), ("repay", False)):
        made[name].add_argument("--on", metavar="DATE", help=tr("cli.option.payment-on"))
        words = tr("cli.option.payment-reference")
        made[name].add_argument("--reference", metavar="TEXT", default="", required=is_needed, help=words)
    for one in made.values():
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Do one act."""
    with opened(arguments) as store:
        return _ACTS[arguments.action](arguments, console, store)


def _list(arguments: Namespace, console: Console, store: Store) -> int:
    with store.reading() as session:
        batch = batch_named(session, arguments.batch) if arguments.batch else None
        made = [row for row in runs(session, batch) if batch is not None or not row.is_recovery]
        back = [] if batch is not None else recoveries(session)
        failed = failed_lines(session, batch)
    for row in made:
        console.say(_run_words(row))
    say_failed(failed, console)
    for one in back:
        console.say(_recovery_words(one))
    if not made and not back:
        console.say(tr("cli.payment.none"))
    answer: dict[str, object] = {"runs": [_run_json(row) for row in made], "failed": failed_json(failed)}
    console.tell({**answer, "recoveries": [_recovery_json(one) for one in back]})
    return 0


def _make(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        batch = batch_named(work.session, arguments.batch)
        if arguments.dry_run:
            plan = plan_run(
                work.session, batch, budget_year=year_of(arguments, work), exceptions=exceptions_of(arguments)
            )
        else:
            made = made_run(arguments, work, batch)
            plan, row = made.plan, run_page(work.session, made.run_id).run
    if arguments.dry_run:
        lines, gross = len(plan.lines), plan.gross_fen
        console.say(tr("cli.payment.would-make", batch=arguments.batch, lines=lines, gross=money(gross)))
        answer: dict[str, object] = {"lines": lines, "gross": yuan(gross)}
    else:
        console.say(tr("cli.payment.made", words=_run_words(row)))
        answer = {"run": _run_json(row)}
    say_changed_cards(plan, console)
    say_left_out(plan.left_out, console)
    answer["changed_cards"] = changed_cards_json(plan)
    console.tell({**answer, "left_out": [left_out_json(one) for one in plan.left_out]})
    return 0


def _confirm_payees(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        count = confirm_run_payees(work, find_run(work.session, arguments.run))
    console.say(tr("cli.payment.payees-confirmed", run=arguments.run, count=count))
    console.tell({"run": arguments.run, "confirmed": count})
    return 0


def _return(arguments: Namespace, console: Console, store: Store) -> int:
    with store.reading() as session:
        run_id = find_run(session, arguments.batch, states=_answerable(session, arguments.batch))
    if arguments.dry_run:
        with store.reading() as session:
            report = read_return(session, run_id, arguments.file)
    else:
        with store.writing(actor=acting(arguments, store)) as work:
            report = take_return(work, run_id, arguments.file)
    for one in report.findings[:_SAID_AT_MOST]:
        console.say(tr("cli.payment.finding", row=one.row, message=one.message))
    if len(report.findings) > _SAID_AT_MOST:
        console.say(tr("cli.payment.more-findings", count=len(report.findings) - _SAID_AT_MOST))
    key = "refused" if report.findings else "would-take" if arguments.dry_run else "taken"
    facts = {"run": report.number, "paid": report.paid, "failed": report.failed, "out": report.still_out}
    sums = {"paid_amount": money(report.paid_fen), "failed_amount": money(report.failed_fen)}
    console.say(tr(f"cli.payment.{key}", findings=len(report.findings), same=report.same, **facts, **sums))
    findings = [
        {"sheet": one.sheet, "row": one.row, "code": one.code, "message": one.message}
        for one in report.findings
    ]
    answer = {"run": report.number, "paid": report.paid, "failed": report.failed, "same": report.same}
    answer |= {"still_out": report.still_out, "paid_amount": yuan(report.paid_fen)}
    console.tell({**answer, "taken": report.is_taken, "findings": findings})
    return 1 if report.findings else 0


def _answerable(session: Session, named: str) -> Iterable[str]:
    """Return which runs of a batch a return may speak of: those at the bank, else those answered already."""
    if run_numbered(session, named) is not None:
        return ()
    found = {row.state for row in runs(session, run_batch_named(session, named))}
    return _OUT if found & set(_OUT) else ("failed", "paid", "re-issued")


def _paid(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        run_id = find_run(work.session, arguments.run)
        day = _day(arguments, work)
        lines = _line_ids(work.session, run_id, arguments.line) if arguments.line else None
        count = record_paid(work, run_id, paid_on=day, reference=arguments.reference, line_ids=lines)
    console.say(tr("cli.payment.paid", run=arguments.run, count=count))
    console.tell({"run": arguments.run, "paid": count})
    return 0


def _card(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        person = person_with_document(work.session, arguments.person)
        set_card(
            work,
            person,
            bank=arguments.bank,
            card=arguments.card,
            proof=arguments.proof,
            is_confirmed_by_bank=arguments.confirmed_by_bank,
        )
    console.say(tr("cli.payment.card"))
    console.tell({"person": person})
    return 0


def _reissue(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        run_id = find_run(work.session, arguments.run)
        lines = _line_ids(work.session, run_id, arguments.line)
        new = reissue_lines(work, run_id, lines, reason=arguments.reason)
        row = run_page(work.session, new).run
    console.say(tr("cli.payment.made", words=_run_words(row)))
    console.tell({"run": _run_json(row)})
    return 0


def _give_up(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        run_id = find_run(work.session, arguments.run)
        lines = _line_ids(work.session, run_id, arguments.line)
        count = give_up_lines(work, run_id, lines, reason=arguments.reason)
    console.say(tr("cli.payment.given-up", run=arguments.run, count=count))
    console.tell({"run": arguments.run, "given_up": count})
    return 0


def _line_ids(session: Session, run_id: int, positions: Iterable[int]) -> list[int]:
    page = run_page(session, run_id)
    by_position = {line.position: line.id for line in page.lines}
    for position in positions:
        if position not in by_position:
            raise InputError("payment-line-missing", run=page.run.number)
    return [by_position[position] for position in positions]


def _cancel(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        cancel_run(work, find_run(work.session, arguments.run), reason=arguments.reason)
    console.say(tr("cli.payment.cancelled", run=arguments.run))
    console.tell({"run": arguments.run, "state": "cancelled"})
    return 0


def _repay(arguments: Namespace, console: Console, store: Store) -> int:
    with store.writing(actor=acting(arguments, store)) as work:
        fen, day = fen_of_yuan(arguments.amount, may_be_negative=True), _day(arguments, work)
        recover_award(work, arguments.award, amount_fen=fen, received_on=day, reference=arguments.reference)
        balance = sum(row.balance_fen for row in recoveries(work.session, [arguments.award]))
    console.say(tr("cli.payment.repaid", amount=money(fen), balance=money(balance)))
    console.tell({"award": arguments.award, "repaid": yuan(fen), "balance": yuan(balance)})
    return 0


def _day(arguments: Namespace, work: UnitOfWork) -> date:
    return day_of(arguments.on) if arguments.on else office_day(work.now)


def _run_words(row: RunRow) -> str:
    return tr(
        "cli.payment.run",
        number=row.number,
        batch=row.batch,
        lines=row.lines,
        people=row.people,
        gross=money(row.gross_fen),
        tax=money(row.tax_fen),
        net=money(row.net_fen),
        state=row.state_words,
    )


def _run_json(row: RunRow) -> dict[str, object]:
    return {
        "number": row.number,
        "batch": row.batch,
        "fund": row.fund,
        "budget_year": row.budget_year,
        "lines": row.lines,
        "people": row.people,
        "gross": yuan(row.gross_fen),
        "tax": yuan(row.tax_fen),
        "net": yuan(row.net_fen),
        "state": row.state,
    }


def _recovery_words(one: RecoveryRow) -> str:
    sums = {"demanded": money(one.demanded_fen), "repaid": money(one.repaid_fen)}
    where = {"award": one.award_id, "person": one.person, "contest": one.contest, "event": one.event}
    return tr("cli.payment.recovery", balance=money(one.balance_fen), **where, **sums)


def _recovery_json(one: RecoveryRow) -> dict[str, object]:
    sums = {"to_recover": yuan(one.demanded_fen), "repaid": yuan(one.repaid_fen)}
    return {"award": one.award_id, "person": one.person, **sums, "balance": yuan(one.balance_fen)}


_ACTS = {
    "list": _list,
    "make": _make,
    "confirm-payees": _confirm_payees,
    "export": export,
    "return": _return,
    "paid": _paid,
    "card": _card,
    "reissue": _reissue,
    "give-up": _give_up,
    "cancel": _cancel,
    "repay": _repay,
}
