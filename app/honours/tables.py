"""A register as a table of plain values: what a workbook, and nothing else, is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Money(NamedTuple):
    """An amount of fen in a table; None is an empty cell."""

    fen: int | None


Cell = str | int | Money


@dataclass(frozen=True, slots=True)
class Table:
    """A register as a table: its key (for title and column words), the columns' keys, the rows."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def day_text(day: date | None) -> str:
    """Return a day as tables show it, "" for none."""
    return day.isoformat() if day else ""


def table_of(key: str, columns: str, rows: Iterable[Sequence[Cell]]) -> Table:
    """Return a table; `columns` are the columns' keys, separated by spaces."""
    return Table(key, tuple(columns.split()), tuple(tuple(row) for row in rows))
