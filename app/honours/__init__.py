"""The honours room (荣誉): bases, craftsmen, introductions, honours of others, budget, eligibility."""

from app.honours.acts import Act
from app.honours.assessing import AssessmentFacts, record_assessment
from app.honours.base_in_full import BaseDetail, BaseFact, Passing, base_detail
from app.honours.bases import BaseRow, base_rows, waiting_bases
from app.honours.budget import BudgetLine, BudgetYear, budget_year, budget_years, record_budget
from app.honours.claiming import (
    SubsidyLine,
    approve_subsidy,
    claim_subsidy,
    demand_subsidy_back,
    record_subsidy_payment,
    record_subsidy_recovery,
    withdraw_subsidy,
)
from app.honours.craftsmen import CraftsmanDetail, CraftsmanRow, craftsman_detail, craftsman_rows
from app.honours.document_numbers import DocumentNumber, document_number
from app.honours.eligibility import (
    ALLOWANCES,
    AllowanceCandidate,
    EligibilityList,
    EligibleRow,
    allowance_candidates,
    eligibility_lists,
    eligible,
    green_channel,
)
from app.honours.entering import Entered, enter_person, enter_unit
from app.honours.exporting import RegisterReport, export_register, registers
from app.honours.honour_list import HonourFinding, HonourListReport, import_honours
from app.honours.honour_register import (
    HonourFacts,
    HonourLine,
    correct_honour,
    record_honour,
    reinstate_honour,
    revoke_honour,
)
from app.honours.honours_listed import HonourRow, honour_acts, honour_rows
from app.honours.introducing import (
    IntroductionFacts,
    correct_introduction,
    record_introduction,
    withdraw_introduction,
)
from app.honours.introductions import (
    AssessmentRow,
    IntroductionDetail,
    IntroductionRow,
    introduction_detail,
    introduction_rows,
)
from app.honours.naming import DesignationLine, designate_unit, revoke_designation
from app.honours.overlooked import Gap, gaps
from app.honours.papers import base_paper, craftsman_paper, naming_papers, write_naming_papers
from app.honours.preconditions import Precondition
from app.honours.promoting import PromotionRow, promotion_rows
from app.honours.recognising import (
    RecognitionLine,
    propose_recognition,
    recognise_person,
    reinstate_recognition,
    revoke_recognition,
    withdraw_recognition,
)
from app.honours.reference_data import HonourTitle, honour_titles, region_names, unit_kind
from app.honours.reviewing import ReviewReport, review_lines
from app.honours.states import DesignationState
from app.honours.subsidies import SubsidyRow, subsidy_rows
from app.honours.subsidy_facts import explain_subsidy
from app.honours.succession import pass_on_designation
from app.honours.timeline import Moment, person_timeline, unit_timeline

__all__ = [
    "ALLOWANCES",
    "Act",
    "AllowanceCandidate",
    "AssessmentFacts",
    "AssessmentRow",
    "BaseDetail",
    "BaseFact",
    "BaseRow",
    "BudgetLine",
    "BudgetYear",
    "CraftsmanDetail",
    "CraftsmanRow",
    "DesignationLine",
    "DesignationState",
    "DocumentNumber",
    "EligibilityList",
    "EligibleRow",
    "Entered",
    "Gap",
    "HonourFacts",
    "HonourFinding",
    "HonourLine",
    "HonourListReport",
    "HonourRow",
    "HonourTitle",
    "IntroductionDetail",
    "IntroductionFacts",
    "IntroductionRow",
    "Moment",
    "Passing",
    "Precondition",
    "PromotionRow",
    "RecognitionLine",
    "RegisterReport",
    "ReviewReport",
    "SubsidyLine",
    "SubsidyRow",
    "allowance_candidates",
    "approve_subsidy",
    "base_detail",
    "base_paper",
    "base_rows",
    "budget_year",
    "budget_years",
    "claim_subsidy",
    "correct_honour",
    "correct_introduction",
    "craftsman_detail",
    "craftsman_paper",
    "craftsman_rows",
    "demand_subsidy_back",
    "designate_unit",
    "document_number",
    "eligibility_lists",
    "eligible",
    "enter_person",
    "enter_unit",
    "explain_subsidy",
    "export_register",
    "gaps",
    "green_channel",
    "honour_acts",
    "honour_rows",
    "honour_titles",
    "import_honours",
    "introduction_detail",
    "introduction_rows",
    "naming_papers",
    "pass_on_designation",
    "person_timeline",
    "promotion_rows",
    "propose_recognition",
    "recognise_person",
    "record_assessment",
    "record_budget",
    "record_honour",
    "record_introduction",
    "record_subsidy_payment",
    "record_subsidy_recovery",
    "region_names",
    "registers",
    "reinstate_honour",
    "reinstate_recognition",
    "review_lines",
    "revoke_designation",
    "revoke_honour",
    "revoke_recognition",
    "subsidy_rows",
    "unit_kind",
    "unit_timeline",
    "waiting_bases",
    "withdraw_introduction",
    "withdraw_recognition",
    "withdraw_subsidy",
    "write_naming_papers",
]
