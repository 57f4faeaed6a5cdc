"""Where an award may go from where it stands (奖励状态), in one place.

Unfrozen awards are recomputed; from «reviewed» on an award is frozen and only moves along these lines.
"""

from __future__ import annotations

from app.errors import ConflictError
from app.words import tr
from models.types import UNFROZEN_STATES, AwardState

S = AwardState

MOVES: dict[AwardState, frozenset[AwardState]] = {
    S.NONE: frozenset({S.BLOCKED, S.PROPOSED}),
    S.BLOCKED: frozenset({S.NONE, S.PROPOSED}),
    S.PROPOSED: frozenset({S.NONE, S.BLOCKED, S.REVIEWED}),
    S.REVIEWED: frozenset({S.PUBLICISED, S.PROPOSED, S.WITHDRAWN}),
    S.PUBLICISED: frozenset({S.HELD, S.APPROVED, S.REVIEWED, S.WITHDRAWN}),
    S.HELD: frozenset({S.PUBLICISED, S.APPROVED, S.REVIEWED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.IN_PAYMENT, S.REVIEWED, S.WITHDRAWN}),
    S.IN_PAYMENT: frozenset({S.PAID, S.APPROVED}),
    S.PAID: frozenset({S.TO_RECOVER}),
    S.TO_RECOVER: frozenset({S.RECOVERED}),
    S.RECOVERED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
"""Back to «reviewed» is a cancelled step (撤回), allowed until money has moved; the explanation stays frozen.
Only a review itself goes back to a proposal. «Withdrawn» is the end of what was decided and never paid."""


TAKEN_BACK = frozenset({S.TO_RECOVER, S.RECOVERED, S.WITHDRAWN})
"""Paid and owed back, or back, or withdrawn before it was paid: in no total of what is granted."""


def is_frozen(state: str) -> bool:
    """Return whether an award in this state keeps its amount and explanation whatever changes."""
    return state not in UNFROZEN_STATES


def check_move(old: str, new: str, *, award: object) -> None:
    """Raise ConflictError where an award may not go from `old` to `new`."""
    if AwardState(new) not in MOVES[AwardState(old)]:
        words = {"old": tr(f"core.award-state.{old}"), "new": tr(f"core.award-state.{new}")}
        raise ConflictError("award-move", award=award, **words)
