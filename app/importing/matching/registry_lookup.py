"""What the registry already knows, asked for many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.importing.matching import known_results
from app.importing.matching.known_results import KnownResult
from app.importing.matching.staged_import import ContestDraft, EventDraft, UnitDraft
from app.known_names import contest_of_name, merged_events
from app.same_contests import contests_spelled_like, distinct_pairs, undecided_contests
from models import (
    AuditEntry,
    Award,
    Contest,
    Entry,
    Event,
    ImportBatch,
    JointUnitPart,
    Person,
    PersonDocument,
    PersonName,
    Result,
    Unit,
    UnitName,
)
from models.bulk import CHUNK, among
from models.types import UNFROZEN_STATES

EntryKey = tuple[int, int, str]  # event, person, role


class KnownPerson(NamedTuple):
    """A person of the registry, with the names carried before."""

    id: int
    name: str
    id_number: str
    phone: str
    bank_name: str
    bank_account: str
    former_names: tuple[str, ...] = ()


class HeldRank(NamedTuple):
    """An entry that holds one of the first ranks, with the name and the team number of its person."""

    entry: int
    rank: int
    name: str
    team: str


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
    no_rank: str | None
    published_on: date | None
    award_state: str | None

    @property
    def is_frozen(self) -> bool:
        """Return whether its award may not be recomputed any more."""
        return self.award_state is not None and self.award_state not in UNFROZEN_STATES


def registry_stamp(session: Session) -> tuple[Any, ...]:
    """Return what tells whether the registry changed: its newest ids and the end of the audit chain."""
    last = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    newest = [session.scalar(select(func.max(table.id))) for table in (Person, Unit, Event, Entry, Result)]
    return (session.scalar(last), *newest)


class RegistryLookup:
    """Questions to the registry; none is asked of an empty table.

    Ids below 0 are provisional (`PlannedRegistry`): the registry itself knows nothing of them.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection()
        self.bases = bases_in(session)
        self._has = {
            table: session.scalar(select(table.id).limit(1)) is not None
            for table in (Person, PersonDocument, PersonName, Unit, UnitName, Entry)
        }
        self._has_joint = session.scalar(select(JointUnitPart.unit_id).limit(1)) is not None

    @cached_property
    def _merged_events(self) -> dict[tuple[int, str, str], int]:
        return merged_events(self._session)

    @property
    def has_people(self) -> bool:
        """Return whether anybody at all is known."""
        return self._has[Person]

    def has_file(self, sha256: str) -> bool:
        """Return whether this very file was imported and not taken back."""
        batch = select(ImportBatch.id).where(ImportBatch.sha256 == sha256, ImportBatch.state == "committed")
        return self._session.scalar(batch.limit(1)) is not None

    def entries_from(self, sha256: str, entries: Sequence[int]) -> set[int]:
        """Return which of these entries have a version of their result that came from this very file."""
        statement = (
            select(Result.entry_id)
            .join(ImportBatch, ImportBatch.id == Result.import_batch_id)
            .where(ImportBatch.sha256 == sha256, ImportBatch.state == "committed")
        )
        return {int(row[0]) for row in self._in_parts(statement, Result.entry_id, list(entries))}

    def contest(self, key: str) -> ContestDraft | None:
        """Return the contest of a comparable name."""
        found = contest_of_name(self._session, key)
        if found is None:
            return None
        known = self._session.get_one(Contest, found)
        started = known.started_on.toordinal() if known.started_on else None
        names = ("name", "name_key", "level", "contest_class", "official_class", "class_basis", "organiser")
        facts = {name: getattr(known, name) for name in names}
        return ContestDraft(**facts, started_on=started, year=known.year, id=known.id)

    def spelled_like(self, draft: ContestDraft) -> list[tuple[int, str]]:
        """Return id and name of contests that may be one with a draft: they differ in spelling only."""
        if draft.id > 0:
            others = undecided_contests(self._session, [draft.id]).get(draft.id, frozenset())
            query = select(Contest.id, Contest.name).where(Contest.id.in_(others)).order_by(Contest.id)
            return [(int(id_), name) for id_, name in self._session.execute(query)]
        return contests_spelled_like(self._session, draft.name, draft.year)

    def event(self, contest: ContestDraft, key: str, group: str) -> EventDraft | None:
        """Return a known contest's event of a comparable name for one group; its contest's number is 0.

        The name may be that of an event that was merged into it.
        """
        if contest.id <= 0:
            return None
        statement = select(Event).where(Event.contest_id == contest.id, Event.name_key == key)
        known = self._session.scalar(statement.where(Event.group == group))
        if known is None and (merged := self._merged_events.get((contest.id, key, group))) is not None:
            known = self._session.get(Event, merged)
        if known is None:
            return None
        return EventDraft(0, known.name, known.name_key, known.group, known.form, id=known.id)

    def top_ranks(self, event_id: int) -> list[HeldRank]:
        """Return who holds the event's first three ranks as they stand."""
        statement = (
            select(Entry.id, Result.rank, Person.name, Entry.team_no)
            .select_from(Result)
            .join(Entry, Entry.id == Result.entry_id)
            .join(Person, Person.id == Entry.person_id)
            .where(Result.event_id == event_id, Result.is_current, Result.rank <= 3)
        )
        rows = self._session.execute(statement) if event_id > 0 else ()
        return [HeldRank(entry, rank or 0, name, team) for entry, rank, name, team in rows]

    def units(self, keys: Iterable[str], codes: Iterable[str]) -> list[tuple[UnitDraft, str]]:
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
        joint = self._joint(unit.id for unit, _ in found)
        return [
            (UnitDraft(u.name, u.name_key, u.credit_code or "", u.id, has_parts=u.id in joint), key)
            for u, key in found
        ]

    def _joint(self, units: Iterable[int]) -> set[int]:
        """Return which of these units stand for several."""
        if not self._has_joint:
            return set()
        rows = self._in_parts(select(JointUnitPart.joint_id), JointUnitPart.joint_id, sorted(set(units)))
        return {row[0] for row in rows}

    def people(self, keys: Sequence[str]) -> dict[str, KnownPerson]:
        """Return the people known by these documents."""
        if not self._has[Person]:
            return {}
        columns = (Person.id_key, Person.id, Person.name, Person.id_number, Person.phone)
        statement = select(*columns, Person.bank_name, Person.bank_account)
        rows = self._in_parts(statement, Person.id_key, keys)
        rows += self._by_further_document(keys, statement)
        former = self._former_names([row[1] for row in rows])
        return {row[0]: KnownPerson._make((*row[1:], tuple(former.get(row[1], ())))) for row in rows}

    def _by_further_document(self, keys: Sequence[str], statement: Any) -> list[Any]:
        """Return people known by a document of a record that was merged into theirs, as `statement` does."""
        if not self._has[PersonDocument]:
            return []
        further = statement.with_only_columns(PersonDocument.id_key, *list(statement.selected_columns)[1:])
        further = further.join(PersonDocument, PersonDocument.person_id == Person.id)
        return self._in_parts(further, PersonDocument.id_key, keys)

    def _former_names(self, people: Sequence[int]) -> dict[int, list[str]]:
        names: dict[int, list[str]] = {}
        if self._has[PersonName]:
            statement = select(PersonName.person_id, PersonName.name)
            for person, name in self._in_parts(statement, PersonName.person_id, people):
                names.setdefault(person, []).append(name)
        return names

    def entries(self, events: Sequence[int], people: Sequence[int]) -> dict[EntryKey, KnownEntry]:
        """Return the entries of these people in these events, each with its current result and award."""
        events, people = [e for e in events if e > 0], [p for p in people if p > 0]
        if not self._has[Entry] or not events or not people:
            return {}
        columns = (Entry.unit_id, Entry.unit_name, Entry.team_no, Entry.employer, Entry.remark)
        results = (Result.id, Result.version, Result.rank, Result.medal, Result.grade, Result.score)
        statement = (
            select(Entry.event_id, Entry.person_id, Entry.role, Entry.id, *columns, *results)
            .add_columns(Result.no_rank, Result.published_on, Award.state)
            .outerjoin(Result, (Result.entry_id == Entry.id) & Result.is_current)
            .outerjoin(Award, Award.id == Result.id)
            .where(among(self._connection, Entry.event_id, events))
        )
        rows = self._in_parts(statement, Entry.person_id, people)
        return {(row[0], row[1], row[2]): KnownEntry(*row[3:]) for row in rows}

    def results_of(self, people: Sequence[int]) -> list[KnownResult]:
        """Return the current results of these people."""
        people = [person for person in people if person > 0]
        return known_results.results_of(self._connection, people) if self._has[Entry] else []

    def results_of_namesakes(self, events: Sequence[int], names: Sequence[str]) -> list[KnownResult]:
        """Return the current results in these events of people who bear one of these names."""
        events = [event for event in events if event > 0]
        if not events or not self._has[Entry]:
            return []
        return known_results.results_of_namesakes(self._connection, events, names)

    def people_of(self, events: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return event, id and name of everybody who has a result as a contestant in these events."""
        events = [event for event in events if event > 0]
        return known_results.people_of(self._connection, events) if events else []

    def are_distinct(self, contest: int, other: int) -> bool:
        """Return whether somebody said that two contests are two."""
        if contest <= 0 or other <= 0:
            return False
        return (min(contest, other), max(contest, other)) in distinct_pairs(self._session, [contest])

    def _in_parts(self, statement: Any, column: Any, values: Sequence[Any]) -> list[Any]:
        rows: list[Any] = []
        for start in range(0, len(values), CHUNK):
            condition = among(self._connection, column, values[start : start + CHUNK])
            rows += self._session.execute(statement.where(condition)).all()
        return rows
