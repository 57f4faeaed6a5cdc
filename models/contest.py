"""Contests (竞赛): what was held, at which level, and which document says of which class it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import ContestClass, ContestId, Level, MedalRule, one_of


class Contest(Versioned, Base):
    """A contest. `contest_class` is what a document recognises, `official_class` its wording.

    `name_key` is the name normalised for comparison (see `app.formats.name_key`). `is_outside` is None while
    nobody has said whether the contest belongs to another province. `cycle` names the contest cycle
    (竞赛周期) that the office links several contests to; None while nobody has said. `series` is the
    series of contests it belongs to (竞赛系列), as a person (`series_by`) recorded it, on `series_basis`;
    empty while nobody has. `medal_rule` is what a document (`medal_rule_basis`) says of its medals.
    """

    __tablename__ = "contest"
    __table_args__ = (
        one_of("level", Level),
        one_of("contest_class", ContestClass),
        one_of("medal_rule", MedalRule),
        Index("ix_contest_year", "year", "level"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[ContestId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    level: Mapped[str] = mapped_column(String(12))
    contest_class: Mapped[str] = mapped_column(String(16), default="")
    official_class: Mapped[str] = mapped_column(String(60), default="")
    class_basis: Mapped[str] = mapped_column(String(120), default="")
    organiser: Mapped[str] = mapped_column(String(200), default="")
    is_outside: Mapped[bool | None]
    is_selection: Mapped[bool] = mapped_column(default=False)
    cycle: Mapped[str | None] = mapped_column(String(60))
    series: Mapped[str] = mapped_column(String(40), default="", server_default="")
    series_basis: Mapped[str] = mapped_column(String(120), default="", server_default="")
    series_by: Mapped[str] = mapped_column(String(40), default="", server_default="")
    medal_rule: Mapped[str] = mapped_column(String(8), default="", server_default="")
    medal_rule_basis: Mapped[str] = mapped_column(String(120), default="", server_default="")
    started_on: Mapped[date | None]
    year: Mapped[int]
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
