"""What all rule kinds share: strict keys, dated values, and money written in yuan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.policy.model import Dated
from app.policy.pack.values import Day

Level = Literal["world", "national", "provincial", "municipal", "county", "enterprise"]
ContestClass = Literal["class-one", "class-two", "comprehensive", "special"]
Word = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A mapping in which every key is known and every value has its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RuleData(Strict):
    """What every rule has: its clause's number, its verbatim text, and when the office last checked it."""

    id: Word
    title: Word
    clause: Word
    text: Word
    governing_day: Literal["result.published_on"] = "result.published_on"
    last_checked_in_force: Day | None = None

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to; () where several may."""
        return ()


def dated(values: dict[date, Any], key: str) -> Dated[Any]:
    """Return the dated values oldest first, each reduced to its one part `key`; None ends the rule."""
    history = sorted(values.items())
    return Dated(tuple((day, getattr(value, key) if value is not None else None) for day, value in history))
