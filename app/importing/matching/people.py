"""People of a file, identified by their documents: one document, one person, one name."""

from __future__ import annotations

from array import array
from typing import Any

from app.formats import masked_id, with_masked_numbers
from app.importing.cleaning.records import Record, RecordChunk
from app.importing.findings import Note
from app.importing.matching.registry_lookup import KnownPerson, RegistryLookup
from app.importing.matching.staged_import import ABSENT, StagedImport
from app.importing.values.names import person_key
from app.importing.views import Change
from app.words import tr

_CONTACTS = ("phone", "bank_name", "bank_account")


class RowDigests:
    """Hashes of the facts of each record, by index: names and cards need not be in memory twice."""

    def __init__(self) -> None:
        self.results = array("q")  # what makes two records of one person and event the same
        self.names = array("q")
        self.phones = array("q")
        self.accounts = array("q")

    def add(self, records: list[tuple[Any, ...]]) -> None:
        """Add the records of a chunk, column by column."""
        c: Any = Record._make(zip(*records, strict=True))  # its columns
        results = zip(
            *(c.rank, c.medal, c.grade, c.no_rank, c.score, c.unit, c.credit_code, c.team_no, c.published_on),
            strict=True,
        )
        self.results.extend(map(hash, results))
        self.names.extend(map(hash, c.name))
        self.phones.extend([(value and hash(value)) or 0 for value in c.phone])
        self.accounts.extend([(value and hash(value)) or 0 for value in c.bank_account])


