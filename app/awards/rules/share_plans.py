"""How a team's share is divided (分配方案): whole percents or amounts, stored with the ruling and checked."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from app.awards.assessment.evaluate import Evaluation
from app.awards.rules.rule_set import active_rule_set, events_in_scope, with_rulings
from app.formats import money
from app.policy import RulingFacts

PLANNED_ROLE = "expert"


def plan_text(facts: RulingFacts) -> str | None:
    """Return the division as a ruling stores it: a list of percents, or {"fen": amounts}."""
    if facts.plan_fen:
        return json.dumps({"fen": facts.plan_fen})
    return json.dumps(facts.shares) if facts.shares else None


def plan_problems(session: Session, ruling: RulingFacts) -> list[tuple[str, str]]:
    """Return what is wrong with a plan of amounts: its sum must be the team's share, where that is known."""
    if not ruling.plan_fen:
        return []
    total = sum(ruling.plan_fen)
    wrong = sorted(fen for fen in _team_shares(session, ruling) if fen != total)
    return [("plan_yuan", _words(fen, total)) for fen in wrong[:1]]


def _team_shares(session: Session, ruling: RulingFacts) -> set[int]:
    """Return the team's whole share in each event in scope: what each member would get of his own."""
    whole = RulingFacts(
        ruling.question,
        "each-member",
        ruling.basis,
        ruling.decided_on,
        contest=ruling.contest,
        event=ruling.event,
        valid_from=ruling.valid_from,
        valid_to=ruling.valid_to,
    )
    rule_set = with_rulings(active_rule_set(session), [whole])
    events = events_in_scope(session, ruling.contest, ruling.event)
    if not events:
        return set()
    rows = Evaluation(session, rule_set, only=events).run()
    return {
        award.amount_fen
        for row, award, _outcome in rows
        if row.role == PLANNED_ROLE and award.amount_fen is not None
    }


def _words(fen: int, total: int) -> str:
    return f"分配方案合计 {money(total)}，团队应得 {money(fen)}，两者须相等"
