"""Recognitions (认定): a person named 牧野工匠 or 牧野大工匠, and what it rests on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.introduction import Assessment, Introduction
from models.person import Person
from models.types import PersonId, UtcDateTime, one_of

_ALIVE = text("state <> 'withdrawn' AND state <> 'revoked'")


class CraftsmanTitle(StrEnum):
    """牧野工匠, 牧野大工匠."""

    CRAFTSMAN = "muye-craftsman"
    MASTER = "muye-master-craftsman"


class RecognitionState(StrEnum):
    """Proposed, recognised, under review, revoked; or withdrawn before it was recognised."""

    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    UNDER_REVIEW = "under-review"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


class Recognition(Versioned, Base):
    """A title of a person. `choice_basis` says why the office chose this of the two titles.

    `person_name` and `unit_name` are the names on the day of naming; before it, as proposed.
    """

    __tablename__ = "recognition"
    __table_args__ = (
        one_of("title", CraftsmanTitle),
        one_of("state", RecognitionState),
        Index(
            "uq_recognition_alive", "person_id", "title", unique=True,
            sqlite_where=_ALIVE, postgresql_where=_ALIVE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(24))
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    choice_basis: Mapped[str] = mapped_column(String(400))
    person_name: Mapped[str] = mapped_column(String(60))
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(16), default="proposed")
    recognised_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="")
    proposed_by: Mapped[str] = mapped_column(String(40))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    introduction: Mapped[Introduction] = relationship()
    assessment: Mapped[Assessment] = relationship()
