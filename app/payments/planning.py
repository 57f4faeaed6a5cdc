"""What a run of a batch would hold (拟列发放): lines, who is left out and why, and what is over the budget.

Only approved awards that the policy, asked again, still gives exactly as they stand are listed; a person
without card or bank is left out by name and stays approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.awards import AwardRow, award_rows, in_paper_order, place_words
from app.batch_standings import batch_standing
from app.batches import standing_approvals
from app.errors import ConflictError, InputError, NotFoundError
from app.frozen_runs import canonical
from app.payments.budget import arranged_fen
from app.payments.cards import CardRecord, card_records, checked_card
from app.payments.not_listed import NotListed, accounts_of, not_listed
from app.payments.tax import TaxRuling, tax_treatment
from app.progress import Progress
from app.words import tr
from models import Approval, Batch, BatchAward, PaymentLine, PaymentRun
from models.batch import BatchState
from models.payment import OVER_LINES, LineKind, LineState
from models.types import AwardId, PersonId

CARD_RECORDED = "card_recorded"
"""Under this key a line's details say who recorded its card since the approval, or since it failed."""


@dataclass(frozen=True, slots=True)
class OtherPayee:
    """Somebody else who receives a prize (a guardian, an heir), with the proof, and where to."""

    name: str
    proof: str
    bank: str
    card: str
    is_confirmed_by_bank: bool = False


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What a run does otherwise for single awards: paid in cash with a reason, or to somebody else."""

    cash: Mapping[int, str] = field(default_factory=dict)
    payees: Mapping[int, OtherPayee] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would hold; money in fen. `over_fen` is what exceeds the year's arrangement, 0 for none.

    `arranged_fen` is None where nobody entered an arrangement of the year. `changed_cards` are the lines
    whose card was recorded since the batch was approved, with who did.
    """

    batch_id: int
    batch: str
    budget_year: int
    tax: TaxRuling | None
    lines: tuple[PaymentLine, ...]
    left_out: tuple[NotListed, ...]
    arranged_fen: int | None
    over_fen: int
    changed_cards: tuple[tuple[PaymentLine, CardRecord], ...] = ()

    @property
    def gross_fen(self) -> int:
        """What the lines come to before tax."""
        return sum(line.gross_fen for line in self.lines)


def plan_run(
    session: Session,
    batch_id: int,
    *,
    budget_year: int,
    exceptions: Exceptions | None = None,
    progress: Progress | None = None,
) -> RunPlan:
    """Return what a run of this batch would hold today. `tax` is None where there is nothing to list.

    Raises NotFoundError, ConflictError where the batch is not at its payment step or awards are taxed
    differently, InputError where the tax is not ruled or an exception names no award of the batch.
    """
    batch = batch_at_payment(session, batch_id)
    special = _with_digits(exceptions or Exceptions())
    chosen = select(BatchAward.award_id).where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
    ids = [int(one) for one in session.scalars(chosen)]
    _check_exceptions(special, ids)
    rows = in_paper_order(award_rows(session, ids, show_ids=True))
    left_out = not_listed(session, rows, besides={*special.cash, *special.payees}, progress=progress)
    listed = [row for row in rows if row.id not in left_out]
    tax = tax_treatment(session, listed) if listed else None
    approvals = standing_approvals(session, batch_id)
    changed = _recorded_since(session, listed, special, approvals)
    lines = (
        tuple(_lines(session, listed, tax, special, document=_documents(approvals), changed=changed))
        if tax
        else ()
    )
    arranged = arranged_fen(session, budget_year)
    gross = sum(line.gross_fen for line in lines)
    over = 0 if arranged is None else max(listed_fen(session, budget_year) + gross - arranged, 0)
    in_order = tuple(left_out[row.id] for row in rows if row.id in left_out)
    told = tuple((line, changed[line.award_id]) for line in lines if line.award_id in changed)
    return RunPlan(batch.id, batch.name, budget_year, tax, lines, in_order, arranged, over, told)


