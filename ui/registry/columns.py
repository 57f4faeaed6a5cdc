"""The columns of contests, events and results."""

from __future__ import annotations

from functools import cache

from app.formats import money
from app.registry import ContestRow, EventRow, ResultRow
from app.words import word, words_of
from ui.tables import Column


def _w(name: str) -> str:
    return word(f"ui_registry.column.{name}")


@cache
def _set(group: str) -> dict[str, str]:
    return words_of(f"core.{group}")


def _of(group: str, value: str) -> str:
    return _set(group).get(value, value)


def level_and_class(level: str, contest_class: str) -> str:
    """Return level and class as one word: 省级一类; the class is left out where nobody recorded one."""
    return _of("level", level) + _of("class", contest_class)


def place(row: ResultRow) -> str:
    """Return what was achieved: 第1名, else the medal or grade."""
    if row.rank is not None:
        return word("ui_registry.rank", rank=row.rank)
    return row.grade or _of("medal", row.medal)


def award_text(row: ResultRow) -> str:
    """Return what the award is, in one or two words; empty while it was not assessed."""
    if row.amount_fen is not None:
        return money(row.amount_fen)
    return _of("award-state", row.award_state)


def result_columns(*, with_event: bool = True) -> tuple[Column[ResultRow], ...]:
    """Return the columns of results; without the event where the screen shows one event only."""
    event = (
        Column[ResultRow](_w("event"), lambda row: row.event, width=150, sort="event"),
        Column[ResultRow](_w("contest"), lambda row: row.contest, width=220, sort="contest", is_quiet=True),
        Column[ResultRow](_w("level"), lambda row: level_and_class(row.level, row.contest_class), width=96),
    )
    return (
        Column(_w("person"), lambda row: row.person, width=96, sort="person", is_strong=True),
        Column(_w("place"), place, width=76, sort="rank"),
        *(event if with_event else ()),
        Column(_w("unit"), lambda row: row.unit, width=200, sort="unit", stretch=True),
        Column(_w("team"), lambda row: row.team_no, width=64, is_quiet=True),
        Column(
            _w("state"),
            lambda row: _of("result-state", row.state),
            width=104,
            sort="state",
            state=lambda row: row.state,
        ),
        Column(_w("award"), award_text, width=112, is_number=True, state=_award_state),
    )


def _award_state(row: ResultRow) -> str:
    return "" if row.amount_fen is not None else row.award_state


def contest_columns() -> tuple[Column[ContestRow], ...]:
    """Return the columns of the contest list: year and level at a glance, then what waits."""
    return (
        Column(_w("year"), lambda row: str(row.year), width=56, sort="year", is_quiet=True),
        Column(
            _w("level"),
            lambda row: level_and_class(row.level, row.contest_class),
            width=96,
            sort="level",
        ),
        Column(_w("contest"), lambda row: row.name, width=260, sort="name", stretch=True, is_strong=True),
        Column(_w("results"), lambda row: f"{row.results:,}", width=64, sort="results", is_number=True),
        Column(
            _w("waiting"),
            contest_waiting,
            width=132,
            state=lambda row: "draft" if row.unconfirmed else "blocked" if contest_waiting(row) else "",
        ),
    )


def contest_waiting(row: ContestRow) -> str:
    """Return what waits in a contest, the first step first; empty where nothing does."""
    if row.unconfirmed:
        return word("ui_registry.waiting.unconfirmed", count=row.unconfirmed)
    if not row.contest_class or not row.class_basis:
        return word("ui_registry.waiting.basis")
    return word("ui_registry.waiting.blocked", count=row.blocked) if row.blocked else ""


def event_columns() -> tuple[Column[EventRow], ...]:
    """Return the columns of the events of a contest."""
    return (
        Column(_w("event"), lambda row: row.name, width=160, sort="name", stretch=True, is_strong=True),
        Column(_w("group"), lambda row: _of("group", row.group), width=72, sort="group", is_quiet=True),
        Column(_w("form"), lambda row: _of("form", row.form), width=56, is_quiet=True),
        Column(_w("results"), lambda row: f"{row.results:,}", width=56, sort="results", is_number=True),
    )
