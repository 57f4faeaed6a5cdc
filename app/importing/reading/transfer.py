"""Cells as bytes: messages between the program and its reading process, and rows that are kept.

Cells are text, numbers, truth values, days and times, nothing else: a workbook can put no other object into
the program. Marshal knows no days, so these travel as tuples, in the columns that the message names.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from app.importing.reading.sheet import Row

_LENGTH = struct.Struct("<I")
MOST_BYTES = 2**28  # of one message
_WITHOUT_REFERENCES = 2  # marshal's older format: quicker, and cells share little
_PLAIN = frozenset({str, float, int, bool, type(None)})
_DAY, _MOMENT, _TIME, _SPAN = range(4)


def packed(value: Any) -> bytes:
    """Return a message. Raises ValueError where it holds what marshal does not know, or is too long."""
    content = marshal.dumps(value, _WITHOUT_REFERENCES)
    if len(content) > MOST_BYTES:
        raise ValueError("message too long")
    return _LENGTH.pack(len(content)) + content


def receive(read: Callable[[int], bytes]) -> Any:
    """Return the next message of a stream. Raises EOFError where it ends, ValueError where it is none.

    `read(n)` gives n bytes, fewer only at the end.
    """
    head = read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > MOST_BYTES:
        raise ValueError("message too long")
    content = read(length)
    if len(content) < length:
        raise EOFError
    return marshal.loads(content)  # noqa: S302 written by our own process


def packed_rows(rows: list[Row]) -> bytes:
    """Return some rows as bytes: (rows, columns whose days and times are tuples), marshalled."""
    try:
        return marshal.dumps((rows, ()), _WITHOUT_REFERENCES)
    except ValueError:
        columns = {at for row in rows for at, cell in enumerate(row) if cell.__class__ not in _PLAIN}
        for row in rows:
            for column in columns:
                if column < len(row) and row[column].__class__ not in _PLAIN:
                    row[column] = _as_tuple(row[column])
        return marshal.dumps((rows, sorted(columns)), _WITHOUT_REFERENCES)


def unpacked_rows(content: bytes) -> list[Row]:
    """Return the rows that `packed_rows` packed."""
    rows: list[Row]
    rows, columns = marshal.loads(content)  # noqa: S302 written by our own process
    for column in columns:
        for row in rows:
            if column < len(row) and row[column].__class__ is tuple:
                row[column] = _from_tuple(row[column])
    return rows


def packed_cells(cells: Row) -> bytes:
    """Return one row as bytes, days and times in it too."""
    try:
        return marshal.dumps(cells, _WITHOUT_REFERENCES)
    except ValueError:
        return marshal.dumps(
            [cell if cell.__class__ in _PLAIN else _as_tuple(cell) for cell in cells], _WITHOUT_REFERENCES
        )


def unpacked_cells(content: bytes) -> Row:
    """Return the row that `packed_cells` packed."""
    cells: Row = marshal.loads(content)  # noqa: S302 packed by this process
    return [_from_tuple(cell) if cell.__class__ is tuple else cell for cell in cells]


def _as_tuple(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return (_MOMENT, cell.toordinal(), _microseconds(cell.time()))
    if isinstance(cell, date):
        return (_DAY, cell.toordinal())
    if isinstance(cell, time):
        return (_TIME, _microseconds(cell))
    if isinstance(cell, timedelta):
        return (_SPAN, cell.days, cell.seconds, cell.microseconds)
    return str(cell)


def _from_tuple(cell: tuple[int, ...]) -> Any:
    kind, *numbers = cell
    if kind == _DAY:
        return date.fromordinal(numbers[0])
    if kind == _MOMENT:
        return datetime.fromordinal(numbers[0]) + timedelta(microseconds=numbers[1])
    if kind == _TIME:
        return (datetime.fromordinal(1) + timedelta(microseconds=numbers[0])).time()
    return timedelta(*numbers)


def _microseconds(moment: time) -> int:
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
