"""Words of closed sets: level and class, group, form, role, kind of document. Exact, never a guess."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from app.importing.findings import invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import CellReader

LEVELS = {
    "世界级": "world",
    "世界": "world",
    "国家级": "national",
    "国家": "national",
    "国级": "national",
    "省级": "provincial",
    "省": "provincial",
    "市级": "municipal",
    "市": "municipal",
    "地市级": "municipal",
    "县级": "county",
    "县": "county",
    "区级": "county",
    "县区级": "county",
    "县市区级": "county",
    "企业级": "enterprise",
    "企业": "enterprise",
}
CLASSES = {
    **dict.fromkeys(("一类", "1类", "Ⅰ类", "I类"), "class-one"),
    **dict.fromkeys(("二类", "2类", "Ⅱ类", "II类"), "class-two"),
    **dict.fromkeys(("综合性", "综合", "综合类"), "comprehensive"),
    **dict.fromkeys(("专项", "专项类", "专项性"), "special"),
}
GROUPS = {
    **dict.fromkeys(("职工组", "职工", "企业职工组", "社会职工组"), "worker"),
    **dict.fromkeys(("学生组", "学生"), "student"),
    **dict.fromkeys(("教师组", "教师"), "teacher"),
}
FORMS = {
    **dict.fromkeys(("单人", "单人赛", "单人赛项", "个人", "个人赛", "个人项目"), "single"),
    **dict.fromkeys(("双人", "双人赛", "双人赛项", "双人项目", "两人", "二人"), "pair"),
    **dict.fromkeys(("三人", "三人赛", "三人赛项", "三人项目"), "trio"),
    **dict.fromkeys(("团队", "团队赛", "团队项目", "团体", "团体赛", "集体"), "team"),
}
ROLES = {
    **dict.fromkeys(("选手", "参赛选手", "获奖选手", "参赛人员", "队员"), "contestant"),
    **dict.fromkeys(("教练", "教练员", "指导教师", "指导老师"), "coach"),
    **dict.fromkeys(("专家", "技术专家"), "expert"),
    **dict.fromkeys(("翻译", "翻译员"), "translator"),
}
ID_TYPES = {
    **dict.fromkeys(("居民身份证", "身份证", "二代身份证", "中国居民身份证", "大陆居民身份证"), "resident"),
    **dict.fromkeys(
        ("港澳居民来往内地通行证", "来往内地通行证", "港澳通行证", "回乡证", "港澳居民通行证"),
        "hk-macau-permit",
    ),
    **dict.fromkeys(
        ("台湾居民来往大陆通行证", "台胞证", "来往大陆通行证", "台湾居民通行证"), "taiwan-permit"
    ),
    **dict.fromkeys(
        ("港澳台居民居住证", "港澳居民居住证", "台湾居民居住证", "港澳台居住证"), "residence-permit"
    ),
    **dict.fromkeys(
        ("外国人永久居留身份证", "外国人永久居留证", "永久居留身份证", "永久居留证"), "foreign-permanent"
    ),
    **dict.fromkeys(("护照", "外国护照", "中国护照", "普通护照"), "passport"),
}
_SIGNS = re.compile(r"[()（）〔〕\[\]·\-—/、,，:：|]+")
_TAIL = re.compile("(?:职业)?(?:技能)?(?:竞赛|大赛|赛事|赛)$")


class LevelWord(NamedTuple):
    """The content of a level column: level, class ("" where none is given), and the wording as received."""

    level: str
    contest_class: str
    wording: str


def _without_signs(text: str) -> str:
    return _TAIL.sub("", _SIGNS.sub("", compact(text)))


def _split_level(text: str) -> tuple[str, str] | None:
    if text in LEVELS:
        return LEVELS[text], ""
    for size in range(len(text) - 1, 0, -1):
        level, contest_class = LEVELS.get(text[:size]), CLASSES.get(text[size:])
        if level and contest_class:
            return level, contest_class
    return None


def read_level(raw: Any) -> Any:
    """Read a level with or without its class: 省级一类, 省级（一类）, 省级; "" where the cell is empty."""
    text = as_text(raw)
    if not text:
        return ""
    found = _split_level(_without_signs(text))
    return LevelWord(*found, text) if found else invalid("level-unknown")


def read_class(raw: Any) -> Any:
    """Read a class: 一类, 省级一类; "" where the cell is empty."""
    text = as_text(raw)
    squeezed = _without_signs(text)
    if not squeezed:
        return ""
    if squeezed in CLASSES:
        return LevelWord("", CLASSES[squeezed], text)
    found = _split_level(squeezed)
    return LevelWord(*found, text) if found and found[1] else invalid("class-unknown")


def word_reader(words: dict[str, str], code: str, *, or_else: str | None = None) -> CellReader:
    """Return a reader of one closed set: its code word, `or_else` for an unknown word, with a note."""

    def read(raw: Any) -> Any:
        text = _SIGNS.sub("", compact(as_text(raw)))
        if not text:
            return ""
        return words.get(text) or invalid(code, or_else)

    return read
