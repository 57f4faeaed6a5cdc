"""Accounts (人员): who acts, what each role may do, and when a second person is needed."""

from app.accounts.actor import LONGEST_NAME, Actor, person_key
from app.accounts.audit import (
    CANONICAL,
    GENESIS,
    AuditCheck,
    AuditDigest,
    audit_digest,
    seal_of,
    verify_audit,
)
from app.accounts.rights import RIGHTS, AccountRole, Right, check_right
from app.accounts.second_person import is_same_person, require_second_person

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
    "audit_digest",
    "check_right",
    "is_same_person",
    "person_key",
    "require_second_person",
    "seal_of",
    "verify_audit",
]
