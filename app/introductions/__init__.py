"""The introductions room (引进): introduced people, their assessments, what units may claim for them."""

from app.introductions.assessments import AssessmentFacts, passed_assessment, record_assessment
from app.introductions.claiming import (
    SubsidyLine,
    approve_subsidy,
    claim_subsidy,
    demand_subsidy_back,
    record_subsidy_payment,
    record_subsidy_recovery,
    withdraw_subsidy,
)
from app.introductions.craftsman_preconditions import Precondition, missing_preconditions, preconditions
from app.introductions.explaining import explain_subsidy
from app.introductions.exporting import export_introductions
from app.introductions.introducing import (
    IntroductionFacts,
    correct_introduction,
    introduction_of,
    record_introduction,
    withdraw_introduction,
)
from app.introductions.register import (
    AssessmentRow,
    IntroductionDetail,
    IntroductionRow,
    SubsidyRow,
    introduction_detail,
    introduction_rows,
    subsidy_rows,
)

__all__ = [
    "AssessmentFacts",
    "AssessmentRow",
    "IntroductionDetail",
    "IntroductionFacts",
    "IntroductionRow",
    "Precondition",
    "SubsidyLine",
    "SubsidyRow",
    "approve_subsidy",
    "claim_subsidy",
    "correct_introduction",
    "demand_subsidy_back",
    "explain_subsidy",
    "export_introductions",
    "introduction_detail",
    "introduction_of",
    "introduction_rows",
    "missing_preconditions",
    "passed_assessment",
    "preconditions",
    "record_assessment",
    "record_introduction",
    "record_subsidy_payment",
    "record_subsidy_recovery",
    "subsidy_rows",
    "withdraw_introduction",
    "withdraw_subsidy",
]
