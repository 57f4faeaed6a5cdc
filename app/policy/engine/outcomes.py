"""Evaluate an event's entries: the outcome of each, out of the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.policy.asking import Amount, Nothing, amounts_by_answer, missing_fact, open_questions
from app.policy.engine.event import EventJudge, Judgement, TermsJudge
from app.policy.engine.naming import naming_of
from app.policy.facts import (
    BLOCKED,
    NONE,
    PROPOSED,
    EntryFacts,
    EventFacts,
    Outcome,
    RulingFacts,
    StandardFacts,
)
from app.policy.policy import Policy


def evaluate_event(
    event: EventFacts,
    entries: Sequence[EntryFacts],
    *,
    policy: Policy,
    rulings: Sequence[RulingFacts],
    standards: Sequence[StandardFacts] = (),
) -> list[Outcome]:
    """Return what `policy` says of each of the event's entries, in the same order. Pure.

    `entries` must be all current entries of the event that stand at a prized rank (others may be left
    out); the governing day of each is its publication date. Pass a `RulingBook` when asking often.
    """
    judge = EventJudge(event, policy=policy, rulings=rulings, standards=standards)
    return outcomes_of(judge, entries)


def outcomes_of(judge: TermsJudge, entries: Sequence[EntryFacts]) -> list[Outcome]:
    """Return the outcomes of all entries of an event whose terms the judge knows, in the same order."""
    return [outcome_of(judgement, policy=judge.policy) for judgement in judge.judge(entries)]


def outcome_of(judgement: Judgement, *, policy: Policy) -> Outcome:
    """Return a judgement as an outcome: its amount, its open questions, or its reason."""
    rule, entry, tree = judgement.rule, judgement.entry, judgement.tree
    clause = rule.clause_on(entry.published_on) if rule else policy.clause
    naming = naming_of(judgement)
    outcome = partial(
        Outcome,
        entry.id,
        rule=rule.id if rule else "",
        clause=clause.number,
        document=clause.document.name,
        title=naming.title,
        title_status=naming.status,
        title_units=naming.units,
        title_question=naming.question,
    )
    if isinstance(tree, Nothing):
        return outcome(NONE, reason=tree.reason)
    if isinstance(tree, Amount):
        return outcome(PROPOSED, tree.fen)
    return outcome(
        BLOCKED,
        reason=missing_fact(tree),
        questions=open_questions(tree),
        amounts_by_answer=amounts_by_answer(tree),
    )
