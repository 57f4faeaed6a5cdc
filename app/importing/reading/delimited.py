"""Delimited text (csv): UTF-8 with or without mark, UTF-16 with mark, GB18030. Never gbk or gb2312.

Those two cannot hold the rare characters that people carry in their names.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from app.errors import InputError
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows, Sheet

_DELIMITERS = (",", "\t", ";", "|", "，")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_delimited(path: Path, content: bytes) -> Sheet:
    """Return the one sheet of a text file. Raises InputError where its encoding is none of ours."""
    text, encoding = _decoded(path, content)
    if "\0" in text:
        raise InputError("import-not-a-spreadsheet", path=path)
    delimiter = _delimiter(text)

    def open_it() -> OpenSheet:
        return OpenSheet(Rows(lambda: _rows(path, text, delimiter)), MergedCells(()), Marks, is_ragged=True)

    return Sheet(path.stem, open_it, encoding=encoding)


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError("import-encoding", path=path)


def _delimiter(text: str) -> str:
    """Return the sign that parts the cells: the one that the first lines hold most of."""
    start = text[:4000].split("\n", 20)[:20]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in start))


def _rows(path: Path, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise InputError("import-csv-line", path=path, line=reader.line_num) from error
