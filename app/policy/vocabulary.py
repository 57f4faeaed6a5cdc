"""The closed words of rules and facts: levels (级别), classes (类别), series, roles, forms, groups, medals.

Packs, rulings and self-cases may use these and no others; the registry stores the same (`models.types`), and
their Chinese words are `core.level.*`, `core.class.*` … in `resources/words/zh_CN/core.toml`. Prize money for
a level or class that is listed here is a rule in a pack: see `docs/policy-packs.md`.
"""

from __future__ import annotations

from typing import Literal, get_args

Level = Literal["world", "national", "provincial", "municipal", "county", "enterprise"]
ContestClass = Literal["class-one", "class-two", "comprehensive", "special"]
Role = Literal["contestant", "coach", "expert", "translator"]
Form = Literal["single", "pair", "trio", "team"]
Group = Literal["worker", "student", "teacher"]
Medal = Literal["金牌", "银牌", "铜牌", "优胜奖"]
Series = Literal[
    "world-skills", "abilympics", "national-skills", "vocational-colleges", "henan-skills", "other"
]

CONTESTANT, TRANSLATOR = "contestant", "translator"
CLASS_ONE, COMPREHENSIVE, SPECIAL = "class-one", "comprehensive", "special"
MEDALS: tuple[str, ...] = get_args(Medal)
_OTHER_NAMES_OF_MEDALS = {
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
    """Return the documents' word for a medal that a list or file names another way; else `text` unchanged."""
    return _OTHER_NAMES_OF_MEDALS.get(text, text)
