"""What calamine does not tell of an old workbook (xls, et), from the BIFF8 records of its stream.

Its extent before a grid is made of it, formulas that were never calculated, rows and columns that are hidden,
text that is struck through, comments, and from which year its days count ([MS-XLS]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.importing.reading.compound_file import stream_of
from app.importing.reading.sheet import Marks
from app.importing.reading.xlsx_xml import MOST_CELLS

_BOF, _EOF, _BOUNDSHEET, _DATE_1904 = 0x809, 0x0A, 0x85, 0x22
_FONT, _XF, _ROW, _COLINFO = 0x31, 0xE0, 0x208, 0x7D
_FORMULA, _BOOLERR, _MULRK = 0x06, 0x205, 0xBD
_NOTE, _OBJ, _TXO, _CONTINUE = 0x1C, 0x5D, 0x1B6, 0x3C
_CELLS = frozenset((0xFD, 0x204, 0x27E, 0x203, 0xD6, _FORMULA, _BOOLERR))
_OF_SHEET = frozenset((_ROW, _COLINFO, _NOTE))
_STRUCK, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x0008, 0x0020, 0x0001
_ERROR, _EMPTY_TEXT = b"\x02", b"\x03"  # kinds of a formula's result
_BIFF_8 = 0x0600


@dataclass(slots=True)
class XlsSheet:
    """One sheet; positions count from 0."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    filled_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    note_objects: dict[int, tuple[int, int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def marks(self, *, is_1904: bool) -> Marks:
        """Return what was found beside values."""
        return Marks(
            formulas=frozenset(self.formulas),
            errors=frozenset(self.errors),
            struck=frozenset(self.struck),
            hidden_rows=frozenset(self.hidden_rows & self.filled_rows),
            hidden_columns=frozenset(self.hidden_columns),
            comments={place: self.texts.get(number, "") for number, place in self.note_objects.items()},
            is_1904=is_1904,
        )


