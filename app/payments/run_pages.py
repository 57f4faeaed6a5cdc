"""Runs and their lines as lists show them; numbers of cards and documents are masked unless asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.batches import batch_named
from app.errors import ConflictError, NotFoundError
from app.formats import masked_id
from app.frozen_runs import details_of
from app.payments.planning import CARD_RECORDED
from app.payments.run_steps import found_run, lines_of
from app.recoveries import repaid_fen
from app.words import tr
from models import Batch, PaymentLine, PaymentRun
from models.bulk import batched_ids
from models.payment import LineKind, LineState, TaxTreatment


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run with its totals, in fen; `states` counts its lines by state. Recoveries have no batch."""

    id: int
    number: str
    batch_id: int | None
    batch: str
    is_recovery: bool
    fund: str
    budget_year: int
    lines: int
    people: int
    gross_fen: int
    tax_fen: int
    net_fen: int
    states: dict[str, int]
    created_by: str
    created_at: datetime
    exported_at: datetime | None

    @property
    def state(self) -> str:
        """Return where the run stands: pending, exported, paid, failed (some came back) or cancelled."""
        for state in (LineState.PENDING, LineState.EXPORTED, LineState.FAILED, LineState.PAID):
            if self.states.get(state):
                return state.value
        return (LineState.REISSUED if self.states.get(LineState.REISSUED) else LineState.CANCELLED).value

    @property
    def state_words(self) -> str:
        """Return where the run stands in words; where its lines differ, how many stand where."""
        if len(self.states) < 2:
            return tr(f"core.payment-line-state.{self.state}")
        parts = [
            tr("payments.lines-in-state", state=tr(f"core.payment-line-state.{state}"), count=count)
            for state in LineState
            if (count := self.states.get(state.value))
        ]
        return "、".join(parts)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line; amounts in fen, minus for recoveries. `cash` says why it is paid in cash, "" otherwise.

    `card_recorded` says who recorded its card since the approval, or since it failed; "" where nobody did.
    """

    id: int
    position: int
    kind: str
    award_id: int
    person_id: int
    person: str
    payee: str
    payee_proof: str
    id_number: str
    unit: str
    contest: str
    event: str
    group: str
    place: str
    bank: str
    card: str
    gross_fen: int
    tax_fen: int
    net_fen: int
    state: str
    state_reason: str
    recovery_reason: str
    cash: str
    document: str
    card_recorded: str
    reissue_of_id: int | None
    repaid_fen: int
    paid_on: date | None
    reference: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run whole: its heading, the tax treatment in words, its digest, and its lines in order."""

    run: RunRow
    tax: str
    tax_words: str
    over_budget_reason: str
    sha256: str
    lines: tuple[LineRow, ...]


def runs(session: Session, batch_id: int | None = None) -> list[RunRow]:
    """Return the runs, of one batch or all, the newest first."""
    query = select(PaymentRun).order_by(PaymentRun.id.desc())
    if batch_id is not None:
        query = query.where(PaymentRun.batch_id == batch_id)
    found = list(session.scalars(query))
    names = _batch_names(session, found)
    return [_row(run, lines_of(session, run.id), names) for run in found]


def failed_lines(session: Session, batch_id: int | None = None) -> list[tuple[str, LineRow]]:
    """Return what the bank gave back and nobody has dealt with: the run's number and the line, newest first.

    Of one batch or all; numbers of cards are masked.
    """
    query = select(PaymentRun.number, PaymentLine).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.state == LineState.FAILED)
    if batch_id is not None:
        query = query.where(PaymentRun.batch_id == batch_id)
    rows = session.execute(query.order_by(PaymentRun.id.desc(), PaymentLine.position)).all()
    return [(number, _line(line, 0, show_numbers=False)) for number, line in rows]


def run_page(session: Session, run_id: int, *, show_numbers: bool = False) -> RunPage:
    """Return one run with its lines. Raises NotFoundError."""
    run = found_run(session, run_id)
    lines = lines_of(session, run_id)
    names = _batch_names(session, [run])
    back = repaid_fen(session, [line.id for line in lines if line.kind == LineKind.RECOVERY])
    return RunPage(
        _row(run, lines, names),
        run.tax,
        tr(f"payments.tax.{TaxTreatment(run.tax).value}", basis=run.tax_basis),
        run.over_budget_reason,
        run.sha256,
        tuple(_line(line, back.get(line.id, 0), show_numbers=show_numbers) for line in lines),
    )


def _batch_names(session: Session, found: Iterable[PaymentRun]) -> dict[int, str]:
    ids = {run.batch_id for run in found if run.batch_id is not None}
    query = select(Batch.id, Batch.name)
    return {
        int(batch): name
        for some in batched_ids(ids)
        for batch, name in session.execute(query.where(Batch.id.in_(some)))
    }


def _row(run: PaymentRun, lines: Iterable[PaymentLine], names: dict[int, str]) -> RunRow:
    held = list(lines)
    return RunRow(
        run.id,
        run.number,
        run.batch_id,
        "" if run.batch_id is None else names.get(run.batch_id, ""),
        run.batch_id is None,
        run.fund,
        run.budget_year,
        len(held),
        len({line.person_id for line in held}),
        sum(line.gross_fen for line in held),
        sum(line.tax_fen for line in held),
        sum(line.net_fen for line in held),
        dict(Counter(line.state for line in held)),
        run.created_by,
        run.created_at,
        run.exported_at,
    )


def _line(line: PaymentLine, repaid: int, *, show_numbers: bool) -> LineRow:
    details = details_of(line)
    shown = (lambda number: number) if show_numbers else masked_id
    return LineRow(
        line.id,
        line.position,
        line.kind,
        line.award_id,
        line.person_id,
        line.person_name,
        line.payee,
        line.payee_proof,
        shown(details.get("id_number", "")),
        details.get("unit", ""),
        details.get("contest", ""),
        details.get("event", ""),
        details.get("group", ""),
        details.get("place", ""),
        line.bank,
        shown(line.card),
        line.gross_fen,
        line.tax_fen,
        line.net_fen,
        line.state,
        line.state_reason,
        line.recovery_reason,
        details.get("cash", ""),
        details.get("document", ""),
        details.get(CARD_RECORDED, ""),
        line.reissue_of_id,
        repaid,
        line.paid_on,
        line.bank_reference,
    )


def run_batch_named(session: Session, named: str) -> int:
    """Return the id of the batch that is named where a run may be named too. Raises NotFoundError."""
    try:
        return batch_named(session, named)
    except NotFoundError as error:
        raise NotFoundError("payment-run-unknown", run=named) from error


def run_numbered(session: Session, number: str) -> int | None:
    """Return the id of the run with this number; None where there is none."""
    return session.scalar(select(PaymentRun.id).where(PaymentRun.number == number.strip()))


def find_run(session: Session, named: str, *, states: Iterable[str] = ()) -> int:
    """Return the run with this number, or the batch's one run in one of `states` (all that stand).

    Raises NotFoundError where there is none, ConflictError where the batch has several.
    """
    run = run_numbered(session, named)
    if run is not None:
        return run
    batch = run_batch_named(session, named)
    wanted = set(states)
    found = [
        row
        for row in runs(session, batch)
        if (row.state in wanted if wanted else row.state != LineState.CANCELLED)
    ]
    if not found:
        raise NotFoundError("payment-run-none", batch=named)
    if len(found) > 1:
        raise ConflictError("payment-run-several", batch=named, runs="、".join(row.number for row in found))
    return found[0].id
