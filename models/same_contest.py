"""What people said of contests that may be one: pairs that are two, other spellings of a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.contest import Contest  # noqa: F401 the tables point at it
from models.types import ContestId, UtcDateTime


class DistinctContests(Base):
    """Two contests that may be one, by name or one result in both, and that somebody said to be two.

    The smaller id stands first, so that a pair is said once.
    """

    __tablename__ = "distinct_contests"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="smaller_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[ContestId] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    second_id: Mapped[ContestId] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    said_by: Mapped[str] = mapped_column(String(40))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContestName(Base):
    """Another spelling of a contest's name, by which lists and rulings still speak of it."""

    __tablename__ = "contest_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[ContestId] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
