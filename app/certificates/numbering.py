"""Certificate numbers: a series for each year and level, without gaps, taken where the run commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.certificates.outcomes import DueCertificate
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import CertificateSeries, Setting

PREFIX_SETTING = "certificate-prefix"
_LOCK = 0x6365727466  # «certf»: any number that no other lock of the program uses


def hold_numbering(work: UnitOfWork) -> None:
    """Let nobody else issue until this work ends, so that who is due is asked only once.

    On SQLite the unit of work is the only writer already.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def number_prefix(session: Session) -> str:
    """Return the letters before the year, the office's own or 新赛证."""
    setting = session.get(Setting, PREFIX_SETTING)
    return setting.value if setting and setting.value else tr("certificates.prefix")


def series_of(due: DueCertificate) -> str:
    """Return the series of a certificate: the year it is dated and the contest's level."""
    return f"{due.published_on.year}-{due.level}"


def number_text(due: DueCertificate, sequence: int, *, prefix: str) -> str:
    """Return a number as it is printed: 新赛证〔2024〕省0001号."""
    return tr(
        "certificates.number",
        prefix=prefix,
        year=due.published_on.year,
        level=tr(f"certificates.series.{due.level}"),
        sequence=f"{sequence:04d}",
    )


def last_numbers(session: Session, dues: Sequence[DueCertificate]) -> dict[str, int]:
    """Return the last number taken in each series that these certificates belong to, 0 in a new one."""
    wanted = dict.fromkeys(sorted({series_of(due) for due in dues}), 0)
    query = select(CertificateSeries.series, CertificateSeries.last)
    return wanted | dict(session.execute(query.where(CertificateSeries.series.in_(wanted))).all())


def numbers_after(
    last: Mapping[str, int], dues: Sequence[DueCertificate], *, prefix: str
) -> list[tuple[str, int, str]]:
    """Return (series, sequence, number) for each certificate, in order, where these were the last before."""
    taken = Counter(last)
    numbers = []
    for due in dues:
        series = series_of(due)
        taken[series] += 1
        numbers.append((series, taken[series], number_text(due, taken[series], prefix=prefix)))
    return numbers


def take_numbers(work: UnitOfWork, dues: Sequence[DueCertificate]) -> None:
    """Take the next numbers for these certificates.

    They are gone for others until this unit of work ends; if it fails, they were never taken.
    """
    for series, count in sorted(Counter(series_of(due) for due in dues).items()):
        work.session.execute(_first_of(work.session, series))
        query = select(CertificateSeries).where(CertificateSeries.series == series)
        work.session.execute(query.with_for_update()).scalar_one().last += count
    work.session.flush()


def _first_of(session: Session, series: str) -> Insert:
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(CertificateSeries).values(series=series, last=0).on_conflict_do_nothing()
