"""Standards (标准): amounts that a policy leaves to other documents, entered with their basis."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime

_IN_FORCE = text("withdrawn_at IS NULL")


class Standard(Base):
    """Amounts for one rule and recipient: JSON of fen by medal (or by kind), from a day on.

    Several may hold from one day on, for different medals. Never edited: one that is replaced or taken back
    stays, with the moment and who did it.
    """

    __tablename__ = "standard"
    __table_args__ = (
        Index(
            "uq_standard_in_force", "policy", "rule", "recipient", "valid_from", "amounts_fen", unique=True,
            sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(20))
    amounts_fen: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(40))
