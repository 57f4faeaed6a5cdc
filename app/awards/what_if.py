"""What if (测算): other rulings or another policy over past results, against what stands. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.awards.assessment.evaluate import Evaluation
from app.awards.assessment.event_facts import event_facts
from app.awards.assessment.result_rows import ResultRow, StoredAward
from app.awards.rows import amounts_of, owed_back, questions_of
from app.awards.rules.rule_set import RuleSet, active_rule_set, with_rulings
from app.errors import NotFoundError
from app.policy import (
    NONE,
    PROPOSED,
    EventFacts,
    Outcome,
    RulingFacts,
    WhatIf,
    WhatIfChange,
    parse_rulings_file,
    read_policy,
    what_if,
)
from app.policy_in_force import policies_in_force
from app.progress import Progress
from app.text_files import read_text
from app.transitions import is_frozen
from models import Award, Entry, Result
from models.types import TAKEN_BACK, UNFROZEN_STATES


def compare_rulings(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what the rulings of a file would change, put in the place of those of the same scope."""
    file, rule_set = Path(path), active_rule_set(session)
    rulings = parse_rulings_file(read_text(file), source=file.name, known=policies_in_force(session))
    return compare_rule_sets(session, rule_set, with_rulings(rule_set, rulings), progress)


def compare_answer(
    session: Session, question: str, answer: str, *, progress: Progress | None = None
) -> WhatIf:
    """Return what one answer to `question`, for the whole policy, would change."""
    rule_set = active_rule_set(session)
    return compare_rule_sets(
        session, rule_set, with_rulings(rule_set, [RulingFacts(question, answer, "", date.max)]), progress
    )


def compare_policy(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what another policy, a file or a folder, would change under the rulings in force.

    `notes` name each number that it says and its clauses do not.
    """
    place, rule_set = Path(path), active_rule_set(session)
    if not place.exists():
        raise NotFoundError("file-missing", path=place)
    policy = read_policy(place, is_trial=True, known=policies_in_force(session))
    tried = RuleSet(policy, rule_set.rulings, rule_set.standards)
    return replace(compare_rule_sets(session, rule_set, tried, progress), notes=policy.notes)


def compare_rule_sets(
    session: Session, before: RuleSet, after: RuleSet, progress: Progress | None = None
) -> WhatIf:
    """Return what past results cost under each rule set, and who gains or loses.

    Both sides are evaluated exactly as an assessment does. What was decided stands on the one side, and on
    the other is what the rule set would say; what was decided for a result since replaced stands on both.
    """
    event_of = event_facts(session)
    sides = _Side(session, before, progress), _Side(session, after, progress)
    cases = (_case(row, event_of[row.event_id], sides) for row in _worth_comparing(sides))
    return what_if(chain(cases, _decided_before(session, event_of)))


class _Side:
    """What one rule set gives, by result."""

    def __init__(self, session: Session, rule_set: RuleSet, progress: Progress | None) -> None:
        self.rows: dict[int, ResultRow] = {}
        self._awards: dict[int, StoredAward] = {}
        for row, award, _ in Evaluation(session, rule_set).run(progress):
            self._awards[row.id] = award
            if award.status != NONE or _is_decided(row):
                self.rows[row.id] = row

    def outcome(self, row: ResultRow) -> Outcome:
        """Return what the rule set gives this result: nothing where it does not even look at it."""
        award = self._awards.get(row.id)
        return _outcome(row.id, award) if award else Outcome(row.id, NONE)


def _worth_comparing(sides: tuple[_Side, _Side]) -> Iterable[ResultRow]:
    found = sides[0].rows | sides[1].rows
    return (found[result] for result in sorted(found))


def _case(row: ResultRow, event: EventFacts, sides: tuple[_Side, _Side]) -> WhatIfChange:
    before, after = (side.outcome(row) for side in sides)
    is_decided = _is_decided(row)
    if is_decided:
        before = Outcome(row.id, PROPOSED, _granted(row.state, row.amount_fen), rule=row.rule)
    return WhatIfChange(
        row.id,
        row.person_id,
        event.contest.name,
        event.name,
        event.contest.level,
        row.published_on.year,
        before,
        after,
        is_decided,
    )


def _decided_before(session: Session, event_of: Mapping[int, EventFacts]) -> Iterator[WhatIfChange]:
    """Yield what was decided for results since replaced or annulled, and stands whatever the rule_set."""
    query = select(Award, Entry.person_id, Result.published_on).join(Result, Result.id == Award.id)
    query = query.join(Entry, Entry.id == Result.entry_id)
    query = query.where(Award.state.not_in((*UNFROZEN_STATES, *TAKEN_BACK)), Result.is_current != true())
    owed = owed_back(session)
    for award, person, day in session.execute(query):
        event = event_of[award.event_id]
        granted = (award.amount_fen or 0) - owed.get(award.id, 0)
        stands = Outcome(award.id, PROPOSED, granted, rule=award.rule)
        where = event.contest.name, event.name, event.contest.level, day.year
        yield WhatIfChange(award.id, person, *where, stands, stands, True)


def _is_decided(row: ResultRow) -> bool:
    return row.state is not None and is_frozen(row.state)


def _granted(state: str | None, fen: int | None) -> int | None:
    return 0 if state in TAKEN_BACK else fen


def _outcome(entry: int, award: StoredAward) -> Outcome:
    return Outcome(
        entry,
        award.status,
        award.amount_fen,
        award.rule,
        award.clause,
        award.reason,
        questions_of(award.questions),
        amounts_of(award.amounts_by_answer),
    )
