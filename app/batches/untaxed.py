"""What a batch lacks before it can be paid: a ruling on the income tax of its prizes (个人所得税)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import INCOME_TAX, answers_offered, without_tax_ruling
from app.words import tr
from models import Award, BatchAward, Contest, Event

_NAMED_AT_MOST = 3  # contests named in one note


def tax_to_rule(session: Session, batches: Collection[int]) -> dict[int, str]:
    """Return, by batch, that the tax on its prizes is not ruled, with the answers; "" is never in it."""
    query = select(BatchAward.batch_id, Contest.name, Event.name).distinct()
    query = query.join(Award, Award.id == BatchAward.award_id).join(Event, Event.id == Award.event_id)
    query = query.join(Contest, Contest.id == Event.contest_id)
    query = query.where(BatchAward.batch_id.in_(batches), BatchAward.left_at.is_(None))
    places: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for batch, contest, event in session.execute(query) if batches else ():
        places[int(batch)].add((contest, event))
    found = {}
    for batch, own in places.items():
        if contests := without_tax_ruling(session, own):
            named = "、".join(tr("batches.quoted", name=name) for name in contests[:_NAMED_AT_MOST])
            more = tr("batches.and-others") if len(contests) > _NAMED_AT_MOST else ""
            found[batch] = tr(
                "batches.tax-to-rule", contests=named + more, answers=answers_offered(INCOME_TAX)
            )
    return found
