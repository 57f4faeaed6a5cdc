"""Findings as they are made: the words for a note, and the place it belongs to."""

from __future__ import annotations

from typing import Any

from app.importing.columns.layout import Layout
from app.importing.findings import Note, severity_of
from app.importing.plan import Finding
from app.importing.values.text import as_text
from app.words import tr

LONGEST_VALUE = 120


class FindingList:
    """Collects findings, and gives them in file order."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, Finding]] = []
        self._labels: dict[tuple[int, str], str] = {}

    def know(self, sheet: int, layout: Layout) -> None:
        """Learn how a sheet calls its columns."""
        for column in layout.columns:
            if column.field:
                self._labels[sheet, column.field] = column.header or column.letter

    def say(
        self, note: Note, *, sheet: int, name: str, row: int = 0, field: str = "", value: Any = ""
    ) -> None:
        """Add a note on a sheet, its row (from 1; 0: all of it), and the column of a field."""
        column = self._labels.get((sheet, field)) or (tr(f"importing.field.{field}") if field else "")
        self.add(note, sheet=sheet, name=name, row=row, column=column, value=value)

    def add(self, note: Note, *, sheet: int, name: str, row: int, column: str, value: Any = "") -> None:
        """Add a note on a column called by its own name."""
        text = as_text(value)
        shown = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
        message = tr(f"importing.finding.{note.code}", **note.params)
        finding = Finding(name, row, column, shown, note.code, severity_of(note.code), message)
        self._found.append((sheet, row, finding))

    def sorted(self) -> tuple[Finding, ...]:
        """Return every finding, by sheet and row."""
        return tuple(finding for _, _, finding in sorted(self._found, key=lambda item: item[:2]))
