"""Introductions (引进): a person recruited by a unit, and the assessments (考核认定) that followed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.honour import Honour
from models.person import Person
from models.types import PersonId, UnitId, UtcDateTime, one_of
from models.unit import Unit

_STANDING = text("state = 'standing'")


class TalentCategory(StrEnum):
    """The five kinds of people that the policy names, and the office's own with its basis."""

    CHINA_SKILLS_AWARD = "china-skills-award"
    NATIONAL_EXPERT = "national-expert"
    ZHONGYUAN_SKILLS_AWARD = "zhongyuan-skills-award"
    WORKSHOP_LEADER = "workshop-leader"
    SCARCE_SENIOR_TECHNICIAN = "scarce-senior-technician"
    OTHER = "other"


class IntroductionWay(StrEnum):
    """Full-time, or flexible (柔性引进): by post or project."""

    FULL_TIME = "full-time"
    FLEXIBLE = "flexible"


class IntroductionState(StrEnum):
    """An introduction stands, or was withdrawn with a reason."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Introduction(Versioned, Base):
    """A person brought in by a unit. `previous_region` is a region's key, by the last employment.

    `unit_name` and `person_name` are the names on the day. `honour_id` is the honour that puts the person
    into the category, where it stands in the register; `category_evidence` the paper that proves it.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        one_of("category", TalentCategory),
        one_of("way", IntroductionWay),
        one_of("state", IntroductionState),
        Index(
            "uq_introduction_standing", "person_id", "unit_id", "introduced_on", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(60))
    unit_name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(24))
    category_evidence: Mapped[str] = mapped_column(String(200), default="")
    honour_id: Mapped[int | None] = mapped_column(ForeignKey("honour.id"), index=True)
    previous_employer: Mapped[str] = mapped_column(String(200), default="")
    previous_region: Mapped[str] = mapped_column(String(20), default="")
    way: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(24), default="")
    introduced_on: Mapped[date]
    documents: Mapped[str] = mapped_column(String(400), default="")
    state: Mapped[str] = mapped_column(String(12), default="standing")
    state_reason: Mapped[str] = mapped_column(String(400), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    honour: Mapped[Honour | None] = relationship()


class Assessment(Base):
    """An assessment of an introduced person: who assessed, when, with which conclusion and document."""

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"), index=True)
    assessed_on: Mapped[date]
    organisation: Mapped[str] = mapped_column(String(200))
    is_passed: Mapped[bool]
    conclusion: Mapped[str] = mapped_column(String(400))
    document: Mapped[str] = mapped_column(String(120))
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    introduction: Mapped[Introduction] = relationship()
