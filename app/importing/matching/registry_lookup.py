"""What the registry already knows, asked for many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    AuditEntry,
    Award,
    Contest,
    Entry,
    Event,
    ImportBatch,
    Person,
    PersonName,
    Result,
    Unit,
    UnitName,
)
from models.bulk import CHUNK, among
from models.types import UNFROZEN_STATES

Key = tuple[int, int, str]  # event, person, role


class KnownPerson(NamedTuple):
    """A person of the registry, with the names carried before."""

    id: int
    name: str
    id_number: str
    phone: str
    bank_name: str
    bank_account: str
    former: tuple[str, ...]


class KnownEntry(NamedTuple):
    """An entry with its current result; `result_id` is None where none is current."""

    entry_id: int
    unit_id: int | None
    unit_name: str
    team_no: str
    employer: str
    remark: str
    result_id: int | None
    version: int | None
    rank: int | None
    medal: str | None
    grade: str | None
    score: str | None
    published_on: date | None
    award_state: str | None


def registry_stamp(session: Session) -> tuple[Any, ...]:
    """Return what tells whether the registry changed: its newest ids and the end of the audit chain."""
    last = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    newest = [session.scalar(select(func.max(table.id))) for table in (Person, Unit, Event, Entry, Result)]
    return (session.scalar(last), *newest)


class Registry:
    """Questions to the registry; none is asked of an empty table."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection()
        self._has = {
            table: session.scalar(select(table.id).limit(1)) is not None
            for table in (Person, PersonName, Unit, UnitName, Entry)
        }

    @property
    def has_people(self) -> bool:
        """Return whether the registry knows anybody at all."""
        return self._has[Person]

    def has_file(self, sha256: str) -> bool:
        """Return whether this very file was imported and not taken back."""
        batch = select(ImportBatch.id).where(ImportBatch.sha256 == sha256, ImportBatch.state == "committed")
        return self._session.scalar(batch.limit(1)) is not None

    def contest(self, key: str) -> Contest | None:
        """Return the contest of a comparable name."""
        return self._session.scalar(select(Contest).where(Contest.name_key == key))

    def event(self, contest_id: int, key: str, group: str) -> Event | None:
        """Return a contest's event of a comparable name for one group."""
        statement = select(Event).where(Event.contest_id == contest_id, Event.name_key == key)
        return self._session.scalar(statement.where(Event.group == group))

    def top_ranks(self, event_id: int) -> list[tuple[int, str, str]]:
        """Return (rank, name, team number) of the event's first three ranks as they stand."""
        statement = (
            select(Result.rank, Person.name, Entry.team_no)
            .join(Entry, Entry.id == Result.entry_id)
            .join(Person, Person.id == Entry.person_id)
            .where(Result.event_id == event_id, Result.is_current, Result.rank <= 3)
        )
        return [(rank or 0, name, team) for rank, name, team in self._session.execute(statement)]

    def units(self, keys: Iterable[str], codes: Iterable[str]) -> list[tuple[Unit, str]]:
        """Return (unit, the comparable name it was found by) for names present and former, and codes."""
        names = [key for key in keys if key]
        found: list[tuple[Unit, str]] = []
        if self._has[Unit]:
            by_name = self._in_parts(select(Unit), Unit.name_key, names)
            by_code = self._in_parts(select(Unit), Unit.credit_code, [code for code in codes if code])
            found += [(row[0], row[0].name_key) for row in [*by_name, *by_code]]
        if self._has[UnitName]:
            former = select(Unit, UnitName.name_key).join(UnitName, UnitName.unit_id == Unit.id)
            found += [(row[0], row[1]) for row in self._in_parts(former, UnitName.name_key, names)]
        return found

    def people(self, keys: Sequence[str]) -> dict[str, KnownPerson]:
        """Return the people known by these documents."""
        if not self._has[Person]:
            return {}
        columns = (Person.id_key, Person.id, Person.name, Person.id_number, Person.phone)
        statement = select(*columns, Person.bank_name, Person.bank_account)
        rows = self._in_parts(statement, Person.id_key, keys)
        former = self._former_names([row[1] for row in rows])
        return {row[0]: KnownPerson._make((*row[1:], tuple(former.get(row[1], ())))) for row in rows}

    def _former_names(self, people: Sequence[int]) -> dict[int, list[str]]:
        names: dict[int, list[str]] = {}
        if self._has[PersonName]:
            statement = select(PersonName.person_id, PersonName.name)
            for person, name in self._in_parts(statement, PersonName.person_id, people):
                names.setdefault(person, []).append(name)
        return names

    def entries(self, events: Sequence[int], people: Sequence[int]) -> dict[Key, KnownEntry]:
        """Return the entries of these people in these events, each with its current result and award."""
        if not self._has[Entry] or not events or not people:
            return {}
        columns = (Entry.unit_id, Entry.unit_name, Entry.team_no, Entry.employer, Entry.remark)
        results = (Result.id, Result.version, Result.rank, Result.medal, Result.grade, Result.score)
        statement = (
            select(Entry.event_id, Entry.person_id, Entry.role, Entry.id, *columns, *results)
            .add_columns(Result.published_on, Award.state)
            .outerjoin(Result, (Result.entry_id == Entry.id) & Result.is_current)
            .outerjoin(Award, Award.id == Result.id)
            .where(among(self._connection, Entry.event_id, events))
        )
        rows = self._in_parts(statement, Entry.person_id, people)
        return {(row[0], row[1], row[2]): KnownEntry(*row[3:]) for row in rows}

    def _in_parts(self, statement: Any, column: Any, values: Sequence[Any]) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(values), CHUNK):
            condition = among(self._connection, column, values[start : start + CHUNK])
            rows += self._session.execute(statement.where(condition)).all()
        return rows


def is_frozen(award_state: str | None) -> bool:
    """Return whether an award in this state may not be recomputed any more."""
    return award_state is not None and award_state not in UNFROZEN_STATES
