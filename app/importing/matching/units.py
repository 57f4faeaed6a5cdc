"""Sending units: identified by credit code, else by a present or former name. Similar names never match."""

from __future__ import annotations

from collections.abc import Iterable

from app.formats import name_key
from app.importing.findings import Note
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import ABSENT, StagedImport, UnitDraft
from app.importing.views import Change
from app.unit_names import units_in
from app.words import tr

AMBIGUOUS = -2  # in place of a unit: several have this name, or name and code are of two
NamedUnit = tuple[str, str]  # name and credit code as the list gives them
MatchedUnit = tuple[int, tuple[Note, ...]]


class UnitMatcher:
    """Finds the draft of a unit by the name and code in a row; `changes` are those of the last match."""

    def __init__(self, staged: StagedImport, registry: RegistryLookup) -> None:
        self._drafts = staged.unit_drafts
        self._registry = registry
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_id: dict[int, int] = {}
        self.matched: dict[NamedUnit, MatchedUnit] = {("", ""): (ABSENT, (Note("unit-missing"),))}
        self.changes: list[Change] = []

    def look_up(self, named: Iterable[NamedUnit]) -> None:
        """Ask the registry for all units that the file has not named before."""
        new = [pair for pair in set(named) if pair not in self.matched]
        names = {name for name, _ in new}
        names |= {part for name in names for part in units_in(name)}
        keys = {name_key(name) for name in names} - set(self._by_name)
        codes = {code for _, code in new} - set(self._by_code)
        for draft, key in self._registry.units(sorted(keys), sorted(codes)):
            if draft.id not in self._by_id:
                self._by_id[draft.id] = self._add(draft)
            number = self._by_id[draft.id]
            if number not in self._by_name.setdefault(key, []):
                self._by_name[key].append(number)

    def _add(self, draft: UnitDraft) -> int:
        self._drafts.append(draft)
        if draft.credit_code:
            self._by_code[draft.credit_code] = len(self._drafts) - 1
        return len(self._drafts) - 1

    def match(self, named: NamedUnit) -> MatchedUnit:
        """Return the unit's number, ABSENT where none is named or AMBIGUOUS, with the notes on it."""
        if named not in self.matched:
            self.matched[named] = self._match(*named)
        return self.matched[named]

    def _match(self, name: str, code: str) -> MatchedUnit:
        parts = units_in(name) if name else []
        if len(parts) > 1 and (joint := self._match_joint(name, parts)) is not None:
            return joint
        return self._match_one(name, code)

    def _match_joint(self, name: str, parts: list[str]) -> MatchedUnit | None:
        """Return a cell of several units as one that stands for them; None where it is the name of one.

        A unit that the registry knows by exactly this name, with a code of its own, is one. A code beside the
        cell says of no part that it is its own, so that none gets it.
        """
        key = name_key(name)
        known = [self._drafts[number] for number in self._by_name.get(key, [])]
        if any(draft.credit_code and not (draft.parts or draft.has_parts) for draft in known):
            return None
        matched = [self._match_one(part, "") for part in parts]
        if faulty := [one for one in matched if one[0] == AMBIGUOUS]:
            return faulty[0]
        numbers = tuple(dict.fromkeys(number for number, _ in matched))
        joint = next(iter(self._by_name.get(key, [])), None)
        if joint is None:
            joint = self._add(UnitDraft(name, key, ""))
            self._by_name.setdefault(key, []).append(joint)
        self._drafts[joint].parts = numbers
        return joint, (Note("unit-several", {"units": "；".join(parts), "count": len(parts)}),)

    def _match_one(self, name: str, code: str) -> MatchedUnit:
        key = name_key(name)
        if code in self._by_code:
            return self._by_its_code(self._by_code[code], name, key)
        named = [number for number in self._by_name.get(key, []) if key and self._may_be(number, code)]
        if len(named) > 1:
            return AMBIGUOUS, (Note("unit-ambiguous", {"count": len(named)}),)
        if named:
            self._fill_code(self._drafts[named[0]], named[0], code)
            return named[0], self._on_former_name(named[0], name, key)
        if key and (others := self._by_name.get(key, [])):
            return AMBIGUOUS, (self._other_code(self._drafts[others[0]], code),)
        number = self._add(UnitDraft(name or code, key or code, code))
        self._by_name.setdefault(key, []).append(number)
        return number, ()

    def _by_its_code(self, number: int, name: str, key: str) -> MatchedUnit:
        draft = self._drafts[number]
        named = self._by_name.get(key, [])
        if not name or number in named or key == draft.name_key:
            return number, self._on_former_name(number, name, key)
        params: dict[str, object] = {"here": name, "name": draft.name}
        registered = [self._drafts[one].name for one in named if self._drafts[one].id]
        if registered and draft.id:
            return AMBIGUOUS, (Note("unit-code-conflict", params | {"named": registered[0]}),)
        return number, (Note("unit-name-differs", params),)

    def _on_former_name(self, number: int, name: str, key: str) -> tuple[Note, ...]:
        """Return a note where a unit was found by a name of before: its own, or of one merged into it."""
        draft = self._drafts[number]
        if not key or key == draft.name_key:
            return ()
        return (Note("unit-former-name", {"here": name, "name": draft.name}),)

    def _other_code(self, draft: UnitDraft, code: str) -> Note:
        """Return the question whether a code is wrong, or a second unit has the name of the first."""
        where = tr(f"importing.text.{'in-registry' if draft.id else 'in-file'}")
        params = {"where": where, "name": draft.name, "there": draft.credit_code, "here": code}
        return Note("unit-code-other", dict(params))

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
