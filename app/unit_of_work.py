"""One unit of work over the registry: who acts, what was touched, what to assess anew, the audit.

A use-case takes a `UnitOfWork`; `app.store.Store.writing` opens one and commits all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session

from app.accounts import (
    Actor,
    AuditTrail,
    Right,
    check_right,
    detail_text,
    is_one_person,
    present_actor,
)
from app.changes import Changes
from app.errors import InputError
from app.progress import Progress
from models import Award, BatchAward, Result
from models.bulk import batched_ids
from models.types import ResultState

LONGEST_REASON = 500  # characters, as every column that holds a reason
_SETTLED_BY = "app.awards"  # its `settle_events`; loaded by name, since every room stands above this module
_BATCHES = "app.batches"  # its `settle_batches`, in the same way


class UnitOfWork:
    """A session that writes, who acts, and what was touched so far.

    `reassessed` counts the awards that came out different when the unit of work was settled.
    """

    def __init__(self, session: Session, *, actor: Actor, now: datetime) -> None:
        self.session = session
        self.now = now
        self._trail = AuditTrail(session, actor=actor.name, at=now)
        self.actor = actor
        self.changes = Changes.NOTHING
        self.reassessed = 0
        self._to_assess: set[int] = set()
        self._corrected: set[int] = set()

    @property
    def actor(self) -> Actor:
        """Return who acts, with the roles of the account at the moment when it began to act here."""
        return self._actor

    @actor.setter
    def actor(self, actor: Actor) -> None:
        """Let `actor` act from here on. Raises ConflictError where no account lets it."""
        self._actor = replace(present_actor(self.session, actor), alone=self._lets_alone)
        self._trail.acts(self._actor.name, self.now)

    def require(self, right: Right) -> None:
        """Raise ConflictError where whoever acts may not do this. The first line of every use-case."""
        check_right(right, self.actor.roles, name=self.actor.name)

    def reassess(self, event_ids: Iterable[int], *, is_correction: bool = False) -> None:
        """Ask that the awards of these events be assessed before this unit of work is committed.

        Called by every use-case that changes what awards depend on; nobody else needs to assess.
        `is_correction`: recorded facts of the contest or event were corrected, so that what was paid by the
        old ones is adjusted; a new ruling or policy never changes what is decided.
        """
        events = set(event_ids)
        self._to_assess |= events
        if is_correction:
            self._corrected |= events

    @property
    def corrected_events(self) -> frozenset[int]:
        """Return the events whose facts were corrected in this unit of work."""
        return frozenset(self._corrected)

    @property
    def awaits_assessment(self) -> frozenset[int]:
        """Return the events that were asked to be assessed and are not yet."""
        return frozenset(self._to_assess)

    def settle(self, progress: Progress | None = None) -> None:
        """Assess what was asked for so far. `Store.writing` does so before it commits.

        What is not due any more then leaves its batch. Events of which nothing was ever assessed and nothing
        is confirmed are left to the first assessment: a list that comes in for the first time does not load
        the awards room.
        """
        while self._to_assess:
            events, self._to_assess = self._to_assess, set()
            self.session.flush()
            events = _assessable(self.session, events)
            if events:
                self.reassessed += import_module(_SETTLED_BY).settle_events(self, events, progress)
        if self.changes and self.session.scalar(select(exists().where(BatchAward.left_at.is_(None)))):
            import_module(_BATCHES).settle_batches(self)

    def touched(self, kinds: Changes) -> None:
        """Record that things of these kinds changed."""
        self.changes |= kinds

    def audit(
        self,
        action: str,
        subject: str,
        subject_id: object = "",
        *,
        detail: dict[str, object] | None = None,
        reason: str = "",
    ) -> None:
        """Add a line to the audit chain. `detail` must hold no ID number, card or phone.

        A line of an actor whom no account stands behind says so in its detail: `without_account`.
        Raises InputError where the reason is longer than `LONGEST_REASON`.
        """
        self.audit_each(action, subject, {subject_id: detail or {}}, reason=reason)

    def audit_each(
        self, action: str, subject: str, details: Mapping[Any, Mapping[str, object]], *, reason: str = ""
    ) -> None:
        """Add a line for each of many records, by their ids; otherwise as `audit`."""
        if len(reason) > LONGEST_REASON:
            raise InputError("reason-too-long", most=LONGEST_REASON, length=len(reason))
        common = {"without_account": True} if self.actor.id is None else {}
        texts = [detail_text({**detail, **common}) for detail in details.values()]
        self._trail.add(action=action, subject=subject, ids=details, details=texts, reason=reason)

    def seal_too(self, table: str, keys: Iterable[Any]) -> None:
        """Let the chain keep digests of these records as they stand when this unit of work is committed.

        For records that were changed past the session, or that somebody vouches for without a change.
        """
        self._trail.changed(table, keys)

    def seal_new(self, table: str) -> None:
        """Let the chain keep digests of what is about to be added to a table past the session."""
        self._trail.grows(table)

    def _lets_alone(self, code: str, facts: Mapping[str, object]) -> bool:
        """Return whether one person may do what needs two, with a line in the audit chain where so."""
        if not is_one_person(self.session):
            return False
        self.audit("act-alone", "second-person", code, detail=dict(facts))
        return True


def _assessable(session: Session, events: Collection[int]) -> set[int]:
    """Return those of `events` that have an award already, or a confirmed current result."""
    assessed = select(Award.event_id).distinct()
    confirmed = select(Result.event_id).distinct()
    confirmed = confirmed.where(Result.is_current == true(), Result.state == ResultState.CONFIRMED)
    return {
        int(event)
        for some in batched_ids(events)
        for query in (assessed.where(Award.event_id.in_(some)), confirmed.where(Result.event_id.in_(some)))
        for event in session.scalars(query)
    }
