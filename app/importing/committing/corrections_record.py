"""What somebody corrected by hand before an import, for the audit trail; numbers are masked there."""

from __future__ import annotations

from collections.abc import Iterator

from app.formats import with_masked_numbers
from app.importing.cleaning.records import CleanedFile
from app.importing.columns.fields import field_titles
from app.importing.mapping import SheetMapping
from app.importing.reading.sheet import letter
from app.words import tr

MOST_CELLS = 200  # edited cells that a line of the trail names; the rest is counted
_LONGEST = 60  # characters of a value quoted there
_JOINT = "；"


def corrections_record(file: CleanedFile) -> dict[str, object]:
    """Return the corrections as facts of an audit line; {} where the file went in as it came."""
    edits = [
        f"{file.sheets[sheet]}!{letter(column)}{row}：{_shown(before)} → {_shown(after)}"
        for sheet, cells in sorted(file.edits.items())
        for (row, column), (before, after) in sorted(cells.items())
        if before != after
    ]
    told = [f"{name} {text}" for name, mapping in sorted(file.mapping.items()) for text in _told(mapping)]
    record: dict[str, object] = {}
    if edits:
        record |= {"edited": len(edits), "edits": _JOINT.join(edits[:MOST_CELLS])}
    return record | ({"told": _JOINT.join(told[:MOST_CELLS])} if told else {})


def _told(mapping: SheetMapping) -> Iterator[str]:
    """Give what was said of one sheet, besides edited cells, in words."""
    titles = field_titles()
    for name, text in sorted(mapping.facts.items()):
        yield f"{titles.get(name, name)}：{_shown(text)}"
    for (row, name), text in sorted(mapping.said.items()):
        what = f"{titles.get(name, name)}：{_shown(text)}" if name else tr("importing.text.told-nothing")
        yield f"{tr('importing.text.row', row=row)} {what}"
    if mapping.header_row:
        yield f"{tr('importing.text.row', row=mapping.header_row)} {tr('importing.text.told-header')}"
    for row, role in sorted(mapping.lines.items()):
        yield f"{tr('importing.text.row', row=row)} {tr(f'importing.text.told-{role}')}"
    for columns in (mapping.columns, *(columns for _, columns in sorted(mapping.tables.items()))):
        for column, name in sorted(columns.items()):
            title = titles.get(name, name) if name else tr("importing.text.told-unread")
            yield f"{letter(column)} → {title}"


def _shown(text: str) -> str:
    """Return a value as it may stand in the trail: masked, and "" as a sign."""
    masked = with_masked_numbers(text)
    return (masked if len(masked) <= _LONGEST else masked[:_LONGEST] + "…") or "∅"
