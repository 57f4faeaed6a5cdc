"""The second person (复核不得为经办): the reviewer may not be the clerk, nor an approver the claimant.

Whoever recorded a thing may not be the one who confirms, reviews or approves it. This is the only place that
says so: every use-case that needs a second person asks here. An office of one person may switch that off
for a registry (`app.settings.set_one_person_mode`).
"""

from __future__ import annotations

from app.accounts.actor import Actor, actor_key
from app.errors import ConflictError


def is_same_person(actor: Actor, name: str | None) -> bool:
    """Return whether `actor` is the person recorded as `name`, however the name was spelled."""
    return name is not None and actor_key(actor.name) == actor_key(name)


def require_second_person(actor: Actor, first: str | None, *, code: str, **params: object) -> None:
    """Raise ConflictError(`code`, user, …) where `actor` is the first person, recorded as `first`.

    A registry in one-person mode lets it pass, with a line of its own in the audit chain.
    """
    if not is_same_person(actor, first):
        return
    if actor.alone is None or not actor.alone(code, params):
        raise ConflictError(code, user=actor.name, **params)
