"""In whose name a command writes: the accounts of --as, with passwords from a file or the terminal.

In a registry without accounts --as gives mere names, and without --as the command line itself acts. A
password is never an argument: other users of the machine can read those.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from itertools import islice
from pathlib import Path

from app.accounts import Actor, account_named, authenticate, has_accounts
from app.errors import ConflictError, InputError
from app.os_problems import os_problem
from app.store import Store
from app.words import tr

_LONGEST_FILE = 65_536  # bytes


def program() -> Actor:
    """Return the command line itself as the actor: for what needs no account."""
    return Actor.program(tr("cli.actor"))


def acting(arguments: Namespace, store: Store) -> Actor:
    """Return who acts. Raises ConflictError and InputError where no account can be proved."""
    if len(names_given(arguments)) > 1:
        raise InputError("account-switch-several")
    return all_acting(arguments, store)[0]


def all_acting(arguments: Namespace, store: Store) -> tuple[Actor, ...]:
    """Return everybody named by --as, in that order, at least one: for a command that several carry out."""
    names = names_given(arguments)
    with store.reading() as session:
        if not has_accounts(session):
            return tuple(Actor.named(name) for name in names) or (Actor.named(tr("cli.actor")),)
        if not names:
            raise ConflictError("account-needed", user=tr("cli.actor"))
        accounts = [account_named(session, name) for name in names]
    return tuple(
        authenticate(store, one.name, _password(arguments, one.name, place) if one.has_password else "")
        for place, one in enumerate(accounts)
    )


def names_given(arguments: Namespace) -> list[str]:
    """Return the names given to --as, parted by commas; empty where it was not given."""
    given: str | None = getattr(arguments, "user", None)
    return [] if given is None else given.replace("，", ",").split(",")


def new_password(arguments: Namespace, name: str, *, is_needed: bool = False) -> str:
    """Return a password or PIN to be set: the line of the file after those of --as, or typed twice.

    Where there is neither a file nor a terminal: "", or InputError for one that `is_needed`.
    """
    if getattr(arguments, "password_file", None):
        return _line(arguments.password_file, len(names_given(arguments)))
    if not sys.stdin.isatty():
        if is_needed:
            raise InputError("password-not-asked", name=name)
        return ""
    typed = getpass.getpass(tr("cli.password-new", name=name))
    if typed and getpass.getpass(tr("cli.password-again")) != typed:
        raise InputError("password-differs")
    return typed


def _password(arguments: Namespace, name: str, place: int) -> str:
    if getattr(arguments, "password_file", None):
        return _line(arguments.password_file, place)
    if not sys.stdin.isatty():
        raise InputError("password-not-asked", name=name)
    return getpass.getpass(tr("cli.password", name=name))


def _line(file: str, place: int) -> str:
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(_LONGEST_FILE).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = os_problem(error) if isinstance(error, OSError) else tr("cli.password-file-coding")
        raise InputError("password-file", path=file, problem=problem) from error
    lines = text.splitlines()
    line = next(islice(lines, place, None), None)
    if line is None:
        raise InputError("password-file-short", path=file, lines=len(lines), needed=place + 1)
    return line
