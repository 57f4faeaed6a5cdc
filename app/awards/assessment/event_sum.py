"""The sum of an event (赛项总额): frozen parts included, it never exceeds what policy and rulings give.

A late member of a team, a ruling changed half-way or a tie found later would otherwise be paid on top of what
was decided before. What would exceed is blocked, never cut to fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.awards.assessment.result_rows import EarlierAwards, ResultRow
from app.policy import BLOCKED, PLACE_TAKEN, PROPOSED, Outcome
from app.transitions import is_frozen
from models.types import TAKEN_BACK, ResultState

EXCEEDS_SUM = "exceeds-event-sum"
REMAINING = "remaining"
"""Under this key a blocked award shows what is left of the sum, in fen."""

Place = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A result's part in its event's sum, in fen: what policy gives it, what is decided, what is open."""

    allowed: int
    decided: int
    open: int


def within_event_sum(
    rows: Sequence[ResultRow], outcomes: Sequence[Outcome], *, earlier: Mapping[int, EarlierAwards]
) -> list[Outcome]:
    """Return the outcomes of one event's results, in the same order, with those blocked that exceed its sum.

    `rows` are all results of the event that may win. Looked at are each place (rank, or medal) by itself and
    the event as a whole; an event of which nothing is decided yet comes back as it is.
    """
    if not any(_is_decided(row) or row.id in earlier for row in rows):
        return list(outcomes)
    parts = [_part(row, outcome, earlier.get(row.id)) for row, outcome in zip(rows, outcomes, strict=True)]
    places: defaultdict[Place, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        places[_place(row)].append(at)
    left: dict[int, int] = {}  # by position of a result that exceeds: what remains for it and its peers
    for here in places.values():
        left |= _exceeding([at for at in here if at not in left], parts, all_of=here)
    everywhere = range(len(rows))
    left |= _exceeding([at for at in everywhere if at not in left], parts, all_of=everywhere)
    return [outcome if at not in left else _blocked(outcome, left[at]) for at, outcome in enumerate(outcomes)]


def _is_decided(row: ResultRow) -> bool:
    return row.state is not None and is_frozen(row.state) and row.state not in TAKEN_BACK


def _place(row: ResultRow) -> Place:
    return row.role, row.rank, row.medal if row.rank is None else ""


def _part(row: ResultRow, outcome: Outcome, earlier: EarlierAwards | None) -> _Part:
    fresh = outcome.amount_fen if outcome.status == PROPOSED else None
    if outcome.reason == PLACE_TAKEN:
        fresh = 0  # its prize is among those that others share
    if _is_decided(row):
        frozen = row.amount_fen or 0
        decided = frozen + (earlier.paid_fen if earlier else 0)
        return _Part(decided if fresh is None else fresh, decided, 0)
    if earlier is None:
        may_move = row.state is None or not is_frozen(row.state)
        return _Part(fresh or 0, 0, fresh or 0 if may_move else 0)
    if fresh is None or row.result_state != ResultState.CONFIRMED or earlier.is_moving:
        return _Part(max(fresh or 0, earlier.total_fen), earlier.total_fen, 0)
    # A confirmed correction: what was paid too much is owed back and not granted any more.
    return _Part(fresh, min(earlier.paid_fen, fresh), max(fresh - earlier.paid_fen, 0))


def _exceeding(open_ones: Sequence[int], parts: Sequence[_Part], *, all_of: Sequence[int]) -> dict[int, int]:
    """Return the open results, each with what remains in fen, where all together exceed what is allowed."""
    waiting = [at for at in open_ones if parts[at].open]
    remaining = sum(parts[at].allowed for at in all_of) - sum(parts[at].decided for at in all_of)
    if sum(parts[at].open for at in waiting) <= remaining:
        return {}
    return dict.fromkeys(waiting, max(remaining, 0))


def _blocked(outcome: Outcome, remaining: int) -> Outcome:
    return replace(
        outcome,
        status=BLOCKED,
        amount_fen=None,
        reason=EXCEEDS_SUM,
        questions=(),
        amounts_by_answer=((REMAINING, remaining),),
    )
