"""Write registers and lists as a workbook: one sheet per table, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

from app.clock import office_day
from app.formats import chinese_date
from app.settings import RegistrySettings, registry_settings
from app.words import tr

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column


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


_WIDTHS = {
    "unit": 34,
    "named-as": 34,
    "holder": 30,
    "title": 34,
    "basis": 60,
    "details": 60,
    "why": 60,
    "warnings": 40,
    "evidence": 30,
    "choice-basis": 36,
    "employer": 28,
    "category": 30,
    "ground": 50,
    "effect": 28,
    "lacking": 28,
    "code": 22,
    "amount": 16,
    "budget": 18,
    "proposed": 18,
    "decided": 18,
    "paid": 18,
    "remaining": 18,
}
_USUAL_WIDTH = 16
_LEFT = frozenset(
    ("unit", "named-as", "holder", "title", "basis", "details", "why", "ground", "warnings", "evidence")
)


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What an export wrote: how many lines on each sheet, by the sheet's title."""

    path: Path
    sheets: tuple[tuple[str, int], ...]


def write_tables(
    session: Session, out: Path | str, *, tables: Sequence[Table], now: datetime
) -> RegisterReport:
    """Write `tables` to `out`, a sheet each, under the title of the first; whole or not at all.

    Raises DocumentError where the file cannot be written.
    """
    from app.printing import new_workbook, save_workbook

    facts = registry_settings(session)
    title = tr(f"honours.export.{tables[0].key}")
    book = new_workbook(title=title, author=facts.issuer, made_at=now)
    for number, table in enumerate(tables):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        _write(sheet, table, facts=facts, now=now)
    save_workbook(book, out)
    written = tuple((tr(f"honours.export.{one.key}"), len(one.rows)) for one in tables)
    return RegisterReport(Path(out), written)


def _write(sheet: Worksheet, table: Table, *, facts: RegistrySettings, now: datetime) -> None:
    from app.printing import HEAD, put_head, set_up_page

    title = tr(f"honours.export.{table.key}")
    sheet.title = title
    columns = [_column("number"), *(_column(key) for key in table.columns)]
    state = tr("honours.rehearsal") if facts.is_rehearsal else ""
    line = tr("honours.export-line", issuer=facts.issuer, name=facts.name, day=chinese_date(office_day(now)))
    put_head(sheet, columns, title=title, state=state, line=line)
    for number, row in enumerate(table.rows, start=1):
        _write_line(sheet, HEAD + number, (number, *row), columns)
    last = HEAD + max(len(table.rows), 1)
    set_up_page(sheet, head_rows=HEAD, last_row=last, columns=len(columns), header=state)


def _column(key: str) -> Column:
    from app.printing import Column

    width = 7 if key == "number" else _WIDTHS.get(key, _USUAL_WIDTH)
    return Column(tr(f"honours.column.{key}"), width, "left" if key in _LEFT else "center")


def _write_line(sheet: Worksheet, place: int, cells: tuple[Cell, ...], columns: list[Column]) -> None:
    from app.printing import cell_at, fit_row

    for number, (cell, column) in enumerate(zip(cells, columns, strict=True), start=1):
        _put(cell_at(sheet, place, number), cell, align=column.align)
    fit_row(sheet, place, columns)


def _put(place: SheetCell, cell: Cell, *, align: str) -> None:
    from app.printing import put_money, put_number, put_text

    if isinstance(cell, Money):
        put_money(place, cell.fen)
    elif isinstance(cell, int):
        put_number(place, cell)
    else:
        put_text(place, cell, align=align)
