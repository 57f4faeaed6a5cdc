"""Awards (奖励): assess results under the policy, list, explain, rule on what is left open."""

from app.awards.assessing import AssessReport, assess_all, assess_events
from app.awards.filters import EVERYTHING, WAITING, AwardFilter, award_ids
from app.awards.law import Law, law_in_force
from app.awards.listing import award_listing
from app.awards.rows import (
    AwardRow,
    SelectionTotal,
    StateCount,
    award_counts,
    award_page,
    award_rows,
    selection_total,
)
from app.awards.states import MOVES, check_move, is_frozen
from app.awards.wording import answer_key_words, blocked_words, waiting_words

__all__ = [
    "EVERYTHING",
    "MOVES",
    "WAITING",
    "AssessReport",
    "AwardFilter",
    "AwardRow",
    "Law",
    "SelectionTotal",
    "StateCount",
    "answer_key_words",
    "assess_all",
    "assess_events",
    "award_counts",
    "award_ids",
    "award_listing",
    "award_page",
    "award_rows",
    "blocked_words",
    "check_move",
    "is_frozen",
    "law_in_force",
    "selection_total",
    "waiting_words",
]
