"""The publicity list (公示名单): what the public may read, and nothing else.

The columns are a fixed list: ID number, card, phone, address and birth date have no place in it. The list is
refused where a text of a row looks like such a number, naming the row; the finished workbook then passes the
leak gate (`app/leak_gate.py`) as every paper for the public does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.awards.filters import AwardFilter
from app.awards.in_batch import InBatch, live_batches
from app.awards.payable import PUBLICITY_STATES, LeftOut, payable_awards
from app.awards.rows import AwardRow, place_words
from app.clock import office_day
from app.done_alone import paper_settings
from app.errors import DocumentError
from app.formats import chinese_date
from app.leak_gate import people_on_paper, refuse_leaking
from app.personal_numbers import personal_facts
from app.policy import PROPOSED
from app.printing import (
    ClosingLine,
    Column,
    ListSheet,
    Section,
    money_column,
    running_number,
    write_list_workbook,
)
from app.settings import RegistrySettings
from app.words import scoped, tr
from models.types import Level

_LEVELS = [level.value for level in Level]


@dataclass(frozen=True, slots=True)
class PublicityReport:
    """What a publicity list holds, in fen; `left_out` and `in_batch` are for whoever made it.

    `in_batch` gives, by award, the batch that it is in already, where the list is made without one.
    """

    path: Path
    lines: int
    total_fen: int
    left_out: tuple[LeftOut, ...]
    in_batch: Mapping[int, InBatch] = field(default_factory=dict)


def export_publicity(
    session: Session, out: Path | str, *, now: datetime, batch_id: int | None = None
) -> PublicityReport:
    """Write the payable awards that are not approved yet for the public to read, whole or not at all.

    `batch_id`: those of this batch alone. Without it the report says which of them are in a batch already.

    Raises DocumentError where a name, unit, event or the issuer holds what may not be published.
    """
    payable = payable_awards(session, states=PUBLICITY_STATES, chosen=AwardFilter(batch_id=batch_id))
    rows = sorted(payable.rows, key=lambda row: _LEVELS.index(row.level))  # from the top down
    settings = paper_settings(session, [row.id for row in rows])
    texts = [column for column in _columns() if column.kind == "text"]
    refuse_leaks(
        (number, [str(column.value(row)) for column in texts]) for number, row in enumerate(rows, start=1)
    )
    sheet = _sheet(rows, settings, now=now)
    people = people_on_paper(session, [row.person_id for row in rows])

    def check(finished: Path) -> None:
        refuse_leaking(session, finished, people)

    title = tr("awards.publicity.title")
    write_list_workbook(out, [sheet], title=title, author=settings.issuer, made_at=now, check=check)
    total = sum(row.amount_fen or 0 for row in rows)
    batched = {} if batch_id is not None else live_batches(session, [row.id for row in rows])
    return PublicityReport(Path(out), len(rows), total, tuple(payable.left_out), batched)


def refuse_leaks(lines: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Raise DocumentError where any text of the numbered lines looks like an ID, a card or a phone."""
    for number, texts in lines:
        if any(True for text in texts for _ in personal_facts(text)):
            raise DocumentError("publicity-leak", line=number)


def _columns() -> list[Column[AwardRow]]:
    title = scoped("awards.publicity-columns")
    return [
        running_number(title("number")),
        Column(title("person"), 12, lambda row: row.person),
        Column(title("unit"), 34, lambda row: row.unit),
        Column(title("contest"), 34, lambda row: row.contest),
        Column(title("event"), 24, lambda row: row.event),
        Column(title("group"), 10, lambda row: tr(f"core.group.{row.group}") if row.group else "", "center"),
        Column(title("place"), 9, place_words, "center"),
        money_column(title("amount"), 16, lambda row: row.amount_fen),
    ]


def _sheet(rows: Sequence[AwardRow], settings: RegistrySettings, *, now: datetime) -> ListSheet[AwardRow]:
    return ListSheet(
        name=tr("awards.publicity.sheet"),
        title=tr("awards.publicity.title"),
        columns=_columns(),
        sections=[Section(rows)],
        state="　　".join(_reservations(rows, settings)),
        line=tr("awards.publicity.line", issuer=settings.issuer, day=chinese_date(office_day(now))),
        closing=[ClosingLine(tr("awards.publicity.foot"), height=40)],
    )


def _reservations(rows: Sequence[AwardRow], settings: RegistrySettings) -> list[str]:
    """Return what keeps the list from being published as it stands."""
    unreviewed = sum(row.state == PROPOSED for row in rows)
    return [
        *([tr("awards.publicity.rehearsal")] if settings.is_rehearsal else []),
        *([settings.one_person_mark] if settings.one_person_mark else []),
        *([tr("awards.publicity.unreviewed", count=unreviewed)] if unreviewed else []),
    ]
