"""Documents (文件): what classes, rulings, standards and corrections rest on, with scans of the papers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import UtcDateTime


class Document(Versioned, Base):
    """A document by its number (文号), or by its name where it has none.

    `name_key` is the name normalised for comparison; `as_written` what was typed where that was not the right
    form. Nobody has looked at the paper until it is verified by somebody else than who recorded it.
    `recorded_by` is empty and `recorded_at` None for one that an upgrade took from an older registry.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("(verified_by IS NULL) = (verified_at IS NULL)", name="verified_by_somebody"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    as_written: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    dated_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(40), default="")
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(String(40))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    scans: Mapped[list[DocumentScan]] = relationship(order_by="DocumentScan.id")


class DocumentScan(Base):
    """A scan (扫描件) of a document: the file's bytes with their SHA-256, never changed or removed."""

    __tablename__ = "document_scan"
    __table_args__ = (UniqueConstraint("document_id", "sha256"), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    file_name: Mapped[str] = mapped_column(String(260))
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
