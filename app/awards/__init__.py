"""Awards (奖励): assess results under the policy, list, explain, rule on what is left open."""

from app.awards.filters import EVERYTHING, WAITING, AwardFilter, award_ids
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

__all__ = [
    "EVERYTHING",
    "MOVES",
    "WAITING",
    "AwardFilter",
    "AwardRow",
    "SelectionTotal",
    "StateCount",
    "award_counts",
    "award_ids",
    "award_page",
    "award_rows",
    "check_move",
    "is_frozen",
    "selection_total",
]
