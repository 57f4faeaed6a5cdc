"""The words for contests, events, results and units in lists and heads."""

from __future__ import annotations

from functools import cache

from app.contest_series import series_words
from app.formats import chinese_date, money
from app.registry import ContestPage, ContestRow, EventRow, ResultRow
from app.words import tr, words_of


@cache
def _set(group: str) -> dict[str, str]:
    return words_of(group if "." in group else f"core.{group}")


def word_of(group: str, value: str) -> str:
    """Return the word for a value of a closed set, the value itself where there is none.

    `group` is the set's key, of `core` where it names no room.
    """
    return _set(group).get(value, value)


def level_and_class(level: str, contest_class: str) -> str:
    """Return level and class as one word, e.g. 省级一类; the level alone where no class is recorded."""
    return word_of("level", level) + word_of("class", contest_class)


def place(row: ResultRow) -> str:
    """Return rank, else medal, else grade: 第1名; or why there is none: 弃权."""
    if row.rank is not None:
        return tr("ui_registry.rank", rank=row.rank)
    return row.medal or row.grade or word_of("no-rank", row.no_rank) or "—"


def award_words(row: ResultRow) -> str:
    """Return the amount, else the award's state; "" while the result is not assessed."""
    return money(row.amount_fen) if row.amount_fen is not None else word_of("award-state", row.award_state)


def contest_note(row: ContestRow) -> str:
    """Return year, level and size: 2024 · 省级一类 · 3 个赛项 · 45 条成绩."""
    size = tr("ui_registry.contest.size", events=row.events, results=f"{row.results:,}")
    return f"{row.year} · {level_and_class(row.level, row.contest_class)} · {size}"


def contest_waits(row: ContestRow) -> tuple[str, str]:
    """Return what waits in a contest as the state and words of a pill; the first step where several wait."""
    if row.unconfirmed:
        return "draft", tr("ui_registry.waiting.unconfirmed", count=f"{row.unconfirmed:,}")
    if row.contest_class and (not row.class_basis or row.basis_problem):
        return "blocked", tr("ui_registry.waiting.basis")
    if not row.contest_class:
        return "blocked", tr("ui_registry.waiting.class")
    if row.blocked:
        return "blocked", tr("ui_registry.waiting.blocked", count=f"{row.blocked:,}")
    return "", ""


def contest_facts(page: ContestPage) -> str:
    """Return the facts of a contest in one line."""
    parts = [
        level_and_class(page.level, page.contest_class),
        page.class_basis or tr("ui_registry.contest.no-basis"),
        series_words(
            page.name, level=page.level, recorded=page.series, by=page.series_by, basis=page.series_basis
        ),
        page.organiser,
        chinese_date(page.published_on) + tr("ui_registry.contest.published") if page.published_on else "",
        tr("ui_registry.contest.outside") if page.is_outside else "",
        tr("ui_registry.contest.selection") if page.is_selection else "",
    ]
    return " · ".join(filter(None, parts))


def event_name(row: EventRow) -> str:
    """Return an event's name with its group, demonstration and selection marks."""
    marks = [
        word_of("group", row.group),
        tr("ui_registry.event.demonstration") if row.is_demonstration else "",
        tr("ui_registry.event.selection") if row.is_selection else "",
    ]
    return " · ".join(filter(None, [row.name, *marks]))
