"""Workbooks by calamine: xlsx, xls, et, ods, xlsb. Each sheet is loaded when its rows are wanted."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.errors import InputError
from app.importing.reading.ods_xml import OdsSheet, ods_sheets
from app.importing.reading.read_errors import translate_read_errors
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows, Sheet
from app.importing.reading.xls_records import xls_marks
from app.importing.reading.xlsx_archive import Source, book_of, is_tidy, opened, rewritten
from app.importing.reading.xlsx_xml import SheetXml


def open_workbook(path: Path, *, suffixes: tuple[str, ...], kind: str) -> list[Sheet]:
    """Return the worksheets of a workbook of the `kind` "xlsx", "ods", "xls" or "xlsb".

    Raises InputError for a damaged, locked or empty one.
    """
    source: Source = path
    if kind == "xlsx":
        with translate_read_errors(path), opened(path) as archive:
            source = path if is_tidy(archive) else rewritten(path)
    scan = _scan_of(path, source, kind)
    workbook = _loaded(path, source, suffixes)
    sheets = _Loader(path, kind, workbook, scan).sheets()
    if not sheets:
        raise InputError("import-no-sheets", path=path)
    return sheets


Scan = Callable[[str], "SheetXml | Marks | OdsSheet | None"]  # by a sheet's name, what more can be told of it


def _scan_of(path: Path, source: Source, kind: str) -> Scan:
    """Return what tells more of each sheet than calamine does."""
    if kind == "xlsx":
        book = book_of(path, source)
        return lambda name: SheetXml(path, source, book, name) if name in book.sheets else None
    if kind == "ods":
        with translate_read_errors(path):
            return ods_sheets(path).get
    return xls_marks(path, path.read_bytes()).get if kind == "xls" else lambda _: None


def _loaded(path: Path, source: Source, suffixes: tuple[str, ...]) -> CalamineWorkbook:
    """Return the workbook; where the name says another kind than the content is, the content counts."""
    with translate_read_errors(path):
        if source is path and path.suffix.lower() in suffixes:
            return CalamineWorkbook.from_path(path)
        return CalamineWorkbook.from_filelike(
            io.BytesIO(source if isinstance(source, bytes) else path.read_bytes())
        )


@dataclass(frozen=True, slots=True)
class _Loader:
    """Loads the sheets of a workbook when their rows are wanted."""

    path: Path
    kind: str
    workbook: CalamineWorkbook
    scan: Scan

    def sheets(self) -> list[Sheet]:
        """Return the worksheets, not loaded yet."""
        return [
            Sheet(one.name, partial(self._open, index, one.name), one.visible != SheetVisibleEnum.Visible)
            for index, one in enumerate(self.workbook.sheets_metadata)
            if one.typ == SheetTypeEnum.WorkSheet
        ]

    def _open(self, index: int, name: str) -> OpenSheet:
        more = self.scan(name)
        if isinstance(more, SheetXml):
            more.begin()
        loaded = self._load(index)
        spans = more.spans if isinstance(more, OdsSheet) else ()
        merged = MergedCells(spans or loaded.merged_cell_ranges or ())
        marks = more.marks if isinstance(more, SheetXml | OdsSheet) else lambda: more or Marks()
        rows = Rows(lambda: merged.fill(_rows(loaded)))
        return OpenSheet(rows, merged, marks, loaded.end[0] + 1 if loaded.end else 0)

    def _load(self, index: int) -> CalamineSheet:
        with translate_read_errors(self.path):
            try:
                return self.workbook.get_sheet_by_index(index)
            except CalamineError:
                if self.kind != "xlsx":
                    raise
        again = rewritten(self.path, errors=True)  # an error that calamine does not know ends its reading
        with translate_read_errors(self.path):
            return CalamineWorkbook.from_filelike(io.BytesIO(again)).get_sheet_by_index(index)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Give rows from the first row and column on: calamine leaves empty columns before the data away."""
    left = sheet.start[1] if sheet.start else 0
    if not left:
        return iter(sheet.iter_rows())
    padding: Row = [""] * left
    return itertools.starmap(padding.__add__, ((row,) for row in sheet.iter_rows()))
