"""Where a line of a register may go from where it stands, in one place.

A designation (命名) that is not named yet follows the awards it rests on; a named one stays until a
document takes it away, and waits under review (待复核) while nothing carries it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from models.designation import DesignationState as DesignationState  # noqa: PLC0414 - asked for here
from models.honour import HonourState as H
from models.recognition import RecognitionState as R

D = DesignationState
OPEN_STATES = frozenset({D.BLOCKED, D.PROPOSED})
NAMED_STATES = frozenset({D.DESIGNATED, D.UNDER_REVIEW})

MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "designation": {
        D.BLOCKED: frozenset({D.PROPOSED, D.DESIGNATED}),  # named at once only as a successor
        D.PROPOSED: frozenset({D.BLOCKED, D.DESIGNATED}),
        D.DESIGNATED: frozenset({D.UNDER_REVIEW, D.PASSED_ON, D.REVOKED}),
        D.UNDER_REVIEW: frozenset({D.DESIGNATED, D.REVOKED}),
        D.PASSED_ON: frozenset(),
        D.REVOKED: frozenset(),
    },
    "recognition": {
        R.PROPOSED: frozenset({R.RECOGNISED, R.WITHDRAWN}),
        R.RECOGNISED: frozenset({R.UNDER_REVIEW, R.REVOKED}),
        R.UNDER_REVIEW: frozenset({R.RECOGNISED, R.REVOKED}),
        R.REVOKED: frozenset(),
        R.WITHDRAWN: frozenset(),
    },
    "honour": {
        H.STANDING: frozenset({H.UNDER_REVIEW, H.REVOKED}),
        H.UNDER_REVIEW: frozenset({H.STANDING, H.REVOKED}),
        H.REVOKED: frozenset(),
    },
}


def state_from_bases(state: str, bases: Collection[str]) -> DesignationState | None:
    """Return the state that follows from what a designation rests on; None where a proposal falls away.

    `bases` are the bases' statuses: "proposed" carries, "unconfirmed" carries what stands but names
    nobody anew, "blocked" waits for a ruling, "fallen" is gone.
    """
    if state in OPEN_STATES:
        standing = set(bases) & {"proposed", "unconfirmed"}
        return D.PROPOSED if standing else D.BLOCKED if "blocked" in bases else None
    if state == D.DESIGNATED and not set(bases) & {"proposed", "unconfirmed"}:
        return D.UNDER_REVIEW
    if state == D.UNDER_REVIEW and "proposed" in bases:
        return D.DESIGNATED
    return D(state)
