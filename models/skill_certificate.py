"""Certificates of skill grade (职业技能等级证书): which grade a person holds, in what, since when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import PersonId, UtcDateTime, one_of

_STANDING = text("withdrawn_at IS NULL")


class SkillGrade(StrEnum):
    """职业技能等级, lowest first (新八级)."""

    APPRENTICE = "apprentice"
    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"
    TECHNICIAN = "technician"
    SENIOR_TECHNICIAN = "senior-technician"
    SPECIAL_TECHNICIAN = "special-technician"
    CHIEF_TECHNICIAN = "chief-technician"


class SkillCertificate(Base):
    """A certificate as its paper says it. One recorded by mistake is withdrawn and stays on record."""

    __tablename__ = "skill_certificate"
    __table_args__ = (
        one_of("grade", SkillGrade),
        Index(
            "uq_skill_certificate_number", "number", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
        SQLITE_AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    occupation: Mapped[str] = mapped_column(String(120))
    grade: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    issuer: Mapped[str] = mapped_column(String(200), default="")
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(40))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
