"""The payment workbook (发放表) of proposals: what would be paid, and apart from it what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.awards import AwardRow, blocked_words, place_words
from app.clock import office_day
from app.formats import chinese_date
from app.payments.capitals import capitals
from app.payments.lines import PaymentLine, blocked_awards, by_contest, payment_lines
from app.progress import Progress
from app.settings import RegistrySettings, registry_settings
from app.words import tr, words_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column

_WIDTHS = {
    "number": (6, "center"),
    "person": (13, "left"),
    "id_number": (21, "center"),
    "unit": (26, "left"),
    "contest": (32, "left"),
    "event": (18, "left"),
    "place": (8, "center"),
    "amount": (14, "right"),
    "bank": (22, "left"),
    "account": (22, "center"),
    "signature": (11, "left"),
    "remark": (13, "left"),
    "question": (34, "left"),
    "amounts": (44, "left"),
}
_AMOUNT = 8  # the column of the amounts, counted from 1


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """What a payment workbook holds. Money in fen; blocked awards are not in the total."""

    path: Path
    lines: int
    people: int
    total_fen: int
    capitals: str
    blocked: int


@dataclass(slots=True)
class _Sheet:
    """A sheet being written: where the next line goes, and what its formulas come to (fen by cell)."""

    sheet: Worksheet
    columns: tuple[Column, ...]
    row: int
    sums: dict[str, int] = field(default_factory=dict)


def export_payments(
    session: Session, out: Path | str, *, now: datetime, progress: Progress | None = None
) -> PaymentReport:
    """Write the payment workbook to `out`, whole or not at all."""
    from app.printing import first_sheet, new_workbook, save_workbook

    facts = registry_settings(session)
    lines, blocked = payment_lines(session), blocked_awards(session)
    book = new_workbook(title=tr("payments.title"), author=facts.issuer, made_at=now)
    sheet = first_sheet(book, tr("payments.sheet"))
    paying = _begin(sheet, "payments.columns", facts, now=now, title=tr("payments.title"))
    total = _write_lines(paying, lines, progress=progress)
    _close(paying, facts)
    waiting_sheet = book.create_sheet(tr("payments.blocked-sheet"))
    title = tr("payments.blocked-title")
    waiting = _begin(waiting_sheet, "payments.blocked-columns", facts, now=now, title=title)
    _write_blocked(waiting, blocked)
    _close(waiting, facts)
    save_workbook(book, out, sums={paying.sheet.title: paying.sums})
    people = len({line.award.person_id for line in lines})
    return PaymentReport(Path(out), len(lines), people, total, capitals(total), len(blocked))


def states_of(facts: RegistrySettings) -> str:
    """Return the words that stand on every page of a list that nobody has approved."""
    words = [tr("payments.rehearsal-status")] if facts.is_rehearsal else []
    return "　　".join([*words, tr("payments.draft-status")])


def _begin(
    sheet: Worksheet, columns_key: str, facts: RegistrySettings, *, now: datetime, title: str
) -> _Sheet:
    from app.printing import HEAD, Column, put_head

    columns = tuple(Column(text, *_WIDTHS[key]) for key, text in words_of(columns_key).items())
    line = tr("payments.line", issuer=facts.issuer, name=facts.name, day=chinese_date(office_day(now)))
    put_head(sheet, columns, title=title, state=states_of(facts), line=line)
    return _Sheet(sheet, columns, HEAD + 1)


def _close(paper: _Sheet, facts: RegistrySettings) -> None:
    from app.printing import BODY, HEAD, put_banner, set_up_page

    width = len(paper.columns)
    put_banner(paper.sheet, paper.row, tr("payments.signatures"), columns=width, font=BODY, height=36)
    set_up_page(paper.sheet, head_rows=HEAD, last_row=paper.row, columns=width, header=states_of(facts))


def _write_lines(paper: _Sheet, lines: Sequence[PaymentLine], *, progress: Progress | None) -> int:
    number = 0
    for of_contest in by_contest(lines):
        first = paper.row
        for line in of_contest:
            number += 1
            if progress is not None:
                progress.report(number, len(lines), tr("payments.exporting"))
            _write_line(paper, number, line)
        _write_subtotal(paper, of_contest, first=first)
    if not lines:
        _write_remark(paper, tr("payments.nothing"))
    return _write_total(paper, lines)


def _write_line(paper: _Sheet, number: int, line: PaymentLine) -> None:
    from app.printing import cell_at, fit_row, put_money, put_number, put_text

    award = line.award
    texts = (award.person, award.id_number, award.unit, award.contest, award.event, place_words(award))
    put_number(cell_at(paper.sheet, paper.row, 1), number)
    for column, text in enumerate(texts, start=2):
        _put(paper, column, text)
    put_money(cell_at(paper.sheet, paper.row, _AMOUNT), line.fen)
    for column, text in enumerate((line.bank, line.account, "", line.remark), start=_AMOUNT + 1):
        put_text(cell_at(paper.sheet, paper.row, column), text, align=paper.columns[column - 1].align)
    fit_row(paper.sheet, paper.row, paper.columns)
    paper.row += 1


def _put(paper: _Sheet, column: int, text: str) -> None:
    from app.printing import cell_at, put_text

    put_text(cell_at(paper.sheet, paper.row, column), text, align=paper.columns[column - 1].align)


def _write_subtotal(paper: _Sheet, lines: Sequence[PaymentLine], *, first: int) -> None:
    from app.printing import cell_at, put_sum

    words = tr("payments.subtotal", contest=lines[0].award.contest, count=len(lines))
    _write_sum_words(paper, words)
    cell = cell_at(paper.sheet, paper.row, _AMOUNT)
    put_sum(cell, first=first, last=paper.row - 1)
    paper.sums[cell.coordinate] = sum(line.fen for line in lines)
    paper.row += 1


def _write_total(paper: _Sheet, lines: Sequence[PaymentLine]) -> int:
    """Write the total as the number decided, not as a formula: the capitals beside it say the same."""
    from app.printing import BOLD, cell_at, put_banner, put_money

    total = sum(line.fen for line in lines)
    people = len({line.award.person_id for line in lines})
    _write_sum_words(paper, tr("payments.total", count=len(lines), people=people))
    put_money(cell_at(paper.sheet, paper.row, _AMOUNT), total, font=BOLD)
    paper.row += 1
    words = tr("payments.capitals", capitals=capitals(total))
    put_banner(paper.sheet, paper.row, words, columns=len(paper.columns), font=BOLD, height=26)
    paper.row += 1
    return total


def _write_sum_words(paper: _Sheet, words: str) -> None:
    from app.printing import BOLD, BOX, SUM_FILL, cell_at, put_text

    for column in range(1, len(paper.columns) + 1):
        cell = cell_at(paper.sheet, paper.row, column)
        cell.border, cell.fill = BOX, SUM_FILL
    paper.sheet.merge_cells(start_row=paper.row, start_column=1, end_row=paper.row, end_column=_AMOUNT - 1)
    put_text(cell_at(paper.sheet, paper.row, 1), words, font=BOLD, align="right")
    paper.sheet.row_dimensions[paper.row].height = 24


def _write_remark(paper: _Sheet, words: str) -> None:
    from app.printing import BODY, put_banner

    put_banner(paper.sheet, paper.row, words, columns=len(paper.columns), font=BODY, height=28)
    paper.row += 1


def _write_blocked(paper: _Sheet, awards: Sequence[AwardRow]) -> None:
    from app.printing import cell_at, fit_row, put_number

    for number, award in enumerate(awards, start=1):
        put_number(cell_at(paper.sheet, paper.row, 1), number)
        texts = (award.person, award.id_number, award.unit, award.contest, award.event, place_words(award))
        for column, text in enumerate((*texts, *blocked_words(award)), start=2):
            _put(paper, column, text)
        fit_row(paper.sheet, paper.row, paper.columns)
        paper.row += 1
    if not awards:
        _write_remark(paper, tr("payments.nothing-blocked"))
