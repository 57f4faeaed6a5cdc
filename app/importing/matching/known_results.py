"""Results that the registry holds of some people, or of namesakes in some events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from models import Contest, Entry, Event, Person, Result
from models.bulk import CHUNK, among


class KnownResult(NamedTuple):
    """A current result with its person, event and contest. `id_key` is what one person's documents share."""

    entry: int
    person: int
    name: str
    id_number: str
    id_key: str
    contest: int
    contest_name: str
    event: int
    event_name: str
    group: str
    role: str
    unit: str
    rank: int | None
    medal: str
    grade: str
    published_on: date

    @property
    def achieved(self) -> tuple[int | None, str, str]:
        """Return rank, medal and grade."""
        return self.rank, self.medal, self.grade


_COLUMNS = (
    *(Entry.id, Person.id, Person.name, Person.id_number, Person.id_key),
    *(Contest.id, Contest.name, Event.id, Event.name, Event.group),
    *(Entry.role, Entry.unit_name, Result.rank, Result.medal, Result.grade, Result.published_on),
)


def results_of(connection: Connection, people: Sequence[int]) -> list[KnownResult]:
    """Return the current results of people."""
    found: list[KnownResult] = []
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        found += _read(connection, _statement().where(among(connection, Entry.person_id, some)))
    return found


def results_of_namesakes(
    connection: Connection, events: Sequence[int], names: Sequence[str]
) -> list[KnownResult]:
    """Return the current results in some events of people who bear one of these names."""
    found: list[KnownResult] = []
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        statement = _statement().where(among(connection, Entry.event_id, events))
        found += _read(connection, statement.where(among(connection, Person.name, some)))
    return found


def people_of(connection: Connection, events: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return event, id and name of everybody who has a current result as a contestant in some events."""
    statement = (
        select(Entry.event_id, Person.id, Person.name)
        .join(Person, Person.id == Entry.person_id)
        .join(Result, (Result.entry_id == Entry.id) & Result.is_current)
        .where(among(connection, Entry.event_id, events), Entry.role == "contestant")
        .order_by(Entry.event_id, Entry.position, Entry.id)
    )
    return [(int(event), int(person), name) for event, person, name in connection.execute(statement)]


def _statement() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(Entry)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .join(Result, (Result.entry_id == Entry.id) & Result.is_current)
    )


def _read(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[KnownResult]:
    rows = connection.execute(statement.order_by(Entry.id))
    return [KnownResult._make((*row[:13], row[13] or "", row[14] or "", row[15])) for row in rows]
