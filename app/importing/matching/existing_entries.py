"""Entries that stand in the registry already: is a row the same, or does it change something?

A blank cell changes nothing. A changed result becomes a new version; an annulled one is not revived.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from app.importing.cleaning.sheet_cleaner import Record
from app.importing.findings import Note
from app.importing.matching.registry_lookup import KnownEntry, Registry, is_frozen
from app.importing.plan import Change
from app.importing.staging import CHANGED, SAME, EntryChange, Understood
from app.importing.values.achievements import Achievement, achievement_text
from app.words import tr

Waiting = tuple[int, tuple[Any, ...], int, int, int]  # index of the row, record, event, person, unit


class ExistingEntries:
    """Compares rows with the entries that the registry holds for their person and event."""

    def __init__(self, understood: Understood, registry: Registry) -> None:
        self._understood = understood
        self._registry = registry

    def compare(self, waiting: list[Waiting]) -> list[tuple[int, Note]]:
        """Set the kind of each row that stands already; return what is to be said of some."""
        if not waiting:
            return []
        events = sorted({self._event_id(event) for _, _, event, _, _ in waiting})
        people = sorted({self._understood.people[person] for _, _, _, person, _ in waiting})
        known = self._registry.entries(events, people)
        notes: list[tuple[int, Note]] = []
        for at, cells, event, person, unit in waiting:
            record = Record._make(cells)
            entry = known.get((self._event_id(event), self._understood.people[person], record.role))
            if entry is not None:
                notes += [(at, note) for note in self._compare(at, record, unit, entry)]
        return notes

    def _event_id(self, event: int) -> int:
        return self._understood.events[event].id

    def _compare(self, at: int, record: Record, unit: int, known: KnownEntry) -> list[Note]:
        if known.result_id is None or known.version is None:
            return [Note("result-annulled")]
        whole, result = _result_changes(record, known)
        entry = _entry_changes(record, known, self._unit(unit))
        changes = [
            *_shown(result, known, whole),
            *(Change(_title(k), *map(str, v)) for k, v in entry.items()),
        ]
        if not changes:
            is_filled = at in self._understood.changes
            self._understood.kinds[at] = CHANGED if is_filled else SAME
            return []
        entry_unit = entry.pop("unit", None)
        if entry_unit is not None:
            entry["unit_name"] = entry_unit
        self._understood.kinds[at] = CHANGED
        self._understood.changes.setdefault(at, []).extend(changes)
        self._understood.entry_changes[at] = EntryChange(
            known.entry_id, known.result_id, known.version, result, entry, whole
        )
        return [Note("result-frozen")] if is_frozen(known.award_state) else []

    def _unit(self, unit: int) -> tuple[int, str]:
        draft = self._understood.units[unit] if unit >= 0 else None
        return (draft.id, draft.name) if draft else (0, "")


def _result_changes(record: Record, known: KnownEntry) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    """Return the result as it would be, and what of it changes."""
    said = {**record.achievement._asdict(), "score": record.score}
    said["published_on"] = date.fromordinal(record.published_on)
    before = {name: getattr(known, name) for name in said}
    whole = {name: said[name] or before[name] for name in said}
    return whole, {name: (before[name], whole[name]) for name in said if before[name] != whole[name]}


def _entry_changes(record: Record, known: KnownEntry, unit: tuple[int, str]) -> dict[str, tuple[Any, Any]]:
    said = {"team_no": record.team_no, "employer": record.employer, "remark": record.remark}
    changes: dict[str, tuple[Any, Any]] = {}
    if any(record.unit) and (unit[0] != known.unit_id or known.unit_id is None):
        changes["unit"] = (known.unit_name, record.unit[0] or unit[1])
    for name, value in said.items():
        if value and value != getattr(known, name):
            changes[name] = (getattr(known, name), value)
    return changes


def _shown(changes: dict[str, Any], known: KnownEntry, whole: dict[str, Any]) -> list[Change]:
    """Return the changes of a result as people read them: what was achieved counts as one fact."""
    shown = []
    if changes.keys() & {"rank", "medal", "grade"}:
        before = Achievement(known.rank, known.medal or "", known.grade or "")
        after = Achievement(whole["rank"], whole["medal"], whole["grade"])
        shown.append(Change(_title("rank"), achievement_text(before), achievement_text(after)))
    for name in ("score", "published_on"):
        if name in changes:
            shown.append(Change(_title(name), *map(str, changes[name])))
    return shown


def _title(field: str) -> str:
    return tr(f"importing.field.{field}")
