"""What somebody corrected by hand before an import, for the audit trail; numbers are masked there."""

from __future__ import annotations

from app.formats import with_masked_numbers
from app.importing.cleaning.records import CleanedFile
from app.importing.reading.sheet import letter

MOST_CELLS = 200  # edited cells that a line of the trail names; the rest is counted
_LONGEST = 60  # characters of a value quoted there


def corrections_record(file: CleanedFile) -> dict[str, object]:
    """Return the corrections as facts of an audit line; {} where the file went in as it came."""
    edits = [
        f"{file.sheets[sheet]}!{letter(column)}{row}：{_shown(before)} → {_shown(after)}"
        for sheet, cells in sorted(file.edits.items())
        for (row, column), (before, after) in sorted(cells.items())
        if before != after
    ]
    record: dict[str, object] = {}
    if edits:
        record |= {"edited": len(edits), "edits": edits[:MOST_CELLS]}
    said = {
        name: {fact: _shown(text) for fact, text in sorted(mapping.facts.items())}
        for name, mapping in sorted(file.mapping.items())
        if mapping.facts
    }
    return record | ({"facts": said} if said else {})


def _shown(text: str) -> str:
    """Return a value as it may stand in the trail: masked, and "" as a sign."""
    masked = with_masked_numbers(text)
    return (masked if len(masked) <= _LONGEST else masked[:_LONGEST] + "…") or "∅"
