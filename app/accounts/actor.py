"""Actors: who carries out a use-case, bound when a button is pressed or a command starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.accounts.rights import AccountRole
from app.errors import InputError

LONGEST_NAME = 40  # characters, as every column that holds an actor's name

_SPACE = re.compile(r"[\s\u3000]+")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}  # controls, zero-width and directional marks, private use
_FILLERS = {0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0}  # letters and marks without a shape


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account's id (None in a registry without accounts), its name and its roles.

    `is_program` marks what the program does by itself, which needs no account. `alone` is set by the unit
    of work: asked with the code and the facts of an act that needs a second person, it says whether the
    registry lets one person do both, and records that.
    """

    id: int | None
    name: str
    roles: frozenset[AccountRole] = frozenset(AccountRole)
    is_program: bool = False
    alone: Callable[[str, Mapping[str, object]], bool] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def named(cls, name: str) -> Actor:
        """Return the actor of this name in a registry without accounts, who holds every role.

        The name is brought to NFC, invisible characters are taken out and white space is joined to single
        blanks. Raises InputError where nothing is left or more than `LONGEST_NAME` characters are.
        """
        return cls(None, normalised_name(name))

    @classmethod
    def program(cls, name: str) -> Actor:
        """Return the program itself as the actor, for what needs no account: assessing, housekeeping."""
        return cls(None, normalised_name(name), is_program=True)


def normalised_name(name: str) -> str:
    """Return an actor's name as it is stored. Raises InputError for an empty or an overlong one."""
    clean = _SPACE.sub(" ", _visible(unicodedata.normalize("NFC", name))).strip()
    if not clean:
        raise InputError("actor-empty")
    if len(clean) > LONGEST_NAME:
        raise InputError("actor-too-long", most=LONGEST_NAME, length=len(clean))
    return clean


def actor_key(name: str) -> str:
    """Return what two spellings of one actor's name have in common.

    Stricter than the comparison of contestants' names on purpose: width, case and spacing make no second
    person, so compatibility forms are folded too (NFKC).
    """
    folded = unicodedata.normalize("NFKC", _visible(name)).casefold()
    return _SPACE.sub("", unicodedata.normalize("NFKC", folded))


def _visible(text: str) -> str:
    """Return `text` without the characters that leave no trace on screen; white space stays."""
    return "".join(one for one in text if one.isspace() or not _is_unseen(one))


def _is_unseen(character: str) -> bool:
    code = ord(character)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_selector or code in _FILLERS or unicodedata.category(character) in _UNSEEN
