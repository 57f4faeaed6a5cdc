"""A legal cell holds 32,767 characters: whatever they are, reading it takes no time that anybody notices."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import app.importing
from app.importing.columns.fields import field_of
from app.importing.reading.cells import as_text, compact
from app.importing.values.field_readers import field_readers
from app.importing.values.identity import identity_reader
from app.importing.values.names import holds_several, people_in, person_key
from tests.app.importing.lists import TODAY

LONGEST = 32_767
RUN = 8_000  # characters: a time that grows with the square is far above the limit even so
MOST_S = 0.1  # of processor time, for one cell, on a machine that does other work too
CELLS = {
    "opening brackets": "（" * LONGEST,
    "square brackets": "【" * LONGEST,
    "blanks": "甲" + " " * (LONGEST - 2) + "乙",
    "tabs": "甲" + "\t \t" * (LONGEST // 3 - 1) + "乙",
    "line breaks": "甲" + "\n" * (LONGEST - 2) + "乙",
    "blank lines": "甲" + " \n" * (LONGEST // 2 - 1) + "乙",
    "digits": "1" * LONGEST,
    "digits and hyphens": "1-" * (LONGEST // 2),
    "digits in brackets": "(1" * (LONGEST // 2),
    "one character": "中" * LONGEST,
    "orders": "令" * LONGEST,
    "announcements": "公告" * (LONGEST // 2),
    "document numbers": "示例〔2024〕1" * (LONGEST // 9),
    "years": "〔2024" * (LONGEST // 5),
    "commas": "、" * LONGEST,
    "names": "张三、" * (LONGEST // 3),
    "interpuncts": "甲" + "·" * (LONGEST - 2) + "乙",
    "spaced interpuncts": "甲" + " ·" * (LONGEST // 2 - 1) + "乙",
    "labels": "甲：" * (LONGEST // 2),
    "grades": "一等奖（" * (LONGEST // 4),
    "hidden characters": "甲" + "\u200b" * (LONGEST - 1),
    "quotes": '="' * (LONGEST // 2),
}


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of three calls: a collector may run in one of them."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
        if taken[-1] < MOST_S:
            break
    return min(taken)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_long_cell_is_read_at_once_in_every_column(cell: str) -> None:
    readers: dict[str, Callable[[Any], Any]] = {
        **field_readers(TODAY),
        "id_number": lambda raw: identity_reader(TODAY)("", raw),
        "header": field_of,
        "text": as_text,
        "key": lambda raw: (compact(raw), person_key(raw)),
        "people": lambda raw: (holds_several(raw), people_in(raw)),
    }
    slow = {name: taken for name, read in readers.items() if (taken := seconds(partial(read, cell))) > MOST_S}
    assert slow == {}


SOURCES = "\n".join(file.read_text("utf-8") for file in Path(app.importing.__file__).parent.rglob("*.py"))


def patterns() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Give every regular expression of the importing room that is used on text, and how it is used."""
    for module in pkgutil.walk_packages(app.importing.__path__, "app.importing."):
        for name, value in vars(importlib.import_module(module.name)).items():
            pattern = getattr(value, "__self__", value)
            if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                is_sought = re.search(rf"\b{name}\.(search|sub|findall|finditer|split)\b", SOURCES)
                method = pattern.findall if is_sought else pattern.fullmatch
                yield f"{module.name}.{name}", value if value is not pattern else method


def runs(pattern: str) -> Iterator[str]:
    """Give long runs of each sign that a pattern names, plain and where the end does not fit."""
    signs = dict.fromkeys(c for c in pattern[:60] if c not in "\\^$*+?{}|")
    for sign in [*signs, " ", "1", "a", "中"]:
        yield from (sign * RUN, sign * RUN + "\x01", "甲" + sign * RUN + "\x01")


@pytest.mark.parametrize(("name", "use"), list(patterns()), ids=[name for name, _ in patterns()])
def test_a_regular_expression_takes_time_in_proportion_to_the_text(
    name: str, use: Callable[[str], object]
) -> None:
    pattern: re.Pattern[str] = use.__self__  # type: ignore[attr-defined]
    slow = [text[:3] for text in runs(pattern.pattern) if seconds(partial(use, text)) > MOST_S]
    assert slow == [], name
