"""The declarative base all tables share: naming of constraints, ids, and the optimistic lock."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.types import AwardId, ContestId, EntryId, EventId, PersonId, ResultId, UnitId, checked

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


SQLITE_AUTOINCREMENT = {"sqlite_autoincrement": True}  # no id is given twice


class Base(DeclarativeBase):
    """Base of all tables. Every constraint is named, so that migrations can refer to it."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = dict.fromkeys(
        (AwardId, ContestId, EntryId, EventId, PersonId, ResultId, UnitId), Integer
    )


def check_what_is_stored(metadata: MetaData) -> None:
    """Let every column refuse, on either database alike, what one of them cannot hold.

    Called once all tables are declared: the type of a foreign key is that of the column it refers to.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            column.type = checked(column.type, field=f"{table.name}.{column.name}")


class Versioned:
    """Rows that people edit: an update against an older `lock_version` is a conflict."""

    lock_version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.lock_version}
