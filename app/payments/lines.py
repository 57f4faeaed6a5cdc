"""What may be paid, and what waits for a ruling, as lines of a payment list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import AwardFilter, AwardRow, LeftOut, award_ids, award_rows, in_paper_order, payable_awards
from app.progress import Progress
from app.words import tr
from models import Person

_GONE = ("superseded", "annulled")


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One award to pay, with where to. `award.amount_fen` is never None here."""

    award: AwardRow
    bank: str
    account: str

    @property
    def fen(self) -> int:
        """Return the amount in fen."""
        return self.award.amount_fen or 0

    @property
    def remark(self) -> str:
        """Return what stands in the way of paying it today."""
        return "" if self.account else tr("payments.no-account")


@dataclass(frozen=True, slots=True)
class PaymentList:
    """What may be paid, what waits for a ruling or a fact, and what is left out for another reason.

    Each in order of contest, event and rank.
    """

    lines: list[PaymentLine]
    blocked: list[AwardRow]
    left_out: list[LeftOut]

    @property
    def total_fen(self) -> int:
        """What the lines come to, in fen."""
        return sum(line.fen for line in self.lines)


def payment_list(session: Session, progress: Progress | None = None) -> PaymentList:
    """Return what may be paid today, and apart from it what may not, with its reason."""
    payable = payable_awards(session, show_ids=True, progress=progress)
    accounts = _accounts(session, {row.person_id for row in payable.rows})
    lines = [PaymentLine(row, *accounts[row.person_id]) for row in payable.rows]
    waiting = award_rows(session, award_ids(session, AwardFilter(statuses=("blocked",))), show_ids=True)
    blocked = [row for row in in_paper_order(waiting) if row.result_state not in _GONE]
    return PaymentList(lines, blocked, payable.left_out)


def by_contest(lines: Iterable[PaymentLine]) -> list[list[PaymentLine]]:
    """Return the lines contest by contest."""
    return [list(of_one) for _, of_one in groupby(lines, key=lambda line: line.award.contest_id)]


def _accounts(session: Session, people: set[int]) -> dict[int, tuple[str, str]]:
    wanted = sorted(people)
    query = select(Person.id, Person.bank_name, Person.bank_account)
    return {
        person: (bank, account)
        for start in range(0, len(wanted), 500)
        for person, bank, account in session.execute(query.where(Person.id.in_(wanted[start : start + 500])))
    }
