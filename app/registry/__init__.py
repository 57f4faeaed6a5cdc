"""The registry (台账): contests, events, results, people, units; questions for screens, audited edits."""

from app.registry.contests import (
    ContestPage,
    ContestRow,
    EventRow,
    contest_page,
    contest_rows,
    contest_years,
    event_rows,
)
from app.registry.results import ResultFilter, ResultRow, result_listing, result_rows
from app.registry.searching import Found, found

__all__ = [
    "ContestPage",
    "ContestRow",
    "EventRow",
    "Found",
    "ResultFilter",
    "ResultRow",
    "contest_page",
    "contest_rows",
    "contest_years",
    "event_rows",
    "found",
    "result_listing",
    "result_rows",
]
