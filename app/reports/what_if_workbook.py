"""What if, as a workbook: the costs by level and year on one sheet, every changed award on another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.awards import award_rows
from app.clock import office_day
from app.formats import chinese_date
from app.policy import Outcome, WhatIf
from app.settings import RegistrySettings, registry_settings
from app.words import word, words_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from app.workbook import Column

_WIDTHS = {"number": 7.0, "person": 12.0, "contest": 36.0, "level": 10.0, "event": 22.0, "year": 8.0}
_MONEY_WIDTH, _NAME_WIDTH = 16.0, 34.0


def export_what_if(
    session: Session, what_if: WhatIf, out: Path | str, *, scenario: str, now: datetime
) -> int:
    """Write the comparison to `out`, whole or not at all; return how many awards differ."""
    from app.workbook import first_sheet, new_workbook, save_workbook

    facts = registry_settings(session)
    book = new_workbook(title=word("reports.what-if.title"), author=facts.issuer, made_at=now)
    line = _line(facts, scenario, now)
    _write_summary(first_sheet(book, word("reports.what-if.summary")), what_if, line)
    _write_changes(_second_sheet(book), what_if, line, session)
    save_workbook(book, out)
    return len(what_if.changed)


def _line(facts: RegistrySettings, scenario: str, now: datetime) -> str:
    day = chinese_date(office_day(now))
    return word("reports.what-if.line", issuer=facts.issuer, day=day, scenario=scenario)


def _second_sheet(book: Workbook) -> Worksheet:
    sheet: Worksheet = book.create_sheet(word("reports.what-if.changes"))
    return sheet


def _columns(key: str) -> list[Column]:
    from app.workbook import Column

    widths = _WIDTHS | {"name": _NAME_WIDTH, "remark": 24.0}
    return [
        Column(text, widths.get(name, _MONEY_WIDTH), "left" if name in widths else "right")
        for name, text in words_of(key).items()
    ]


def _summary(what_if: WhatIf) -> Iterator[tuple[str, int, int]]:
    yield word("reports.what-if.total"), what_if.before_fen, what_if.after_fen
    for level, before, after in what_if.by_level:
        yield f"{word('reports.what-if.by-level')}：{word(f'core.level.{level}')}", before, after
    for year, before, after in what_if.by_year:
        name = word("reports.what-if.year", year=year)
        yield f"{word('reports.what-if.by-year')}：{name}", before, after


def _write_summary(sheet: Worksheet, what_if: WhatIf, line: str) -> None:
    from app.workbook import HEAD, cell_at, put_head, put_text, set_up_page

    columns = _columns("reports.what-if-summary")
    gain_lose = word("reports.what-if.gain-lose", gain=what_if.gain, lose=what_if.lose)
    state = f"{word('reports.what-if.state')}　{gain_lose}"
    put_head(sheet, columns, title=word("reports.what-if.title"), state=state, line=line)
    rows = list(_summary(what_if))
    for place, (name, before, after) in enumerate(rows, start=HEAD + 1):
        put_text(cell_at(sheet, place, 1), name)
        _put_amounts(sheet, place, 2, before=before, after=after)
    set_up_page(sheet, head_rows=HEAD, last_row=HEAD + len(rows), columns=len(columns))


def _write_changes(sheet: Worksheet, what_if: WhatIf, line: str, session: Session) -> None:
    from app.workbook import HEAD, cell_at, fit_row, put_head, put_number, put_text, set_up_page

    columns = _columns("reports.what-if-columns")
    state = word("reports.what-if.state")
    put_head(sheet, columns, title=word("reports.what-if.changes"), state=state, line=line)
    names = {row.id: row.person for row in award_rows(session, [each.entry for each in what_if.changed])}
    for number, change in enumerate(what_if.changed, start=1):
        place, level = HEAD + number, word(f"core.level.{change.level}")
        put_number(cell_at(sheet, place, 1), number)
        texts = names.get(change.entry, ""), change.contest, level, change.event, str(change.year)
        for column, text in enumerate(texts, start=2):
            put_text(cell_at(sheet, place, column), text)
        before, after = change.before.amount_fen or 0, change.after.amount_fen or 0
        _put_amounts(sheet, place, 7, before=before, after=after)
        put_text(cell_at(sheet, place, 10), _remark(change.before, change.after))
        fit_row(sheet, place, columns)
    set_up_page(sheet, head_rows=HEAD, last_row=HEAD + max(len(what_if.changed), 1), columns=len(columns))


def _put_amounts(sheet: Worksheet, place: int, first: int, *, before: int, after: int) -> None:
    from app.workbook import cell_at, put_money

    for column, fen in enumerate((before, after, after - before), start=first):
        put_money(cell_at(sheet, place, column), fen)


def _remark(before: Outcome, after: Outcome) -> str:
    """Return in words where one side is no amount: waiting for an answer, or nothing."""
    said = [_words(outcome) for outcome in (before, after)]
    return " → ".join(text or word("reports.what-if.amount") for text in said) if any(said) else ""


def _words(outcome: Outcome) -> str:
    if outcome.amount_fen is not None:
        return ""
    return word("reports.what-if.blocked" if outcome.status == "blocked" else "reports.what-if.none")
