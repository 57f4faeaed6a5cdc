"""What may be paid, and what waits for a ruling, as lines of a payment list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import AwardFilter, AwardRow, award_ids, award_rows, in_paper_order
from app.words import tr
from models import Person

_PAYABLE_STATES = ("proposed", "reviewed", "publicised", "approved")


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
        notes = [tr("payments.unconfirmed")] if self.award.result_state == "draft" else []
        notes += [] if self.account else [tr("payments.no-account")]
        return "；".join(notes)


def payment_lines(session: Session) -> list[PaymentLine]:
    """Return the proposed awards of money in order of contest, event and rank."""
    chosen = AwardFilter(statuses=("proposed",), states=_PAYABLE_STATES)
    awards = [row for row in _rows(session, chosen) if row.amount_fen]
    accounts = _accounts(session, {row.person_id for row in awards})
    return [PaymentLine(row, *accounts[row.person_id]) for row in awards]


def blocked_awards(session: Session) -> list[AwardRow]:
    """Return the awards that wait for a ruling or a fact, in the same order."""
    return _rows(session, AwardFilter(statuses=("blocked",)))


def by_contest(lines: Iterable[PaymentLine]) -> list[list[PaymentLine]]:
    """Return the lines contest by contest."""
    return [list(of_one) for _, of_one in groupby(lines, key=lambda line: line.award.contest_id)]


def _rows(session: Session, chosen: AwardFilter) -> list[AwardRow]:
    return in_paper_order(award_rows(session, award_ids(session, chosen), show_ids=True))


def _accounts(session: Session, people: set[int]) -> dict[int, tuple[str, str]]:
    wanted = sorted(people)
    query = select(Person.id, Person.bank_name, Person.bank_account)
    return {
        person: (bank, account)
        for start in range(0, len(wanted), 500)
        for person, bank, account in session.execute(query.where(Person.id.in_(wanted[start : start + 500])))
    }
