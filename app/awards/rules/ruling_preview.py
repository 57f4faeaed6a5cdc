"""Before a ruling is made: whom it touches and what each answer would cost. Nothing is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.awards.assessment.evaluate import Evaluation
from app.awards.rules.rule_set import RuleSet, active_rule_set, events_in_scope, with_rulings
from app.policy import BLOCKED, NONE, PROPOSED, RulingFacts, answers_of
from app.progress import Progress
from app.transitions import is_frozen
from models import Award


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """What one answer would mean for the awards touched. Money in fen; what stays blocked is not in it."""

    answer: str
    words: str
    total_fen: int
    proposed: int
    blocked: int
    nothing: int


@dataclass(frozen=True, slots=True)
class RulingPreview:
    """The awards that a ruling touches (unfrozen ones only), what they come to now, and under each answer."""

    question: str
    awards: array[int]
    people: int
    now_fen: int
    answers: tuple[AnswerPreview, ...]


@dataclass(frozen=True, slots=True)
class _Would:
    """What an award is now, what it would be, and the units it would then name."""

    person_id: int
    now: tuple[str, int, str]  # status, fen, and the questions still open
    then: tuple[str, int, str]
    named: tuple[int, ...] = ()


def preview_ruling(
    session: Session,
    question: str,
    *,
    contest: str = "",
    event: str = "",
    shares: tuple[int, ...] = (),
    plan_fen: tuple[int, ...] = (),
    progress: Progress | None = None,
) -> RulingPreview:
    """Return whom a ruling on `question` touches within its scope, and the cost under each answer."""
    rule_set = active_rule_set(session)
    events = _worth_looking_at(session, question, contest, event)
    words = answers_of(question)
    under: dict[str, dict[int, _Would]] = {}
    for answer in words:
        facts = RulingFacts(
            question,
            answer,
            "",
            date.max,
            contest=contest,
            event=event,
            shares=shares,
            plan_fen=plan_fen,
        )
        under[answer] = _outcomes(session, with_rulings(rule_set, [facts]), events, progress)
    everything = {id_: would for amounts in under.values() for id_, would in amounts.items()}
    touched = [id_ for id_ in sorted(everything) if _differs(id_, under)]
    return RulingPreview(
        question,
        array("q", touched),
        len({everything[id_].person_id for id_ in touched}),
        sum(everything[id_].now[1] for id_ in touched),
        tuple(_preview(answer, words[answer], under[answer], touched) for answer in words),
    )


def _differs(award: int, under: Mapping[str, Mapping[int, _Would]]) -> bool:
    ends = {would.then for amounts in under.values() if (would := amounts.get(award))}
    starts = {would.now for amounts in under.values() if (would := amounts.get(award))}
    missing = any(award not in amounts for amounts in under.values())
    titles = {would.named for amounts in under.values() if (would := amounts.get(award))}
    return missing or len(ends | starts) > 1 or len(titles) > 1


def _preview(answer: str, words: str, amounts: Mapping[int, _Would], touched: Iterable[int]) -> AnswerPreview:
    ends = [amounts[id_].then if id_ in amounts else (NONE, 0, "") for id_ in touched]
    counts = {status: sum(1 for end in ends if end[0] == status) for status in (PROPOSED, BLOCKED, NONE)}
    total = sum(fen for _, fen, _ in ends)
    return AnswerPreview(answer, words, total, counts[PROPOSED], counts[BLOCKED], counts[NONE])


def _worth_looking_at(session: Session, question: str, contest: str, event: str) -> set[int]:
    """Return the events in scope where anything is awarded, waits, or was refused by this very question."""
    worth = or_(Award.status != NONE, Award.reason.startswith(question))
    found = {int(id_) for id_ in session.scalars(select(Award.event_id).where(worth).distinct())}
    return found & events_in_scope(session, contest, event) if contest or event else found


def _outcomes(
    session: Session, rule_set: RuleSet, events: set[int], progress: Progress | None
) -> dict[int, _Would]:
    """Return the unfrozen awards that are something now or would be under `rule_set`."""
    found: dict[int, _Would] = {}
    for row, award, outcome in Evaluation(session, rule_set, only=events).run(progress):
        if row.state is not None and not is_frozen(row.state) and {award.status, row.award.status} != {NONE}:
            now = row.award.status, row.award.amount_fen or 0, row.award.questions
            then = award.status, award.amount_fen or 0, award.questions
            is_named = outcome is not None and outcome.title_status == PROPOSED
            named = outcome.title_units if is_named and outcome is not None else ()
            found[row.id] = _Would(row.person_id, now, then, named)
    return found
