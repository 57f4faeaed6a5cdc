"""What a run of a batch would hold (拟列发放): lines, who is left out and why, and what is over the budget.

Only approved awards that the policy, asked again, still gives exactly as they stand are listed; a person
without card or bank is left out by name and stays approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.awards import AwardRow, award_rows, hindrances, in_paper_order, place_words
from app.errors import ConflictError, InputError, NotFoundError
from app.frozen_runs import canonical
from app.payments.budget import arranged_fen
from app.payments.tax import TaxRuling, tax_treatment
from app.progress import Progress
from app.words import tr
from models import Approval, Batch, BatchAward, PaymentLine, PaymentRun, Person
from models.batch import BatchState
from models.bulk import batched_ids
from models.payment import OVER_LINES, LineKind, LineState
from models.types import AwardId, AwardState, PersonId


@dataclass(frozen=True, slots=True)
class OtherPayee:
    """Somebody else who receives a prize (a guardian, an heir), with the proof, and where to."""

    name: str
    proof: str
    bank: str
    card: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What a run does otherwise for single awards: paid in cash with a reason, or to somebody else."""

    cash: Mapping[int, str] = field(default_factory=dict)
    payees: Mapping[int, OtherPayee] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotListed:
    """An award of the batch that a run leaves out: a code and the words of why, with what to do."""

    award: AwardRow
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would hold; money in fen. `over_fen` is what exceeds the year's arrangement, 0 for none.

    `arranged_fen` is None where nobody entered an arrangement of the year.
    """

    batch_id: int
    batch: str
    budget_year: int
    tax: TaxRuling | None
    lines: tuple[PaymentLine, ...]
    left_out: tuple[NotListed, ...]
    arranged_fen: int | None
    over_fen: int

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
    special = exceptions or Exceptions()
    chosen = select(BatchAward.award_id).where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
    ids = [int(one) for one in session.scalars(chosen)]
    _check_exceptions(special, ids)
    rows = in_paper_order(award_rows(session, ids, show_ids=True))
    left_out = _left_out(session, rows, special, progress)
    listed = [row for row in rows if row.id not in left_out]
    tax = tax_treatment(session, listed) if listed else None
    document = _approved_by(session, batch_id)
    lines = tuple(_lines(session, listed, tax, special, document)) if tax else ()
    arranged = arranged_fen(session, budget_year)
    gross = sum(line.gross_fen for line in lines)
    over = 0 if arranged is None else max(listed_fen(session, budget_year) + gross - arranged, 0)
    in_order = tuple(left_out[row.id] for row in rows if row.id in left_out)
    return RunPlan(batch.id, batch.name, budget_year, tax, lines, in_order, arranged, over)


def batch_at_payment(session: Session, batch_id: int) -> Batch:
    """Return the batch. Raises NotFoundError, ConflictError where it is at another step."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFoundError("payment-batch-missing", id=batch_id)
    if batch.state != BatchState.PAYMENT:
        raise ConflictError(
            "payment-batch-state", batch=batch.name, state=tr(f"core.batch-state.{batch.state}")
        )
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


def _left_out(
    session: Session, rows: list[AwardRow], special: Exceptions, progress: Progress | None
) -> dict[int, NotListed]:
    out: dict[int, NotListed] = {}
    standing = _standing_lines(session, [row.id for row in rows])
    for row in rows:
        if row.id in standing:
            code, number = standing[row.id]
            out[row.id] = NotListed(row, code, tr(f"payments.not-listed.{code}", run=number))
        elif row.state != AwardState.APPROVED or not row.amount_fen:
            state = tr(f"core.award-state.{row.state}")
            out[row.id] = NotListed(row, "not-approved", tr("payments.not-listed.not-approved", state=state))
    asked = [row for row in rows if row.id not in out]
    for award, found in hindrances(session, asked, progress=progress).items():
        out[award] = NotListed(found.award, found.hindrance.value, found.words)
    accounts = _accounts(session, asked)
    given_up = _given_up(session, [row.id for row in asked])
    for row in asked:
        if row.id in out or row.id in special.cash or row.id in special.payees:
            continue
        if not all(accounts[row.person_id]):
            out[row.id] = NotListed(row, "no-card", tr("payments.not-listed.no-card"))
        elif row.id in given_up and given_up[row.id][:2] == accounts[row.person_id]:
            number = given_up[row.id][2]
            out[row.id] = NotListed(row, "given-up", tr("payments.not-listed.given-up", run=number))
    return out


def _given_up(session: Session, ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """Return, by award, bank and card of its last line that failed and was given up, and the run's number."""
    query = select(PaymentLine.award_id, PaymentLine.bank, PaymentLine.card, PaymentRun.number)
    query = query.join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.kind == LineKind.AWARD, PaymentLine.state == LineState.CANCELLED)
    query = query.where(PaymentRun.exported_at.is_not(None)).order_by(PaymentLine.id)
    return {
        int(award): (bank, card, number)
        for some in batched_ids(ids)
        for award, bank, card, number in session.execute(query.where(PaymentLine.award_id.in_(some)))
    }


def _standing_lines(session: Session, ids: list[int]) -> dict[int, tuple[str, str]]:
    query = select(PaymentLine.award_id, PaymentLine.state, PaymentRun.number)
    query = query.join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.kind == LineKind.AWARD, PaymentLine.state.not_in(OVER_LINES))
    return {
        int(award): ("failed" if state == LineState.FAILED else "listed", number)
        for some in batched_ids(ids)
        for award, state, number in session.execute(query.where(PaymentLine.award_id.in_(some)))
    }


def _accounts(session: Session, rows: Iterable[AwardRow]) -> dict[int, tuple[str, str]]:
    query = select(Person.id, Person.bank_name, Person.bank_account)
    return {
        person: (bank.strip(), card.strip())
        for some in batched_ids({row.person_id for row in rows})
        for person, bank, card in session.execute(query.where(Person.id.in_(some)))
    }


def _approved_by(session: Session, batch_id: int) -> str:
    """Return the documents by which the batch was approved, the last stage last."""
    query = select(Approval.document).where(Approval.batch_id == batch_id, Approval.document != "")
    query = query.where(Approval.is_granted, ~Approval.is_void).order_by(Approval.id)
    return "、".join(dict.fromkeys(session.scalars(query)))


def _lines(
    session: Session, rows: list[AwardRow], tax: TaxRuling, special: Exceptions, document: str
) -> Iterable[PaymentLine]:
    accounts = _accounts(session, rows)
    for row in rows:
        bank, card = accounts[row.person_id]
        payee, cash = special.payees.get(row.id), special.cash.get(row.id, "").strip()
        facts = {**award_details(row), "document": document, **({"cash": cash} if cash else {})}
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
