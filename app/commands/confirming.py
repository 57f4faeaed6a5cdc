"""`confirm`: a second person confirms results, for scripts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import opened, require_actor
from app.registry import confirm_results
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--all", action="store_true", required=True, help=tr("cli.option.all"))
    require_actor(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Confirm every draft result as the user named."""
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        report = confirm_results(work)
    console.say(tr("cli.confirmed", confirmed=report.confirmed, already=report.already))
    console.tell({"confirmed": report.confirmed, "already": report.already})
    return 0
