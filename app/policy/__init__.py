"""The policy room (政策): dated, cited rules; questions and rulings; outcomes that explain themselves.

Knows nothing of the store: facts come in as plain records, outcomes go out. Importing the room loads nothing:
each name is fetched from its module when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.policy.calculating import (
        Calculation,
        calculate_months,
        calculate_share,
        calculator_kind,
        check_frequency,
        check_trainings,
        rules_to_calculate,
    )
    from app.policy.cases.running import FailedCase, SelfCaseReport, run_self_cases
    from app.policy.clauses import ClausePart
    from app.policy.comparing import WhatIf, WhatIfChange, what_if
    from app.policy.contradictions import (
        differing_amount,
        is_replaced,
        is_replaced_standard,
        left_out,
        ruling_words,
        rulings_contradict,
        standard_words,
        takes_place,
    )
    from app.policy.engine.alike import EventEvaluator
    from app.policy.engine.event import EventJudge
    from app.policy.engine.outcomes import evaluate_event, outcome_of
    from app.policy.engine.outside import is_outside_unit
    from app.policy.engine.person import relate_person
    from app.policy.engine.person_prize import PersonPrize
    from app.policy.explaining import alternative_words, conclusion, document_words, explain, scope_words
    from app.policy.explanation import Alternative, AppliedRuling, Explanation, Quote, ruling_line
    from app.policy.facts import (
        BLOCKED,
        NONE,
        PROPOSED,
        ContestFacts,
        EntryFacts,
        EventFacts,
        OtherSpelling,
        Outcome,
        RulingFacts,
        StandardFacts,
        is_same_group,
        places_of,
    )
    from app.policy.library import (
        LibraryDocument,
        SearchHit,
        is_check_due,
        policy_documents,
        rules_by_clause,
        search_documents,
    )
    from app.policy.medals import medal_contradicts_rank
    from app.policy.model import Clause, Document, OpenQuestion, Rule
    from app.policy.packs.content import content_digest, pack_content, policy_of_content
    from app.policy.packs.differences import PolicyDifference, policy_differences
    from app.policy.packs.faults import Fault
    from app.policy.packs.loading import installed_policies, load_policy, offered_packs, read_policy
    from app.policy.packs.ruling_file import parse_rulings_file, ruling_problems
    from app.policy.packs.standard_file import parse_standards_file, standard_problems
    from app.policy.policy import Policy
    from app.policy.questions import (
        ALWAYS_NARROWED_TO_EVENT,
        COUNTS_QUESTIONS,
        ONLY_RECORDED,
        RESULT_QUESTIONS,
        answer_words,
        answers_of,
        question_ids,
        question_short,
        question_words,
        reason_words,
        without_effect,
    )
    from app.policy.rules.conditions import Achievement, Condition, HonourHeld
    from app.policy.rules.eligibility import Eligibility, EligibilityRule, eligibilities
    from app.policy.rules.frequency import ContestHeld, FrequencyRule
    from app.policy.rules.introduction import (
        IntroductionFacts,
        IntroductionRule,
        SubsidyOutcome,
        introduction_subsidy,
        questions_raised,
        standard_in_force,
    )
    from app.policy.rules.prize import PLACE_TAKEN
    from app.policy.rules.promotion import PromotionRule, promotions
    from app.policy.rules.recognition import RecognitionRule
    from app.policy.rules.subsidies import CappedShareRule, MonthlyRule, SubsidisedTraining, TrainingLimitRule
    from app.policy.rulings import RulingBook
    from app.policy.teams import split_by_percent, split_evenly

_MODULES = {
    "calculating": (
        "Calculation",
        "calculate_months",
        "calculate_share",
        "calculator_kind",
        "check_frequency",
        "check_trainings",
        "rules_to_calculate",
    ),
    "cases.running": ("FailedCase", "SelfCaseReport", "run_self_cases"),
    "clauses": ("ClausePart",),
    "comparing": ("WhatIf", "WhatIfChange", "what_if"),
    "contradictions": (
        "differing_amount",
        "is_replaced",
        "is_replaced_standard",
        "left_out",
        "ruling_words",
        "rulings_contradict",
        "standard_words",
        "takes_place",
    ),
    "engine.alike": ("EventEvaluator",),
    "engine.event": ("EventJudge",),
    "engine.outside": ("is_outside_unit",),
    "engine.outcomes": ("evaluate_event", "outcome_of"),
    "engine.person": ("relate_person",),
    "engine.person_prize": ("PersonPrize",),
    "explaining": ("alternative_words", "conclusion", "document_words", "explain", "scope_words"),
    "explanation": ("Alternative", "AppliedRuling", "Explanation", "Quote", "ruling_line"),
    "facts": (
        "BLOCKED",
        "NONE",
        "PROPOSED",
        "ContestFacts",
        "EntryFacts",
        "EventFacts",
        "OtherSpelling",
        "Outcome",
        "RulingFacts",
        "StandardFacts",
        "is_same_group",
        "places_of",
    ),
    "library": (
        "LibraryDocument",
        "SearchHit",
        "is_check_due",
        "policy_documents",
        "rules_by_clause",
        "search_documents",
    ),
    "medals": ("medal_contradicts_rank",),
    "model": ("Clause", "Document", "OpenQuestion", "Rule"),
    "packs.faults": ("Fault",),
    "packs.content": ("content_digest", "pack_content", "policy_of_content"),
    "packs.differences": ("PolicyDifference", "policy_differences"),
    "packs.loading": ("installed_policies", "load_policy", "offered_packs", "read_policy"),
    "packs.ruling_file": ("parse_rulings_file", "ruling_problems"),
    "packs.standard_file": ("parse_standards_file", "standard_problems"),
    "policy": ("Policy",),
    "questions": (
        "ALWAYS_NARROWED_TO_EVENT",
        "COUNTS_QUESTIONS",
        "ONLY_RECORDED",
        "RESULT_QUESTIONS",
        "answer_words",
        "answers_of",
        "question_ids",
        "question_short",
        "question_words",
        "reason_words",
        "without_effect",
    ),
    "rules.conditions": ("Achievement", "Condition", "HonourHeld"),
    "rules.eligibility": ("Eligibility", "EligibilityRule", "eligibilities"),
    "rules.frequency": ("ContestHeld", "FrequencyRule"),
    "rules.introduction": (
        "IntroductionFacts",
        "IntroductionRule",
        "SubsidyOutcome",
        "introduction_subsidy",
        "questions_raised",
        "standard_in_force",
    ),
    "rules.prize": ("PLACE_TAKEN",),
    "rules.promotion": ("PromotionRule", "promotions"),
    "rules.recognition": ("RecognitionRule",),
    "rules.subsidies": ("CappedShareRule", "MonthlyRule", "SubsidisedTraining", "TrainingLimitRule"),
    "rulings": ("RulingBook",),
    "teams": ("split_by_percent", "split_evenly"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "ALWAYS_NARROWED_TO_EVENT",
    "BLOCKED",
    "COUNTS_QUESTIONS",
    "NONE",
    "ONLY_RECORDED",
    "PLACE_TAKEN",
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
    "ContestHeld",
    "Document",
    "Eligibility",
    "EligibilityRule",
    "EntryFacts",
    "EventEvaluator",
    "EventFacts",
    "EventJudge",
    "Explanation",
    "FailedCase",
    "Fault",
    "FrequencyRule",
    "HonourHeld",
    "IntroductionFacts",
    "IntroductionRule",
    "LibraryDocument",
    "MonthlyRule",
    "OpenQuestion",
    "OtherSpelling",
    "Outcome",
    "PersonPrize",
    "Policy",
    "PolicyDifference",
    "PromotionRule",
    "Quote",
    "RecognitionRule",
    "Rule",
    "RulingBook",
    "RulingFacts",
    "SearchHit",
    "SelfCaseReport",
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
    "calculator_kind",
    "check_frequency",
    "check_trainings",
    "conclusion",
    "content_digest",
    "differing_amount",
    "document_words",
    "eligibilities",
    "evaluate_event",
    "explain",
    "installed_policies",
    "introduction_subsidy",
    "is_check_due",
    "is_outside_unit",
    "is_replaced",
    "is_replaced_standard",
    "is_same_group",
    "left_out",
    "load_policy",
    "medal_contradicts_rank",
    "offered_packs",
    "outcome_of",
    "pack_content",
    "parse_rulings_file",
    "parse_standards_file",
    "places_of",
    "policy_differences",
    "policy_documents",
    "policy_of_content",
    "promotions",
    "question_ids",
    "question_short",
    "question_words",
    "questions_raised",
    "read_policy",
    "reason_words",
    "relate_person",
    "rules_by_clause",
    "rules_to_calculate",
    "ruling_line",
    "ruling_problems",
    "ruling_words",
    "rulings_contradict",
    "run_self_cases",
    "scope_words",
    "search_documents",
    "split_by_percent",
    "split_evenly",
    "standard_in_force",
    "standard_problems",
    "standard_words",
    "takes_place",
    "what_if",
    "without_effect",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
