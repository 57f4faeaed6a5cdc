"""The acts by which a person corrects how files are read; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.importing import Finding, SheetView, letter
from app.words import scoped
from ui.importing.alike import Place, cells_alike, same_text
from ui.importing.files import ChosenFile, ChosenFiles
from ui.importing.sheet_grid import Cell, merged_edits

_w = scoped("ui_importing.step")
_LONGEST = 20  # characters of a value named in a step


class Acts:
    """Corrects files; what is corrected is read again by `files`."""

    def __init__(self, files: ChosenFiles) -> None:
        self._files = files

    # -- cells

    def edit(self, texts: Mapping[Place, str]) -> None:
        """Let cells of whatever files hold these texts."""
        by_sheet: dict[tuple[Path, str], dict[Cell, str]] = {}
        for place, text in texts.items():
            by_sheet.setdefault((place.path, place.sheet), {})[place.row, place.column] = text
        mappings = {}
        for (path, sheet), cells in by_sheet.items():
            file = self._files.file_at(path)
            if file is not None and sheet in file.rows:
                known = self._files.mapping(file, sheet)
                mappings[path, sheet] = replace(known, cells=merged_edits(known, cells, file.rows[sheet]))
        first = next(iter(texts.values()), "")[:_LONGEST] or "∅"
        key = "cell" if len(texts) == 1 else "cells"
        self._files.correct_all(mappings, _w(key, count=f"{len(texts):,}", text=first))

    def edit_alike(self, file: ChosenFile, place: Place, text: str, findings: list[Finding]) -> None:
        """Let a text hold in every cell with the same fault as one; where it has none, with the same text."""
        finding = next((each for each in findings if each.value), None)
        alike = cells_alike(self._files.files, finding) if finding is not None else []
        if place not in alike:
            alike = same_text(file, place, file.rows[place.sheet].cell(place.row, place.column))
        self.edit(dict.fromkeys(alike, text))

    def others_alike(self, file: ChosenFile, place: Place) -> list[Place]:
        """Return the other cells of a column that came with what stood in an edited cell, not yet edited."""
        mapping = self._files.mapping(file, place.sheet)
        if (place.row, place.column) not in mapping.cells:
            return []
        before = file.rows[place.sheet].cell(place.row, place.column)
        found = same_text(file, place, before)
        return [each for each in found if (each.row, each.column) not in mapping.cells]

    def answer(self, finding: Finding, text: str) -> None:
        """Answer a question by what the cell should hold, wherever the same is asked."""
        self.edit(dict.fromkeys(cells_alike(self._files.files, finding), text))

    # -- how a sheet is read

    def map_column(self, file: ChosenFile, view: SheetView, column: int, field: str) -> None:
        """Take a column for another field; a column that was taken for it before is read no more."""
        columns = {each.index: each.field for each in view.columns}
        taken = [at for at, had in columns.items() if field and had == field and at != column]
        columns |= dict.fromkeys(taken, "") | {column: field}
        words = _w("column", column=letter(column))
        self._files.correct(file, view.name, words=words, columns=columns, header_row=view.header_row)

    def set_facts(self, file: ChosenFile, view: SheetView, facts: Mapping[str, str]) -> None:
        """Let facts of the contest hold for a whole sheet."""
        self._files.correct(file, view.name, words=_w("facts"), facts=dict(facts))

    def set_header_row(self, file: ChosenFile, view: SheetView, row: int) -> None:
        """Read a sheet with its header in another row, from 1."""
        words = _w("header", row=row)
        self._files.correct(file, view.name, words=words, header_row=row, columns={})

    def leave_out(self, file: ChosenFile, view: SheetView, *, is_out: bool) -> None:
        """Leave a whole sheet out of the import, or take it in again."""
        words = _w("left-out" if is_out else "taken-in")
        self._files.correct(file, view.name, words=words, is_left_out=is_out)
