"""What was achieved: rank (名次), medal (奖牌), grade (等次): three facts, whichever column holds them.

A word such as 弃权 in their place says why there is none of the three; beside one of them it contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.formats import place_text
from app.importing.findings import invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import PLACEHOLDERS, CellReader, number
from app.policy import medal_contradicts_rank

ACHIEVED = ("rank", "medal", "grade")  # the fields
_MEDALS = {"金牌": "金牌", "银牌": "银牌", "铜牌": "铜牌", "优胜奖": "优胜奖", "优胜": "优胜奖"}
_SHORT_MEDALS = {"金": "金牌", "银": "银牌", "铜": "铜牌"}
NO_RANK_WORDS = {
    **dict.fromkeys(("弃权", "弃赛", "自动弃权", "按弃权处理", "放弃比赛", "放弃参赛"), "withdrew"),
    **dict.fromkeys(("缺赛", "缺席", "未参赛", "未到场", "未到", "未检录", "dns", "did not start"), "absent"),
    **dict.fromkeys(("缺考", "未参加考试"), "absent-from-exam"),
    **dict.fromkeys(("退赛", "中途退赛", "退出比赛"), "retired"),
    **dict.fromkeys(("未完赛", "未完成", "未完成比赛", "中途停止", "dnf", "did not finish"), "unfinished"),
    **dict.fromkeys(
        ("取消资格", "取消参赛资格", "取消比赛资格", "dq", "dsq", "disqualified"), "disqualified"
    ),
    **dict.fromkeys(
        ("取消成绩", "成绩取消", "取消比赛成绩", "成绩无效", "成绩作废", "取消名次"), "cancelled"
    ),
    **dict.fromkeys(("违纪", "违规", "犯规", "作弊", "舞弊"), "violation"),
    **dict.fromkeys(("无成绩", "无名次", "没有成绩", "未取得名次", "未取得成绩"), "without-result"),
}
_RANK_WORDS = {"冠军": 1, "亚军": 2, "季军": 3, "殿军": 4}
_GRADES = frozenset({"特等奖", "优秀奖", "入围奖", "鼓励奖", "参与奖", "纪念奖", "金奖", "银奖", "铜奖"})
_GRADE = re.compile("([一二三四五六1-6])等奖?")
_RANK = re.compile(r"(?:第|no\.?)?([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:名|位)?", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"共?([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:\.0|[名个人位])?")
_TIED = re.compile(r"\(?并列\)?")
_PARTS = re.compile(r"[/、,;()]+")
_GRADE_WORDS = "零一二三四五六"


class Achievement(NamedTuple):
    """Rank, medal and grade, each empty where the list does not give it; `no_rank` is why there is none."""

    rank: int | None = None
    medal: str = ""
    grade: str = ""
    no_rank: str = ""


NOTHING_ACHIEVED = Achievement()


def achievement_reader(field: str) -> CellReader:
    """Return a reader of one of the columns rank, medal, grade: each may hold any of the three facts."""

    def read(raw: Any) -> Any:
        text = compact(as_text(raw))
        if not text or text in PLACEHOLDERS:
            return NOTHING_ACHIEVED
        plain = _TIED.sub("", text)
        words = [part for part in _PARTS.split(plain) if part]
        parts = [_one(part, field) for part in words]
        counts = _counts_beside_a_grade(words, parts)
        found = combined([part for at, part in enumerate(parts) if at not in counts])
        if found is None:
            contradicts = any(part is not None and part.no_rank for part in parts) or _holds_no_rank(plain)
            return invalid("no-rank-conflict" if contradicts else f"{field}-unknown")
        if is_contradictory(found):
            return invalid("medal-contradicts-rank", found, rank=found.rank, medal=found.medal)
        if counts:
            return invalid("number-beside-grade", found, grade=found.grade or found.medal)
        if plain != text and found.rank is not None:
            return invalid("rank-tied", found, rank=found.rank)
        return found

    return read


def _counts_beside_a_grade(words: Sequence[str], parts: Sequence[Achievement | None]) -> set[int]:
    """Return where bare numbers follow a grade or medal, as in 一等奖（1名）: how many, or a class, no rank.

    第1名 and 冠军 say themselves that they are ranks; a number before the grade stands where a rank does.
    """
    graded = [at for at, part in enumerate(parts) if part is not None and (part.grade or part.medal)]
    return {at for at, word in enumerate(words) if graded and at > graded[0] and _BARE_NUMBER.fullmatch(word)}


def no_rank_word(text: str) -> str:
    """Return why there is no rank, where a text (a score, a remark) is one of the closed words; else ""."""
    return NO_RANK_WORDS.get(compact(text).strip("()（）").casefold(), "")


def _holds_no_rank(text: str) -> bool:
    """Return whether a word such as 弃权 stands in a text without a sign beside it, as in 3弃权."""
    folded = text.casefold()
    return any(word in folded for word in NO_RANK_WORDS)


def _one(text: str, field: str) -> Achievement | None:
    if reason := no_rank_word(text):
        return Achievement(no_rank=reason)
    if medal := _MEDALS.get(text) or (_SHORT_MEDALS.get(text) if field == "medal" else None):
        return Achievement(medal=medal)
    if text in _GRADES:
        return Achievement(grade=text)
    if match := _GRADE.fullmatch(text):
        return Achievement(grade=f"{_GRADE_WORDS[number(match[1]) or 0]}等奖")
    rank = _RANK_WORDS.get(text) or _rank(text)
    is_a_class = field == "grade" and _BARE_NUMBER.fullmatch(text)  # 获奖等级 1 is a first prize, or a rank
    return Achievement(rank=rank) if rank and field != "medal" and not is_a_class else None


def _rank(text: str) -> int | None:
    match = _RANK.fullmatch(text.removesuffix(".0"))
    return number(match[1]) if match else None


def combined(parts: Sequence[Achievement | None]) -> Achievement | None:
    """Return the facts of all parts together; None where one is unknown or two contradict."""
    rank, medal, grade, no_rank = NOTHING_ACHIEVED
    for part in parts:
        if part is None or _contradict(rank, part.rank) or _contradict(medal, part.medal):
            return None
        if _contradict(grade, part.grade) or _contradict(no_rank, part.no_rank):
            return None
        rank, medal, grade = part.rank or rank, part.medal or medal, part.grade or grade
        no_rank = part.no_rank or no_rank
    if no_rank and (rank or medal or grade):
        return None
    return Achievement(rank, medal, grade, no_rank) if parts else None


def is_contradictory(achievement: Achievement) -> bool:
    """Return whether rank and medal cannot both be right where the first three have gold, silver, bronze."""
    return bool(achievement.medal) and medal_contradicts_rank(achievement.medal, achievement.rank)


def _contradict(one: object, other: object) -> bool:
    return bool(one and other and one != other)


def achievement_text(achievement: Achievement) -> str:
    """Return what was achieved as people say it."""
    return place_text(achievement.rank, achievement.medal, achievement.grade, achievement.no_rank)
