"""The files of imports, kept in the registry (留存的原文件): once by hash, with what was corrected by hand.

A batch and its file are found to each other by SHA-256. Batches from before files were kept have none until
the same file is taken in again. A file is never larger than the import reads at all (`MOST_BYTES`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.documents import atomic_output, safe_file_name
from app.errors import ConflictError, InputError, NotFoundError
from app.importing.kept_work import mapping_as_json, mapping_of_json
from app.importing.mapping import SheetMapping
from app.importing.plan import Plan
from app.importing.planning import read_plan
from app.os_problems import os_problem
from app.paths import user_data_folder, user_data_path
from app.private_files import private_folder
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.validation import intact
from models import ImportBatch, ImportFile

_FOLDER = "read-again"


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy of a kept file, and what was corrected by hand before it was taken in, by sheet."""

    path: Path
    mapping: Mapping[str, SheetMapping]


def keep_file(work: UnitOfWork, plan: Plan) -> bool:
    """Keep the bytes of a plan's file; return whether they are kept.

    The same bytes are kept once. Bytes that are not those the plan was made of any more are not: they would
    stand for what was never read.
    """
    if work.session.scalar(select(ImportFile.id).where(ImportFile.sha256 == plan.sha256)) is not None:
        return True
    try:
        content = plan.path.read_bytes()
    except OSError:
        return False
    if hashlib.sha256(content).hexdigest() != plan.sha256:
        return False
    row = ImportFile(sha256=plan.sha256, size=len(content), content=content, kept_at=work.now)
    work.session.add(row)
    work.session.flush()
    work.session.expunge(row)  # the bytes need not stay in memory until the end of the transaction
    return True


def corrections_text(mapping: Mapping[str, SheetMapping]) -> str:
    """Return what was corrected by hand as a batch keeps it, "" where nothing was."""
    corrected = {name: mapping_as_json(one) for name, one in sorted(mapping.items()) if one != SheetMapping()}
    return json.dumps(corrected, ensure_ascii=False) if corrected else ""


def kept_size(session: Session, batch_id: int) -> int | None:
    """Return the size in bytes of a batch's file, None where it was not kept. Raises NotFoundError."""
    return session.scalar(
        select(ImportFile.size).where(ImportFile.sha256 == _batch(session, batch_id).sha256)
    )


def write_kept_file(work: UnitOfWork, batch_id: int, out: Path | str) -> None:
    """Write the file of a batch to `out`, byte for byte; who did so is recorded.

    Raises NotFoundError without such a batch, ConflictError where its file was not kept or is not what was
    taken in, and DocumentError.
    """
    work.require(Right.RECORD)
    batch = _batch(work.session, batch_id)
    content = _content(work.session, batch)
    detail: dict[str, object] = {"file": batch.file_name, "sha256": batch.sha256}
    work.audit("save-file", "import_batch", batch_id, detail=detail)
    with atomic_output(out) as file:
        file.write_bytes(content)


def read_again(session: Session, batch_id: int, *, today: date, progress: Progress | None = None) -> Plan:
    """Plan the kept file of a batch by today's rules against today's registry; writes nothing.

    What was corrected by hand then is corrected again. Raises as `write_kept_file` does, and InputError where
    today's rules cannot read the file at all.
    """
    folder = Path(tempfile.mkdtemp(dir=private_folder()))
    try:
        copy = _copy(session, batch_id, folder)
        return read_plan(copy.path, session=session, today=today, mapping=copy.mapping, progress=progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_to_correct(work: UnitOfWork, batch_id: int) -> KeptCopy:
    """Give a copy of a batch's file to be opened in the workbench, in the user's data folder.

    It stays until `remove_kept_copy`; who took it is recorded. Raises as `write_kept_file` does.
    """
    work.require(Right.RECORD)
    session, batch = work.session, _batch(work.session, batch_id)
    detail: dict[str, object] = {"file": batch.file_name, "sha256": batch.sha256}
    work.audit("open-file", "import_batch", batch_id, detail=detail)
    try:
        folder = user_data_folder() / _FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        return _copy(session, batch_id, Path(tempfile.mkdtemp(prefix=f"{batch_id}-", dir=folder)))
    except OSError as error:
        raise InputError("import-copy-folder", problem=os_problem(error)) from error


def remove_kept_copy(path: Path) -> None:
    """Remove a copy that `copy_to_correct` made, once the work is written or given up; else nothing."""
    if path.parent.parent == user_data_path() / _FOLDER:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def _copy(session: Session, batch_id: int, folder: Path) -> KeptCopy:
    batch = _batch(session, batch_id)
    path = folder / safe_file_name(Path(batch.file_name.replace("\\", "/")).name or str(batch_id))
    path.write_bytes(_content(session, batch))
    path.chmod(0o600)
    return KeptCopy(path, corrections_of(batch.corrections))


def corrections_of(text: str) -> dict[str, SheetMapping]:
    """Return what `corrections_text` wrote, {} for ""."""
    return {name: mapping_of_json(one) for name, one in json.loads(text or "{}").items()}


def _batch(session: Session, batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFoundError("import-batch-missing", batch=batch_id)
    return batch


def _content(session: Session, batch: ImportBatch) -> bytes:
    content = session.scalar(select(ImportFile.content).where(ImportFile.sha256 == batch.sha256))
    if content is None:
        raise ConflictError("import-file-not-kept", file=batch.file_name, batch=batch.id)
    return intact(content, batch.sha256, name=batch.file_name)
