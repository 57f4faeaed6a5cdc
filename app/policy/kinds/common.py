"""What all rule kinds share: strict keys, dated values, and money written in yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from app.policy.model import Dated

Value = TypeVar("Value")
Level = Literal["world", "national", "provincial", "municipal", "county", "enterprise"]
ContestClass = Literal["class-one", "class-two", "comprehensive", "special"]
Word = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A mapping in which every key is known and every value has its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def fen_of(yuan: Any) -> int:
    """Return an amount written in yuan as fen; refuse what is no number, negative or finer than a fen."""
    if isinstance(yuan, bool) or not isinstance(yuan, int | float):
        raise ValueError(f"金额不是数字：{yuan!r}（单位为元，例如 10000）")
    fen = Decimal(str(yuan)) * 100
    if not fen.is_finite() or fen < 0 or fen != fen.to_integral_value():
        raise ValueError(f"金额须为不小于0、最多两位小数的数：{yuan!r}")
    return int(fen)


Fen = Annotated[int, PlainValidator(fen_of)]


class RuleData(Strict):
    """What every rule has: its clause's number, its verbatim text, and when the office last checked it."""

    id: Word
    title: Word
    clause: Word
    text: Word
    governing_day: Literal["result.published_on"] = "result.published_on"
    last_checked_in_force: date | None = None

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to; () where several may."""
        return ()


def dated(values: dict[date, Any], key: str) -> Dated[Any]:
    """Return the dated values oldest first, each reduced to its one part `key`; None ends the rule."""
    history = sorted(values.items())
    return Dated(tuple((day, getattr(value, key) if value is not None else None) for day, value in history))
