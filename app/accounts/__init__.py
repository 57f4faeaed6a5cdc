"""Accounts (账户): who acts, what each role may do, when a second person is needed, the audit chain.

What reads the registry is loaded when it is first asked for, since windows import this room.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from app.accounts.actor import LONGEST_NAME, Actor, actor_key
from app.accounts.rights import RIGHTS, AccountRole, Right, check_right, has_right, role_words, roles_with
from app.accounts.second_person import is_same_person, require_second_person

if TYPE_CHECKING:
    from app.accounts.audit import (
        CANONICAL,
        GENESIS,
        WITH_RECORDS,
        AuditCheck,
        AuditDigest,
        audit_digest,
        seal_of,
        take_anchor,
        verify_audit,
    )
    from app.accounts.audit_report import (
        AuditReport,
        RecordFault,
        action_words,
        check_audit,
        subject_words,
    )
    from app.accounts.authenticating import authenticate, switch_account
    from app.accounts.known import (
        AccountRow,
        account_named,
        account_rows,
        has_accounts,
        is_one_person,
        present_actor,
    )
    from app.accounts.managing import (
        add_account,
        change_roles,
        disable_account,
        enable_account,
        set_password,
        set_pin,
    )
    from app.accounts.naming_records import record_names, table_words
    from app.accounts.one_person import one_person_mark
    from app.accounts.sealed_records import SEALED
    from app.accounts.trail import AuditTrail, detail_text, seal_everything

_LATE = {
    "audit": (
        "CANONICAL",
        "GENESIS",
        "WITH_RECORDS",
        "AuditCheck",
        "AuditDigest",
        "audit_digest",
        "seal_of",
        "take_anchor",
        "verify_audit",
    ),
    "audit_report": (
        "AuditReport",
        "RecordFault",
        "action_words",
        "check_audit",
        "subject_words",
    ),
    "authenticating": ("authenticate", "switch_account"),
    "known": (
        "AccountRow",
        "account_named",
        "account_rows",
        "has_accounts",
        "is_one_person",
        "present_actor",
    ),
    "managing": (
        "add_account",
        "change_roles",
        "disable_account",
        "enable_account",
        "set_password",
        "set_pin",
    ),
    "one_person": ("one_person_mark",),
    "naming_records": ("record_names", "table_words"),
    "sealed_records": ("SEALED",),
    "trail": ("AuditTrail", "detail_text", "seal_everything"),
}

__all__ = [
    "CANONICAL",
    "GENESIS",
    "LONGEST_NAME",
    "RIGHTS",
    "SEALED",
    "WITH_RECORDS",
    "AccountRole",
    "AccountRow",
    "Actor",
    "AuditCheck",
    "AuditDigest",
    "AuditReport",
    "AuditTrail",
    "RecordFault",
    "Right",
    "account_named",
    "account_rows",
    "action_words",
    "actor_key",
    "add_account",
    "audit_digest",
    "authenticate",
    "change_roles",
    "check_audit",
    "check_right",
    "detail_text",
    "disable_account",
    "enable_account",
    "has_accounts",
    "has_right",
    "is_one_person",
    "is_same_person",
    "one_person_mark",
    "present_actor",
    "record_names",
    "require_second_person",
    "role_words",
    "roles_with",
    "seal_everything",
    "seal_of",
    "set_password",
    "set_pin",
    "subject_words",
    "switch_account",
    "table_words",
    "take_anchor",
    "verify_audit",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        for module, names in _LATE.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
