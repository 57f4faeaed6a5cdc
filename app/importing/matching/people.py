"""People that a file speaks of, known by their documents: one document, one person, one name."""

from __future__ import annotations

from array import array
from typing import Any

from app.importing.cleaning.sheet_cleaner import Record
from app.importing.findings import Note
from app.importing.matching.registry_lookup import KnownPerson, Registry
from app.importing.plan import Change
from app.importing.staging import Understood
from app.importing.values.names import person_key
from app.words import tr

_CONTACTS = ("phone", "bank_name", "bank_account")


class Said:
    """What each record of the file said, by index, as hashes only.

    Names and cards of a hundred thousand people need not lie in memory twice.
    """

    def __init__(self) -> None:
        self.rows = array("l")  # the row in its sheet
        self.sheets = array("h")
        self.facts = array("q")  # what makes two rows of one person and event the same
        self.names = array("q")
        self.phones = array("q")
        self.accounts = array("q")
        self.sheet = 0  # the one being read

    def where(self, index: int, sheet: int, names: list[str]) -> str:
        """Return where a record stands, in words for somebody who looks at `sheet`."""
        row = self.rows[index]
        if self.sheets[index] == sheet:
            return tr("importing.text.row", row=row)
        return tr("importing.text.row-of-sheet", row=row, sheet=names[self.sheets[index]])

    def learn(self, sheet: int, rows: Any, records: list[tuple[Any, ...]]) -> None:
        """Add the records of a chunk, column by column."""
        _, days, teams, achievements, scores, names, _, _, units, _, phones, _, accounts, _ = zip(
            *records, strict=True
        )
        facts = zip(achievements, scores, units, teams, days, strict=True)
        self.rows.extend(rows)
        self.sheets.extend([sheet] * len(records))
        self.sheet = sheet
        self.facts.extend(map(hash, facts))
        self.names.extend(map(hash, names))
        self.phones.extend([(value and hash(value)) or 0 for value in phones])
        self.accounts.extend([(value and hash(value)) or 0 for value in accounts])


class People:
    """Finds the number of a person; `notes` and `changes` are those of the last finding."""

    def __init__(self, understood: Understood, registry: Registry) -> None:
        self._understood = understood
        self._registry = registry
        self.fresh: dict[str, KnownPerson] = {}  # people of this chunk whom the registry knows
        self._known: dict[int, KnownPerson] = {}
        self._recent: dict[int, str] = {}  # names of people first seen in this chunk
        self.said = Said()
        self.numbers: dict[str, int] = {}
        self.first = array("l")  # by person: the index of the first record
        self.notes: list[tuple[str, Note, str]] = []  # field, note, value
        self.changes: list[Change] = []

    def learn(self, sheet: int, rows: Any, records: list[tuple[Any, ...]], keys: list[str]) -> None:
        """Note a chunk's records; ask the registry for the people among `keys` that are new here."""
        self._recent.clear()
        self.said.learn(sheet, rows, records)
        self.fresh = {}
        if self._registry.has_people:
            self.fresh = self._registry.people([key for key in set(keys) if key not in self.numbers])

    def new(self, record: tuple[Any, ...], index: int) -> int:
        """Return a new person's number; -1 where the registry knows the document by another name."""
        name, (_, number, key) = record[5], record[6]
        known = self.fresh.get(key) if self.fresh else None
        if known is not None and not self._is_named(known, name):
            return -1
        person = self.unknown(key, name, index)
        if known is not None:
            self._understood.people[person] = known.id
            if not (record[10] and record[12]):
                self._known[person] = known  # a later row may fill what this one leaves empty
            self._fill(Record._make(record), person, known, number)
        return person

    def unknown(self, key: str, name: str, index: int) -> int:
        """Return the number of a person of whom nothing is known yet."""
        person = self.numbers[key] = len(self.first)
        self.first.append(index)
        self._recent[person] = name
        self._understood.people.append(0)
        return person

    def again(self, record: tuple[Any, ...], index: int, person: int) -> bool:
        """Look at what a further record says of a person; return whether it is the same person."""
        said, first = self.said, self.first[person]
        if said.names[index] != said.names[first] and not self._is_same_name(record[5], person):
            return False
        if said.phones[index] not in (0, said.phones[first]):
            self._contact(person, "phone", said.phones, index, {"phone": record[10]})
        if said.accounts[index] not in (0, said.accounts[first]):
            bank = {"bank_name": record[11], "bank_account": record[12]}
            self._contact(person, "bank_account", said.accounts, index, bank)
        return True

    def _is_same_name(self, name: str, person: int) -> bool:
        first = self._recent.get(person) or self._understood.name_of(person)
        if person_key(name) == person_key(first):
            return True
        params: dict[str, object] = {"where": self.where(self.first[person]), "name": first}
        self.notes.append(("name", Note("id-name-conflict", params), name))
        return False

    def where(self, index: int) -> str:
        """Return where a record stands, in words for somebody who looks at the sheet being read."""
        return self.said.where(index, self.said.sheet, self._understood.sheets)

    def _is_named(self, known: KnownPerson, name: str) -> bool:
        if name == known.name or person_key(name) == person_key(known.name):
            return True
        is_former = person_key(name) in map(person_key, known.former)
        code = "former-name" if is_former else "id-name-conflict-registry"
        self.notes.append(("name", Note(code, {"name": known.name}), name))
        return is_former

    def _fill(self, record: Record, person: int, known: KnownPerson, number: str) -> None:
        said = {name: getattr(record, name) for name in _CONTACTS}
        if len(known.id_number) == 15 and len(number) == 18:
            said["id_number"] = number
        self._take_over(person, known, said)

    def _take_over(self, person: int, known: KnownPerson | None, said: dict[str, str]) -> None:
        for name, value in said.items():
            before = getattr(known, name) if known else ""
            if value and value != before:
                self._understood.people_fills.setdefault(person, {})[name] = (before, value)
                if known:
                    self.changes.append(Change(tr(f"importing.field.{name}"), before, value))

    def _contact(
        self, person: int, field: str, hashes: array[int], index: int, facts: dict[str, str]
    ) -> None:
        """What was empty is filled, what differs is said and not taken over."""
        first = self.first[person]
        if not hashes[first]:
            hashes[first] = hashes[index]
            self._take_over(person, self._known.get(person), facts)
            return
        title = tr(f"importing.field.{field}")
        note = Note("contact-differs", {"where": self.where(first), "title": title})
        self.notes.append((field, note, facts[field]))
