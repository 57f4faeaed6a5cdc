"""The audit chain (审计链): who did what to which record, each line sealed by the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class AuditEntry(Base):
    """One line of the chain. `detail` is JSON without ID numbers, cards or phones.

    `sealed` has a line of text for each record that changed up to this line: its table, its key and the keyed
    digest of its facts as they stood then, or "-" where it was removed or is open again. `form` says how
    `hash` was computed: 1 over facts joined by a separator (first release), 2 over canonical JSON, 3 with
    `sealed`. Rows are only added: see `models.append_only`.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[str] = mapped_column(Text, default="{}")
    reason: Mapped[str] = mapped_column(String(500), default="")
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    form: Mapped[int] = mapped_column(SmallInteger, default=1, server_default="1")
    sealed: Mapped[str] = mapped_column(Text, default="", server_default="")
