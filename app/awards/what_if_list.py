"""What-if as a workbook (测算表): cost by level and year, and each person who would gain or lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from app.awards.rows import AwardRow, award_rows, place_words
from app.clock import office_day
from app.formats import chinese_date
from app.policy import Outcome, WhatIf, WhatIfChange, reason_words
from app.printing import Column, ListSheet, Section, money_column, running_number, write_list_workbook
from app.settings import registry_settings
from app.words import scoped, tr

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a level, a year or everything costs before and after, in fen."""

    words: str
    before_fen: int
    after_fen: int


@dataclass(frozen=True, slots=True)
class _ChangeRow:
    """A changed award, with the facts that the registry holds of it; None where it holds none."""

    change: WhatIfChange
    award: AwardRow | None


def export_comparison(session: Session, found: WhatIf, out: Path | str, *, what: str, now: datetime) -> None:
    """Write a comparison to `out`, whole or not at all; `what` names the rulings or policy tried."""
    settings = registry_settings(session)
    day = chinese_date(office_day(now))
    line = tr("awards.whatif.line", what=what, issuer=settings.issuer, day=day)
    ids = [change.entry for change in (*found.changed, *found.frozen)]
    awards = {row.id: row for row in award_rows(session, ids)}
    changes, frozen = (
        [_ChangeRow(change, awards.get(change.entry)) for change in some]
        for some in (found.changed, found.frozen)
    )
    write_list_workbook(
        out,
        [
            _sheet(tr("awards.whatif.costs"), _cost_columns(), _costs(found), line=line),
            _sheet(tr("awards.whatif.changes"), _change_columns(), changes, line=line),
            _sheet(tr("awards.whatif.frozen-list"), _change_columns(), frozen, line=line),
        ],
        title=tr("awards.whatif.title"),
        author=settings.issuer,
        made_at=now,
    )


def _sheet(name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], *, line: str) -> ListSheet[Row]:
    return ListSheet(
        name=name,
        title=tr("awards.whatif.title"),
        columns=columns,
        sections=[Section(rows)],
        state=tr("awards.whatif.state"),
        line=line,
    )


def _cost_columns() -> list[Column[_Cost]]:
    title = scoped("awards.whatif-costs")
    return [
        Column(title("what"), 24, lambda cost: cost.words),
        money_column(title("before"), 20, lambda cost: cost.before_fen),
        money_column(title("after"), 20, lambda cost: cost.after_fen),
        money_column(title("difference"), 20, lambda cost: cost.after_fen - cost.before_fen),
    ]


def _costs(found: WhatIf) -> list[_Cost]:
    return [
        *(_Cost(tr(f"core.level.{level}"), before, after) for level, before, after in found.by_level),
        *(_Cost(tr("awards.whatif.year", year=year), before, after) for year, before, after in found.by_year),
        _Cost(tr("awards.whatif.total"), found.before_fen, found.after_fen),
    ]


def _change_columns() -> list[Column[_ChangeRow]]:
    title = scoped("awards.whatif-changes")
    return [
        running_number(title("number")),
        Column(title("person"), 13, lambda row: row.award.person if row.award else ""),
        Column(title("unit"), 30, lambda row: row.award.unit if row.award else ""),
        Column(title("contest"), 34, lambda row: row.change.contest),
        Column(title("event"), 22, lambda row: row.change.event),
        Column(title("place"), 9, _place_words, "center"),
        money_column(title("before"), 16, lambda row: row.change.before.amount_fen),
        money_column(title("after"), 16, lambda row: row.change.after.amount_fen),
        money_column(title("difference"), 16, lambda row: row.change.difference_fen),
        Column(title("note"), 34, _note),
    ]


def _place_words(row: _ChangeRow) -> str:
    return place_words(row.award) if row.award else ""


def _note(row: _ChangeRow) -> str:
    return tr("awards.whatif.frozen") if row.change.is_frozen else _why(row.change.after)


def _why(after: Outcome) -> str:
    if after.amount_fen is not None:
        return ""
    return reason_words(after.reason) or tr("core.award-state.blocked")
