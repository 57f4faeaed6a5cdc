"""`init`: create an empty registry."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.accounts import Actor
from app.commands.acting import names_given, program
from app.commands.console import Console
from app.commands.registry import place_of
from app.store import create_store
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--name", metavar="NAME", help=tr("cli.option.name"))
    parser.add_argument("--rehearsal", action="store_true", help=tr("cli.option.rehearsal"))


def run(arguments: Namespace, console: Console) -> int:
    """Create the registry, with its name and mark, in one transaction. Refuse where one stands already."""
    settings = {"name": arguments.name} if arguments.name else {}
    if arguments.rehearsal:
        settings["rehearsal"] = "1"
    names = names_given(arguments)
    founder = Actor.named(names[0]) if names else program()
    store = create_store(place_of(arguments), actor=founder, settings=settings)
    store.close()
    console.say(tr("cli.created", path=store.name))
    console.tell({"db": store.name})
    return 0
