"""What calamine does not tell of an xlsx sheet: its extent, lost values, what is hidden or struck out.

The XML is gone through row by row, whatever prefix, quotes or order of attributes it was written with; only
rows with something rare in them are looked into. Small sheets are scanned before they are loaded, so that a
cell far away cannot make the grid huge; big ones while they are loaded, in a thread of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Thread

from app.errors import InputError
from app.importing.reading.read_errors import translate_read_errors
from app.importing.reading.sheet import Marks, position
from app.importing.reading.xlsx_archive import Book, Source, comments_of, facts_of, is_true, opened

MOST_CELLS = 16_000_000  # a sheet down to its last row, 15 columns wide
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14  # of any sheet
_SMALL = 8 * 2**20
_CHUNK = 2**20
_LONGEST_ROW = 16 * 2**20
_PREFIX = rb"(?:\w{1,20}:)?"
_ROW = re.compile(rb"<" + _PREFIX + rb"row(?=[\s/>])([^<>]*)>")
_COLUMN = re.compile(rb"<" + _PREFIX + rb"col(?=[\s/>])([^<>]*)>")
_CELL = re.compile(rb"<" + _PREFIX + rb"c(?=[\s/>])([^<>]*)>")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s/>]")
_FILLED = re.compile(rb"<" + _PREFIX + rb"(?:v>[^<]|is[\s>])")
_STRIKE = re.compile(rb"<" + _PREFIX + rb"""strike(?:\s{1,9}val\s?=\s?["'](?:1|true|on)["'])?\s?/?>""")
_EMPTY = re.compile(rb"<" + _PREFIX + rb"v\s*/?>")  # with the type of text: calculated, and empty
_VALUE = re.compile(rb"<" + _PREFIX + rb"v>(\d{1,9})<")
_REFERENCE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")


class SheetXml:
    """The scan of one sheet's XML."""

    def __init__(self, path: Path, source: Source, book: Book, name: str) -> None:
        self._path = path
        self._source = source
        self._book = book
        self._part = book.sheets[name]
        self._formulas: set[tuple[int, int]] = set()
        self._errors: set[tuple[int, int]] = set()
        self._struck: set[tuple[int, int]] = set()
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._comments: dict[tuple[int, int], str] = {}
        self._extent = (-1, -1)
        self._columns: dict[bytes, int] = {}  # by their letters
        self._row = -1
        self._fault: InputError | None = None
        self._looks_for_styles = bool(book.struck_styles or book.struck_texts)
        self._thread = Thread(target=self._scan_quietly, daemon=True)

    def begin(self) -> None:
        """Start the scan. Raises InputError where the sheet's extent is beyond all reason."""
        with translate_read_errors(self._path), opened(self._source) as archive:
            is_small = archive.getinfo(self._part.member).file_size <= _SMALL
        if is_small:
            self._scan()
        else:
            self._thread.start()

    def marks(self) -> Marks:
        """Return what was found, waiting for the scan to end."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._fault is not None:
            raise self._fault
        return Marks(
            formulas=frozenset(self._formulas),
            errors=frozenset(self._errors),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            struck=frozenset(self._struck),
            comments=self._comments,
            is_1904=self._book.is_1904,
        )

    def _scan_quietly(self) -> None:
        try:
            self._scan()
        except InputError as error:
            self._fault = error

    def _scan(self) -> None:
        with translate_read_errors(self._path):
            for attributes, body in self._rows():
                self._scan_row(attributes, body)
            if self._part.comments:
                with opened(self._source) as archive:
                    comments = comments_of(archive, self._part.comments)
                self._comments = {
                    position(cell): text for cell, text in comments.items() if _REFERENCE.fullmatch(cell)
                }

    def _rows(self) -> Iterator[tuple[bytes, bytes]]:
        """Give the attributes of each row and what stands between its tag and the next row's."""
        rest, begun = b"", False
        with opened(self._source) as archive, archive.open(self._part.member) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                tags = list(_ROW.finditer(text))
                if tags and not begun:
                    self._scan_columns(text[: tags[0].start()])
                    begun = True
                for tag, following in pairwise(tags):
                    yield tag[1], text[tag.end() : following.start()]
                rest = text[tags[-1].start() :] if tags else (text if begun else text[-_CHUNK:])
                if len(rest) > _LONGEST_ROW:
                    raise InputError("import-damaged", path=self._path)
        if last := _ROW.search(rest):
            yield last[1], rest[last.end() :]

    def _scan_columns(self, xml: bytes) -> None:
        for attributes in _COLUMN.findall(xml):
            facts = facts_of(attributes.decode("utf-8", "replace"))
            if is_true(facts.get("hidden")) or _is_zero(facts.get("width")):
                first, last = _number(facts.get("min")), _number(facts.get("max"))
                if 0 < first <= last <= _MOST_COLUMNS:
                    self._hidden_columns.update(range(first - 1, min(last, first + 1_000)))

    def _scan_row(self, attributes: bytes, body: bytes) -> None:
        self._row = self._number_of(attributes)
        last = _last_value(body)
        if last < 0:
            return
        if b"hidden" in attributes or b"ht" in attributes:
            facts = facts_of(attributes.decode("utf-8", "replace"))
            if is_true(facts.get("hidden")) or _is_zero(facts.get("ht")):
                self._hidden_rows.add(self._row)
        self._measure(body, last)
        is_rare = b"<f" in body or b":f" in body or b'"e"' in body or b"'e'" in body or b"strike" in body
        if is_rare or self._looks_for_styles:
            self._scan_cells(body)

    def _number_of(self, attributes: bytes) -> int:
        """Return the number of a row, from 0; one that does not say follows the row before."""
        text = attributes[4:-1] if attributes.startswith(b' r="') and attributes.count(b'"') == 2 else b""
        if not text.isdigit():
            text = (
                facts_of(attributes.decode("utf-8", "replace")).get("r", "").encode() if attributes else b""
            )
        number = int(text) if text.isdigit() and len(text) < 8 else 0
        return number - 1 if 0 < number <= _MOST_ROWS else self._row + 1

    def _measure(self, body: bytes, last: int) -> None:
        """Take the row's last filled cell into the extent."""
        column = self._column_of_last(body, last)
        rows, columns = max(self._extent[0], self._row) + 1, max(self._extent[1], column) + 1
        self._extent = (rows - 1, columns - 1)
        if rows * columns > MOST_CELLS:
            raise InputError("import-too-many-cells", path=self._path, rows=rows, columns=columns)

    def _column_of_last(self, body: bytes, last: int) -> int:
        at = body.rfind(b'<c r="', 0, last)
        letters = body[at + 6 : at + 9].rstrip(b"0123456789") if at >= 0 else b""
        column = self._columns.get(letters)
        if column is not None and body.find(b"c ", at + 6, last) < 0:  # it is the last cell itself
            return column
        at = max(body.rfind(b"<c ", 0, last), body.rfind(b":c ", 0, last))
        reference = facts_of(body[at : body.find(b">", at)].decode("utf-8", "replace")).get("r", "")
        if not _REFERENCE.fullmatch(reference):
            return body.count(b"<c")
        column = position(reference)[1]
        self._columns[reference.rstrip("0123456789").encode()] = column
        return column

    def _scan_cells(self, body: bytes) -> None:
        column = -1
        tags = list(_CELL.finditer(body))
        for tag, following in zip(tags, [*tags[1:], None], strict=True):
            facts = facts_of(tag[1].decode("utf-8", "replace"))
            reference = facts.get("r", "")
            column = position(reference)[1] if _REFERENCE.fullmatch(reference) else column + 1
            if tag[1].endswith(b"/"):
                continue
            content = body[tag.end() : following.start() if following else len(body)]
            self._scan_cell((self._row, column), facts, content)

    def _scan_cell(self, place: tuple[int, int], facts: dict[str, str], content: bytes) -> None:
        is_filled = _FILLED.search(content) is not None
        kind = facts.get("t", "")
        if kind == "e":
            self._errors.add(place)
        elif not is_filled and not (kind == "str" and _EMPTY.search(content)) and _FORMULA.search(content):
            self._formulas.add(place)
        if b"strike" in content and _STRIKE.search(content):
            self._struck.add(place)
        if not is_filled or not self._looks_for_styles:
            return
        text = _VALUE.search(content) if kind == "s" else None
        if _number(facts.get("s")) in self._book.struck_styles or (
            text is not None and int(text[1]) in self._book.struck_texts
        ):
            self._struck.add(place)


def _last_value(body: bytes) -> int:
    """Return where the last value of a row begins, below 0 where it has none."""
    last = body.rfind(b"<v>")
    last = max(last, body.rfind(b"<is", max(last, 0)))
    return last if last >= 0 else max(body.rfind(b":v>"), body.rfind(b":is"))


def _number(text: str | None) -> int:
    """Return a count of XML, -1 where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else -1


def _is_zero(text: str | None) -> bool:
    try:
        return text is not None and float(text) == 0
    except ValueError:
        return False
