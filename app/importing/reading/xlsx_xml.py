"""What calamine does not tell of an xlsx sheet: its extent, formulas and errors without a value, hidden rows.

Small sheets are scanned before they are loaded, so that a cell far away cannot make the grid huge; big
ones while they are loaded, in a thread of their own.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path
from threading import Thread
from typing import IO

from app.errors import InputError
from app.importing.reading.read_errors import translate_read_errors
from app.importing.reading.sheet import Marks, position

MOST_CELLS = 8_000_000
_SMALL = 8 * 2**20
_CHUNK = 2**20
_LONGEST_ROW = 16 * 2**20
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="(?:[A-Z]+\d+:)?([A-Z]+\d+)"')
_FORMULA = re.compile(rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f[ >/]')
_EMPTY_TEXT = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*\bt="str"[^>]*>\s*<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?\s*'
    rb"<(?:\w+:)?v\s*(?:/>|></)"
)
_ERROR = re.compile(rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*t="e"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row [^>]*hidden="(?:1|true)"')
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"')
_SHEET = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
_FROM_1904 = re.compile(rb'<(?:\w+:)?workbookPr[^>]{0,400}\bdate1904="(?:1|true|on)"')
_RELATION = re.compile(r"<Relationship [^>]*>")


def sheet_parts(path: Path) -> dict[str, str]:
    """Return the archive member of each worksheet by its name; {} where the workbook is unusual."""
    with translate_read_errors(path), zipfile.ZipFile(path) as archive:
        members = set(archive.namelist())
        if "xl/_rels/workbook.xml.rels" not in members:
            return {}
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        targets = dict(_target(tag) for tag in _RELATION.findall(relations))
    found = {unescape(name): targets.get(key, "") for name, key in _SHEET.findall(book)}
    return {name: member for name, member in found.items() if member in members}


def counts_from_1904(path: Path) -> bool:
    """Return whether an xlsx workbook counts its days from 1904: a plain number may be either day then."""
    with translate_read_errors(path), zipfile.ZipFile(path) as archive:
        return _FROM_1904.search(archive.read("xl/workbook.xml")) is not None


def _target(tag: str) -> tuple[str, str]:
    facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
    target = facts.get("Target", "")
    return facts.get("Id", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class SheetXml:
    """The scan of one sheet's XML."""

    def __init__(self, path: Path, member: str) -> None:
        self._path = path
        self._member = member
        self._formulas: set[tuple[int, int]] = set()
        self._errors: set[tuple[int, int]] = set()
        self._hidden_rows = 0
        self._fault: InputError | None = None
        self._thread = Thread(target=self._scan_quietly, daemon=True)

    def begin(self) -> None:
        """Start the scan. Raises InputError where the sheet's extent is beyond all reason."""
        with translate_read_errors(self._path), zipfile.ZipFile(self._path) as archive:
            is_small = archive.getinfo(self._member).file_size <= _SMALL
            with self._stream(archive) as stream:
                dimension = _DIMENSION.search(stream.read(4096))
        self._refuse_beyond(*(position(dimension[1].decode()) if dimension else (0, 0)))
        if is_small:
            self._refuse_beyond(*self._scan(measure=True))
        else:
            self._thread.start()

    def marks(self) -> Marks:
        """Return what was found, waiting for the scan to end."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._fault is not None:
            raise self._fault
        return Marks(frozenset(self._formulas), frozenset(self._errors), self._hidden_rows)

    def _stream(self, archive: zipfile.ZipFile) -> IO[bytes]:
        return archive.open(self._member)

    def _refuse_beyond(self, row: int, column: int) -> None:
        if (row + 1) * (column + 1) > MOST_CELLS:
            raise InputError("import-too-many-cells", path=self._path, rows=row + 1, columns=column + 1)

    def _scan_quietly(self) -> None:
        try:
            self._scan()
        except InputError as error:
            self._fault = error

    def _scan(self, *, measure: bool = False) -> tuple[int, int]:
        rest, last_row, last_column = b"", 0, 0
        with (
            translate_read_errors(self._path),
            zipfile.ZipFile(self._path) as archive,
            self._stream(archive) as stream,
        ):
            while chunk := stream.read(_CHUNK):
                whole, cut, rest = (rest + chunk).rpartition(b"row>")  # whatever prefix the tag has
                if len(rest) > _LONGEST_ROW:
                    raise InputError("import-damaged", path=self._path)
                self._search(whole + cut)
                if measure:
                    last_row, last_column = _extent(whole, last_row, last_column)
        self._search(rest)
        return _extent(rest, last_row, last_column) if measure else (0, 0)

    def _search(self, xml: bytes) -> None:
        """Find formulas, errors and hidden rows; a rare letter is searched first, which costs little."""
        if b"f" in xml and (b"<f" in xml or b":f>" in xml or b":f " in xml):
            empty = set(_EMPTY_TEXT.findall(xml)) if b't="str"' in xml else ()
            found = (cell for cell in _FORMULA.findall(xml) if cell not in empty)
            self._formulas.update(position(cell.decode()) for cell in found)
        if b"#" in xml and b't="e"' in xml:
            self._errors.update(position(cell.decode()) for cell in _ERROR.findall(xml))
        if b"h" in xml and b'hidden="' in xml:
            self._hidden_rows += len(_HIDDEN.findall(xml))


def _extent(xml: bytes, row: int, column: int) -> tuple[int, int]:
    for letters, digits in _CELL.findall(xml):
        row = max(row, int(digits) - 1)
        if len(letters) > 1:
            column = max(column, position(letters.decode() + "1")[1])
    return row, column
