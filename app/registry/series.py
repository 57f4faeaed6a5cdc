"""The series (竞赛系列) of a contest and whether its medals follow ranks, as a person records them."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from app.accounts import Right
from app.changes import Changes
from app.contest_series import series_named
from app.errors import InputError, NotFoundError
from app.registry.editing import events_of, judged_basis, set_values
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest
from models.types import ContestSeries, MedalRule

Word = TypeVar("Word", bound=StrEnum)


def set_contest_series(work: UnitOfWork, contest_id: int, series: str, *, basis: str = "") -> bool:
    """Record which series a contest belongs to, as the person who acts confirms it.

    `series` is one of `ContestSeries` or a name of it; "" takes back what was recorded, and the contest's
    name speaks again. Return whether anything changed. Raises InputError for an unknown series and for a
    series without a basis or with one that is no document, NotFoundError.
    """
    known = series_of(series).value if series.strip() else ""
    contest = _contest(work, contest_id)
    if known and not basis.strip():
        if known != contest.series:
            raise InputError("series-basis-needed")
        return False  # it stands already, and nothing else was said of it
    number = judged_basis(work, basis, stands=contest.series_basis) if known else ""
    return _record(work, contest_id, {"series": known, "series_basis": number}, by="series_by")


def set_medal_rule(work: UnitOfWork, contest_id: int, rule: str, *, basis: str) -> bool:
    """Record what a document says of a contest's medals: that they follow the first ranks, or do not.

    `rule` is one of `MedalRule` or its Chinese words; "" takes back what was recorded. Return whether
    anything changed. Raises InputError for an unknown rule and a basis that is no document, NotFoundError.
    """
    known = medal_rule_of(rule).value if rule.strip() else ""
    if known and not basis.strip():
        raise InputError("medal-basis-needed")
    number = judged_basis(work, basis, stands=_contest(work, contest_id).medal_rule_basis) if known else ""
    return _record(work, contest_id, {"medal_rule": known, "medal_rule_basis": number})


def _record(work: UnitOfWork, contest_id: int, values: dict[str, str], *, by: str = "") -> bool:
    work.require(Right.RECORD)
    contest = _contest(work, contest_id)
    changed = set_values(contest, values)
    if not changed:
        return False
    if by:
        setattr(contest, by, work.actor.name if values["series"] else "")
    work.audit("edit", "contest", contest_id, detail=changed)
    work.touched(Changes.CONTESTS)
    work.reassess(events_of(work.session, [contest_id]))
    return True


def _contest(work: UnitOfWork, contest_id: int) -> Contest:
    contest = work.session.get(Contest, contest_id)
    if contest is None:
        raise NotFoundError("contest-missing", contest=contest_id)
    return contest


def series_of(words: str) -> ContestSeries:
    """Return the series that a code or a Chinese name means. Raises InputError, naming those there are."""
    names = {tr(f"core.series.{one.value}"): one for one in ContestSeries if one}
    found = _meant(words, names) or ContestSeries(series_named(words))
    if not found:
        raise InputError("series-unknown", series=words, known="、".join(names))
    return found


def medal_rule_of(words: str) -> MedalRule:
    """Return the rule on medals that a code or its Chinese words mean. Raises InputError, naming both."""
    names = {tr(f"core.medal_rule.{one.value}"): one for one in MedalRule if one}
    found = _meant(words, names)
    if found is None:
        raise InputError("medal-rule-unknown", rule=words, known="、".join(names))
    return found


def _meant(words: str, names: dict[str, Word]) -> Word | None:
    said = words.strip()
    return names.get(said) or next((one for one in names.values() if one.value == said), None)


def proposed_series(name: str) -> ContestSeries:
    """Return the series that a contest's name states; it holds until a person records another."""
    return ContestSeries(series_named(name))
