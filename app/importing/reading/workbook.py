"""Workbooks by calamine: xlsx, xls, et, ods, xlsb. Each sheet is loaded when its rows are wanted."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.errors import InputError
from app.importing.reading.ods_xml import OdsSheet, ods_sheets
from app.importing.reading.read_errors import translate_read_errors
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows, Sheet
from app.importing.reading.xlsx_xml import SheetXml, counts_from_1904, sheet_parts


def open_workbook(path: Path, *, suffixes: tuple[str, ...], kind: str = "") -> list[Sheet]:
    """Return the worksheets of a workbook; `kind` "xlsx" or "ods" tells where more than calamine can see.

    Raises InputError for a damaged, locked or empty one.
    """
    workbook = _loaded(path, suffixes)
    with translate_read_errors(path):
        parts = sheet_parts(path) if kind == "xlsx" else {}
        seen = ods_sheets(path) if kind == "ods" else {}
        is_1904 = kind == "xlsx" and counts_from_1904(path)
    sheets = [
        _sheet(path, workbook, index, parts=parts, seen=seen, is_1904=is_1904)
        for index, described in enumerate(workbook.sheets_metadata)
        if described.typ == SheetTypeEnum.WorkSheet
    ]
    if not sheets:
        raise InputError("import-no-sheets", path=path)
    return sheets


def _loaded(path: Path, suffixes: tuple[str, ...]) -> CalamineWorkbook:
    """Return the workbook; where the name says another kind than the content is, the content counts."""
    with translate_read_errors(path):
        if path.suffix.lower() in suffixes:
            return CalamineWorkbook.from_path(path)
        return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _sheet(
    path: Path,
    workbook: CalamineWorkbook,
    index: int,
    *,
    parts: dict[str, str],
    seen: dict[str, OdsSheet],
    is_1904: bool,
) -> Sheet:
    described = workbook.sheets_metadata[index]

    def open_it() -> OpenSheet:
        xml = SheetXml(path, parts[described.name]) if described.name in parts else None
        if xml is not None:
            xml.begin()
        with translate_read_errors(path):
            loaded = workbook.get_sheet_by_index(index)
        own = seen.get(described.name, OdsSheet())
        merged = MergedCells(own.spans or loaded.merged_cell_ranges or ())
        marks = partial(_marks, xml, is_1904) if xml else partial(Marks, hidden_rows=own.hidden_rows)
        rows = Rows(lambda: merged.fill(_rows(loaded)))
        return OpenSheet(rows, merged, marks, loaded.end[0] + 1 if loaded.end else 0)

    return Sheet(described.name, open_it, described.visible != SheetVisibleEnum.Visible)


def _marks(xml: SheetXml, is_1904: bool) -> Marks:
    return replace(xml.marks(), is_1904=is_1904)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Give rows from the first row and column on: calamine leaves empty columns before the data away."""
    left = sheet.start[1] if sheet.start else 0
    if not left:
        return iter(sheet.iter_rows())
    padding: Row = [""] * left
    return itertools.starmap(padding.__add__, ((row,) for row in sheet.iter_rows()))
