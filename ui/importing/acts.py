"""The acts by which a person corrects how files are read; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.importing import Finding, LineRole, RegionView, SheetMapping, SheetView, letter
from app.words import scoped
from ui.importing.alike import Place, cells_alike, place_of, same_text
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
        first = next(iter(texts.values()), "")[:_LONGEST] or "∅"
        key = "cell" if len(texts) == 1 else "cells"
        self._files.correct_all(self._edited(texts), _w(key, count=f"{len(texts):,}", text=first))

    def _edited(self, texts: Mapping[Place, str]) -> dict[tuple[Path, str], SheetMapping]:
        """Return the mappings of sheets with some cells edited."""
        by_sheet: dict[tuple[Path, str], dict[Cell, str]] = {}
        for place, text in texts.items():
            by_sheet.setdefault((place.path, place.sheet), {})[place.row, place.column] = text
        mappings = {}
        for (path, sheet), cells in by_sheet.items():
            file = self._files.file_at(path)
            if file is not None and sheet in file.rows:
                known = self._files.mapping(file, sheet)
                mappings[path, sheet] = replace(known, cells=merged_edits(known, cells, file.rows[sheet]))
        return mappings

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
        """Answer a question with a value, wherever the same is asked: in the line or the cell."""
        self.answer_as(finding, finding.field, text)

    def answer_as(self, finding: Finding, field: str, text: str) -> None:
        """Say what a line or cell means: a field and its value; a line with the field "" says nothing."""
        said: dict[tuple[Path, str], dict[tuple[int, str], str]] = {}
        cells: dict[Place, str] = {}
        for file in self._files.files:
            for each, view in _alike(file, finding):
                if is_about_line(view, each):
                    said.setdefault((file.path, view.name), {})[each.row, field] = text
                elif (place := place_of(file, each)) is not None:
                    cells[place] = text
        words = _w("answer", text=text[:_LONGEST] or "∅")
        mappings = self._edited(cells)
        for (path, sheet), lines in said.items():
            known = mappings.get((path, sheet)) or self._files.history.of(path).get(sheet, SheetMapping())
            mappings[path, sheet] = replace(known, said={**known.said, **lines})
        self._files.correct_all(mappings, words)

    # -- how a sheet is read

    def map_column(
        self, file: ChosenFile, view: SheetView, region: RegionView | None, column: int, field: str
    ) -> None:
        """Take a column of a table for another field; one taken for it before is read no more."""
        if region is None:
            return
        taken = {each.index: "" for each in region.columns if field and each.field == field}
        known = self._files.mapping(file, view.name)
        chosen = {**known.tables.get(region.bottom, {}), **taken, column: field}
        tables = {**known.tables, region.bottom: chosen}
        self._files.correct(file, view.name, words=_w("column", column=letter(column)), tables=tables)

    def set_facts(
        self, file: ChosenFile, view: SheetView, region: RegionView | None, facts: Mapping[str, str]
    ) -> None:
        """Let facts of the contest hold for a table; where a sheet has but one, for the whole sheet."""
        known = self._files.mapping(file, view.name)
        if region is None or len(view.regions) < 2:
            told = {name: text for name, text in {**known.facts, **facts}.items() if text}
            self._files.correct(file, view.name, words=_w("facts"), facts=told)
            return
        said = {**known.said, **{(region.bottom, name): text for name, text in facts.items()}}
        said = {place: text for place, text in said.items() if text or not place[1]}
        self._files.correct(file, view.name, words=_w("facts"), said=said)

    def say(self, file: ChosenFile, view: SheetView, row: int, field: str, text: str) -> None:
        """Say what a line means, from 1: a field and its value; with the field "" it says nothing."""
        said = {**self._files.mapping(file, view.name).said, (row, field): text}
        words = _w("answer", text=text[:_LONGEST] or "∅")
        self._files.correct(file, view.name, words=words, said=said)

    def set_header_row(self, file: ChosenFile, view: SheetView, row: int) -> None:
        """Begin a table with its header in a row, from 1; before any result it is the sheet's first one."""
        first = min((run[0] for each in view.regions for run in each.runs), default=row + 1)
        if row < first or (len(view.regions) == 1 and row <= view.regions[0].bottom + 1):
            words = _w("header", row=row)
            self._files.correct(file, view.name, words=words, header_row=row, columns={})
        else:
            self.set_lines(file, view, [row], LineRole.HEADER)

    def set_lines(
        self, file: ChosenFile, view: SheetView, rows: Sequence[int], role: LineRole | None
    ) -> None:
        """Say what rows are; None leaves it to the program again."""
        known = self._files.mapping(file, view.name).lines
        lines = {row: had for row, had in known.items() if row not in rows}
        if role is not None:
            lines |= dict.fromkeys(rows, role)
        words = _w(f"line-{role or 'auto'}", count=f"{len(rows):,}", row=rows[0])
        self._files.correct(file, view.name, words=words, lines=lines)

    def leave_out(self, file: ChosenFile, view: SheetView, *, is_out: bool) -> None:
        """Leave a whole sheet out of the import, or take it in again."""
        words = _w("left-out" if is_out else "taken-in")
        self._files.correct(file, view.name, words=words, is_left_out=is_out)


def is_about_line(view: SheetView, finding: Finding) -> bool:
    """Return whether a finding is about a line above or between results, or the sheet's name."""
    if not finding.row:
        return bool(finding.field)
    return not any(first <= finding.row <= last for each in view.regions for first, last in each.runs)


def _alike(file: ChosenFile, finding: Finding) -> Iterator[tuple[Finding, SheetView]]:
    """Give the findings of a file that ask the same as one, with the sheets they are in."""
    views = {view.name: view for view in file.plan.sheets} if file.plan is not None else {}
    for each in file.plan.findings if file.plan is not None else ():
        is_same = (each.code, each.field, each.value) == (finding.code, finding.field, finding.value)
        if ((is_same and each.value) or each == finding) and each.sheet in views:
            yield each, views[each.sheet]
