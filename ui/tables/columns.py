"""What a column of a table shows of a row, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Row = TypeVar("Row")
Tone = Literal["quiet", "action", "done", "asks", "wrong", "honour"]


@dataclass(frozen=True, slots=True)
class Pill:
    """A state as icon and word; the colour only repeats what they say. `icon` names a drawing of ui."""

    text: str
    tone: Tone
    icon: str = ""


def _nothing(_row: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its title, the text of a cell, its first width in pixels at 100 %.

    `sort` is the key its listing can be ordered by, "" where it cannot. One column of a table may
    `stretch` over the room that is left. `hint` is a tooltip beyond the cell's own text.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 120
    sort: str = ""
    is_number: bool = False
    is_quiet: bool = False
    is_strong: bool = False
    stretch: bool = False
    pill: Callable[[Row], Pill | None] | None = None
    hint: Callable[[Row], str] = _nothing
