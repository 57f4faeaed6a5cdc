"""People that a file speaks of, known by their documents: one document, one person, one name."""

from __future__ import annotations

from array import array
from typing import Any

from app.importing.cleaning import Record
from app.importing.lookups import KnownPerson, Registry
from app.importing.names import person_key
from app.importing.notes import Note
from app.importing.plan import Change
from app.importing.understood import Understood
from app.words import word

_CONTACTS = ("phone", "bank_name", "bank_account")


class People:
    """Finds the number of a person; `notes` and `changes` are those of the last finding.

    Of each person the file's first row is kept as hashes only: names and cards of a hundred thousand
    people need not lie in memory twice.
    """

    def __init__(self, understood: Understood, registry: Registry) -> None:
        self._understood = understood
        self._registry = registry
        self._numbers: dict[Any, int] = {}
        self._fresh: dict[str, KnownPerson] = {}
        self._known: dict[int, KnownPerson] = {}
        self._names = array("q")
        self._phones = array("q")
        self._accounts = array("q")
        self._rows = array("l")
        self._recent: dict[int, str] = {}  # names of people first seen in this chunk
        self.notes: list[tuple[str, Note]] = []
        self.changes: list[Change] = []

    def learn(self, keys: list[str]) -> None:
        """Ask the registry for the people that are new here."""
        self._recent.clear()
        self._fresh = self._registry.people([key for key in set(keys) if short(key) not in self._numbers])

    def first_row(self, row: int) -> None:
        """Remember the row of the person found last, who was new."""
        self._rows.append(row)

    def find(self, record: tuple[Any, ...]) -> int:
        """Return the number of a record's person, a new one for a new person; -1 where the name conflicts."""
        name, (_, number, key), phone, account = record[5], record[6], record[10], record[12]
        person = self._numbers.get(short(key))
        if person is not None:
            return self._again(Record._make(record), person)
        known = self._fresh.get(key) if self._fresh else None
        if known is not None and not self._is_named(known, name):
            return -1
        person = self._numbers[short(key)] = len(self._names)
        self._recent[person] = name
        self._names.append(hash(name))
        self._phones.append(hash(phone) if phone else 0)
        self._accounts.append(hash(account) if account else 0)
        self._understood.people.append(known.id if known else 0)
        if known is not None:
            self._known[person] = known
            self._fill(Record._make(record), person, known, number)
        return person

    def _again(self, record: Record, person: int) -> int:
        if hash(record.name) != self._names[person] and not self._is_same_name(record.name, person):
            return -1
        self._contact(record, person, "phone", self._phones, {"phone": record.phone})
        bank = {"bank_name": record.bank_name, "bank_account": record.bank_account}
        self._contact(record, person, "bank_account", self._accounts, bank)
        return person

    def _is_same_name(self, name: str, person: int) -> bool:
        first = self._first_name(person)
        if person_key(name) == person_key(first):
            return True
        self.notes.append(("name", Note("id-name-conflict", {"row": self._rows[person], "name": first})))
        return False

    def _first_name(self, person: int) -> str:
        """Return the name by which the file first called a person: rarely asked, so it is looked for."""
        return self._recent.get(person) or self._understood.name_of(person)

    def _is_named(self, known: KnownPerson, name: str) -> bool:
        if name == known.name or person_key(name) == person_key(known.name):
            return True
        is_former = person_key(name) in map(person_key, known.former)
        code = "former-name" if is_former else "id-name-conflict-registry"
        self.notes.append(("name", Note(code, {"name": known.name})))
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
                    self.changes.append(Change(word(f"importing.field.{name}"), before, value))

    def _contact(
        self, record: Record, person: int, field: str, hashes: array[int], facts: dict[str, str]
    ) -> None:
        """The same person again: what was empty is filled, what differs is said and not taken over."""
        value = facts[field]
        if not value or hashes[person] == hash(value):
            return
        if hashes[person]:
            params: dict[str, object] = {"row": self._rows[person], "title": word(f"importing.field.{field}")}
            self.notes.append((field, Note("contact-differs", params)))
            return
        hashes[person] = hash(value)
        self._take_over(person, self._known.get(person), facts)


def short(key: str) -> Any:
    """Return a document's key in little memory: the digits of a resident's number as one integer."""
    return int(key[9:26]) if key.startswith("resident:") else key
