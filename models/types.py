"""Words of the field as closed sets, ids by name, and the column types that keep them honest.

Money is integer fen (分), dates are days of the office's calendar, moments are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, NewType

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, Integer, SmallInteger, String, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

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


class ContestSeries(StrEnum):
    """竞赛系列: which row of contests a contest belongs to; the empty one is «not recorded»."""

    WORLD_SKILLS = "world-skills"  # 世界技能大赛
    ABILYMPICS = "abilympics"  # 国际残疾人奥林匹克职业技能竞赛
    NATIONAL_SKILLS = "national-skills"  # 中华人民共和国职业技能大赛
    VOCATIONAL_COLLEGES = "vocational-colleges"  # 全国职业院校技能大赛
    HENAN_SKILLS = "henan-skills"  # 河南省职业技能大赛
    OTHER = "other"
    UNRECORDED = ""


class MedalRule(StrEnum):
    """奖牌与名次: what a document says of a contest's medals; the empty one is «not recorded»."""

    BY_RANK = "by-rank"  # 前三名分别颁金、银、铜牌
    APART = "apart"  # 奖牌不按名次设
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


class NoRank(StrEnum):
    """无名次的原因: why a result has no rank, medal or grade; the empty one is «it has, or nobody said»."""

    WITHDREW = "withdrew"  # 弃权
    ABSENT = "absent"  # 缺赛
    ABSENT_FROM_EXAM = "absent-from-exam"  # 缺考
    RETIRED = "retired"  # 退赛
    UNFINISHED = "unfinished"  # 未完赛
    DISQUALIFIED = "disqualified"  # 取消资格
    CANCELLED = "cancelled"  # 取消成绩
    VIOLATION = "violation"  # 违纪
    WITHOUT_RESULT = "without-result"  # 无成绩
    NONE = ""


class CertificateState(StrEnum):
    """A certificate's life after its number is taken."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return a constraint that `column` holds one of `words`."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f'"{column}" IN ({allowed})', name=f"{column}_known")


class UnstorableValueError(DontWrapMixin, ValueError):
    """A value that a column cannot hold on every database; the message never repeats it.

    `field` is table.column; `reason` one of "too-long" (characters), "out-of-range", "character" (NUL or
    half of a surrogate pair, which PostgreSQL refuses).
    """

    def __init__(self, reason: str, *, field: str, most: int = 0, found: int = 0) -> None:
        super().__init__(f"{field}: {reason}, {found} > {most}" if most else f"{field}: {reason}")
        self.reason, self.field, self.most, self.found = reason, field, most, found


class CheckedString(TypeDecorator[str]):
    """Text that either database stores alike: not longer than it may be, no characters that one refuses."""

    impl = String
    cache_ok = True

    def __init__(self, length: int | None = None, field: str = "") -> None:
        super().__init__(length)
        self.length, self.field = length, field

    @property
    def python_type(self) -> type[str]:
        """Return the type of the values."""
        return str

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Let a longer text be looked for: it is just not found."""
        return self.impl_instance.coerce_compared_value(op, value)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None:
            self.check((value,))
        return value

    def check(self, values: Iterable[str | None]) -> None:
        """Raise UnstorableValueError where one of many values cannot be stored."""
        texts = [text for text in values if text is not None]
        most = max(map(len, texts), default=0)
        if self.length is not None and most > self.length:
            raise UnstorableValueError("too-long", field=self.field, most=self.length, found=most)
        joined = "".join(texts)
        if "\0" in joined or (not joined.isascii() and _SURROGATE.search(joined)):
            raise UnstorableValueError("character", field=self.field)


class CheckedText(CheckedString):
    """The same for a column without a limit."""

    impl = Text
    cache_ok = True


class CheckedInteger(TypeDecorator[int]):
    """An integer that either database stores alike, as wide as PostgreSQL's column."""

    impl = Integer
    cache_ok = True
    bits: ClassVar[int] = 32

    def __init__(self, field: str = "") -> None:
        super().__init__()
        self.field = field

    @property
    def python_type(self) -> type[int]:
        """Return the type of the values."""
        return int

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Let a larger number be looked for: it is just not found."""
        return BigInteger() if isinstance(value, int) else self

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is not None:
            self.check((value,))
        return value

    def check(self, values: Iterable[int | None]) -> None:
        """Raise UnstorableValueError where one of many values cannot be stored."""
        limit = 1 << (self.bits - 1)
        numbers = [value for value in values if value is not None]
        if numbers and not (-limit <= min(numbers) and max(numbers) < limit):
            raise UnstorableValueError("out-of-range", field=self.field)


class CheckedSmallInteger(CheckedInteger):
    """The same in 16 bits."""

    impl = SmallInteger
    cache_ok = True
    bits = 16


class CheckedBigInteger(CheckedInteger):
    """The same in 64 bits, as money needs them."""

    impl = BigInteger
    cache_ok = True
    bits = 64


_SURROGATE = re.compile("[\ud800-\udfff]")
_CHECKED: dict[type[TypeEngine[Any]], type[CheckedInteger]] = {
    SmallInteger: CheckedSmallInteger,
    Integer: CheckedInteger,
    BigInteger: CheckedBigInteger,
}


def checked(type_: TypeEngine[Any], *, field: str) -> TypeEngine[Any]:
    """Return the type of the column `field` (table.column) that checks what is stored; others as they are."""
    plain = type_.impl_instance if isinstance(type_, (CheckedString, CheckedInteger)) else type_
    if isinstance(plain, Text):
        return CheckedText(plain.length, field)
    if isinstance(plain, String):
        return CheckedString(plain.length, field)
    found = _CHECKED.get(type(plain))
    return found(field) if found else type_


class OrderedText(TypeDecorator[str]):
    """Text compared by its code points on every database, so that what begins alike is one range."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of this database: SQLite compares so anyway."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(self.length, collation=collation))


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
