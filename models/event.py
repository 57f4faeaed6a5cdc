"""Events (赛项): one line of competition in a contest, for one group."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.contest import Contest
from models.types import ContestId, EventId, Form, Group, one_of


class Event(Versioned, Base):
    """An event. A class of its own (with wording and basis) overrides the contest's where a document says so.

    `occupation` is the occupation or line by which one person's results at several levels are
    compared; where it is empty the event's name serves.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("contest_id", "name_key", "group"),
        one_of("group", Group),
        one_of("form", Form),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[EventId] = mapped_column(primary_key=True)
    contest_id: Mapped[ContestId] = mapped_column(ForeignKey("contest.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    group: Mapped[str] = mapped_column(String(8), default="")
    form: Mapped[str] = mapped_column(String(8), default="")
    team_size: Mapped[int | None]
    occupation: Mapped[str] = mapped_column(String(120), default="")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    is_selection: Mapped[bool] = mapped_column(default=False)
    own_class: Mapped[str | None] = mapped_column(String(16))
    own_official_class: Mapped[str | None] = mapped_column(String(60))
    own_class_basis: Mapped[str | None] = mapped_column(String(120))
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))

    contest: Mapped[Contest] = relationship()
