"""Where the money of a year stands (年度资金): its awards state by state, against the year's budget."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.payments import arranged_fen
from models import Award, Contest, Event
from models.types import AwardState

_STATES = (
    AwardState.PROPOSED,
    AwardState.REVIEWED,
    AwardState.PUBLICISED,
    AwardState.HELD,
    AwardState.APPROVED,
    AwardState.IN_PAYMENT,
    AwardState.PAID,
    AwardState.TO_RECOVER,
)
_USED = (AwardState.APPROVED, AwardState.IN_PAYMENT, AwardState.PAID)
_SELDOM = (AwardState.HELD, AwardState.IN_PAYMENT)  # shown only where there are any


@dataclass(frozen=True, slots=True)
class YearState:
    """The awards of a year's contests in one state, and what they come to in fen."""

    state: str
    awards: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A year's awards from proposal to payment, and what was set aside for it; money in fen.

    `budget_fen` is None where nobody entered a budget of the year.
    """

    year: int
    states: tuple[YearState, ...]
    budget_fen: int | None

    @property
    def used_fen(self) -> int:
        """What is approved, under way or paid."""
        return sum(one.amount_fen for one in self.states if one.state in _USED)


def year_money(session: Session, year: int) -> YearMoney:
    """Return where the awards of the contests of a year stand, in the order of the states."""
    query = select(Award.state, func.count(), func.coalesce(func.sum(Award.amount_fen), 0))
    query = query.join(Event, Event.id == Award.event_id).join(Contest, Contest.id == Event.contest_id)
    query = query.where(Contest.year == year).group_by(Award.state)
    found = {state: (count, int(fen or 0)) for state, count, fen in session.execute(query)}
    states = tuple(
        YearState(state.value, *found.get(state.value, (0, 0)))
        for state in _STATES
        if state.value in found or state not in _SELDOM
    )
    return YearMoney(year, states, arranged_fen(session, year))
