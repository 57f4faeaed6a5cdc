"""Medals (奖牌) as documents write them; lists and files write them in several ways."""

from __future__ import annotations

MEDALS = ("金牌", "银牌", "铜牌", "优胜奖")
_OTHER_WORDS = {
    "gold": "金牌",
    "silver": "银牌",
    "bronze": "铜牌",
    "excellence": "优胜奖",
    "medallion": "优胜奖",
    "金奖": "金牌",
    "银奖": "银牌",
    "铜奖": "铜牌",
    "优胜": "优胜奖",
}


def medal_word(text: str) -> str:
    """Return the document's word for a medal, or `text` unchanged where it is none."""
    return _OTHER_WORDS.get(text, text)
