"""`standards`: enter amounts that a document leaves to others, with their basis."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.awards import import_standards
from app.commands.console import Console, with_notes
from app.commands.registry import actor, add_common, opened
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="import FILE", required=True)
    importing = actions.add_parser("import", help=tr("cli.option.standards-import"))
    importing.add_argument("file", metavar="FILE", help=tr("cli.option.standards-file"))
    add_common(importing)


def run(arguments: Namespace, console: Console) -> int:
    """Record the standards of a file."""
    with opened(arguments) as store, store.writing(actor=actor()) as work:
        report = import_standards(work, arguments.file)
    console.say(tr("cli.standards-imported", new=report.new, same=report.same))
    for note in report.notes:
        console.say(note)
    console.tell({"new": report.new, "same": report.same} | with_notes(report.notes))
    return 0
