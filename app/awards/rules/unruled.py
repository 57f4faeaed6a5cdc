"""What still waits for a ruling (待裁定): the questions awards are blocked by, and the tax on prizes.

No award waits for the income tax, because it changes no amount; the payment list does, which needs it ruled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.awards.rows import questions_of
from app.awards.rules.rule_set import active_rule_set
from app.bases_on_record import today_in
from app.policy import BLOCKED, PROPOSED, answers_of
from app.words import tr
from models import Award, Contest, Event, Result

INCOME_TAX = "income-tax"


def answers_offered(question: str) -> str:
    """Return the answers that a ruling on `question` may give, as a rulings file writes them, with words."""
    offered = answers_of(question).items()
    return "、".join(tr("awards.answer-offered", answer=answer, words=words) for answer, words in offered)


def without_tax_ruling(session: Session, places: Iterable[tuple[str, str]]) -> list[str]:
    """Return the contests among `places` (names of contest and event) whose tax is not ruled today."""
    wanted = set(places)
    if not wanted:
        return []
    book, today = active_rule_set(session).rulings, today_in(session)
    open_places = (place for place in wanted if book.reaching(*place).find(INCOME_TAX, today) is None)
    return sorted({contest for contest, _ in open_places})


def waiting_questions(session: Session) -> dict[str, int]:
    """Return the open questions with how many awards wait for each, those with the most first.

    The income tax waits for nothing yet, and is among them where prizes are due and it is not ruled.
    """
    query = select(Award.questions, func.count()).join(Result, Result.id == Award.id)
    query = query.where(Award.status == BLOCKED, Award.questions != "", Result.is_current == true())
    counts: Counter[str] = Counter()
    for questions, awards in session.execute(query.group_by(Award.questions)):
        for question in questions_of(questions):
            counts[question] += awards
    found = dict(counts.most_common())
    due = select(Contest.name, Event.name).distinct().join(Event, Event.contest_id == Contest.id)
    due = due.join(Award, Award.event_id == Event.id).where(Award.status == PROPOSED, Award.amount_fen > 0)
    if without_tax_ruling(session, ((contest, event) for contest, event in session.execute(due))):
        found.setdefault(INCOME_TAX, 0)
    return found
