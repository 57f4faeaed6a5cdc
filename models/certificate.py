"""Certificates (证书): numbered without gaps, their bytes frozen when issued."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import CertificateState, PersonId, ResultId, UtcDateTime, one_of

_ISSUED = text("state = 'issued'")


class PrintFile(Base):
    """The PDF of one run, byte for byte as it was issued; a certificate is one page of it."""

    __tablename__ = "print_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    pages: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CertificateSeries(Base):
    """The last number taken of a series; advanced in the transaction that issues."""

    __tablename__ = "certificate_series"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Certificate(Base):
    """An issued certificate, with its facts as they were printed, whatever changes later.

    `statement` is the signed text of its QR; `page` counts from 1 in the print file.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("series", "sequence"),
        one_of("state", CertificateState),
        Index(
            "uq_certificate_issued", "result_id", unique=True, sqlite_where=_ISSUED, postgresql_where=_ISSUED
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    series: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int]
    result_id: Mapped[ResultId] = mapped_column(ForeignKey("result.id"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(60))
    award_text: Mapped[str] = mapped_column(String(400))
    issuer: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date]
    statement: Mapped[str] = mapped_column(Text)
    print_file_id: Mapped[int] = mapped_column(ForeignKey("print_file.id"))
    page: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="issued")
    state_reason: Mapped[str] = mapped_column(String(200), default="")
    issued_by: Mapped[str] = mapped_column(String(40))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
