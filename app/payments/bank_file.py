"""The bank's file of transfers (代发文件) of a frozen run, in the form of a profile: nothing is ever cut."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from app.accounts import Actor
from app.batches import keep_paper
from app.documents import atomic_output
from app.errors import ConflictError, InputError
from app.formats import yuan
from app.payments.bank_profiles import BankColumn, BankProfile, bank_profile, value_of
from app.payments.run_pages import LineRow, run_page
from app.payments.run_steps import mark_exported
from app.store import Store
from models.payment import LineState


@dataclass(frozen=True, slots=True)
class BankFileReport:
    """What a bank file holds: transfers and their net sum in fen; `cash` lines are not in it.

    `is_first`: the run left with this file; else a file of the same transfers may be at the bank already.
    """

    path: Path
    run: str
    lines: int
    cash: int
    net_fen: int
    is_first: bool


def export_bank_file(
    store: Store, run_id: int, path: Path | str, *, actor: Actor | str, profile: str
) -> BankFileReport:
    """Write the run's transfers to `path`, whole or not at all; with it the run leaves, if it had not.

    Raises NotFoundError, InputError for a faulty profile or a value that the form cannot hold, naming whose
    it is; ConflictError as `mark_exported`, where every line is paid in cash, or where the bank has answered:
    the same file would pay again.
    """
    form = bank_profile(profile)
    with store.writing(actor=actor) as work:
        is_first = mark_exported(work, run_id)
        page = run_page(work.session, run_id, show_numbers=True)
        lines = [line for line in page.lines if not line.cash]
        if not lines:
            raise ConflictError("bank-file-empty", run=page.run.number)
        if any(line.state != LineState.EXPORTED for line in lines):
            raise ConflictError("bank-file-answered", run=page.run.number)
        content = _content(form, lines, page.run.number)
        if page.run.batch_id is not None:
            name = Path(path).name
            keep_paper(work, page.run.batch_id, kind="bank-file", file_name=name, content=content)
        with atomic_output(path) as temporary:
            temporary.write_bytes(content)
    net = sum(line.net_fen for line in lines)
    return BankFileReport(
        Path(path), page.run.number, len(lines), len(page.lines) - len(lines), net, is_first
    )


def _content(form: BankProfile, lines: Sequence[LineRow], run: str) -> bytes:
    rows = [[column.title for column in form.columns]] if form.has_header else []
    body = [[value_of(line, column.value, run) for column in form.columns] for line in lines]
    net = sum(line.net_fen for line in lines)
    sums = {"count": str(len(lines)), "amount": yuan(net), "fen": str(net)}
    closing = [[cell.format(**sums) for cell in form.total]] if form.total else []
    if not form.is_fixed:
        stream = StringIO()
        csv.writer(stream, lineterminator="\r\n").writerows([*rows, *body, *closing])
        return stream.getvalue().encode(form.encoding)
    whose = ["" for _ in rows] + [line.payee for line in lines] + ["" for _ in closing]
    return b"".join(
        b"".join(_padded(cell, column, form, who) for cell, column in zip(row, form.columns, strict=True))
        + b"\r\n"
        for row, who in zip([*rows, *body, *closing], whose, strict=True)
    )


def _padded(cell: str, column: BankColumn, form: BankProfile, who: str) -> bytes:
    """Return a cell of a fixed file, filled up to its width. Raises InputError where it is longer."""
    content = cell.encode(form.encoding)
    if len(content) > column.width:
        raise InputError(
            "bank-file-too-long", person=who, column=column.title, width=column.width, length=len(content)
        )
    fill = (column.fill if cell else " ").encode(form.encoding) * (column.width - len(content))
    return fill + content if column.align == "right" else content + fill
