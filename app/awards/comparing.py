"""What if (测算): other rulings or another policy over past results, against what stands. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.awards.evaluating import Evaluation
from app.awards.law import Law, active_rule_set, with_rulings
from app.awards.reading import Kept, ResultRow
from app.awards.reading_events import event_facts
from app.awards.rows import amounts_of, questions_of
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
from app.progress import Progress
from app.text_files import read_text
from app.transitions import is_frozen
from models import Award, Entry, Result
from models.types import TAKEN_BACK, UNFROZEN_STATES


def compare_rulings(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what the rulings of a file would change, put in the place of those of the same scope."""
    file, law = Path(path), active_rule_set(session)
    rulings = parse_rulings_file(read_text(file), source=file.name)
    return compare_laws(session, law, with_rulings(law, rulings), progress)


def compare_answer(
    session: Session, question: str, answer: str, *, progress: Progress | None = None
) -> WhatIf:
    """Return what one answer to `question`, for the whole policy, would change."""
    law = active_rule_set(session)
    return compare_laws(
        session, law, with_rulings(law, [RulingFacts(question, answer, "", date.max)]), progress
    )


def compare_policy(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what another policy, a file or a folder, would change under the rulings in force."""
    place, law = Path(path), active_rule_set(session)
    if not place.exists():
        raise NotFoundError("file-missing", path=place)
    return compare_laws(session, law, Law(read_policy(place), law.rulings, law.standards), progress)


def compare_laws(session: Session, before: Law, after: Law, progress: Progress | None = None) -> WhatIf:
    """Return what past results cost under each law, and who gains or loses.

    Both sides are evaluated exactly as an assessment does. What was decided stands on the one side, and on
    the other is what the law would say; what was decided for a result since replaced stands on both.
    """
    event_of = event_facts(session)
    sides = _Side(session, before, progress), _Side(session, after, progress)
    cases = (_case(row, event_of[row.event_id], sides) for row in _worth_comparing(sides))
    return what_if(chain(cases, _decided_before(session, event_of)))


class _Side:
    """What one law gives, by result."""

    def __init__(self, session: Session, law: Law, progress: Progress | None) -> None:
        self.rows: dict[int, ResultRow] = {}
        self._kept: dict[int, Kept] = {}
        for row, kept, _ in Evaluation(session, law).run(progress):
            self._kept[row.id] = kept
            if kept.status != NONE or _is_decided(row):
                self.rows[row.id] = row

    def outcome(self, row: ResultRow) -> Outcome:
        """Return what the law gives this result: nothing where it does not even look at it."""
        kept = self._kept.get(row.id)
        return _outcome(row.id, kept) if kept else Outcome(row.id, NONE)


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
    """Yield what was decided for results since replaced or annulled, and stands whatever the law."""
    query = select(Award, Entry.person_id, Result.published_on).join(Result, Result.id == Award.id)
    query = query.join(Entry, Entry.id == Result.entry_id)
    query = query.where(Award.state.not_in((*UNFROZEN_STATES, *TAKEN_BACK)), Result.is_current != true())
    for award, person, day in session.execute(query):
        event = event_of[award.event_id]
        stands = Outcome(award.id, PROPOSED, award.amount_fen, rule=award.rule)
        where = event.contest.name, event.name, event.contest.level, day.year
        yield WhatIfChange(award.id, person, *where, stands, stands, True)


def _is_decided(row: ResultRow) -> bool:
    return row.state is not None and is_frozen(row.state)


def _granted(state: str | None, fen: int | None) -> int | None:
    return 0 if state in TAKEN_BACK else fen


def _outcome(entry: int, kept: Kept) -> Outcome:
    return Outcome(
        entry,
        kept.status,
        kept.amount_fen,
        kept.rule,
        kept.clause,
        kept.reason,
        questions_of(kept.questions),
        amounts_of(kept.amounts_by_answer),
    )
