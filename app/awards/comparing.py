"""What if (测算): other rulings or another policy over past results, against what stands. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.law import Law, law_in_force, with_rulings
from app.awards.reading import entry_facts, results_by_event
from app.awards.reading_events import event_facts
from app.errors import NotFoundError
from app.policy import (
    EntryFacts,
    EventFacts,
    RulingFacts,
    WhatIf,
    WhatIfLaw,
    parse_rulings_file,
    read_policy,
    what_if,
)
from app.progress import Progress
from app.text_files import read_text
from models import Award
from models.types import UNFROZEN_STATES

_EVENTS_AT_ONCE = 200


def compare_rulings(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what the rulings of a file would change, put in the place of those of the same scope."""
    file, law = Path(path), law_in_force(session)
    rulings = parse_rulings_file(read_text(file), source=file.name)
    return compare_laws(session, law, with_rulings(law, rulings), progress)


def compare_answer(
    session: Session, question: str, answer: str, *, progress: Progress | None = None
) -> WhatIf:
    """Return what one answer to `question`, for the whole policy, would change."""
    law = law_in_force(session)
    return compare_laws(
        session, law, with_rulings(law, [RulingFacts(question, answer, "", date.max)]), progress
    )


def compare_policy(session: Session, path: Path | str, progress: Progress | None = None) -> WhatIf:
    """Return what another policy, a file or a folder, would change under the rulings in force."""
    place, law = Path(path), law_in_force(session)
    if not place.exists():
        raise NotFoundError("file-missing", path=place)
    return compare_laws(session, law, Law(read_policy(place), law.rulings, law.standards), progress)


def compare_laws(session: Session, before: Law, after: Law, progress: Progress | None = None) -> WhatIf:
    """Return what past results cost under each law, and who gains or loses; frozen awards stand."""
    events = event_facts(session)
    frozen = select(Award.id, Award.amount_fen).where(Award.state.not_in(UNFROZEN_STATES))
    return what_if(
        _field(session, events),
        before=WhatIfLaw(before.policy, before.rulings, before.standards),
        after=WhatIfLaw(after.policy, after.rulings, after.standards),
        frozen={int(award): fen or 0 for award, fen in session.execute(frozen)},
        progress=progress,
        total=len(events),
    )


def _field(session: Session, events: dict[int, EventFacts]) -> Iterator[tuple[EventFacts, list[EntryFacts]]]:
    ids = list(events)
    for start in range(0, len(ids), _EVENTS_AT_ONCE):
        for event_id, rows in results_by_event(session, ids[start : start + _EVENTS_AT_ONCE]):
            yield events[event_id], [entry_facts(row) for row in rows]
