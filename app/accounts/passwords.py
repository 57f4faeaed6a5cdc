"""Passwords and PINs: what they may look like, and how they are hashed (argon2id, RFC 9106).

The cost is the second recommended choice of RFC 9106, section 4: 3 passes over 64 MiB in 4 lanes, 16 bytes
of salt, 32 bytes of hash. A hash carries its own parameters, so that a later change of them holds for new
hashes only; an old one is renewed at the next login.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts.actor import actor_key
from app.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 128  # characters of a password
_PIN = re.compile(r"[0-9]{4,8}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What computing one hash takes: passes over the memory, KiB of memory, lanes."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


COST = Cost()


def hash_of_password(password: str, *, name: str) -> str:
    """Return the hash of a new password. Raises InputError where it is too short, too long, or the name."""
    length = len(_normal(password))
    if not SHORTEST <= length <= LONGEST:
        raise InputError("password-length", least=SHORTEST, most=LONGEST)
    if actor_key(password) == actor_key(name):
        raise InputError("password-is-name", name=name)
    return _hasher().hash(_normal(password))


def hash_of_pin(pin: str) -> str:
    """Return the hash of a new PIN. Raises InputError where it is not 4 to 8 digits, or one digit only."""
    if not _PIN.fullmatch(pin) or len(set(pin)) == 1:
        raise InputError("pin-form")
    return _hasher().hash(pin)


def holds(kept: str, secret: str) -> bool:
    """Return whether `secret` is what the hash `kept` was made of; False where there is no hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(kept) and _hasher().verify(kept, _normal(secret))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Return whether the hash was made with another cost than is asked for today."""
    return _hasher().check_needs_rehash(kept)


def rehashed(secret: str) -> str:
    """Return a new hash of a password or PIN that was just proved."""
    return _hasher().hash(_normal(secret))


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # 20 ms that no start waits for

    return PasswordHasher(time_cost=COST.passes, memory_cost=COST.memory_kib, parallelism=COST.lanes)


def _normal(secret: str) -> str:
    """Return one spelling for what keyboards of different systems enter alike."""
    return unicodedata.normalize("NFKC", secret)