class PersonMatcher:
    """Finds the number of a person; `notes` and `changes` are those of the last match."""

    def __init__(self, staged: StagedImport, registry: RegistryLookup) -> None:
        self._staged = staged
        self._records = staged.file.records
        self._registry = registry
        self._sheet = 0  # the one being matched
        self.in_registry: dict[str, KnownPerson] = {}  # people of this chunk, by document
        self._known: dict[int, KnownPerson] = {}  # people of whom a later row may fill what is empty
        self._recent_names: dict[int, str] = {}  # of people first met in this chunk
        self._earlier_names: dict[int, str] = {}  # of people first met before, gathered when asked for
        self._gathered = 0  # records whose names are in `_earlier_names`
        self.digests = RowDigests()
        self.numbers: dict[str, int] = {}  # by document
        self.first = array("l")  # by person: the index of the first record
        self.notes: list[tuple[str, Note, str]] = []  # field, note, value
        self.changes: list[Change] = []

    def look_up(self, chunk: RecordChunk, keys: list[str]) -> None:
        """Note a chunk's records; ask the registry for the people among `keys` that are new here."""
        self._recent_names.clear()
        self._sheet = chunk.sheet
        self.digests.add(chunk.records)
        self.in_registry = {}
        if self._registry.has_people:
            self.in_registry = self._registry.people([key for key in set(keys) if key not in self.numbers])

    def match_first(self, record: tuple[Any, ...], at: int) -> int:
        """Return a new person's number; ABSENT where the registry knows the document by another name."""
        facts = Record._make(record)
        known = self.in_registry.get(facts.id_key)
        if known is not None and not self._is_named(known, facts.name):
            return ABSENT
        person = self.add(facts.id_key, facts.name, at)
        if known is not None:
            self._staged.person_ids[person] = known.id
            if not (facts.phone and facts.bank_account):
                self._known[person] = known
            self._fill(facts, person, known)
        return person

    def add(self, key: str, name: str, at: int) -> int:
        """Return the number of a person of whom nothing is known yet."""
        person = self.numbers[key] = len(self.first)
        self.first.append(at)
        self._recent_names[person] = name
        self._staged.person_ids.append(0)
        return person

    def match_again(self, record: tuple[Any, ...], at: int, person: int) -> bool:
        """Compare a further record of a person with the first; return whether it is the same person."""
        facts, digests, first = Record._make(record), self.digests, self.first[person]
        if digests.names[at] != digests.names[first] and not self._is_same_name(facts.name, person):
            return False
        if digests.phones[at] not in (0, digests.phones[first]):
            self._match_contact(person, "phone", digests.phones, at, {"phone": facts.phone})
        if digests.accounts[at] not in (0, digests.accounts[first]):
            bank = {"bank_name": facts.bank_name, "bank_account": facts.bank_account}
            self._match_contact(person, "bank_account", digests.accounts, at, bank)
        return True

    def _is_same_name(self, name: str, person: int) -> bool:
        first = self._recent_names.get(person) or self._first_name(person)
        if person_key(name) == person_key(first):
            return True
        params: dict[str, object] = {"where": self.where(self.first[person]), "name": first}
        self.notes.append(("name", Note("id-name-conflict", params), name))
        return False

    def _first_name(self, person: int) -> str:
        """Return the name by which the file first called a person of an earlier chunk."""
        if person not in self._earlier_names:
            name_of, people = Record._fields.index("name"), self._staged.people
            for chunk in self._records.chunks(self._gathered):
                matched = people[chunk.start : chunk.start + len(chunk.records)]
                for person_of, record in zip(matched, chunk.records, strict=False):
                    if person_of != ABSENT:
                        self._earlier_names.setdefault(person_of, record[name_of])
            self._gathered = len(people)
        return self._earlier_names.get(person, "")

    def where(self, at: int) -> str:
        """Return the place of a record in words, without the sheet where it is the one being matched."""
        sheet, row = self._records.place(at)
        if sheet == self._sheet:
            return tr("importing.text.row", row=row)
        return tr("importing.text.row-of-sheet", row=row, sheet=self._staged.file.sheets[sheet])

    def _is_named(self, known: KnownPerson, name: str) -> bool:
        if name == known.name or person_key(name) == person_key(known.name):
            return True
        is_former = person_key(name) in map(person_key, known.former_names)
        code = "former-name" if is_former else "id-name-conflict-registry"
        self.notes.append(("name", Note(code, {"name": known.name}), name))
        return is_former

    def _fill(self, facts: Record, person: int, known: KnownPerson) -> None:
        given = {name: getattr(facts, name) for name in _CONTACTS}
        if len(known.id_number) == 15 and len(facts.id_number) == 18:
            given["id_number"] = facts.id_number
        self._take_over(person, known, given)

    def _take_over(self, person: int, known: KnownPerson | None, given: dict[str, str]) -> None:
        for name, value in given.items():
            before = getattr(known, name) if known else ""
            if not value or value == before:
                continue
            if known and self._staged.is_known_file and name in _CONTACTS:
                self._put_aside(known, name, before, value)
            else:
                self._staged.person_fills.setdefault(person, {})[name] = (before, value)
                if known:
                    self.changes.append(Change(tr(f"importing.field.{name}"), before, value))
                    self._note_other_account(name, before, value)

    def _note_other_account(self, name: str, before: str, value: str) -> None:
        """Say aloud that money would go to another account than the one on record."""
        if name == "bank_account" and before:
            params: dict[str, object] = {"there": masked_id(before), "here": masked_id(value)}
            self.notes.append((name, Note("account-changes", params), masked_id(value)))

    def _put_aside(self, known: KnownPerson, name: str, there: str, here: str) -> None:
        """Say that a file taken in before has what was changed since: the registry is newer, and stays."""
        params: dict[str, object] = {"name": known.name, "title": tr(f"importing.field.{name}")}
        params["there"] = with_masked_numbers(there) or tr("importing.text.not-recorded")
        params["here"] = with_masked_numbers(here)
        self.notes.append((name, Note("older-person", params), with_masked_numbers(here)))

    def _match_contact(
        self, person: int, field: str, digests: array[int], at: int, facts: dict[str, str]
    ) -> None:
        """Fill in what the first record left empty; add a note where it differs, and do not take it over."""
        first = self.first[person]
        if not digests[first]:
            digests[first] = digests[at]
            self._take_over(person, self._known.get(person), facts)
            return
        title = tr(f"importing.field.{field}")
        note = Note("contact-differs", {"where": self.where(first), "title": title})
        self.notes.append((field, note, facts[field]))
