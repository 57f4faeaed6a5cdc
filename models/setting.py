"""Settings of a registry (登记簿设置): its name, its issuer, whether it is a rehearsal."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

REHEARSAL, ONE_PERSON = "rehearsal", "one-person"  # keys whose value "1" says yes


class Setting(Base):
    """One fact about the registry itself."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
