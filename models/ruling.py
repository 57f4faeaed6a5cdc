"""Rulings (裁定): the office's recorded answer to what a policy does not say."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class Ruling(Base):
    """An answer with its basis. Narrowed by name, since a ruling may come before the contest's results.

    `contest` and `event` are empty for a ruling that holds for the whole policy. `shares` is JSON of
    whole percents for a custom split. A withdrawn ruling stays, with the moment and who did it.
    """

    __tablename__ = "ruling"
    __table_args__ = (Index("ix_ruling_question", "policy", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    contest: Mapped[str] = mapped_column(String(200), default="")
    event: Mapped[str] = mapped_column(String(200), default="")
    shares: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(40))
