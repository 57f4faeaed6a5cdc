"""What a column of a table shows of a row, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


def _nothing(_row: object) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its title, the text of a cell, its first width in pixels at 100 %.

    `sort` is the key its listing can be ordered by, "" where it cannot. One column of a table may
    `stretch` over the room that is left. `state` names the look of a pill around the text, "" for none
    (see `ui.widgets.pill`). `hint` is a tooltip beyond the cell's own text.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 120
    sort: str = ""
    is_number: bool = False
    is_quiet: bool = False
    is_strong: bool = False
    stretch: bool = False
    state: Callable[[Row], str] | None = None
    hint: Callable[[Row], str] = _nothing
