"""Whether two events may be of one occupation or line (职业、工种), as far as their names say.

The office's own word is the occupation it recorded with an event; two recorded ones are compared as they
stand. Otherwise only names are at hand, and likeness is enough to ask: names are taken as different only
where they have nothing in common but the words that every event may bear. Asking once too often costs an
answer, asking too seldom pays twice.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.formats import name_key

# What says nothing of the line of work: the suffixes of occupations, the kind of contest, form and group.
_GENERAL = (
    "[甲乙丙丁戊](?:赛项|项目)|(?:赛项|项目)[甲乙丙丁戊一二三四五]?|职业技能|技能|技术|技师|职业|工种|竞赛|大赛|比赛|"
    "决赛|世赛|选拔|表演|单人|双人|三人|团队|团体|职工|学生|教师|人员|从业|岗位|工业|行业|产业|企业|高级|中级|初级|"
    "操作|应用|综合|[工师员手组类与及和的]"
)
# One line of work under words that share no character; each alternative stands for its first.
_SAME_LINE = (
    ("数控", "CNC|加工中心"),
    ("烹调", "烹饪|厨师|厨艺|厨"),
    ("面点", "面包|烘焙|糕点|西点|糖艺"),
    ("美发", "理发|发型"),
    ("美容", "化妆"),
    ("护理", "照护|养老|护士"),
    ("育婴", "保育|幼儿|婴幼"),
    ("砌筑", "瓦|砖"),
    ("木", "家具"),
    ("服装", "裁缝|裁剪|缝纫|时装"),
    ("涂装", "喷漆|油漆|喷涂|粉刷"),
    ("计算机", "电脑|软件|编程"),
    ("制图", "CAD|绘图"),
    ("电", "PLC"),
)
_WORD = re.compile(r"[A-Z]{2,}|[^\W\dA-Z_]")


def one_occupation(one: str, other: str, *, name: str, other_name: str) -> bool:
    """Return whether two events are to be taken as one occupation until the office says otherwise.

    `one` and `other` are the occupations recorded with the events, "" where there is none.
    """
    if one and other:
        return name_key(one) == name_key(other)
    first, second = _line(one or name), _line(other or other_name)
    return not first or not second or not first.isdisjoint(second)


@lru_cache(maxsize=4096)
def _line(name: str) -> frozenset[str]:
    """Return the characters and Latin words of a name that tell its line of work; none may be left."""
    plain = unicodedata.normalize("NFKC", name).upper()
    for word, alternatives in _SAME_LINE:
        plain = re.sub(alternatives, word, plain)
    return frozenset(_WORD.findall(re.sub(_GENERAL, " ", plain)))
