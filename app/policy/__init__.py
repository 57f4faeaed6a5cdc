"""The policy room (政策): dated, cited rules; questions and rulings; outcomes that explain themselves.

Knows nothing of the store: facts come in as plain records, outcomes go out.
"""

from __future__ import annotations

from app.policy.engine.evaluating import evaluate_event
from app.policy.engine.judging import EventJudge
from app.policy.facts import ContestFacts, EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.model import Policy
from app.policy.outcome import BLOCKED, NONE, PROPOSED, Outcome
from app.policy.pack.loading import installed_policies, load_policy, read_policy
from app.policy.questions import (
    answer_words,
    answers_of,
    question_ids,
    question_short,
    question_words,
    reason_words,
)
from app.policy.rulings.book import RulingBook

__all__ = [
    "BLOCKED",
    "NONE",
    "PROPOSED",
    "ContestFacts",
    "EntryFacts",
    "EventFacts",
    "EventJudge",
    "Outcome",
    "Policy",
    "RulingBook",
    "RulingFacts",
    "StandardFacts",
    "answer_words",
    "answers_of",
    "evaluate_event",
    "installed_policies",
    "load_policy",
    "question_ids",
    "question_short",
    "question_words",
    "read_policy",
    "reason_words",
]
