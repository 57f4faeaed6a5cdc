"""Sending units: known by credit code, else by a name they carry or carried. Never by likeness."""

from __future__ import annotations

from collections.abc import Iterable

from app.formats import name_key
from app.importing.findings import Note
from app.importing.matching.registry_lookup import Registry
from app.importing.plan import Change
from app.importing.staging import Understood, UnitDraft
from app.words import tr
from models import Unit

Said = tuple[str, str]  # name, credit code
Found = tuple[int, tuple[Note, ...]]


class UnitDrafts:
    """Finds the draft of a unit by what a row says of it."""

    def __init__(self, understood: Understood, registry: Registry) -> None:
        self._drafts = understood.units
        self._registry = registry
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_id: dict[int, int] = {}
        self.found: dict[Said, Found] = {("", ""): (-1, (Note("unit-missing"),))}
        self.changes: list[Change] = []  # of the last finding

    def learn(self, said: Iterable[Said]) -> None:
        """Ask the registry for all units that are new here."""
        new = [pair for pair in set(said) if pair not in self.found]
        keys = {name_key(name) for name, _ in new} - set(self._by_name)
        codes = {code for _, code in new} - set(self._by_code)
        for unit, key in self._registry.units(sorted(keys), sorted(codes)):
            self._know(unit, key)

    def _know(self, unit: Unit, key: str) -> None:
        number = self._by_id.get(unit.id)
        if number is None:
            draft = UnitDraft(unit.name, unit.name_key, unit.credit_code or "", unit.id)
            number = self._by_id[unit.id] = self._add(draft)
        if number not in self._by_name.setdefault(key, []):
            self._by_name[key].append(number)

    def _add(self, draft: UnitDraft) -> int:
        self._drafts.append(draft)
        if draft.credit_code:
            self._by_code[draft.credit_code] = len(self._drafts) - 1
        return len(self._drafts) - 1

    def find(self, said: Said) -> Found:
        """Return the unit's number (-1: none was said) and the notes; an ambiguous name gives -2."""
        found = self.found.get(said)
        if found is None:
            found = self.found[said] = self._find(*said)
        return found

    def _find(self, name: str, code: str) -> Found:
        key = name_key(name)
        if code in self._by_code:
            return self._by_its_code(self._by_code[code], name, key)
        named = [number for number in self._by_name.get(key, []) if key and self._may_be(number, code)]
        if len(named) > 1:
            return -2, (Note("unit-ambiguous", {"count": len(named)}),)
        if named:
            self._fill_code(self._drafts[named[0]], named[0], code)
            return named[0], ()
        number = self._add(UnitDraft(name or code, key or code, code))
        self._by_name.setdefault(key, []).append(number)
        return number, ()

    def _by_its_code(self, number: int, name: str, key: str) -> Found:
        draft = self._drafts[number]
        if not name or number in self._by_name.get(key, []) or key == draft.name_key:
            return number, ()
        return number, (Note("unit-name-differs", {"name": draft.name}),)

    def _may_be(self, number: int, code: str) -> bool:
        return not code or self._drafts[number].credit_code in ("", code)

    def _fill_code(self, draft: UnitDraft, number: int, code: str) -> None:
        if code and not draft.credit_code:
            draft.credit_code = code
            self._by_code[code] = number
            if draft.id:
                draft.fills["credit_code"] = code
                empty = tr("importing.text.not-recorded")
                self.changes.append(Change(tr("importing.field.credit_code"), empty, code))
