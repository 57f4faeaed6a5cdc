"""The lines of a payment list: what may be paid, and what waits for a ruling.

How they are laid out in columns stands in `app/payments/payment_workbook.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from app.awards import (
    AdjustmentRow,
    AwardFilter,
    AwardRow,
    LeftOut,
    award_ids,
    award_page,
    award_rows,
    in_paper_order,
    live_batches,
    open_adjustments,
    payable_awards,
)
from app.payments.not_listed import accounts_of
from app.progress import Progress
from app.words import tr

_GONE = ("superseded", "annulled")


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One award to pay, with where to. `award.amount_fen` is never None here.

    `batch` says which batch it is in already, where the list is made without one.
    """

    award: AwardRow
    bank: str
    account: str
    batch: str = ""

    @property
    def fen(self) -> int:
        """Return the amount in fen."""
        return self.award.amount_fen or 0

    @property
    def remark(self) -> str:
        """Return what stands in the way of paying it today, and which batch pays it."""
        missing = "" if self.account else tr("payments.no-account")
        return "；".join(words for words in (missing, self.batch) if words)


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """What a correction makes more or less of an award, with the award it is about."""

    award: AwardRow
    adjustment: AdjustmentRow


@dataclass(frozen=True, slots=True)
class PaymentList:
    """What may be paid, what waits for a ruling or a fact, and what is left out for another reason.

    Each in order of contest, event and rank. `adjustments` are open ones, for information: what they add
    is among the lines once it is proposed, what they take back is no line.
    """

    lines: list[PaymentLine]
    blocked: list[AwardRow]
    left_out: list[LeftOut]
    adjustments: list[AdjustmentLine]

    @property
    def total_fen(self) -> int:
        """What the lines come to, in fen."""
        return sum(line.fen for line in self.lines)


def payment_list(
    session: Session, progress: Progress | None = None, *, batch_id: int | None = None
) -> PaymentList:
    """Return what may be paid today (of one batch), and apart from it what may not, with its reason."""
    chosen = AwardFilter(batch_id=batch_id)
    payable = payable_awards(session, chosen=chosen, show_ids=True, progress=progress)
    accounts = accounts_of(session, {row.person_id for row in payable.rows})
    batched = {} if batch_id is not None else live_batches(session, [row.id for row in payable.rows])
    lines = [
        PaymentLine(row, *accounts[row.person_id], batch=batched[row.id].words if row.id in batched else "")
        for row in payable.rows
    ]
    blocked_ids = award_ids(session, replace(chosen, statuses=("blocked",)))
    waiting = award_rows(session, blocked_ids, show_ids=True)
    blocked = [row for row in in_paper_order(waiting) if row.result_state not in _GONE]
    return PaymentList(lines, blocked, payable.left_out, _adjustment_lines(session, batch_id))


def _adjustment_lines(session: Session, batch_id: int | None) -> list[AdjustmentLine]:
    if batch_id is not None:  # what a batch is approved for holds no adjustment beside its awards
        return []
    adjustments = open_adjustments(session)
    awards = award_page(session, [one.award_id for one in adjustments], show_ids=True)
    by_id = {award.id: award for award in awards}
    return [AdjustmentLine(by_id[one.award_id], one) for one in adjustments]


def by_contest(lines: Iterable[PaymentLine]) -> list[list[PaymentLine]]:
    """Return the lines contest by contest."""
    return [list(of_one) for _, of_one in groupby(lines, key=lambda line: line.award.contest_id)]
