"""Accounts (人员): who acts, what each role may do, when a second person is needed, the audit chain.

The audit chain reads the store; it is loaded when it is first asked for, since windows import this room.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from app.accounts.actor import LONGEST_NAME, Actor, actor_key
from app.accounts.rights import RIGHTS, AccountRole, Right, check_right
from app.accounts.second_person import is_same_person, require_second_person

if TYPE_CHECKING:
    from app.accounts.audit import (
        CANONICAL,
        GENESIS,
        AuditCheck,
        AuditDigest,
        audit_digest,
        seal_of,
        verify_audit,
    )

__all__ = [
    "CANONICAL",
    "GENESIS",
    "LONGEST_NAME",
    "RIGHTS",
    "AccountRole",
    "Actor",
    "AuditCheck",
    "AuditDigest",
    "Right",
    "actor_key",
    "audit_digest",
    "check_right",
    "is_same_person",
    "require_second_person",
    "seal_of",
    "verify_audit",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.audit"), name)