def batch_at_payment(session: Session, batch_id: int) -> Batch:
    """Return the batch. Raises NotFoundError, ConflictError where it is at another step."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFoundError("payment-batch-missing", id=batch_id)
    if batch.state != BatchState.PAYMENT:
        raise ConflictError("payment-batch-state", batch=batch.name, state=batch_standing(session, batch))
    return batch


def listed_fen(session: Session, budget_year: int) -> int:
    """Return what stands on the runs charged to this year, in fen before tax."""
    query = select(func.sum(PaymentLine.gross_fen)).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentRun.budget_year == budget_year, PaymentLine.kind == LineKind.AWARD)
    return int(session.scalar(query.where(PaymentLine.state.not_in(OVER_LINES))) or 0)


def _check_exceptions(special: Exceptions, ids: Iterable[int]) -> None:
    known = set(ids)
    for award in (*special.cash, *special.payees):
        if award not in known:
            raise InputError("payment-not-in-batch", award=award)
    for award, reason in special.cash.items():
        if not reason.strip():
            raise InputError("payment-cash-reason", award=award)
        if award in special.payees:
            raise InputError("payment-cash-or-payee", award=award)
    for award, payee in special.payees.items():
        if not all(one.strip() for one in (payee.name, payee.proof, payee.bank, payee.card)):
            raise InputError("payment-payee-proof", award=award)


def _with_digits(special: Exceptions) -> Exceptions:
    """Return the exceptions with the digits of their cards. Raises InputError as `checked_card`."""
    payees = {
        award: replace(
            payee,
            card=checked_card(payee.card, person=payee.name, is_confirmed_by_bank=payee.is_confirmed_by_bank),
        )
        for award, payee in special.payees.items()
        if payee.card.strip()
    }
    return Exceptions(special.cash, {**special.payees, **payees})


def _recorded_since(
    session: Session, rows: Iterable[AwardRow], special: Exceptions, approvals: Mapping[int, Approval]
) -> dict[int, CardRecord]:
    """Return, by award paid to the winner's own card, who recorded that card since the last approval."""
    if not approvals:
        return {}
    since = max(one.decided_at for one in approvals.values())
    own = {
        row.id: row.person_id for row in rows if row.id not in special.cash and row.id not in special.payees
    }
    recorded = card_records(session, set(own.values()))
    return {
        award: recorded[person]
        for award, person in own.items()
        if person in recorded and recorded[person].recorded_at > since
    }


def _documents(approvals: Mapping[int, Approval]) -> str:
    """Return the documents by which the batch was approved, the last stage last."""
    in_order = (approvals[stage].document for stage in sorted(approvals))
    return "、".join(dict.fromkeys(filter(None, in_order)))


def _lines(
    session: Session,
    rows: list[AwardRow],
    tax: TaxRuling,
    special: Exceptions,
    *,
    document: str,
    changed: Mapping[int, CardRecord],
) -> Iterable[PaymentLine]:
    accounts = accounts_of(session, {row.person_id for row in rows})
    for row in rows:
        bank, card = accounts[row.person_id]
        payee, cash = special.payees.get(row.id), special.cash.get(row.id, "").strip()
        facts = {**award_details(row), "document": document, **({"cash": cash} if cash else {})}
        facts |= {CARD_RECORDED: changed[row.id].words} if row.id in changed else {}
        gross = row.amount_fen or 0
        yield award_line(
            row,
            payee=OtherPayee(row.person, "", *(("", "") if cash else (bank, card)))
            if payee is None
            else payee,
            amounts=(gross, tax.tax_fen(gross)),
            details=canonical(facts),
        )


def award_details(row: AwardRow) -> dict[str, str]:
    """Return what a list shows of an award besides amounts and accounts."""
    return {
        "contest": row.contest,
        "event": row.event,
        "group": tr(f"core.group.{row.group}") if row.group else "",
        "level": tr(f"core.level.{row.level}"),
        "place": place_words(row),
        "unit": row.unit or "",
        "id_number": row.id_number,
    }


def award_line(
    row: AwardRow,
    *,
    payee: OtherPayee,
    amounts: tuple[int, int],
    details: str,
    reissue_of_id: int | None = None,
) -> PaymentLine:
    """Return a line, not stored, that pays an award; `amounts` are gross and tax in fen."""
    gross, tax = amounts
    return PaymentLine(
        kind=LineKind.AWARD,
        award_id=cast(AwardId, row.id),
        adjustment_id=None,
        mirrors_id=None,
        reissue_of_id=reissue_of_id,
        person_id=cast(PersonId, row.person_id),
        person_name=row.person,
        payee=payee.name.strip(),
        payee_proof=payee.proof.strip(),
        bank=payee.bank.strip(),
        card=payee.card.strip(),
        gross_fen=gross,
        tax_fen=tax,
        net_fen=gross - tax,
        details=details,
        state=LineState.PENDING,
        recovery_reason="",
    )
