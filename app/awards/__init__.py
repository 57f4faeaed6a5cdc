"""Awards (奖励): assess results under the policy, list, explain, rule on what is left open."""

from app.awards.adjust import AdjustmentRow, adjustments_of, open_adjustments
from app.awards.annul import AnnulReport, annul_result, find_result
from app.awards.assessment.assess import AssessReport, assess_all, assess_events, settle_events
from app.awards.designation_list import DesignationRow, designation_rows, export_designations
from app.awards.explain import AwardDetail, award_detail, award_hindrance, explain_award
from app.awards.filters import EVERYTHING, WAITING, AwardFilter, award_ids
from app.awards.payable import (
    PAYMENT_STATES,
    PUBLICITY_STATES,
    Hindrance,
    LeftOut,
    PayableAwards,
    hindrances,
    payable_awards,
)
from app.awards.publicity import PublicityReport, export_publicity
from app.awards.review import review_awards, withdraw_review
from app.awards.rows import (
    AwardRow,
    SelectionTotal,
    StateCount,
    award_counts,
    award_listing,
    award_page,
    award_rows,
    blocked_words,
    in_paper_order,
    owed_back,
    place_words,
    selection_total,
    waiting_words,
)
from app.awards.rules.policy_choice import PolicyChoice, choose_policy, policy_choices
from app.awards.rules.rule_set import RuleSet, active_rule_set
from app.awards.rules.ruling_preview import AnswerPreview, RulingPreview, preview_ruling
from app.awards.rules.rulings import (
    RulingRow,
    RulingsReport,
    import_rulings,
    list_rulings,
    record_ruling,
    withdraw_ruling,
)
from app.awards.rules.standards import (
    StandardRow,
    StandardsReport,
    import_standards,
    list_standards,
    record_standards,
    standard_history,
    withdraw_standard,
)
from app.awards.slips import SlipReport, export_slips, slips_pdf
from app.awards.what_if import compare_answer, compare_policy, compare_rule_sets, compare_rulings
from app.awards.what_if_list import export_comparison

__all__ = [
    "EVERYTHING",
    "PAYMENT_STATES",
    "PUBLICITY_STATES",
    "WAITING",
    "AdjustmentRow",
    "AnnulReport",
    "AnswerPreview",
    "AssessReport",
    "AwardDetail",
    "AwardFilter",
    "AwardRow",
    "DesignationRow",
    "Hindrance",
    "LeftOut",
    "PayableAwards",
    "PolicyChoice",
    "PublicityReport",
    "RuleSet",
    "RulingPreview",
    "RulingRow",
    "RulingsReport",
    "SelectionTotal",
    "SlipReport",
    "StandardRow",
    "StandardsReport",
    "StateCount",
    "active_rule_set",
    "adjustments_of",
    "annul_result",
    "assess_all",
    "assess_events",
    "award_counts",
    "award_detail",
    "award_hindrance",
    "award_ids",
    "award_listing",
    "award_page",
    "award_rows",
    "blocked_words",
    "choose_policy",
    "compare_answer",
    "compare_policy",
    "compare_rule_sets",
    "compare_rulings",
    "designation_rows",
    "explain_award",
    "export_comparison",
    "export_designations",
    "export_publicity",
    "export_slips",
    "find_result",
    "hindrances",
    "import_rulings",
    "import_standards",
    "in_paper_order",
    "list_rulings",
    "list_standards",
    "open_adjustments",
    "owed_back",
    "payable_awards",
    "place_words",
    "policy_choices",
    "preview_ruling",
    "record_ruling",
    "record_standards",
    "review_awards",
    "selection_total",
    "settle_events",
    "slips_pdf",
    "standard_history",
    "waiting_words",
    "withdraw_review",
    "withdraw_ruling",
    "withdraw_standard",
]
