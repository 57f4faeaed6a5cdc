"""Which policy a registry works under (执行的政策): those that can be chosen, and changing it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.assessment.assess import AssessReport, assess_all
from app.changes import Changes
from app.errors import AppError, InputError
from app.policy_in_force import policy_in_force, policy_keys
from app.progress import Progress
from app.settings import registry_settings, write_setting
from app.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """A policy a registry can work under; `title` is "" where its files cannot be read."""

    key: str
    title: str


def policy_choices(session: Session) -> list[PolicyChoice]:
    """Return the installed policies that give prizes, and the registry's own whatever became of it."""
    found = [choice for key in policy_keys(session) if (choice := _choice(session, key)) is not None]
    own = registry_settings(session).policy
    if all(choice.key != own for choice in found):
        found.insert(0, PolicyChoice(own, ""))
    return found


def choose_policy(
    work: UnitOfWork, key: str, *, reason: str, progress: Progress | None = None
) -> AssessReport | None:
    """Let the registry work under the policy `key` from now on, and assess all results anew.

    Awards already decided stay as they are. None where the registry works under it already. Raise
    InputError without a reason or for a policy that gives no prizes, NotFoundError for an unknown one.
    """
    work.require(Right.RULE)
    if registry_settings(work.session).policy == key:
        return None
    if not reason.strip():
        raise InputError("policy-reason-missing", policy=key)
    if not policy_in_force(work.session, key).prizes:
        raise InputError("policy-without-prizes", policy=key)
    write_setting(work, "policy", key, reason=reason.strip())
    work.touched(Changes.EVERYTHING)  # whatever is shown follows from the policy
    work.session.flush()
    return assess_all(work, progress)


def _choice(session: Session, key: str) -> PolicyChoice | None:
    try:
        policy = policy_in_force(session, key)
    except AppError:
        _log.warning("policy %s cannot be read and is not offered", key)
        return None
    return PolicyChoice(key, policy.title) if policy.prizes else None
