"""`merge`: merge events, units or people that are one, list merges, take one back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from app.commands.acting import acting
from app.commands.console import Console
from app.commands.merge_records import list_merges, take_back, tell_preview
from app.commands.registry import add_common, opened
from app.registry import event_named, merge, merge_preview, person_with_document, unit_named
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(
        dest="action", metavar="event | unit | person | list | undo", required=True
    )
    event = actions.add_parser("event", help=tr("cli.option.merge-event"))
    event.add_argument("contest", metavar="CONTEST", help=tr("cli.option.contests-name"))
    unit = actions.add_parser("unit", help=tr("cli.option.merge-unit"))
    person = actions.add_parser("person", help=tr("cli.option.merge-person"))
    for one, title in ((event, "EVENT"), (unit, "NAME"), (person, "ID")):
        one.add_argument("merged", metavar=title, help=tr("cli.option.merge-merged"))
        one.add_argument("--into", metavar=title, required=True, help=tr("cli.option.merge-kept"))
        one.add_argument("--dry-run", action="store_true", help=tr("cli.option.contests-merge-dry-run"))
    listing = actions.add_parser("list", help=tr("cli.option.contests-merges"))
    undo = actions.add_parser("undo", help=tr("cli.option.contests-undo-merge"))
    undo.add_argument("id", metavar="ID", type=int, help=tr("cli.option.contests-merge-id"))
    for one in (event, unit, person, undo):
        one.add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.contests-reason"))
    for one in (event, unit, person, listing, undo):
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Merge, list, or take back."""
    if arguments.action == "list":
        return list_merges(arguments, console)
    return take_back(arguments, console) if arguments.action == "undo" else _merge(arguments, console)


def _merge(arguments: Namespace, console: Console) -> int:
    noun = arguments.action
    with opened(arguments) as store:
        with store.reading() as session:
            kept, merged = (_found(session, arguments, name) for name in (arguments.into, arguments.merged))
            preview = merge_preview(session, noun, merged, into=kept)
        names = {"kept": preview.kept, "merged": preview.merged}
        if arguments.dry_run:
            return tell_preview(preview, console)
        with store.writing(actor=acting(arguments, store)) as work:
            number = merge(work, noun, merged, into=kept, reason=arguments.reason)
    console.say(tr("cli.contests.merged", id=number, reassessed=work.reassessed, **names))
    console.tell({"merge": number, **names})
    return 0


def _found(session: Any, arguments: Namespace, name: str) -> int:
    if arguments.action == "event":
        return event_named(session, contest=arguments.contest, event=name)
    return unit_named(session, name) if arguments.action == "unit" else person_with_document(session, name)
