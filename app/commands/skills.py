"""`skills`: import lists of certificates of skill grade."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import add_common, opened
from app.targets import import_skill_certificates
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="import FILE…", required=True)
    importing = actions.add_parser("import", help=tr("cli.option.skills-import"))
    importing.add_argument("files", metavar="FILE", nargs="+", help=tr("cli.option.skills-file"))
    add_common(importing)


def run(arguments: Namespace, console: Console) -> int:
    """Record the certificates; lines with errors are left out and named (exit 1)."""
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = import_skill_certificates(work, arguments.files)
    console.say(tr("cli.skills.done", new=report.new, same=report.same, left_out=len(report.findings)))
    for one in report.findings:
        where = {"file": one.file, "sheet": one.sheet, "row": one.row}
        console.say(tr("cli.skills.finding", **where, message=one.message))
    console.tell(
        {
            "new": report.new,
            "same": report.same,
            "findings": [
                {"file": one.file, "sheet": one.sheet, "row": one.row, "message": one.message}
                for one in report.findings
            ],
        }
    )
    return 1 if report.findings else 0
