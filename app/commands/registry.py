"""Which registry a command works on, and what all commands share."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from app.commands.console import Console
from app.paths import default_registry
from app.store import Store, open_store
from app.words import tr


def add_common(parser: ArgumentParser) -> None:
    """Add what every command takes; suppressed defaults let it stand before or after any of its words."""
    common = parser.add_argument_group(tr("cli.help.common"))  # after the command's own options
    common.add_argument("--db", metavar="URL_OR_FILE", default=SUPPRESS, help=tr("cli.option.db"))
    common.add_argument("--as", dest="user", metavar="ACCOUNT", default=SUPPRESS, help=tr("cli.option.actor"))
    common.add_argument(
        "--password-file", metavar="FILE", default=SUPPRESS, help=tr("cli.option.password-file")
    )
    common.add_argument("--json", action="store_true", default=SUPPRESS, help=tr("cli.option.json"))


def add_force(parser: ArgumentParser) -> None:
    """Add --force to a command that writes a file: it may replace a file of another kind."""
    parser.add_argument("--force", action="store_true", help=tr("cli.option.force"))


def place_of(arguments: Namespace) -> str:
    """Return the file or URL named by --db, else the user's own registry."""
    return getattr(arguments, "db", None) or str(default_registry())


def shown(place: str) -> str:
    """Return a place as it may be printed: an address without its user and password."""
    return re.sub(r"://[^/@]*@", "://", place)


@contextmanager
def opened(arguments: Namespace) -> Iterator[Store]:
    """Give the registry, and close it again. Raises NotFoundError where there is none.

    Says on standard error where an upgrade kept a copy and, to a person, that a writer waits for its turn.
    """
    store = open_store(place_of(arguments))
    say_upgrade(store)
    if sys.stderr.isatty():  # programs expect one line there, the one that says why a command was refused
        store.on_wait = lambda: Console().warn(tr("cli.waiting", path=store.name))
    try:
        yield store
    finally:
        store.close()


def say_upgrade(store: Store) -> None:
    """Say where the copy is that was made before the registry was upgraded, if it was."""
    if store.upgrade is not None:
        key = "cli.upgraded" if store.upgrade.copy else "cli.upgraded-on-server"
        Console().warn(tr(key, path=store.name, copy=store.upgrade.copy))


def require_actor(parser: ArgumentParser) -> None:
    """Have a command refused as misused where no --as names who acts, wherever --as may stand."""
    parser.set_defaults(needs_actor=parser)
