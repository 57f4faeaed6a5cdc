"""Anchors of the audit chain (审计锚点): digests that left the registry on a paper or in a backup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import UtcDateTime


class AuditAnchor(Base):
    """How long the chain was and its last line's seal when `place` was made; rows are only added.

    `place` names the paper or backup that carries the digest. A chain that is shorter than an anchor says, or
    whose line of that number has another seal, was cut or rewritten.
    """

    __tablename__ = "audit_anchor"
    __table_args__ = (SQLITE_AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
