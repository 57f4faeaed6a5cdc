"""The eligibility room (资格): the green channel, promotions, candidates for allowances."""

from app.eligibility.entitled import EntitledRow, entitled_rows, people_without_title
from app.eligibility.exporting import PROMOTIONS, export_eligibility, export_eligibility_list
from app.eligibility.lists import (
    ALLOWANCES,
    AllowanceCandidate,
    EligibilityList,
    EligibleRow,
    allowance_candidates,
    eligibility_lists,
    eligible,
)
from app.eligibility.promotions import PromotionRow, promotion_rows

__all__ = [
    "ALLOWANCES",
    "PROMOTIONS",
    "AllowanceCandidate",
    "EligibilityList",
    "EligibleRow",
    "EntitledRow",
    "PromotionRow",
    "allowance_candidates",
    "eligibility_lists",
    "eligible",
    "entitled_rows",
    "export_eligibility",
    "export_eligibility_list",
    "people_without_title",
    "promotion_rows",
]
