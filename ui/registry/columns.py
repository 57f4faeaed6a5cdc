"""The columns of the tables of results and of events."""

from __future__ import annotations

from collections.abc import Sequence

from app.registry import EventRow, ResultRow
from app.words import tr
from ui.registry.wording import award_words, event_name, level_and_class, place, word_of
from ui.tables import Column


def _title(name: str) -> str:
    return tr(f"ui_registry.column.{name}")


def result_columns(
    *, with_event: bool = True, with_person: bool = True, with_unit: bool = True
) -> tuple[Column[ResultRow], ...]:
    """Return the columns of results, without those that the screen around the table shows already."""
    person: Column[ResultRow] = Column(
        _title("person"), lambda row: row.person, 84, sort="person", is_strong=True, hint=_who
    )
    contest: Column[ResultRow] = Column(
        _title("contest"), lambda row: row.contest, 200, sort="contest", is_quiet=True, hint=_contest
    )
    event: Column[ResultRow] = Column(
        _title("event"), lambda row: row.event, 112, sort="event", stretch=not with_unit
    )
    unit: Column[ResultRow] = Column(_title("unit"), lambda row: row.unit, 160, sort="unit", stretch=True)
    return (
        *((person,) if with_person else ()),
        Column(_title("place"), place, 64, sort="rank"),
        *((event, contest) if with_event else (event,)),
        *((unit,) if with_unit else ()),
        Column(
            _title("state"),
            lambda row: word_of("result-state", row.state),
            92,
            sort="state",
            state=lambda row: row.state,
        ),
        Column(_title("award"), award_words, 104, is_number=True, state=_award_state),
    )


def _who(row: ResultRow) -> str:
    parts = (
        row.masked_id,
        word_of("role", row.role),
        tr("ui_registry.team", number=row.team_no) if row.team_no else "",
    )
    return " · ".join(filter(None, parts))


def _contest(row: ResultRow) -> str:
    return f"{row.contest}（{level_and_class(row.level, row.contest_class)}）"


def _award_state(row: ResultRow) -> str:
    return "" if row.amount_fen is not None else row.award_state


def all_events(events: Sequence[EventRow]) -> EventRow:
    """Return the row for all events of a contest together; its id is 0."""
    return EventRow(
        id=0,
        version=0,
        name=tr("ui_registry.event.all"),
        group="",
        form="",
        occupation="",
        is_demonstration=False,
        is_selection=False,
        own_class=None,
        own_class_basis="",
        results=sum(event.results for event in events),
        unconfirmed=sum(event.unconfirmed for event in events),
        proposed=sum(event.proposed for event in events),
        blocked=sum(event.blocked for event in events),
    )


def event_columns() -> tuple[Column[EventRow], ...]:
    """Return the columns of the events of a contest."""
    return (
        Column(_title("event"), event_name, 140, sort="name", stretch=True),
        Column(_title("results"), lambda row: f"{row.results:,}", 48, sort="results", is_number=True),
    )
