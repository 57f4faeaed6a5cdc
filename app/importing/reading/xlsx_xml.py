"""What calamine does not tell of an xlsx sheet: its extent, lost values, what is hidden or struck out.

The XML is gone through row by row, whatever prefix, quotes or order of attributes it was written with; only
rows with something rare in them are looked into. A megabyte of rows as nearly every program writes them, with
nothing rare in any, is taken as a whole. Small sheets are scanned before they are loaded, so that a cell far
away cannot make the grid huge; big ones while they are loaded, in a thread of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
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
# Of rows that are taken as a whole: their tags, and what none of them may hold.
_USUAL_ROW = re.compile(rb'<row r="([0-9]{1,7})"([^<>]*)>')
_RARE = (b"<f", b'"e"', b"'e'", b"strike")
_PREFIXED = (b":row", b":c", b":f", b":v", b":is")


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
            for rows in self._blocks():
                if self._looks_for_styles or not self._take_whole(rows):
                    self._scan_rows(rows)
            if self._part.comments:
                with opened(self._source) as archive:
                    comments = comments_of(archive, self._part.comments)
                self._comments = {
                    position(cell): text for cell, text in comments.items() if _REFERENCE.fullmatch(cell)
                }

    def _blocks(self) -> Iterator[bytes]:
        """Give the XML of the rows, a megabyte or so of whole rows at a time."""
        rest, begun = b"", False
        with opened(self._source) as archive, archive.open(self._part.member) as stream:
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                if not begun and (first := _ROW.search(text)):
                    self._scan_columns(text[: first.start()])
                    text, begun = text[first.start() :], True
                last = _start_of_last_row(text)
                if last > 0:
                    yield text[:last]
                rest = text[last:] if begun else text[-_CHUNK:]
                if len(rest) > _LONGEST_ROW:
                    raise InputError("import-damaged", path=self._path)
        if begun:
            yield rest

    def _take_whole(self, rows: bytes) -> bool:
        """Take rows at once where none has anything rare in it; return whether they were taken."""
        column = self._extent[1]
        if column not in range(26) or any(rare in rows for rare in _RARE):
            return False
        if b":" in rows and any(prefixed in rows for prefixed in _PREFIXED):
            return False
        if re.search(rb'<c(?! r="[A-%c][0-9])' % (ord("A") + column), rows):
            return False
        tags = list(_USUAL_ROW.finditer(rows))
        numbers = [int(tag[1]) - 1 for tag in tags]
        if len(tags) != rows.count(b"<row") or any(map(_is_hidden, {tag[2] for tag in tags})):
            return False
        if not self._row < numbers[0] <= numbers[-1] < _MOST_ROWS or numbers != sorted(numbers):
            return False
        filled = bisect_right([tag.start() for tag in tags], _last_value(rows))
        if filled:
            self._extend(numbers[filled - 1], column)
        self._row = numbers[-1]
        return True

    def _scan_columns(self, xml: bytes) -> None:
        for attributes in _COLUMN.findall(xml):
            facts = facts_of(attributes.decode("utf-8", "replace"))
            if is_true(facts.get("hidden")) or _is_zero(facts.get("width")):
                first, last = _number(facts.get("min")), _number(facts.get("max"))
                if 0 < first <= last <= _MOST_COLUMNS:
                    self._hidden_columns.update(range(first - 1, min(last, first + 1_000)))

    def _scan_rows(self, rows: bytes) -> None:
        tags = list(_ROW.finditer(rows))
        for tag, following in zip(tags, [*tags[1:], None], strict=True):
            self._scan_row(tag[1], rows[tag.end() : following.start() if following else len(rows)])

    def _scan_row(self, attributes: bytes, body: bytes) -> None:
        self._row = self._number_of(attributes)
        last = _last_value(body)
        if last < 0:
            return
        if _is_hidden(attributes):
            self._hidden_rows.add(self._row)
        self._extend(self._row, self._column_of_last(body, last))
        if self._looks_for_styles or b":f" in body or any(rare in body for rare in _RARE):
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

    def _extend(self, row: int, column: int) -> None:
        """Take a filled cell into the extent."""
        rows, columns = max(self._extent[0], row) + 1, max(self._extent[1], column) + 1
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


def _start_of_last_row(xml: bytes) -> int:
    """Return where the last whole tag of a row begins, below 0 where there is none."""
    at = len(xml)
    while (at := xml.rfind(b"row", 0, at)) >= 0:
        begin = xml.rfind(b"<", max(at - 22, 0), at)  # a prefix may stand between
        if begin >= 0 and _ROW.match(xml, begin):
            return begin
    return -1


def _is_hidden(attributes: bytes) -> bool:
    """Return whether a row's attributes hide it, or make it no height."""
    if b"hidden" not in attributes and b"ht" not in attributes:
        return False
    facts = facts_of(attributes.decode("utf-8", "replace"))
    return is_true(facts.get("hidden")) or _is_zero(facts.get("ht"))


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
