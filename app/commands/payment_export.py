"""`payment export`: a frozen run as the finance workbook, the office's own workbook, or a bank's file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from app.batches import batch_named
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.payment_making import left_out_json, made_run, say_changed_cards, say_left_out
from app.formats import money, yuan
from app.payments import (
    NotListed,
    export_bank_file,
    export_run,
    find_run,
    run_batch_named,
    run_numbered,
    runs,
)
from app.store import Store
from app.words import tr


def export(arguments: Namespace, console: Console, store: Store) -> int:
    """Write the run's workbook; a batch of which nothing is listed yet is listed first."""
    who = acting(arguments, store)
    left_out: tuple[NotListed, ...] = ()
    with store.reading() as session:
        is_to_make = _has_no_run(session, arguments.batch)
    if is_to_make:
        with store.writing(actor=who) as work:
            plan = made_run(arguments, work, batch_named(work.session, arguments.batch)).plan
        left_out = plan.left_out
        say_changed_cards(plan, console)
    with store.reading() as session:
        run_id = find_run(session, arguments.batch, states=_waiting_states(session, arguments.batch))
    if arguments.bank:
        return _bank_file(arguments, console, store, run_id)
    template = Path(arguments.template) if arguments.template else None
    report = export_run(store, run_id, arguments.out, actor=who, template=template)
    amounts = {"gross": report.gross_fen, "tax": report.tax_fen, "net": report.net_fen}
    shown = {name: money(fen) for name, fen in amounts.items()}
    facts = {"path": arguments.out, "run": report.number, "lines": report.lines, "people": report.people}
    console.say(tr("cli.payment.exported", capitals=report.capitals, **facts, **shown))
    say_left_out(left_out, console)
    answer: dict[str, object] = {"file": arguments.out, "run": report.number, "first": report.is_first}
    answer |= {"lines": report.lines, "people": report.people, "sha256": report.sha256}
    answer |= {name: yuan(fen) for name, fen in amounts.items()}
    console.tell({**answer, "left_out": [left_out_json(one) for one in left_out]})
    return 0


def _bank_file(arguments: Namespace, console: Console, store: Store, run_id: int) -> int:
    who = acting(arguments, store)
    report = export_bank_file(store, run_id, arguments.out, actor=who, profile=arguments.bank)
    facts = {"run": report.run, "lines": report.lines, "cash": report.cash}
    console.say(tr("cli.payment.bank-file", path=arguments.out, net=money(report.net_fen), **facts))
    if not report.is_first:
        console.say(tr("payments.sent-before", run=report.run))
    answer = {"file": arguments.out, **facts, "net": yuan(report.net_fen), "first": report.is_first}
    console.tell(answer)
    return 0


def _has_no_run(session: Session, named: str) -> bool:
    if run_numbered(session, named) is not None:
        return False
    return all(row.state == "cancelled" for row in runs(session, run_batch_named(session, named)))


def _waiting_states(session: Session, named: str) -> Iterable[str]:
    """Return which runs of a batch an export means: one that has not left yet, else those that did."""
    if run_numbered(session, named) is not None:
        return ()
    is_waiting = any(row.state == "pending" for row in runs(session, run_batch_named(session, named)))
    return ("pending",) if is_waiting else ("exported", "failed", "paid")
