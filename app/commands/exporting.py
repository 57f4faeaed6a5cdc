"""`export`: the payment workbook, the publicity and designation lists, the calculation slips."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sqlalchemy.orm import Session

from app.awards import WAITING, award_ids, export_designations, export_publicity, export_slips
from app.clock import utc_now
from app.commands.console import Console
from app.commands.registry import opened
from app.formats import money, yuan
from app.payments import export_payments
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=list(_EXPORTS), help=tr("cli.option.export"))
    parser.add_argument("out", metavar="OUT.xlsx", help=tr("cli.option.out"))


def run(arguments: Namespace, console: Console) -> int:
    """Write one workbook, whole or not at all."""
    with opened(arguments) as store, store.reading() as session:
        answer, words = _EXPORTS[arguments.what](session, arguments.out)
    console.say(words)
    console.tell({"file": arguments.out, **answer})
    return 0


def _payments(session: Session, out: str) -> tuple[dict[str, object], str]:
    report = export_payments(session, out, now=utc_now())
    words = tr(
        "cli.exported-payments",
        path=out,
        lines=report.lines,
        people=report.people,
        total=money(report.total_fen),
        capitals=report.capitals,
        blocked=report.blocked,
    )
    answer = {"lines": report.lines, "people": report.people, "total": yuan(report.total_fen)}
    return {**answer, "capitals": report.capitals, "blocked": report.blocked}, words


def _publicity(session: Session, out: str) -> tuple[dict[str, object], str]:
    report = export_publicity(session, out, now=utc_now())
    words = tr("cli.exported-publicity", path=out, lines=report.lines, total=money(report.total_fen))
    return {"lines": report.lines, "total": yuan(report.total_fen)}, words


def _designations(session: Session, out: str) -> tuple[dict[str, object], str]:
    lines = export_designations(session, out, now=utc_now())
    return {"lines": lines}, tr("cli.exported-designations", path=out, lines=lines)


def _slips(session: Session, out: str) -> tuple[dict[str, object], str]:
    ids = award_ids(session, WAITING)
    report = export_slips(session, out, award_ids=ids, now=utc_now())
    words = tr("cli.exported-slips", path=out, people=report.people, awards=report.awards)
    return {"people": report.people, "awards": report.awards}, words


_EXPORTS = {"payments": _payments, "publicity": _publicity, "designations": _designations, "slips": _slips}
