"""The publicity list (公示名单): what the public may read, and structurally nothing else.

There is no way to add a column: ID number, card, phone, address and birth date have no place here. The
finished file is read once more, and refused where any cell looks like such a number all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.awards.filters import AwardFilter, award_ids
from app.awards.rows import AwardRow, award_rows, in_paper_order
from app.awards.wording import place_words
from app.clock import office_day
from app.errors import DocumentError
from app.formats import chinese_date
from app.policy import PROPOSED
from app.settings import RegistrySettings, registry_settings
from app.words import tr, words_of
from models.types import Level

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column

_COLUMNS: dict[str, tuple[float, str, Callable[[AwardRow], str]]] = {
    "person": (12, "left", lambda row: row.person),
    "unit": (34, "left", lambda row: row.unit),
    "contest": (34, "left", lambda row: row.contest),
    "event": (24, "left", lambda row: row.event),
    "group": (10, "center", lambda row: tr(f"core.group.{row.group}") if row.group else ""),
    "place": (9, "center", place_words),
}
_FOR_THE_PUBLIC = AwardFilter(statuses=(PROPOSED,), states=("proposed", "reviewed", "publicised"))
_LEVELS = [level.value for level in Level]
_LEAKS = (
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),  # resident ID
    re.compile(r"(?<!\d)\d{15}(?!\d)"),  # old resident ID
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),  # mobile phone
    re.compile(r"(?<!\d)\d{12,19}(?!\d)"),  # bank card or account
    re.compile(r"(?<![A-Za-z\d])[HMhm]\d{8}(\d\d)?(?!\d)"),  # Hong Kong and Macau permit
)
_BETWEEN_DIGITS = re.compile(r"(?<=[\dXx])[\s\-－—.·]+(?=[\dXx])")


@dataclass(frozen=True, slots=True)
class PublicityReport:
    """What a publicity list holds."""

    path: Path
    lines: int
    total_fen: int


def export_publicity(session: Session, out: Path | str, *, now: datetime) -> PublicityReport:
    """Write the proposed awards for the public to read, whole or not at all.

    Raises DocumentError where a name, unit or event holds what may not be published.
    """
    from app.printing import first_sheet, new_workbook, save_workbook

    facts = registry_settings(session)
    rows = in_paper_order(award_rows(session, award_ids(session, _FOR_THE_PUBLIC)))
    rows.sort(key=lambda row: _LEVELS.index(row.level))  # from the top down
    refuse_leaks((number, _texts(row)) for number, row in enumerate(rows, start=1))
    book = new_workbook(title=tr("awards.publicity.title"), author=facts.issuer, made_at=now)
    _write(first_sheet(book, tr("awards.publicity.sheet")), rows, facts, now=now)
    save_workbook(book, out)
    return PublicityReport(Path(out), len(rows), sum(row.amount_fen or 0 for row in rows))


def refuse_leaks(lines: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Raise DocumentError where any text of the numbered lines looks like an ID, a card or a phone."""
    for number, texts in lines:
        for text in texts:
            if looks_personal(text):
                raise DocumentError("publicity-leak", line=number)


def looks_personal(text: str) -> bool:
    """Return whether `text` holds what looks like an ID number, a card, or a phone, also when spaced out."""
    plain = _BETWEEN_DIGITS.sub("", text.translate(_FULL_WIDTH))
    return any(leak.search(plain) for leak in _LEAKS)


_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X"}


def _texts(row: AwardRow) -> list[str]:
    return [text(row) for _, _, text in _COLUMNS.values()]


def _write(sheet: Worksheet, rows: list[AwardRow], facts: RegistrySettings, *, now: datetime) -> None:
    from app.printing import BODY, HEAD, put_banner, put_head, set_up_page

    columns = _columns()
    width = len(columns)
    header = "　　".join(_reservations(rows, facts))
    line = tr("awards.publicity.line", issuer=facts.issuer, day=chinese_date(office_day(now)))
    put_head(sheet, columns, title=tr("awards.publicity.title"), state=header, line=line)
    for number, row in enumerate(rows, start=1):
        _write_line(sheet, HEAD + number, number=number, row=row, columns=columns)
    last = HEAD + len(rows) + 1
    put_banner(sheet, last, tr("awards.publicity.foot"), columns=width, font=BODY, height=40)
    set_up_page(sheet, head_rows=HEAD, last_row=last, columns=width, header=header)


def _reservations(rows: list[AwardRow], facts: RegistrySettings) -> list[str]:
    """Return what keeps the list from being published as it stands."""
    unreviewed = sum(row.state == PROPOSED for row in rows)
    unconfirmed = sum(row.result_state != "confirmed" for row in rows)
    counts = {"unreviewed": unreviewed, "unconfirmed": unconfirmed}
    return [
        *([tr("awards.publicity.rehearsal")] if facts.is_rehearsal else []),
        *(tr(f"awards.publicity.{name}", count=count) for name, count in counts.items() if count),
    ]


def _columns() -> list[Column]:
    from app.printing import Column

    titles = words_of("awards.publicity-columns")
    middle = [Column(titles[key], width, align) for key, (width, align, _) in _COLUMNS.items()]
    return [Column(titles["number"], 7, "center"), *middle, Column(titles["amount"], 16, "right")]


def _write_line(sheet: Worksheet, place: int, *, number: int, row: AwardRow, columns: list[Column]) -> None:
    from app.printing import cell_at, fit_row, put_money, put_number, put_text

    put_number(cell_at(sheet, place, 1), number)
    for column, text in enumerate(_texts(row), start=2):
        put_text(cell_at(sheet, place, column), text, align=columns[column - 1].align)
    put_money(cell_at(sheet, place, len(columns)), row.amount_fen)
    fit_row(sheet, place, columns)
