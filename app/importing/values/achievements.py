"""What was achieved: rank (名次), medal (奖牌), grade (等次): three facts, whichever column holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.importing.findings import invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import CellReader, number
from app.policy import medal_contradicts_rank

ACHIEVED = ("rank", "medal", "grade")  # the fields
_MEDALS = {"金牌": "金牌", "银牌": "银牌", "铜牌": "铜牌", "优胜奖": "优胜奖", "优胜": "优胜奖"}
_SHORT_MEDALS = {"金": "金牌", "银": "银牌", "铜": "铜牌"}
_RANK_WORDS = {"冠军": 1, "亚军": 2, "季军": 3, "殿军": 4}
_GRADES = frozenset({"特等奖", "优秀奖", "入围奖", "鼓励奖", "参与奖", "纪念奖", "金奖", "银奖", "铜奖"})
_GRADE = re.compile("([一二三四五六1-6])等奖?")
_RANK = re.compile(r"(?:第|no\.?)?([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:名|位)?", re.IGNORECASE)
_TIED = re.compile(r"\(?并列\)?")
_PARTS = re.compile(r"[/、,;()]+")
_GRADE_WORDS = "零一二三四五六"


class Achievement(NamedTuple):
    """Rank, medal and grade, each empty where the list does not give it."""

    rank: int | None = None
    medal: str = ""
    grade: str = ""


NOTHING_ACHIEVED = Achievement()


def achievement_reader(field: str) -> CellReader:
    """Return a reader of one of the columns rank, medal, grade: each may hold any of the three facts."""

    def read(raw: Any) -> Any:
        text = compact(as_text(raw))
        if not text or text in ("-", "/", "无"):
            return NOTHING_ACHIEVED
        plain = _TIED.sub("", text)
        found = combined([_one(part, field) for part in _PARTS.split(plain) if part])
        if found is None:
            return invalid(f"{field}-unknown")
        if is_contradictory(found):
            return invalid("medal-contradicts-rank", found, rank=found.rank, medal=found.medal)
        if plain != text and found.rank is not None:
            return invalid("rank-tied", found, rank=found.rank)
        return found

    return read


def _one(text: str, field: str) -> Achievement | None:
    if medal := _MEDALS.get(text) or (_SHORT_MEDALS.get(text) if field == "medal" else None):
        return Achievement(medal=medal)
    if text in _GRADES:
        return Achievement(grade=text)
    if match := _GRADE.fullmatch(text):
        return Achievement(grade=f"{_GRADE_WORDS[number(match[1]) or 0]}等奖")
    rank = _RANK_WORDS.get(text) or _rank(text)
    return Achievement(rank=rank) if rank and field != "medal" else None


def _rank(text: str) -> int | None:
    match = _RANK.fullmatch(text.removesuffix(".0"))
    return number(match[1]) if match else None


def combined(parts: Sequence[Achievement | None]) -> Achievement | None:
    """Return the facts of all parts together; None where one is unknown or two contradict."""
    rank, medal, grade = NOTHING_ACHIEVED
    for part in parts:
        if part is None or _contradict(rank, part.rank) or _contradict(medal, part.medal):
            return None
        if _contradict(grade, part.grade):
            return None
        rank, medal, grade = part.rank or rank, part.medal or medal, part.grade or grade
    return Achievement(rank, medal, grade) if parts else None


def is_contradictory(achievement: Achievement) -> bool:
    """Return whether rank and medal cannot both be right where the first three have gold, silver, bronze."""
    return bool(achievement.medal) and medal_contradicts_rank(achievement.medal, achievement.rank)


def _contradict(one: object, other: object) -> bool:
    return bool(one and other and one != other)


def achievement_text(achievement: Achievement) -> str:
    """Return what was achieved as people say it: 第1名 金牌."""
    rank = f"第{achievement.rank}名" if achievement.rank else ""
    return " ".join(part for part in (rank, achievement.medal, achievement.grade) if part)
