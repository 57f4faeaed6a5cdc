"""Units (单位): known by their credit code where there is one, with the names they carried."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import UnitId


class Unit(Versioned, Base):
    """A unit under its present name; `is_outside` is None while nobody has said it is outside the city."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_name_key", "name_key"), SQLITE_AUTOINCREMENT)

    id: Mapped[UnitId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    district: Mapped[str] = mapped_column(String(40), default="")
    is_outside: Mapped[bool | None]
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))


class JointUnitPart(Base):
    """One of the units that a list names in one cell as sending somebody together (联合选送).

    The cell itself stays a unit, `joint_id`, by which entries keep what the list says; it is never named a
    base, its parts may be. `position` counts them in the cell's order.
    """

    __tablename__ = "joint_unit_part"
    __table_args__ = (UniqueConstraint("joint_id", "unit_id"),)

    joint_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)


class UnitName(Base):
    """A former name of a unit (曾用名), by which older lists still speak of it."""

    __tablename__ = "unit_name"
    __table_args__ = (Index("ix_unit_name_name_key", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(200), default="")
