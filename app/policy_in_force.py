"""Which policy a registry works by (执行的政策): the program's own, or the user's pack that was accepted.

A pack in the user's folder counts for nothing by itself. One person puts it up, another accepts it; what is
then in force are the bytes that were accepted, kept in the registry (`models.PolicyPack`).
"""

from __future__ import annotations

import json

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.policy import Policy, installed_policies, load_policy, policy_of_content
from app.settings import registry_settings
from models import PolicyPack
from models.policy_pack import PackState

_ACCEPTED = select(PolicyPack.content).where(
    PolicyPack.policy == bindparam("policy"), PolicyPack.state == PackState.ACCEPTED
)


def policy_in_force(session: Session, key: str = "") -> Policy:
    """Return the policy `key` as it is in force for a registry, the registry's own without a key.

    Raise NotFoundError for a policy nobody knows, PolicyFileError where its files are faulty.
    """
    key = key or registry_settings(session).policy
    content = session.scalar(_ACCEPTED, {"policy": key})
    return load_policy(key) if content is None else policy_of_content(key, json.loads(content))


def policy_keys(session: Session) -> list[str]:
    """Return the keys of all policies in force: the program's own first, then those that were accepted."""
    query = select(PolicyPack.policy).where(PolicyPack.state == PackState.ACCEPTED)
    accepted = session.scalars(query.order_by(PolicyPack.policy))
    return list(dict.fromkeys([*installed_policies(), *accepted]))


def policies_in_force(session: Session) -> dict[str, Policy]:
    """Return all policies in force by key."""
    return {key: policy_in_force(session, key) for key in policy_keys(session)}
