"""Which contest, event or person on record a name or document means, also one merged (合并) since."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.formats import name_key
from models import Contest, ContestName, Event, Merge, Person, PersonDocument
from models.merge import MergedNoun
from models.types import ContestId, IdType, PersonId

_PRESENT_NAMES = select(ContestName.name_key, Contest.name).join(
    Contest, Contest.id == ContestName.contest_id
)


def contest_of_name(session: Session, name: str) -> ContestId | None:
    """Return the contest of this name, however it is spaced, or the one into which it was merged."""
    key = name_key(name)
    found = session.scalar(select(Contest.id).where(Contest.name_key == key))
    if found is None:
        found = session.scalar(select(ContestName.contest_id).where(ContestName.name_key == key))
    return found


def contest_named(session: Session, name: str) -> ContestId:
    """Return the contest of this name as `contest_of_name` does. Raises NotFoundError where there is none."""
    found = contest_of_name(session, name)
    if found is None:
        raise NotFoundError("contest-not-found", contest=name)
    return found


def present_names(session: Session) -> dict[str, str]:
    """Return, by the comparable name of each contest that was merged, the name it goes by today."""
    return {row[0]: row[1] for row in session.execute(_PRESENT_NAMES)}


def has_contest_name(text: str) -> ColumnElement[bool]:
    """Return which contests have `text` in their name, or in that of one merged into them."""
    key = name_key(text)
    merged = select(ContestName.contest_id).where(ContestName.name_key.contains(key, autoescape=True))
    return or_(Contest.name_key.contains(key, autoescape=True), Contest.id.in_(merged))


def merged_events(session: Session) -> dict[tuple[int, str, str], int]:
    """Return, by today's contest, comparable name and group of each event merged away, the event it is today.

    Names are told by the merges that stand, the newest first: one that a later merge took in leads on to
    where that one went.
    """
    standing = select(Merge.noun, Merge.kept_id, Merge.merged_id, Merge.steps).where(
        Merge.undone_at.is_(None), Merge.noun.in_((MergedNoun.EVENT, MergedNoun.CONTEST))
    )
    contests: dict[int, int] = {}
    events: dict[int, int] = {}
    names: dict[tuple[int, str, str], int] = {}
    for noun, kept, merged, steps in session.execute(standing.order_by(Merge.id.desc())):
        if noun == MergedNoun.CONTEST:
            contests[merged] = contests.get(kept, kept)
        for gone in _events_removed(steps):
            contest = contests.get(gone["contest_id"], gone["contest_id"])
            key = (contest, gone["name_key"], gone["group"])
            if noun == MergedNoun.EVENT:
                names.setdefault(key, events.get(kept, kept))
            today = names.get(key) or _event_of(session, *key)
            if today is not None:
                events[gone["id"]] = today
    return names


def _events_removed(steps: str) -> list[dict[str, Any]]:
    """Return the events that a merge removed, out of its steps as `app.registry.merge_steps` keeps them."""
    return [step[2] for step in json.loads(steps) if step[:2] == ["removed", Event.__tablename__]]


def _event_of(session: Session, contest: int, key: str, group: str) -> int | None:
    query = select(Event.id).where(Event.contest_id == contest, Event.name_key == key, Event.group == group)
    return session.scalar(query)


def known_person(session: Session, id_key: str) -> Person | None:
    """Return the person with this document, or with it until a merge; `id_key` as `Person.id_key`."""
    found = session.scalar(select(Person).where(Person.id_key == id_key))
    if found is None:
        merged = select(Person).join(PersonDocument, PersonDocument.person_id == Person.id)
        found = session.scalar(merged.where(PersonDocument.id_key == id_key))
    return found


def people_of_number(session: Session, number: str) -> list[PersonId]:
    """Return the people with a document of this number, of whatever kind, or with it until a merge."""
    plain = number.strip()
    keys = [f"{kind.value}:{plain.upper()}" for kind in IdType]
    found: set[PersonId] = set()
    for table, person in ((Person, Person.id), (PersonDocument, PersonDocument.person_id)):
        of_number = or_(table.id_number == plain, table.id_key.in_(keys))
        found.update(session.scalars(select(person).where(of_number)))
    return sorted(found)


def number_ends(tail: str) -> ColumnElement[bool]:
    """Return which people have a document, or had one until a merge, whose number ends so."""
    end = tail.upper()
    merged = select(PersonDocument.person_id).where(func.upper(PersonDocument.id_number).endswith(end))
    return or_(func.upper(Person.id_number).endswith(end), Person.id.in_(merged))
