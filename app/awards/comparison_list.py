"""What-if as a workbook (测算表): cost by level and year, and each person who would gain or lose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.awards.rows import AwardRow, award_rows
from app.clock import office_day
from app.formats import chinese_date
from app.policy import Outcome, WhatIf, reason_words
from app.settings import RegistrySettings, registry_settings
from app.words import tr, words_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column

_COSTS = {"what": (24, "left"), "before": (20, "right"), "after": (20, "right"), "difference": (20, "right")}
_CHANGES = {
    "number": (7, "center"),
    "person": (13, "left"),
    "unit": (30, "left"),
    "contest": (34, "left"),
    "event": (22, "left"),
    "place": (9, "center"),
    "before": (16, "right"),
    "after": (16, "right"),
    "difference": (16, "right"),
    "note": (34, "left"),
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """What both sheets say at their head."""

    facts: RegistrySettings
    what: str
    now: datetime


def export_comparison(session: Session, found: WhatIf, out: Path | str, *, what: str, now: datetime) -> None:
    """Write a comparison to `out`, whole or not at all; `what` names the rulings or policy tried."""
    from app.printing import first_sheet, new_workbook, save_workbook

    paper = _Paper(registry_settings(session), what, now)
    book = new_workbook(title=tr("awards.whatif.title"), author=paper.facts.issuer, made_at=now)
    _write_costs(first_sheet(book, tr("awards.whatif.costs")), found, paper)
    rows = {row.id: row for row in award_rows(session, [change.entry for change in found.changed])}
    _write_changes(book.create_sheet(tr("awards.whatif.changes")), found, rows, paper)
    save_workbook(book, out)


def _begin(
    sheet: Worksheet, widths: Mapping[str, tuple[float, str]], key: str, paper: _Paper
) -> list[Column]:
    from app.printing import Column, put_head

    titles = words_of(f"awards.{key}")
    columns = [Column(titles[name], *width) for name, width in widths.items()]
    day = chinese_date(office_day(paper.now))
    line = tr("awards.whatif.line", what=paper.what, issuer=paper.facts.issuer, day=day)
    state = tr("awards.whatif.state")
    put_head(sheet, columns, title=tr("awards.whatif.title"), state=state, line=line)
    return columns


def _write_costs(sheet: Worksheet, found: WhatIf, paper: _Paper) -> None:
    from app.printing import HEAD, set_up_page

    columns = _begin(sheet, _COSTS, "whatif-costs", paper)
    lines = [(tr(f"core.level.{level}"), before, after) for level, before, after in found.by_level]
    lines += [(tr("awards.whatif.year", year=year), before, after) for year, before, after in found.by_year]
    lines.append((tr("awards.whatif.total"), found.before_fen, found.after_fen))
    for row, (what, before, after) in enumerate(lines, start=HEAD + 1):
        _write_line(sheet, row, [what, before, after, after - before], columns)
    last = HEAD + len(lines)
    set_up_page(sheet, head_rows=HEAD, last_row=last, columns=len(columns), header=tr("awards.whatif.state"))


def _write_changes(sheet: Worksheet, found: WhatIf, rows: dict[int, AwardRow], paper: _Paper) -> None:
    from app.printing import HEAD, set_up_page

    columns = _begin(sheet, _CHANGES, "whatif-changes", paper)
    for number, change in enumerate(found.changed, start=1):
        row = rows.get(change.entry)
        place = tr("awards.place", rank=row.rank) if row and row.rank else ""
        who = [row.person, row.unit] if row else ["", ""]
        amounts = [change.before.amount_fen, change.after.amount_fen, change.difference_fen]
        note = tr("awards.whatif.frozen") if change.is_frozen else _why(change.after)
        cells = [str(number), *who, change.contest, change.event, place, *amounts, note]
        _write_line(sheet, HEAD + number, cells, columns)
    last = HEAD + max(len(found.changed), 1)
    set_up_page(sheet, head_rows=HEAD, last_row=last, columns=len(columns), header=tr("awards.whatif.state"))


def _why(after: Outcome) -> str:
    if after.amount_fen is not None:
        return ""
    return reason_words(after.reason) or tr("core.award-state.blocked")


def _write_line(
    sheet: Worksheet, row: int, cells: Sequence[str | int | None], columns: Sequence[Column]
) -> None:
    """Write text as text, fen as money."""
    from app.printing import cell_at, fit_row, put_money, put_text

    for number, (value, column) in enumerate(zip(cells, columns, strict=True), start=1):
        cell = cell_at(sheet, row, number)
        if isinstance(value, str):
            put_text(cell, value, align=column.align)
        else:
            put_money(cell, value)
    fit_row(sheet, row, columns)
