"""The columns of the award list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.formats import money
from app.words import tr
from ui.tables import Column

if TYPE_CHECKING:
    from app.awards import AwardRow

CONTEST, UNIT = 1, 4  # places of columns that give way where there is little room


def result_words(row: AwardRow) -> str:
    """Return rank, else medal, else grade."""
    if row.rank is not None:
        return tr("ui.awards.rank-n", n=row.rank)
    return row.medal or row.grade or "—"


def event_words(row: AwardRow) -> str:
    """Return the event with its group, e.g. 电工（职工组）."""
    group = tr(f"core.group.{row.group}") if row.group else ""
    return f"{row.event}（{group}）" if group else row.event


def amount_words(row: AwardRow) -> str:
    """Return the amount; a dash where there is none."""
    return "—" if row.amount_fen is None else money(row.amount_fen)


def award_columns() -> tuple[Column[AwardRow], ...]:
    """Return the columns of the award list."""
    title = "ui.awards.{}".format
    return (
        Column(tr(title("person")), lambda row: row.person, 92, sort="person", is_strong=True),
        Column(tr(title("contest")), lambda row: row.contest, 200, sort="contest", stretch=True),
        Column(tr(title("event")), event_words, 176, sort="event"),
        Column(tr(title("rank")), result_words, 72, sort="rank"),
        Column(tr(title("unit")), lambda row: row.unit, 176, sort="unit", is_quiet=True),
        Column(tr(title("amount")), amount_words, 116, sort="amount", is_number=True),
        Column(
            tr(title("state")),
            lambda row: row.state_words,
            108,
            sort="status",
            state=lambda row: row.state,
        ),
    )
