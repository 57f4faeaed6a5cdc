"""Results (成绩): versions of what an entry achieved; at most one is current."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SQLITE_AUTOINCREMENT, Base
from models.entry import Entry
from models.types import EntryId, EventId, NoRank, ResultId, ResultState, UtcDateTime, one_of

_CURRENT_SQLITE = text("is_current = 1")  # SQLite uses a partial index only where the text is equal
_CURRENT_POSTGRESQL = text("is_current")
_DRAFT = text("state = 'draft'")
IS_DRAFT = text("result.state = 'draft'")  # for queries, as above


class Result(Base):
    """One version of an entry's result. Rank, medal and grade are three separate facts.

    `no_rank` is why there is none of the three (弃权, 缺赛, 取消资格 …); such a result stays on record.
    `event_id` repeats the entry's, so that a covering index can stream whole events in rank order.
    """

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("entry_id", "version"),
        one_of("state", ResultState),
        CheckConstraint("rank IS NULL OR rank > 0", name="rank_positive"),
        one_of("no_rank", NoRank),
        CheckConstraint(
            "no_rank = '' OR (rank IS NULL AND medal = '' AND grade = '')", name="no_rank_is_alone"
        ),
        Index(
            "uq_result_current",
            "entry_id",
            unique=True,
            sqlite_where=_CURRENT_SQLITE,
            postgresql_where=_CURRENT_POSTGRESQL,
        ),
        Index(
            "ix_result_event_rank",
            "event_id",
            "rank",
            "entry_id",
            sqlite_where=_CURRENT_SQLITE,
            postgresql_where=_CURRENT_POSTGRESQL,
        ),
        Index("ix_result_drafts", "event_id", sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[ResultId] = mapped_column(primary_key=True)
    entry_id: Mapped[EntryId] = mapped_column(ForeignKey("entry.id"))
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id"))
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    rank: Mapped[int | None]
    medal: Mapped[str] = mapped_column(String(10), default="")
    grade: Mapped[str] = mapped_column(String(20), default="")
    score: Mapped[str] = mapped_column(String(20), default="")
    no_rank: Mapped[str] = mapped_column(String(20), default="", server_default="")
    published_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(40))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    source: Mapped[str] = mapped_column(String(60), default="")  # sheet!row of the list it came from

    entry: Mapped[Entry] = relationship()
