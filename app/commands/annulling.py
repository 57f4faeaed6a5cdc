"""`annul`: annul a result by a document, and report what follows from it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.awards import AnnulReport, annul_result, find_result
from app.commands.acting import acting
from app.commands.console import Console, with_notes
from app.commands.registry import opened
from app.formats import money, yuan
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    for name, metavar in (("contest", "NAME"), ("event", "NAME"), ("person", "ID"), ("basis", "DOC")):
        parser.add_argument(f"--{name}", metavar=metavar, required=True, help=tr(f"cli.option.annul-{name}"))


def run(arguments: Namespace, console: Console) -> int:
    """Annul the result and report."""
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        wanted = {"contest": arguments.contest, "event": arguments.event, "person": arguments.person}
        result = find_result(work.session, **wanted)
        report = annul_result(work, result, basis=arguments.basis)
    _say(report, arguments, console)
    console.tell(
        {
            "result": report.result_id,
            "withdrawn": yuan(report.withdrawn_fen),
            "to_recover": yuan(report.recover_fen),
            "in_payment": report.in_payment,
            "under_review": [{"unit": line.unit, "title": line.title} for line in report.designations],
            "certificates": list(report.certificates),
        }
        | with_notes((report.note,))
    )
    return 0


def _say(report: AnnulReport, arguments: Namespace, console: Console) -> None:
    names = {"contest": arguments.contest, "event": arguments.event, "basis": arguments.basis}
    console.say(tr("cli.annul.done", person=report.person, **names))
    if report.note:
        console.say(report.note)
    if report.withdrawn_fen:
        console.say(tr("cli.annul.withdrawn", amount=money(report.withdrawn_fen)))
    if report.recover_fen:
        console.say(tr("cli.annul.recovers", amount=money(report.recover_fen)))
    if report.in_payment:
        console.say(tr("cli.annul.in-payment"))
    for line in report.designations:
        console.say(tr("cli.annul.review", unit=line.unit, title=line.title))
    for number in report.certificates:
        console.say(tr("cli.annul.revoked", number=number))
