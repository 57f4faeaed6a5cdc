"""Entries that the registry holds already: is a record the same, or does it change something?

A blank cell changes nothing. A changed result becomes a new version; an annulled one is not revived.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from app.importing.cleaning.records import Record
from app.importing.findings import Note
from app.importing.matching.registry_lookup import KnownEntry, RegistryLookup
from app.importing.matching.staged_import import CHANGED, SAME, EntryChange, StagedImport
from app.importing.values.achievements import Achievement, achievement_text
from app.importing.views import Change
from app.words import tr


class Candidate(NamedTuple):
    """A record whose person and event the registry knows: its index, drafts, and the record.

    `is_returned`: its row still says why it was kept out.
    """

    at: int
    event: int
    person: int
    unit: int
    record: tuple[Any, ...]
    is_returned: bool


class ExistingEntries:
    """Compares records with the entries that the registry holds for their person and event.

    A file that was taken in before changes no entry: what differs was corrected since, and is newer. Rows of
    it that were returned never came in, so that nothing is newer than they are.
    """

    def __init__(self, staged: StagedImport, registry: RegistryLookup) -> None:
        self._staged = staged
        self._registry = registry
        self._taken_before: set[int] = set()  # entries with a version from this very file

    def compare(self, candidates: list[Candidate]) -> list[tuple[int, Note]]:
        """Set the kind of each record that has an entry; return the notes on some, by index."""
        if not candidates:
            return []
        drafts, ids = self._staged.event_drafts, self._staged.person_ids
        events = sorted({drafts[one.event].id for one in candidates})
        people = sorted({ids[one.person] for one in candidates})
        entries = self._registry.entries(events, people)
        if self._staged.is_known_file:
            of_file = [known.entry_id for known in entries.values()]
            self._taken_before = self._registry.entries_from(self._staged.file.sha256, of_file)
        notes: list[tuple[int, Note]] = []
        for one in candidates:
            record = Record._make(one.record)
            known = entries.get((drafts[one.event].id, ids[one.person], record.role))
            if known is not None:
                notes += [(one.at, note) for note in self._compare(one, record, known)]
        return notes

    def _compare(self, one: Candidate, record: Record, known: KnownEntry) -> list[Note]:
        if known.result_id is None or known.version is None:
            return [Note("result-annulled")]
        whole, result = _result_changes(record, known)
        entry = _entry_changes(record, known, self._unit(one.unit))
        changes = _in_words(result, known, whole)
        changes += [Change(_title(name), str(old), str(new)) for name, (old, new) in entry.items()]
        if not changes:
            self._staged.kinds[one.at] = CHANGED if one.at in self._staged.changes else SAME
            return []
        if self._is_older(one, known):
            self._staged.kinds[one.at] = SAME
            return [Note("older-list")]
        if "unit" in entry:
            entry["unit_name"] = entry.pop("unit")
        self._staged.kinds[one.at] = CHANGED
        self._staged.changes.setdefault(one.at, []).extend(changes)
        self._staged.entry_changes[one.at] = EntryChange(
            known.entry_id, known.result_id, known.version, result, entry, whole
        )
        return [Note("result-frozen")] if known.is_frozen else []

    def _is_older(self, one: Candidate, known: KnownEntry) -> bool:
        return known.entry_id in self._taken_before or (self._staged.is_known_file and not one.is_returned)

    def _unit(self, unit: int) -> tuple[int, str]:
        draft = self._staged.unit_drafts[unit] if unit >= 0 else None
        return (draft.id, draft.name) if draft else (0, "")


def _result_changes(record: Record, known: KnownEntry) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    """Return the result as it would be, and what of it changes."""
    names = ("rank", "medal", "grade", "score", "no_rank")
    given: dict[str, Any] = {name: getattr(record, name) for name in names}
    given["published_on"] = date.fromordinal(record.published_on)
    before = {name: getattr(known, name) for name in given}
    whole = {name: given[name] or before[name] for name in given}
    if given["no_rank"]:  # who withdrew has no rank any more, and who has one did not withdraw
        whole |= {"rank": None, "medal": "", "grade": ""}
    elif given["rank"] or given["medal"] or given["grade"]:
        whole["no_rank"] = ""
    return whole, {name: (before[name], whole[name]) for name in given if before[name] != whole[name]}


def _entry_changes(record: Record, known: KnownEntry, unit: tuple[int, str]) -> dict[str, tuple[Any, Any]]:
    changes: dict[str, tuple[Any, Any]] = {}
    names_unit = bool(record.unit or record.credit_code)
    if names_unit and (unit[0] != known.unit_id or known.unit_id is None):
        changes["unit"] = (known.unit_name, record.unit or unit[1])
    for name in ("team_no", "employer", "remark"):
        value = getattr(record, name)
        if value and value != getattr(known, name):
            changes[name] = (getattr(known, name), value)
    return changes


def _in_words(changes: dict[str, Any], known: KnownEntry, whole: dict[str, Any]) -> list[Change]:
    """Return the changes of a result as people read them: what was achieved counts as one fact."""
    shown = []
    if changes.keys() & {"rank", "medal", "grade", "no_rank"}:
        before = Achievement(known.rank, known.medal or "", known.grade or "", known.no_rank or "")
        after = Achievement(whole["rank"], whole["medal"], whole["grade"], whole["no_rank"])
        shown.append(Change(_title("rank"), achievement_text(before), achievement_text(after), waits=True))
    for name in ("score", "published_on"):
        if name in changes:
            old, new = map(str, changes[name])
            shown.append(Change(_title(name), old, new, waits=True))
    return shown


def _title(field: str) -> str:
    return tr(f"importing.field.{field}")
