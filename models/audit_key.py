"""The key of the digests that the audit chain keeps of records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class AuditKey(Base):
    """A random secret of this registry; rows are only added, the first one counts.

    Digests of records are keyed with it, so that an exported chain lets nobody try out cards or telephone
    numbers. It leaves the registry on no paper and in no export.
    """

    __tablename__ = "audit_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))  # 32 bytes in hexadecimal
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
