"""`init`: create an empty registry."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.commands.console import Console
from app.commands.registry import actor, created
from app.settings import write_setting
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--name", metavar="NAME", help=tr("cli.option.name"))
    parser.add_argument("--rehearsal", action="store_true", help=tr("cli.option.rehearsal"))


def run(arguments: Namespace, console: Console) -> int:
    """Create the registry; refuse where one stands already."""
    with created(arguments) as store:
        with store.writing(actor=actor()) as work:
            work.audit("create", "registry")
            if arguments.name:
                write_setting(work, "name", arguments.name)
            if arguments.rehearsal:
                write_setting(work, "rehearsal", "1")
        console.say(tr("cli.created", path=store.name))
        console.tell({"db": store.name})
    return 0
