"""Write a register as a workbook: one sheet per table, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.clock import office_day
from app.errors import InputError
from app.formats import chinese_date
from app.honours.list_tables import (
    allowance_table,
    budget_table,
    gaps_table,
    green_channel_table,
    promotions_table,
)
from app.honours.register_tables import (
    base_proposals_table,
    bases_table,
    craftsman_proposals_table,
    craftsmen_table,
    honours_table,
    introductions_table,
    subsidies_table,
)
from app.honours.tables import Cell, Money, Table
from app.settings import RegistrySettings, registry_settings
from app.words import tr

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column

TABLES: dict[str, tuple[Callable[[Session], Table], ...]] = {
    "bases": (bases_table,),
    "proposals": (base_proposals_table, craftsman_proposals_table),
    "craftsmen": (craftsmen_table,),
    "introductions": (introductions_table, subsidies_table),
    "honours": (honours_table,),
    "eligibility": (green_channel_table, allowance_table, promotions_table),
    "gaps": (gaps_table,),
    "budget": (budget_table,),
}
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


def registers() -> tuple[str, ...]:
    """Return the registers that can be exported."""
    return tuple(TABLES)


def export_register(session: Session, out: Path | str, *, register: str, now: datetime) -> RegisterReport:
    """Write `register` to `out`, whole or not at all.

    Raises InputError for an unknown register, DocumentError where the file cannot be written.
    """
    from app.printing import new_workbook, save_workbook

    if register not in TABLES:
        raise InputError("honours-unknown-word", value=register, what=tr("honours.field.register"))
    facts = registry_settings(session)
    tables = [table(session) for table in TABLES[register]]
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
