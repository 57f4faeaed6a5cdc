"""The policy room (政策): dated, cited rules; questions and rulings; outcomes that explain themselves.

Knows nothing of the store: facts come in as plain records, outcomes go out.
"""

from __future__ import annotations

from app.policy.calculating import (
    Calculation,
    calculate_months,
    calculate_share,
    check_frequency,
    check_trainings,
    kind_of,
    rules_to_calculate,
)
from app.policy.cases.report import FailedCase, SelfCaseReport
from app.policy.engine.evaluating import evaluate_event, outcome_of
from app.policy.engine.judging import EventJudge
from app.policy.engine.person import PersonPrize, relate_person
from app.policy.explaining.explaining import alternative_words, conclusion, explain
from app.policy.explaining.explanation import Alternative, AppliedRuling, Explanation, Quote
from app.policy.facts import ContestFacts, EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.faults import Fault
from app.policy.files import (
    is_check_due,
    parse_rulings_file,
    parse_standards_file,
    policy_document,
    policy_documents,
    rules_resting_on,
    ruling_problems,
    run_self_cases,
    search_documents,
    standard_problems,
)
from app.policy.library.clauses import ClausePart
from app.policy.library.shelved import Hit, ShelfDocument
from app.policy.model import Clause, Document, OpenQuestion, Policy, Rule
from app.policy.outcome import BLOCKED, NONE, PROPOSED, Outcome
from app.policy.pack.loading import installed_policies, load_policy, read_policy
from app.policy.questions import (
    ALWAYS_NARROWED_TO_EVENT,
    AMOUNT_QUESTIONS,
    COUNTS_QUESTIONS,
    ONLY_RECORDED,
    RESULT_QUESTIONS,
    answer_words,
    answers_of,
    question_ids,
    question_short,
    question_words,
    reason_words,
)
from app.policy.rules.achievements import Achievement, Condition, HonourHeld
from app.policy.rules.eligibility import Eligibility, EligibilityRule, eligibilities
from app.policy.rules.frequency import FrequencyRule, Held, frequency_gaps
from app.policy.rules.introduction import (
    IntroductionFacts,
    IntroductionRule,
    SubsidyOutcome,
    introduction_subsidy,
    questions_raised,
    standard_in_force,
)
from app.policy.rules.promotion import Promotion, PromotionRule, promotions
from app.policy.rules.recognition import RecognitionRule
from app.policy.rules.subsidies import (
    CappedShareRule,
    MonthlyRule,
    SubsidisedTraining,
    TrainingLimitRule,
)
from app.policy.rulings.book import RulingBook
from app.policy.splitting import split_by_percent, split_evenly
from app.policy.what_if import WhatIf, WhatIfChange, what_if

__all__ = [
    "ALWAYS_NARROWED_TO_EVENT",
    "AMOUNT_QUESTIONS",
    "BLOCKED",
    "COUNTS_QUESTIONS",
    "NONE",
    "ONLY_RECORDED",
    "PROPOSED",
    "RESULT_QUESTIONS",
    "Achievement",
    "Alternative",
    "AppliedRuling",
    "Calculation",
    "CappedShareRule",
    "Clause",
    "ClausePart",
    "Condition",
    "ContestFacts",
    "Document",
    "Eligibility",
    "EligibilityRule",
    "EntryFacts",
    "EventFacts",
    "EventJudge",
    "Explanation",
    "FailedCase",
    "Fault",
    "FrequencyRule",
    "Held",
    "Hit",
    "HonourHeld",
    "IntroductionFacts",
    "IntroductionRule",
    "MonthlyRule",
    "OpenQuestion",
    "Outcome",
    "PersonPrize",
    "Policy",
    "Promotion",
    "PromotionRule",
    "Quote",
    "RecognitionRule",
    "Rule",
    "RulingBook",
    "RulingFacts",
    "SelfCaseReport",
    "ShelfDocument",
    "StandardFacts",
    "SubsidisedTraining",
    "SubsidyOutcome",
    "TrainingLimitRule",
    "WhatIf",
    "WhatIfChange",
    "alternative_words",
    "answer_words",
    "answers_of",
    "calculate_months",
    "calculate_share",
    "check_frequency",
    "check_trainings",
    "conclusion",
    "eligibilities",
    "evaluate_event",
    "explain",
    "frequency_gaps",
    "installed_policies",
    "introduction_subsidy",
    "is_check_due",
    "kind_of",
    "load_policy",
    "outcome_of",
    "parse_rulings_file",
    "parse_standards_file",
    "policy_document",
    "policy_documents",
    "promotions",
    "question_ids",
    "question_short",
    "question_words",
    "questions_raised",
    "read_policy",
    "reason_words",
    "relate_person",
    "rules_resting_on",
    "rules_to_calculate",
    "ruling_problems",
    "run_self_cases",
    "search_documents",
    "split_by_percent",
    "split_evenly",
    "standard_in_force",
    "standard_problems",
    "what_if",
]
