"""The second person (复核不得为经办): the reviewer may not be the clerk, nor an approver the claimant.

Whoever recorded a thing may not be the one who confirms, reviews or approves it. This is the only place that
says so: every use-case that needs a second person asks here.
"""

from __future__ import annotations

from app.accounts.actor import Actor, actor_key
from app.errors import ConflictError


def is_same_person(actor: Actor, name: str | None) -> bool:
    """Return whether `actor` is the person recorded as `name`, however the name was spelled."""
    return name is not None and actor_key(actor.name) == actor_key(name)


def require_second_person(actor: Actor, first: str | None, *, code: str, **params: object) -> None:
    """Raise ConflictError(`code`, user, …) where `actor` is the first person, recorded as `first`."""
    if is_same_person(actor, first):
        raise ConflictError(code, user=actor.name, **params)
