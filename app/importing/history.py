"""The batches of imports (导入记录): which file, by whom, when, what came of it, what was corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BEIJING
from app.errors import NotFoundError
from app.importing.account import account_of_text
from app.importing.kept_files import kept_size
from app.importing.views import SheetAccount
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, write_registers
from app.words import scoped
from models import AuditEntry, ImportBatch, ImportFile

_w = scoped("importing.batch")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One file that was taken in. `state` is "committed" or "undone".

    `size` is that of the kept file in bytes, None where it was not kept; `account` is () in batches from
    before it was kept.
    """

    id: int
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: str
    rows: int
    new: int
    changed: int
    same: int
    skipped: int
    state: str
    size: int | None = None
    account: tuple[SheetAccount, ...] = ()

    @property
    def moment(self) -> str:
        """Return when it was taken in, by the office's clock."""
        return self.imported_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")

    @property
    def is_undone(self) -> bool:
        """Return whether it was taken back."""
        return self.state != "committed"


@dataclass(frozen=True, slots=True)
class BatchCorrections:
    """What was corrected by hand before a batch was taken in: edited cells, and what was said of rows."""

    edits: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    edited: int = 0


def import_batches(session: Session, *, states: Sequence[str] = (), words: str = "") -> list[BatchLine]:
    """Return the batches, the newest first; `words` are looked for in the file's name and who took it in."""
    kept = ImportFile.sha256 == ImportBatch.sha256
    query = select(ImportBatch, ImportFile.size).outerjoin(ImportFile, kept).order_by(ImportBatch.id.desc())
    if states:
        query = query.where(ImportBatch.state.in_(states))
    lines = [_line(batch, size) for batch, size in session.execute(query)]
    wanted = words.casefold()
    return [line for line in lines if wanted in f"{line.file_name} {line.imported_by}".casefold()]


def import_batch(session: Session, batch_id: int) -> BatchLine:
    """Return one batch. Raises NotFoundError."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFoundError("import-batch-missing", batch=batch_id)
    return _line(batch, kept_size(session, batch_id))


def batch_corrections(session: Session, batch_id: int) -> BatchCorrections:
    """Return what was corrected by hand, as the audit trail has it: numbers are masked."""
    mine = (AuditEntry.subject == "import_batch", AuditEntry.subject_id == str(batch_id))
    detail = session.scalar(select(AuditEntry.detail).where(*mine, AuditEntry.action == "import"))
    facts = json.loads(detail) if detail else {}
    edits, told = facts.get("edits", ""), facts.get("told", "")
    return BatchCorrections(_parts(edits), _parts(told), int(facts.get("edited", 0)))


def _parts(text: object) -> tuple[str, ...]:
    return tuple(part for part in str(text).split("；") if part)


def _line(batch: ImportBatch, size: int | None) -> BatchLine:
    return BatchLine(
        id=batch.id,
        file_name=batch.file_name,
        sha256=batch.sha256,
        imported_at=batch.imported_at,
        imported_by=batch.imported_by,
        rows=batch.rows,
        new=batch.rows_new,
        changed=batch.rows_changed,
        same=batch.rows_same,
        skipped=batch.rows_skipped,
        state=batch.state,
        size=size,
        account=account_of_text(batch.account),
    )


def write_batches(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write all batches as a workbook. Raises DocumentError."""
    columns: tuple[Column[BatchLine], ...] = (
        running_number(_w("number")),
        Column(_w("at"), 18, lambda line: line.moment, "center"),
        Column(_w("file"), 40, lambda line: line.file_name),
        Column(_w("by"), 12, lambda line: line.imported_by, "center"),
        Column(_w("rows"), 9, lambda line: line.rows, "right", "number"),
        Column(_w("new"), 9, lambda line: line.new, "right", "number"),
        Column(_w("changed"), 9, lambda line: line.changed, "right", "number"),
        Column(_w("same"), 9, lambda line: line.same, "right", "number"),
        Column(_w("skipped"), 9, lambda line: line.skipped, "right", "number"),
        Column(_w("state"), 10, lambda line: _w(f"state-{line.state}"), "center"),
        Column(_w("hash"), 24, lambda line: line.sha256[:16], "center"),
        Column(_w("kept"), 12, lambda line: _w("kept-no" if line.size is None else "kept-yes"), "center"),
        Column(_w("account"), 60, lambda line: "；".join(one.message for one in line.account)),
    )
    sheet = ListSheet(_w("title"), columns, [Section(import_batches(session))], empty=_w("none"))
    return write_registers(session, out, [sheet], now=now)
