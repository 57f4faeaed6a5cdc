"""People (人员): known by their document, never merged by name alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import IdType, PersonId, one_of


class Person(Versioned, Base):
    """A person. `name` and `id_number` stand as received; `id_key` is the number normalised for comparison.

    `name_key` is for comparison only (NFC, no padding); `initials` holds pinyin initials, all readings,
    separated by spaces. Bank facts are the last ones received.
    """

    __tablename__ = "person"
    __table_args__ = (
        one_of("id_type", IdType),
        Index("ix_person_name_key", "name_key"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[PersonId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(60))
    initials: Mapped[str] = mapped_column(String(200), default="")
    id_type: Mapped[str] = mapped_column(String(20))
    id_number: Mapped[str] = mapped_column(String(40))
    id_key: Mapped[str] = mapped_column(String(48), unique=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    bank_name: Mapped[str] = mapped_column(String(120), default="")
    bank_account: Mapped[str] = mapped_column(String(34), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))


class PersonDocument(Base):
    """Another document by which a person is known, since two records of the person were merged."""

    __tablename__ = "person_document"
    __table_args__ = (one_of("id_type", IdType),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    id_type: Mapped[str] = mapped_column(String(20))
    id_number: Mapped[str] = mapped_column(String(40))
    id_key: Mapped[str] = mapped_column(String(48), unique=True)


class PersonName(Base):
    """A name a person carried before, and until when."""

    __tablename__ = "person_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(200), default="")
