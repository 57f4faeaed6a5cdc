"""Merges (合并): one contest, event, unit or person taken into another, with all that was moved."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import UtcDateTime, one_of


class MergedNoun(StrEnum):
    """What can be merged."""

    CONTEST = "contest"
    EVENT = "event"
    UNIT = "unit"
    PERSON = "person"


class Merge(Base):
    """A merge as a person made it. `steps` is JSON: every change of a row in order, so that it can be undone.

    `merged_id` was the id of the record taken in; it is free until the merge is undone.
    """

    __tablename__ = "merge"
    __table_args__ = (
        one_of("noun", MergedNoun),
        Index("ix_merge_kept", "noun", "kept_id"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(10))
    kept_id: Mapped[int]
    merged_id: Mapped[int]
    kept_name: Mapped[str] = mapped_column(String(200))
    merged_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    steps: Mapped[str] = mapped_column(Text)
    merged_by: Mapped[str] = mapped_column(String(40))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(40))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
