"""The policy room (政策): dated, cited rules; questions and rulings; outcomes that explain themselves.

Knows nothing of the store: facts come in as plain records, outcomes go out.
"""

from __future__ import annotations

from app.policy.engine.evaluating import evaluate_event, outcome_of
from app.policy.engine.judging import EventJudge
from app.policy.engine.person import PersonPrize, relate_person
from app.policy.explaining.explaining import alternative_words, conclusion, explain
from app.policy.explaining.explanation import Alternative, AppliedRuling, Explanation, Quote
from app.policy.facts import ContestFacts, EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.faults import Fault
from app.policy.files import parse_rulings_file, parse_standards_file, ruling_problems, run_self_cases
from app.policy.model import Policy
from app.policy.outcome import BLOCKED, NONE, PROPOSED, Outcome
from app.policy.pack.loading import installed_policies, load_policy, read_policy
from app.policy.questions import (
    AMOUNT_QUESTIONS,
    COUNTS_QUESTIONS,
    RESULT_QUESTIONS,
    answer_words,
    answers_of,
    question_ids,
    question_short,
    question_words,
    reason_words,
)
from app.policy.rulings.book import RulingBook
from app.policy.splitting import split_by_percent, split_evenly

__all__ = [
    "AMOUNT_QUESTIONS",
    "BLOCKED",
    "COUNTS_QUESTIONS",
    "NONE",
    "PROPOSED",
    "RESULT_QUESTIONS",
    "Alternative",
    "AppliedRuling",
    "ContestFacts",
    "EntryFacts",
    "EventFacts",
    "EventJudge",
    "Explanation",
    "Fault",
    "Outcome",
    "PersonPrize",
    "Policy",
    "Quote",
    "RulingBook",
    "RulingFacts",
    "StandardFacts",
    "alternative_words",
    "answer_words",
    "answers_of",
    "conclusion",
    "evaluate_event",
    "explain",
    "installed_policies",
    "load_policy",
    "outcome_of",
    "parse_rulings_file",
    "parse_standards_file",
    "question_ids",
    "question_short",
    "question_words",
    "read_policy",
    "reason_words",
    "relate_person",
    "ruling_problems",
    "run_self_cases",
    "split_by_percent",
    "split_evenly",
]
