"""Entries (参赛): one person in one event in one role, sent by one unit."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SQLITE_AUTOINCREMENT, Base
from models.event import Event
from models.person import Person
from models.types import EntryId, EventId, PersonId, Role, UnitId, one_of
from models.unit import Unit


class Entry(Base):
    """A contestant's, coach's, expert's or translator's part in an event.

    Members of one team share `team_no`. `unit_id` is the sending unit (选送单位), None where the
    person entered alone; `unit_name` is its name as the list gave it. `position` is the order in which
    members were listed: a remainder of a split goes to the first.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "role"),
        one_of("role", Role),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[EntryId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="contestant")
    team_no: Mapped[str] = mapped_column(String(30), default="")
    position: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[UnitId | None] = mapped_column(ForeignKey("unit.id"), index=True)
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    employer: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(String(500), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()
