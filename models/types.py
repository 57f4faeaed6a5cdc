"""Words of the field as closed sets, ids by name, and the column types that keep them honest.

Money is integer fen (分), dates are days of the office's calendar, moments are UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from sqlalchemy import CheckConstraint, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

ContestId = NewType("ContestId", int)
EventId = NewType("EventId", int)
EntryId = NewType("EntryId", int)
PersonId = NewType("PersonId", int)
UnitId = NewType("UnitId", int)
ResultId = NewType("ResultId", int)
AwardId = NewType("AwardId", int)
BatchId = NewType("BatchId", int)
Fen = NewType("Fen", int)


class Level(StrEnum):
    """竞赛级别."""

    WORLD = "world"
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    ENTERPRISE = "enterprise"


class ContestClass(StrEnum):
    """认定类别; the empty one is «not recorded», never guessed from a name."""

    ONE = "class-one"
    TWO = "class-two"
    COMPREHENSIVE = "comprehensive"
    SPECIAL = "special"
    UNRECORDED = ""


class Group(StrEnum):
    """组别."""

    WORKER = "worker"
    STUDENT = "student"
    TEACHER = "teacher"
    NONE = ""


class Form(StrEnum):
    """参赛形式."""

    SINGLE = "single"
    PAIR = "pair"
    TRIO = "trio"
    TEAM = "team"
    UNRECORDED = ""


class Role(StrEnum):
    """身份."""

    CONTESTANT = "contestant"
    COACH = "coach"
    EXPERT = "expert"
    TRANSLATOR = "translator"


class IdType(StrEnum):
    """证件类型."""

    RESIDENT = "resident"
    HK_MACAU_PERMIT = "hk-macau-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    RESIDENCE_PERMIT = "residence-permit"
    FOREIGN_PERMANENT = "foreign-permanent"
    PASSPORT = "passport"


class ResultState(StrEnum):
    """A version of a result: draft, confirmed by a second person, replaced, or annulled."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"
    ANNULLED = "annulled"


class AwardStatus(StrEnum):
    """What the policy says of a result: money, a question, or nothing."""

    PROPOSED = "proposed"
    BLOCKED = "blocked"
    NONE = "none"


class AwardState(StrEnum):
    """Where an award stands in the office's procedure; frozen from REVIEWED on.

    WITHDRAWN: decided but never paid, then taken away, as when its result was annulled.
    """

    NONE = "none"
    BLOCKED = "blocked"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    PUBLICISED = "publicised"
    HELD = "held"
    APPROVED = "approved"
    IN_PAYMENT = "in-payment"
    PAID = "paid"
    TO_RECOVER = "to-recover"
    RECOVERED = "recovered"
    WITHDRAWN = "withdrawn"


UNFROZEN_STATES = (AwardState.NONE, AwardState.BLOCKED, AwardState.PROPOSED)

TAKEN_BACK = frozenset({AwardState.TO_RECOVER, AwardState.RECOVERED, AwardState.WITHDRAWN})
"""Paid and owed back, or back, or withdrawn before it was paid: in no total of what is granted."""


class CertificateState(StrEnum):
    """A certificate's life after its number is taken."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return a constraint that `column` holds one of `words`."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f'"{column}" IN ({allowed})', name=f"{column}_known")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a naive datetime, and gives an aware one back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
