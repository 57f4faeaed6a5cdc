"""What a change moves in money (金额变动): proposals before and after it, told before it is applied.

An act that assesses anew is carried out inside a unit of work; where proposals would come to something else
and nobody has confirmed it, `MoneyMovesError` takes everything back and carries the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.formats import money
from app.unit_of_work import UnitOfWork
from models import Award
from models.types import UNFROZEN_STATES

Answer = TypeVar("Answer")
_FACTOR = 9973  # spreads ids, so that amounts that change places are noticed; a sum still fits 64 bits


@dataclass(frozen=True, slots=True)
class ProposalsTotal:
    """What the proposals that are not decided come to: fen, how many, how many wait; `spread` tells who."""

    amount_fen: int
    proposed: int
    blocked: int
    spread: int = 0


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """The proposals before and after a change."""

    before: ProposalsTotal
    after: ProposalsTotal

    @property
    def difference_fen(self) -> int:
        """Return how much more (or less) the proposals come to, in fen."""
        return self.after.amount_fen - self.before.amount_fen

    @property
    def is_money_moved(self) -> bool:
        """Return whether anybody gets another amount than proposed so far; a first proposal is none."""
        return self.before.proposed > 0 and (self.before.amount_fen, self.before.spread) != (
            self.after.amount_fen,
            self.after.spread,
        )


class MoneyMovesError(ConflictError):
    """A change that nobody confirmed would move money. Nothing was applied; `move` says what it would be."""

    def __init__(self, move: MoneyMove) -> None:
        amounts = {"before": money(move.before.amount_fen), "after": money(move.after.amount_fen)}
        super().__init__("money-moves", **amounts)
        self.move = move


def proposals_total(session: Session) -> ProposalsTotal:
    """Return what the proposals that are not decided come to, in one statement over the stored awards."""
    spread = func.sum(Award.amount_fen // 100 * (Award.id % _FACTOR))
    query = select(
        func.sum(Award.amount_fen),
        func.count().filter(Award.status == "proposed"),
        func.count().filter(Award.status == "blocked"),
        spread,
    ).where(Award.state.in_(UNFROZEN_STATES))
    amount, proposed, blocked, told = session.execute(query).one()
    return ProposalsTotal(int(amount or 0), proposed, blocked, int(told or 0))


def require_confirmed(work: UnitOfWork, act: Callable[[], Answer], *, is_confirmed: bool) -> Answer:
    """Carry out `act` and return its answer. Raise MoneyMovesError where it moves money unconfirmed.

    The unit of work is then to be rolled back, as `Store.writing` does on every error.
    """
    if is_confirmed:
        return act()
    before = proposals_total(work.session)
    answer = act()
    work.settle()
    work.session.flush()
    move = MoneyMove(before, proposals_total(work.session))
    if move.is_money_moved:
        raise MoneyMovesError(move)
    return answer
