"""Words of closed sets: group, form, role, kind of document. Exact, never a guess."""

from __future__ import annotations

import re
from typing import Any

from app.importing.findings import invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import PLACEHOLDERS, CellReader

GROUPS = {
    **dict.fromkeys(
        ("职工组", "职工", "企业职工组", "社会职工组", "企业组", "企业职工", "在职职工组", "社会组"), "worker"
    ),
    **dict.fromkeys(
        ("学生组", "学生", "院校学生组", "职业院校学生组", "技工院校学生组", "高校学生组", "在校学生组"),
        "student",
    ),
    **dict.fromkeys(
        (
            *("教师组", "教师", "教工组", "教职工组"),
            *("院校教师组", "职业院校教师组", "技工院校教师组", "高校教师组"),
        ),
        "teacher",
    ),
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


def closed_word(text: str) -> str:
    """Return a text made comparable with the words of the closed sets: no white space, no signs."""
    return _SIGNS.sub("", compact(text))


def word_reader(words: dict[str, str], code: str, *, or_else: str | None = None) -> CellReader:
    """Return a reader of one closed set: its code word, `or_else` for an unknown word, with a note."""

    def read(raw: Any) -> Any:
        text = closed_word(as_text(raw))
        if not text or text in PLACEHOLDERS:
            return ""
        return words.get(text) or invalid(code, or_else)

    return read
