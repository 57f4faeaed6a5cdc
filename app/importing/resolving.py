"""From cleaned records to what would become of each: against the file itself, and against the registry.

The loop runs once per row and is kept flat for speed; whatever is rare is done in methods of its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from app.importing.cleaning import Cleaned, Record
from app.importing.contest_drafts import ContestDrafts
from app.importing.finding_list import FindingList
from app.importing.lookups import KnownPerson, Registry
from app.importing.names import person_key
from app.importing.notes import Note, severity_of
from app.importing.plan import Change
from app.importing.standing import StandingEntries
from app.importing.understood import CHANGED, NEW, REJECTED, SAME, SKIPPED, Understood
from app.importing.unit_drafts import UnitDrafts
from app.words import word

_ROLES = {"contestant": 0, "coach": 1, "expert": 2, "translator": 3}
_TITLED = ("single", "")  # forms in which two people at one rank are odd


class Place:
    """Where a chunk's records stand: the sheet, each record's row (from 1) and place within its cell."""

    __slots__ = ("name", "positions", "returned", "rows", "sheet")

    def __init__(self, sheet: int, name: str, rows: Sequence[int], positions: Sequence[int]) -> None:
        self.sheet = sheet
        self.name = name
        self.rows = rows
        self.positions = positions
        self.returned: set[int] = set()  # rows that still carry the cause for which they came back


class Resolver:
    """Resolves records one chunk at a time, in file order."""

    def __init__(self, understood: Understood, registry: Registry, findings: FindingList) -> None:
        self._understood = understood
        self._registry = registry
        self._findings = findings
        self._contests = ContestDrafts(understood, registry)
        self._units = UnitDrafts(understood, registry)
        self._standing = StandingEntries(understood, registry)
        self._people: dict[str, int] = {}
        self._names: list[str] = []
        self._first_rows = array("l")  # the row that first named a person
        self._known: dict[int, KnownPerson] = {}
        self._contacts: tuple[array[int], array[int]] = (array("q"), array("q"))  # phone, bank: hashes
        self._entries: dict[int, int] = {}
        self._entry_rows = array("l")
        self._entry_facts = array("q")
        self._ranked: dict[tuple[int, int], tuple[int, str, str]] = {}  # row, name, team
        self._ranked_before: dict[int, list[tuple[int, str, str]]] = {}  # by event: rank, name, team
        self._pending: list[Change] = []

    def resolve(self, cleaned: Cleaned, place: Place, *, without_units: bool) -> None:
        """Add the records of a chunk to what is understood, each with its kind and findings."""
        self._learn(cleaned, without_units=without_units)
        tied = {note.record for note in cleaned.notes if note.note.code == "rank-tied"}
        understood, kinds = self._understood, self._understood.kinds
        waiting: list[tuple[int, Record, int, int, int]] = []
        for index, record in enumerate(cleaned.records):
            at = len(kinds)
            found = None if index in cleaned.broken else self._place(record, place, index, without_units)
            if found is None:
                understood.rows.add((place.sheet, place.rows[index], place.positions[index], REJECTED))
                kinds.append(SKIPPED)
                self._entry_rows.append(0)
                self._entry_facts.append(0)
                continue
            event, person, unit, kind = found
            self._add(record, place, index, (event, person, unit), kind)
            if kind == NEW:
                self._look_at_rank(record, place, index, event, is_tied=index in tied)
                if understood.events[event].id and understood.people[person]:
                    waiting.append((at, record, event, person, unit))
        self._compare(waiting, place, len(kinds) - len(cleaned.records))

    def _learn(self, cleaned: Cleaned, *, without_units: bool) -> None:
        good = [r for i, r in enumerate(cleaned.records) if i not in cleaned.broken]
        if not without_units:
            self._units.learn((record.unit, record.credit_code) for record in good)
        new = list({r.identity.key for r in good if r.identity.key not in self._people})
        self._fresh = self._registry.people(new)

    def _place(
        self, record: Record, place: Place, index: int, without_units: bool
    ) -> tuple[int, int, int, int] | None:
        """Return event, person, unit and kind; None where the record may not come in."""
        row = place.rows[index]
        event, problems = self._contests.place(
            record.head, published_on=record.published_on, said_in=(place.sheet, row)
        )
        for field, note in problems:
            self._say(place, row, field, note)
        unit, notes = (-1, ()) if without_units else self._units.find((record.unit, record.credit_code))
        for note in notes:
            self._say(place, row, "unit", note, record.unit)
        if event < 0 or unit < -1:
            return None
        person = self._person(record, place, row)
        if person < 0:
            return None
        kind = self._repeated(record, place, row, (event, person, unit))
        return None if kind == SKIPPED else (event, person, unit, kind)

    def _person(self, record: Record, place: Place, row: int) -> int:
        identity, name = record.identity, record.name
        person = self._people.get(identity.key)
        if person is None:
            return self._new_person(record, place, row)
        if name != self._names[person] and person_key(name) != person_key(self._names[person]):
            self._name_conflict(place, row, name, person)
            return -1
        self._contact_again(record, place, row, person)
        return person

    def _new_person(self, record: Record, place: Place, row: int) -> int:
        known = self._fresh.get(record.identity.key)
        if known is not None and not self._is_named(known, record.name, place, row):
            return -1
        person = self._people[record.identity.key] = len(self._names)
        self._names.append(record.name)
        self._first_rows.append(row)
        self._understood.people.append(known.id if known else 0)
        phones, banks = self._contacts
        phones.append(hash(record.phone) if record.phone else 0)
        banks.append(hash(record.bank) if record.bank.account else 0)
        if known is not None:
            self._known[person] = known
            self._fill_person(record, person, known)
        return person

    def _is_named(self, known: KnownPerson, name: str, place: Place, row: int) -> bool:
        if name == known.name or person_key(name) == person_key(known.name):
            return True
        if any(person_key(name) == person_key(former) for former in known.former):
            self._say(place, row, "name", Note("former-name", {"name": known.name}), name)
            return True
        self._say(place, row, "name", Note("id-name-conflict-registry", {"name": known.name}), name)
        return False

    def _name_conflict(self, place: Place, row: int, name: str, person: int) -> None:
        params: dict[str, object] = {"row": self._first_rows[person], "name": self._names[person]}
        self._say(place, row, "name", Note("id-name-conflict", params), name)

    def _fill_person(self, record: Record, person: int, known: KnownPerson) -> None:
        said = {
            "phone": (known.phone, record.phone),
            "bank_name": (known.bank_name, record.bank.name),
            "bank_account": (known.bank_account, record.bank.account),
        }
        if len(known.id_number) == 15 and len(record.identity.number) == 18:
            said["id_number"] = (known.id_number, record.identity.number)
        changed = {name: pair for name, pair in said.items() if pair[1] and pair[0] != pair[1]}
        if changed:
            self._understood.people_fills.setdefault(person, {}).update(changed)
            self._pending += [Change(_title(name), *pair) for name, pair in changed.items()]

    def _contact_again(self, record: Record, place: Place, row: int, person: int) -> None:
        """The same person again: what was empty is filled, what differs is said and not taken over."""
        phones, banks = self._contacts
        if record.phone and phones[person] != (here := hash(record.phone)):
            if phones[person]:
                self._differs(place, row, person, "phone", record.phone)
            else:
                phones[person] = here
                self._fill_again(person, {"phone": record.phone})
        if record.bank.account and banks[person] != (here := hash(record.bank)):
            if banks[person]:
                self._differs(place, row, person, "bank_account", record.bank.account)
            else:
                banks[person] = here
                facts = {"bank_name": record.bank.name, "bank_account": record.bank.account}
                self._fill_again(person, facts)

    def _fill_again(self, person: int, facts: dict[str, str]) -> None:
        known = self._known.get(person)
        for name, value in facts.items():
            before = getattr(known, name) if known else ""
            if value and value != before:
                self._understood.people_fills.setdefault(person, {})[name] = (before, value)
                if known:
                    self._pending.append(Change(_title(name), before, value))

    def _differs(self, place: Place, row: int, person: int, field: str, value: str) -> None:
        params: dict[str, object] = {"row": self._first_rows[person], "title": _title(field)}
        self._say(place, row, field, Note("contact-differs", params), value)

    def _repeated(self, record: Record, place: Place, row: int, found: tuple[int, int, int]) -> int:
        """Return NEW, or what becomes of a row whose person, event and role an earlier row had already."""
        event, person, unit = found
        key = (event << 34 | person << 2) | _ROLES[record.role]
        facts = hash((record.achievement, record.score, unit, record.team_no, record.published_on))
        first = self._entries.setdefault(key, len(self._entry_rows))
        self._entry_rows.append(row)
        self._entry_facts.append(facts)
        if first == len(self._entry_rows) - 1:
            return NEW
        params: dict[str, object] = {"row": self._entry_rows[first]}
        if facts == self._entry_facts[first]:
            self._say(place, row, "name", Note("duplicate-row", params), record.name)
            return SAME
        self._entry_rows.pop()
        self._entry_facts.pop()
        self._say(place, row, "name", Note("duplicate-entry", params), record.name)
        return SKIPPED

    def _add(self, record: Record, place: Place, index: int, found: tuple[int, int, int], kind: int) -> None:
        event, person, unit = found
        identity, bank, achievement = record.identity, record.bank, record.achievement
        draft = self._understood.events[event]
        key = f"{identity.id_type}:{identity.number}"
        self._understood.rows.add(
            (
                place.sheet,
                place.rows[index],
                draft.entries,
                event,
                person,
                unit,
                _said(record.unit, self._understood.units[unit].name) if unit >= 0 else "",
                record.role,
                record.team_no,
                record.employer,
                record.remark,
                *achievement,
                record.score,
                record.published_on,
                record.name,
                identity.id_type,
                identity.number,
                "" if key == identity.key else identity.key,
                record.phone,
                bank.name,
                bank.account,
            )
        )
        draft.entries += 1
        kinds = self._understood.kinds
        kinds.append(self._settle_changes(len(kinds), kind))
        if record.published_on not in draft.published_on:
            self._new_day(record, place, place.rows[index], event)

    def _new_day(self, record: Record, place: Place, row: int, event: int) -> None:
        days = self._understood.events[event].published_on
        if days:
            self._say(place, row, "published_on", Note("date-differs", {"event": record.head.event}))
        days.add(record.published_on)

    def _look_at_rank(self, record: Record, place: Place, index: int, event: int, *, is_tied: bool) -> None:
        rank = record.achievement.rank
        if rank is None or rank > 3 or record.role != "contestant":
            return
        form = self._understood.events[event].form
        mine = (place.rows[index], person_key(record.name), record.team_no)
        first = self._ranked.setdefault((event, rank), mine)
        if is_tied or form not in _TITLED:
            return
        if first is not mine and not _same_team(first, mine):
            params: dict[str, object] = {"row": first[0], "rank": rank, "event": record.head.event}
            self._say(place, mine[0], "rank", Note("duplicate-rank", params), rank)
        elif any(r == rank and not _same_team((0, n, t), mine) for r, n, t in self._before(event, mine[1])):
            there: dict[str, object] = {"rank": rank, "event": record.head.event}
            self._say(place, mine[0], "rank", Note("duplicate-rank-registry", there), rank)

    def _before(self, event: int, name: str) -> list[tuple[int, str, str]]:
        """Return the first ranks that the registry holds of an event, unless the person is among them."""
        draft = self._understood.events[event]
        if draft.id and event not in self._ranked_before:
            ranks = self._registry.top_ranks(draft.id)
            self._ranked_before[event] = [(rank, person_key(who), team) for rank, who, team in ranks]
        known = self._ranked_before.get(event, [])
        return [] if any(who == name for _, who, _ in known) else known

    def _compare(self, waiting: list[tuple[int, Record, int, int, int]], place: Place, start: int) -> None:
        for at, note in self._standing.compare(waiting):
            row = place.rows[at - start]
            self._say(place, row, "rank", note)
            if severity_of(note.code) == "error":
                self._understood.kinds[at] = SKIPPED
        for at, *_ in waiting if place.returned else ():
            row = place.rows[at - start]
            if self._understood.kinds[at] == CHANGED and row in place.returned:
                self._understood.kinds[at] = SKIPPED
                self._say(place, row, "name", Note("returned-row-changes"))

    def _settle_changes(self, at: int, kind: int) -> int:
        """Hang what was filled in on the row that said it; return the row's kind."""
        changes = self._pending + self._contests.changes + self._units.changes
        if changes:
            self._understood.changes[at] = changes
            self._pending, self._contests.changes, self._units.changes = [], [], []
        return CHANGED if changes and kind == SAME else kind

    def _say(self, place: Place, row: int, field: str, note: Note, value: Any = "") -> None:
        self._findings.say(note, sheet=place.sheet, name=place.name, row=row, field=field, value=value)


def _said(name: str, known: str) -> str:
    return "" if name == known else name


def _same_team(one: tuple[int, str, str], other: tuple[int, str, str]) -> bool:
    return one[1] == other[1] or (one[2] != "" and one[2] == other[2])


def _title(field: str) -> str:
    return word(f"importing.field.{field}")
