"""Rights (权限): what each role of the office may do, in one table.

A use-case begins with `work.require(Right.X)`. Until a registry has accounts, its actors hold every role.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from app.errors import ConflictError
from app.words import tr


class AccountRole(StrEnum):
    """The office's roles: 经办, 复核, 审批, 财务, 审计, 管理员."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a use-case needs of whoever carries it out."""

    RECORD = "record"  # import, enter and correct results, people, units, contests, honours, introductions
    CONFIRM = "confirm"  # confirm what somebody else recorded
    ASSESS = "assess"  # assess proposals
    ASSEMBLE = "assemble"  # put batches together, publish them, register objections
    REVIEW = "review"  # review proposals, and take a review back
    RULE = "rule"  # record and withdraw rulings and standards, choose the policy
    NAME = "name"  # name bases and craftsmen, and take titles back
    ANNUL = "annul"  # annul results and restore them
    APPROVE = "approve"  # approve awards and claims
    PAY = "pay"  # record payments and recoveries, budget
    ISSUE = "issue"  # number, issue, reprint and revoke certificates
    SET_UP = "set-up"  # settings of the registry
    MANAGE_ACCOUNTS = "manage-accounts"  # accounts and their roles


_CLERK = frozenset({Right.RECORD, Right.ASSESS, Right.ASSEMBLE, Right.ISSUE})
_APPROVER = frozenset({Right.RULE, Right.NAME, Right.ANNUL, Right.APPROVE, Right.ASSESS})

RIGHTS: Mapping[AccountRole, frozenset[Right]] = {
    AccountRole.CLERK: _CLERK,
    AccountRole.REVIEWER: frozenset({Right.CONFIRM, Right.REVIEW, Right.ASSESS}),
    AccountRole.APPROVER: _APPROVER,
    AccountRole.FINANCE: frozenset({Right.PAY}),
    AccountRole.AUDITOR: frozenset(),
    AccountRole.ADMINISTRATOR: frozenset({Right.SET_UP, Right.MANAGE_ACCOUNTS}),
}


def has_right(right: Right, roles: Collection[AccountRole]) -> bool:
    """Return whether one of `roles` has `right`."""
    return any(right in RIGHTS[role] for role in roles)


def roles_with(right: Right) -> tuple[AccountRole, ...]:
    """Return the roles that have `right`."""
    return tuple(role for role in AccountRole if right in RIGHTS[role])


def check_right(right: Right, roles: Collection[AccountRole], *, name: str) -> None:
    """Raise ConflictError, naming the actor and who may, where none of `roles` has `right`."""
    if not has_right(right, roles):
        able = role_words(roles_with(right))
        raise ConflictError("right-missing", user=name, right=tr(f"core.right.{right.value}"), roles=able)


def role_words(roles: Iterable[AccountRole | str]) -> str:
    """Return roles in words, parted by the mark of an enumeration."""
    return "、".join(tr(f"core.account-role.{role}") for role in roles)
