"""Rulings (裁定): the office's recorded answer to what a policy does not say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime

_IN_FORCE = text("withdrawn_at IS NULL")


def scope_of(contest: str, event: str, valid_from: date | None, valid_to: date | None) -> str:
    """Return the key of a ruling's scope; at most one ruling per question and scope is in force."""
    return "|".join((contest, event, *(day.isoformat() if day else "" for day in (valid_from, valid_to))))


def _own_scope(context: Any) -> str:
    facts = context.get_current_parameters()
    names = facts.get("contest") or "", facts.get("event") or ""
    return scope_of(*names, facts.get("valid_from"), facts.get("valid_to"))


class Ruling(Base):
    """An answer with its basis. Narrowed by name, since a ruling may come before the contest's results.

    `contest` and `event` are empty for a ruling that holds for the whole policy. `shares` is JSON of
    whole percents for a custom split, or {"fen": amounts} of a plan. `scope` is what the
    ruling holds for, by the names' keys. A withdrawn ruling stays, with the moment and who did it.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        Index("ix_ruling_question", "policy", "question"),
        Index(
            "uq_ruling_in_force", "policy", "question", "scope", unique=True,
            sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE,
        ),
    )  # fmt: skip

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
    scope: Mapped[str] = mapped_column(String(500), default=_own_scope)
    shares: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(40))
