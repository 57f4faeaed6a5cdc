"""Import batches (导入批次): which file was imported, by whom, and how many rows were new, changed, …."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import UtcDateTime


class ImportBatch(Base):
    """One file accepted once; recognised again by `sha256`, by which its `ImportFile` is found too.

    `account` is JSON of the row account of each sheet, `corrections` of what was corrected by hand before the
    file was accepted, by sheet; both "" where nothing was kept, as in batches before these columns.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("state IN ('committed', 'undone')", name="state_known"),
        Index("ix_import_batch_sha256", "sha256"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(260))
    sha256: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(40))
    rows: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_same: Mapped[int] = mapped_column(default=0)
    rows_skipped: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="committed")
    account: Mapped[str] = mapped_column(Text, default="", server_default="")
    corrections: Mapped[str] = mapped_column(Text, default="", server_default="")


class ImportFile(Base):
    """The bytes of an imported file with their SHA-256, kept once for all batches that brought them."""

    __tablename__ = "import_file"
    __table_args__ = (SQLITE_AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