def xls_marks(path: Path, content: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet of an old workbook by name; {} where its records cannot be followed.

    Raises InputError for a workbook older than Excel 97, and for one whose cells lie beyond all reason.
    """
    try:
        stream = stream_of(content, ("Workbook",))
        if not stream:
            is_older = bool(stream_of(content, ("Book",)))
        else:
            is_older = struct.unpack_from("<HHH", stream)[2] != _BIFF_8
        if is_older:
            raise InputError("import-old-format", path=path)
        return _Book(path, stream).marks() if stream else {}
    except (struct.error, ValueError, IndexError):
        return {}


class _Book:
    def __init__(self, path: Path, stream: bytes) -> None:
        self._path = path
        self._stream = stream
        self._fonts: list[bool] = []
        self._struck_formats: set[int] = set()
        self._formats = 0
        self._is_1904 = False
        self._is_calculated = False  # some formula has a value
        self._places: dict[str, int] = {}

    def marks(self) -> dict[str, Marks]:
        """Go through the workbook's own records, then through those of each sheet."""
        for kind, at, size in self._records(0):
            self._take_global(kind, at, size)
        sheets = {}
        for name, place in self._places.items():
            sheets[name] = XlsSheet()
            self._take_sheet(sheets[name], place)
        if self._is_calculated:  # then an empty text is what a formula came to
            for sheet in sheets.values():
                sheet.formulas.clear()
        return {name: sheet.marks(is_1904=self._is_1904) for name, sheet in sheets.items()}

    def _records(self, at: int) -> Iterator[tuple[int, int, int]]:
        """Give kind, place of the content and size of each record up to the end of the substream."""
        stream, depth, unpack = self._stream, 0, struct.Struct("<HH").unpack_from
        last = len(stream) - 4
        while at <= last:
            kind, size = unpack(stream, at)
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            yield kind, at + 4, size
            at += 4 + size

    def _take_global(self, kind: int, at: int, size: int) -> None:
        stream = self._stream
        if kind == _DATE_1904:
            self._is_1904 = stream[at] == 1
        elif kind == _FONT:
            self._fonts.append(bool(struct.unpack_from("<H", stream, at + 2)[0] & _STRUCK))
            if len(self._fonts) == 4:
                self._fonts.append(False)  # number 4 is never used
        elif kind == _XF:
            font = struct.unpack_from("<H", stream, at)[0]
            if font < len(self._fonts) and self._fonts[font]:
                self._struck_formats.add(self._formats)
            self._formats += 1
        elif kind == _BOUNDSHEET:
            (place,) = struct.unpack_from("<I", stream, at)
            length, is_wide = stream[at + 6], stream[at + 7] & 1
            text = stream[at + 8 : at + 8 + length * (1 + is_wide)]
            self._places[text.decode("utf-16-le" if is_wide else "latin-1", "replace")] = place

    def _take_sheet(self, sheet: XlsSheet, place: int) -> None:
        cell_of = struct.Struct("<HHH").unpack_from
        number, is_text = -1, False
        for kind, at, size in self._records(place):
            if kind in _CELLS or kind == _MULRK:
                row, column, style = cell_of(self._stream, at)
                last = column
                if kind == _MULRK:
                    (last,) = struct.unpack_from("<H", self._stream, at + size - 2)
                sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
                sheet.filled_rows.add(row)
                self._take_cell(sheet, (row, column), style, (kind, at, size))
            elif kind in _OF_SHEET:
                self._take_setting(sheet, kind, at)
            elif kind == _OBJ:
                (number,) = struct.unpack_from("<6xH", self._stream, at)
            elif kind == _CONTINUE and is_text:
                code = "utf-16-le" if self._stream[at] & 1 else "latin-1"
                sheet.texts[number] = self._stream[at + 1 : at + size].decode(code, "replace").strip()
            is_text = kind == _TXO
        if sheet.rows * sheet.columns > MOST_CELLS:
            raise InputError("import-too-many-cells", path=self._path, rows=sheet.rows, columns=sheet.columns)

    def _take_cell(
        self, sheet: XlsSheet, place: tuple[int, int], style: int, record: tuple[int, int, int]
    ) -> None:
        kind, at, size = record
        if kind == _MULRK:
            if self._struck_formats:
                self._take_numbers(sheet, place, at, size)
            return
        if style in self._struck_formats:
            sheet.struck.add(place)
        if kind == _FORMULA:
            self._take_formula(sheet, place, at)
        elif kind == _BOOLERR and self._stream[at + 7]:
            sheet.errors.add(place)

    def _take_setting(self, sheet: XlsSheet, kind: int, at: int) -> None:
        """Take in a record about a row, about columns or about the place of a comment."""
        stream = self._stream
        if kind == _ROW:
            row, height, options = struct.unpack_from("<H4xH4xH", stream, at)
            if options & _HIDDEN_ROW or height == 0:
                sheet.hidden_rows.add(row)
        elif kind == _COLINFO:
            first, end, width, _, options = struct.unpack_from("<5H", stream, at)
            if options & _HIDDEN_COLUMN or width == 0:
                sheet.hidden_columns.update(range(first, min(end, 255) + 1))
        else:
            row, column, _, note = struct.unpack_from("<4H", stream, at)
            sheet.note_objects[note] = row, column

    def _take_formula(self, sheet: XlsSheet, place: tuple[int, int], at: int) -> None:
        """Note a formula whose result is an error, or an empty text, which may stand for none."""
        result = self._stream[at + 6 : at + 14]
        if result[6:] == b"\xff\xff" and result[:1] == _EMPTY_TEXT:
            sheet.formulas.add(place)
            return
        self._is_calculated = True
        if result[6:] == b"\xff\xff" and result[:1] == _ERROR:
            sheet.errors.add(place)

    def _take_numbers(self, sheet: XlsSheet, place: tuple[int, int], at: int, size: int) -> None:
        row, column = place
        for offset in range(4, size - 2, 6):
            (style,) = struct.unpack_from("<H", self._stream, at + offset)
            if style in self._struck_formats:
                sheet.struck.add((row, column))
            column += 1
