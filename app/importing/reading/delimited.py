"""Delimited text (csv): UTF-8 with or without mark, UTF-16 with mark, GB18030. Never gbk or gb2312.

Those two cannot hold the rare characters that people carry in their names. A quote that opens a cell and does
not close in it swallows the lines below: such a line is found by the whole rows inside its cell, left as it
is for somebody to mend, and the lines after it are read by themselves.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.errors import InputError
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows, Sheet

_DELIMITERS = (",", "\t", ";", "|", "，")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_MOST_BROKEN = 200  # lines: more are no slips


def read_delimited(path: Path, content: bytes) -> Sheet:
    """Return the one sheet of a text file. Raises InputError where its encoding is none of ours."""
    text, encoding = _decoded(path, content)
    text = text.lstrip("\ufeff")  # a second mark, of a file that was put together
    if "\0" in text:
        raise InputError("import-not-a-spreadsheet", path=path)
    return Sheet(path.stem, partial(_open, path, text), encoding=encoding)


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError("import-encoding", path=path)


def _open(path: Path, text: str) -> OpenSheet:
    delimiter = _delimiter(text)
    lines = _lines(text)
    broken = _broken_lines(path, lines, delimiter) if '"' in text else {}
    marks = partial(Marks, broken_rows=frozenset(broken.values()))
    return OpenSheet(
        Rows(partial(_rows, path, lines, delimiter, broken)), MergedCells(()), marks, is_ragged=True
    )


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends; nothing but CR and LF ends one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def _delimiter(text: str) -> str:
    """Return the sign that parts the cells: the one that the first lines hold most of."""
    start = text[:4000].split("\n", 20)[:20]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in start))


def _broken_lines(path: Path, lines: Sequence[str], delimiter: str) -> dict[int, int]:
    """Return the lines whose quotes do not match, from 0, and the row of the sheet that each of them is.

    Raises InputError where there are so many that nothing can be relied on.
    """
    counts = Counter(count for line in lines[:200] if (count := line.count(delimiter)))
    whole = counts.most_common(1)[0][0] if counts else 0
    broken: dict[int, int] = {}
    begin = row = 0
    while begin < len(lines):
        for first, last in _spans(lines, begin, delimiter):
            is_odd = last > first + 1 or last == len(lines)
            if last < 0 or (is_odd and _is_broken(lines[first:last], delimiter, whole)):
                broken[first] = row
                begin, row = first + 1, row + 1
                break
            row += 1
        else:
            break
        if len(broken) > _MOST_BROKEN:
            raise InputError("import-csv-line", path=path, line=min(broken) + 1)
    return broken


def _spans(lines: Sequence[str], begin: int, delimiter: str) -> Iterator[tuple[int, int]]:
    """Give the lines of each row as [first, end); end -1 where a cell grows beyond all reason."""
    reader = csv.reader(iter(lines[begin:]), delimiter=delimiter)
    first = begin
    try:
        for _ in reader:
            yield first, begin + reader.line_num
            first = begin + reader.line_num
    except csv.Error:
        yield first, -1


def _is_broken(lines: Sequence[str], delimiter: str, whole: int) -> bool:
    """Return whether the lines of one row hold a whole row below the first, or a quote that never closes."""
    if whole > 0 and any(line.count(delimiter) >= whole for line in lines[1:]):
        return True
    reader = csv.reader(iter([*lines, "\x01"]), delimiter=delimiter)
    next(reader)
    return reader.line_num > len(lines)


def _rows(path: Path, lines: Sequence[str], delimiter: str, broken: dict[int, int]) -> Iterator[Row]:
    begin = 0
    for at in (*sorted(broken), len(lines)):
        reader = csv.reader(iter(lines[begin:at]), delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise InputError("import-csv-line", path=path, line=begin + reader.line_num) from error
        if at < len(lines):
            yield lines[at].rstrip("\n").split(delimiter)
        begin = at + 1
