"""`restore`: ask that an annulled result be restored, confirm what somebody else asked, or both by two."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.accounts import Actor
from app.awards import (
    RestoreReport,
    RestoreRequest,
    ask_to_restore,
    find_annulled_result,
    restore_result,
)
from app.commands.acting import all_acting
from app.commands.console import Console, with_notes
from app.commands.registry import opened, require_actor
from app.errors import InputError
from app.formats import money, yuan
from app.unit_of_work import UnitOfWork
from app.words import tr
from models.types import AwardState

_AMOUNT_TOLD = {AwardState.PROPOSED: "proposed", AwardState.IN_PAYMENT: "in-payment"}
_MOST_PEOPLE = 2


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    for name, metavar in (("contest", "NAME"), ("event", "NAME"), ("person", "ID")):
        parser.add_argument(f"--{name}", metavar=metavar, required=True, help=tr(f"cli.option.annul-{name}"))
    parser.add_argument("--basis", metavar="DOC", help=tr("cli.option.restore-basis"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=tr("cli.option.restore-reason"))
    parser.add_argument("--pay-anew", action="store_true", help=tr("cli.option.restore-pay-anew"))
    require_actor(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Ask where a basis is given; confirm as the second person named, or where none is given."""
    asked, report = None, None
    with opened(arguments) as store:
        people = all_acting(arguments, store)
        if len(people) > _MOST_PEOPLE:
            raise InputError("restore-people", count=len(people))
        with store.writing(actor=people[0]) as work:
            wanted = {"contest": arguments.contest, "event": arguments.event, "person": arguments.person}
            result = find_annulled_result(work.session, **wanted)
            if arguments.basis is not None or len(people) == _MOST_PEOPLE:
                basis = arguments.basis or ""
                asked = ask_to_restore(work, result, basis=basis, reason=arguments.reason)
            if asked is None or len(people) == _MOST_PEOPLE:
                report = _confirm(work, people[-1], result, pay_anew=arguments.pay_anew)
    note = "" if asked is None else asked.note
    names = {"contest": arguments.contest, "event": arguments.event}
    if report is not None:
        _say(report, names, people[-1].name, console)
    elif asked is not None:
        console.say(tr("cli.restore.asked", person=asked.person, basis=asked.basis, **names))
    if note:
        console.say(note)
    console.tell((_told(report) if report is not None else _asked(asked)) | with_notes((note,)))
    return 0


def _confirm(work: UnitOfWork, who: Actor, result: int, *, pay_anew: bool) -> RestoreReport:
    work.actor = who
    return restore_result(work, result, pay_anew=pay_anew)


def _asked(asked: RestoreRequest | None) -> dict[str, object]:
    return {} if asked is None else {"result": asked.result_id, "state": "asked", "asked_by": asked.asked_by}


def _told(report: RestoreReport) -> dict[str, object]:
    return {
        "result": report.result_id,
        "state": "restored",
        "asked_by": report.asked_by,
        "award_state": report.state,
        "amount": None if report.amount_fen is None else yuan(report.amount_fen),
        "kept": yuan(report.kept_fen),
        "designated": [{"unit": line.unit, "title": line.title} for line in report.designations],
        "under_review": list(report.waiting),
        "certificates": list(report.certificates),
    }


def _say(report: RestoreReport, names: dict[str, str], confirmed_by: str, console: Console) -> None:
    people = {"person": report.person, "asked_by": report.asked_by, "confirmed_by": confirmed_by}
    console.say(tr("cli.restore.done", basis=report.basis, **people, **names))
    if report.kept_fen:
        console.say(tr("cli.restore.kept", amount=money(report.kept_fen)))
    told = _AMOUNT_TOLD.get(AwardState(report.state))
    if told and report.amount_fen:
        console.say(tr(f"cli.restore.{told}", amount=money(report.amount_fen)))
    if report.state == AwardState.BLOCKED:
        console.say(tr("cli.restore.blocked"))
    for line in report.designations:
        console.say(tr("cli.restore.named", unit=line.unit, title=line.title))
    for name in report.waiting:
        console.say(tr("cli.restore.waiting", name=name))
    for number in report.certificates:
        console.say(tr("cli.restore.revoked", number=number))
