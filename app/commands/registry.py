"""Which registry a command works on, and in whose name."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from app.paths import default_registry
from app.store import Store, create_store, open_store
from app.words import tr


def add_common(parser: ArgumentParser) -> None:
    """Add --db and --json: suppressed defaults let them stand before or after any word of a command."""
    parser.add_argument("--db", metavar="URL_OR_FILE", default=SUPPRESS, help=tr("cli.option.db"))
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help=tr("cli.option.json"))


def place_of(arguments: Namespace) -> str:
    """Return the file or URL named by --db, else the user's own registry."""
    return getattr(arguments, "db", None) or str(default_registry())


def shown(place: str) -> str:
    """Return a place as it may be printed: an address without its user and password."""
    return re.sub(r"://[^/@]*@", "://", place)


@contextmanager
def opened(arguments: Namespace) -> Iterator[Store]:
    """Give the registry, and close it again. Raises NotFoundError where there is none."""
    store = open_store(place_of(arguments))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def created(arguments: Namespace) -> Iterator[Store]:
    """Give a new, empty registry. Raises ConflictError where one stands already."""
    store = create_store(place_of(arguments))
    try:
        yield store
    finally:
        store.close()


def actor() -> str:
    """Return who acts where nobody says: the command line itself, never the name of an account."""
    return tr("cli.actor")
