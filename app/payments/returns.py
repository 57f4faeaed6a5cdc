"""Take a bank's return (银行回单): all of its rows or none, with what it will do told before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import today_in
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError
from app.frozen_runs import RUN
from app.os_problems import os_problem
from app.payments.paying import fail_line, pay_line
from app.payments.return_reading import ReturnFinding, ReturnReader, ReturnRow
from app.payments.run_steps import found_run, lines_of, refuse_tampered
from app.unit_of_work import UnitOfWork
from app.validation import intact
from app.words import tr
from models import BankReturn, BankReturnLine, PaymentRun
from models.payment import LineState, ReturnOutcome


@dataclass(frozen=True, slots=True)
class ReturnReport:
    """What a return says of a run; amounts in fen, net. `same` rows say what stands already.

    `still_out` lines are not in the file and wait further. Nothing is written while there are findings:
    `is_taken` says whether anything was.
    """

    run_id: int
    number: str
    paid: int
    paid_fen: int
    failed: int
    failed_fen: int
    same: int
    still_out: int
    findings: tuple[ReturnFinding, ...]
    is_taken: bool = False


def read_return(session: Session, run_id: int, file: Path | str) -> ReturnReport:
    """Return what taking this file would do; nothing is written. Raises as `take_return`."""
    run = found_run(session, run_id)
    reader, _ = _read(session, run, Path(file))
    return _report(run, reader)


def take_return(work: UnitOfWork, run_id: int, file: Path | str) -> ReturnReport:
    """Take a return in, whole; where any row cannot be taken nothing is, and the report names the rows.

    Raises ConflictError for another run's return, the same file twice, or a run that was cancelled or has
    not left; InputError for a file that cannot be read or lacks the columns that a row is matched by.
    """
    work.require(Right.PAY)
    run = found_run(work.session, run_id)
    refuse_tampered(work.session, run)
    reader, content = _read(work.session, run, Path(file))
    report = _report(run, reader)
    if report.findings:
        return report
    kept = BankReturn(
        run_id=run.id,
        file_name=Path(file).name[-260:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    for row in reader.rows:
        _take(work, kept, row)
    detail: dict[str, object] = {"number": run.number, "sha256": kept.sha256, "paid": report.paid}
    work.audit("take-return", RUN, run.id, detail={**detail, "failed": report.failed})
    work.touched(Changes.PAYMENTS | Changes.AWARDS)
    work.session.flush()
    return replace(report, is_taken=True)


def _read(session: Session, run: PaymentRun, file: Path) -> tuple[ReturnReader, bytes]:
    lines = lines_of(session, run.id)
    if lines and all(line.state == LineState.CANCELLED for line in lines):
        raise ConflictError("payment-run-cancelled", run=run.number)
    if run.exported_at is None:
        raise ConflictError("return-not-out", run=run.number)
    try:
        content = file.read_bytes() if file.is_file() else b""
    except OSError as error:
        raise InputError("import-unreadable", path=file, problem=os_problem(error)) from error
    _refuse_known(session, content)
    reader = ReturnReader(run.number, lines, today=today_in(session))
    reader.read(file)
    return reader, content


def _refuse_known(session: Session, content: bytes) -> None:
    query = select(BankReturn.recorded_at, PaymentRun.number)
    query = query.join(PaymentRun, PaymentRun.id == BankReturn.run_id)
    query = query.where(BankReturn.sha256 == hashlib.sha256(content).hexdigest())
    known = session.execute(query).first()
    if known is not None:
        raise ConflictError("return-known", run=known.number, day=office_day(known.recorded_at))


def _report(run: PaymentRun, reader: ReturnReader) -> ReturnReport:
    new = [row for row in reader.rows if row.line.state == LineState.EXPORTED]
    paid = [row for row in new if row.outcome == ReturnOutcome.PAID]
    failed = [row for row in new if row.outcome == ReturnOutcome.FAILED]
    out = sum(line.state == LineState.EXPORTED for line in reader.lines)
    return ReturnReport(
        run.id,
        run.number,
        len(paid),
        sum(row.amount_fen for row in paid),
        len(failed),
        sum(row.amount_fen for row in failed),
        len(reader.rows) - len(new),
        out - len(new),
        tuple(reader.findings),
    )


def _take(work: UnitOfWork, kept: BankReturn, row: ReturnRow) -> None:
    is_new = row.line.state == LineState.EXPORTED
    work.session.add(
        BankReturnLine(
            return_id=kept.id,
            row=row.row,
            line_id=row.line.id,
            outcome=row.outcome,
            amount_fen=row.amount_fen,
            paid_on=row.paid_on,
            reference=row.reference,
            message=row.message,
        )
    )
    if not is_new:
        return
    if row.outcome == ReturnOutcome.PAID:
        reference = row.reference or tr("payments.return-reference", file=kept.file_name, row=row.row)
        pay_line(work, row.line, paid_on=row.paid_on, reference=reference[:80])
    else:
        fail_line(work, row.line, reason=row.message)


@dataclass(frozen=True, slots=True)
class KeptReturn:
    """A file that the bank sent, as it came."""

    run: str
    file_name: str
    sha256: str
    content: bytes


def kept_returns(session: Session, batch_id: int) -> Iterator[KeptReturn]:
    """Yield the returns that were taken for the runs of a batch, oldest first.

    Raises ConflictError where one is not as it came.
    """
    query = select(BankReturn, PaymentRun.number).join(PaymentRun, PaymentRun.id == BankReturn.run_id)
    query = query.where(PaymentRun.batch_id == batch_id).order_by(BankReturn.id)
    for kept, number in session.execute(query).all():
        content = intact(kept.content, kept.sha256, name=kept.file_name)
        yield KeptReturn(number, kept.file_name, kept.sha256, content)
