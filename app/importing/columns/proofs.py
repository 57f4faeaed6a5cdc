"""What the cells of a column prove: words of closed sets, numbers with check digits, names of units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.check_digits import luhn_ok
from app.importing.reading.cells import compact
from app.importing.values.achievements import Achievement, achievement_reader
from app.importing.values.closed_words import FORMS, GROUPS, ROLES, closed_word
from app.importing.values.contacts import read_phone
from app.importing.values.identity import is_valid_number
from app.importing.values.level_words import LevelWord, read_class, read_level

PROVEN_SHARE = 0.6  # of the filled cells, to take a column without a known header for what its cells are
_TELLING_SHARE = 0.8  # of the filled cells, to tell between the fields of an ambiguous header
_SCORE = re.compile(r"\d+(?:\.\d+)?(?:分|[:：'分]\d+(?:\.\d+)?[\"秒]?)?")
_TEAM_CODE = re.compile(
    r"(?:第?[0-9一二三四五六七八九十]{1,4}|[A-Za-z]{1,3}[0-9]{0,4}|[甲乙丙丁])[-—]?\d{0,3}(?:代表)?[队组号]?"
)
_UNIT_ENDS = re.compile(
    r"(?:公司|集团|厂|学院|大学|学校|中学|校|医院|局|委员会|委|中心|院|所|站|总队|支队|市|县|区|省|州|盟|旗|"
    r"代表队|代表团|工会|协会|银行|企业|部|处|社|店|矿|段|乡|镇|街道|办事处|基地)"
    r"(?:[(（].*[)）])?(?:[一二三四五六七八九十\d]+)?队?$"
)
_PLACES = re.compile(
    "(?:郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|济源|航空港|"
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|香港|澳门|台湾)(?:代表)?[队团]?"
)
_read_grade = achievement_reader("grade")


def _is_result(text: str) -> bool:
    """Return whether a text is a grade, a medal or a rank in words; a bare number is a score or a count."""
    read = _read_grade(text)
    return isinstance(read, Achievement) and (read.grade or read.medal or read.rank) not in (None, "")


def is_team_code(text: str) -> bool:
    """Return whether a text is the number of a team (01, A队, 第二组) and no name."""
    return _TEAM_CODE.fullmatch(compact(text)) is not None


def is_unit_like(text: str) -> bool:
    """Return whether a text is worded as the name of a unit or of a place that sends people."""
    plain = compact(text)
    return not is_team_code(plain) and bool(_UNIT_ENDS.search(plain) or _PLACES.fullmatch(plain))


_PROOFS: dict[str, Callable[[str], bool]] = {
    "level": lambda text: isinstance(read_level(text), LevelWord),
    "class": lambda text: isinstance(read_class(text), LevelWord),
    "group": lambda text: closed_word(text) in GROUPS,
    "role": lambda text: closed_word(text) in ROLES,
    "form": lambda text: closed_word(text) in FORMS,
    "event": lambda text: closed_word(text) not in GROUPS.keys() | FORMS.keys(),
    "grade": _is_result,
    "score": lambda text: _SCORE.fullmatch(compact(text)) is not None,
    "team_no": is_team_code,
    "unit": is_unit_like,
}
_OF_PEOPLE: dict[str, Callable[[str], bool]] = {
    "id_number": lambda text: len(text) == 18 and is_valid_number(text),
    "phone": lambda text: len(text) == 11 and read_phone(text) == text,
    "bank_account": lambda text: len(text) >= 16 and text.isdigit() and luhn_ok(text),
}


def proven_field(cells: Sequence[str], fields: Sequence[str]) -> str:
    """Return the first of some fields whose values the filled cells are, "" where they are none's."""
    for field in fields:
        if cells and sum(map(_PROOFS[field], cells)) >= _TELLING_SHARE * len(cells):
            return field
    return ""


def personal_field(cells: Sequence[str]) -> str:
    """Return whether the cells are ID numbers, cards or mobile numbers by their digits; else ""."""
    for field, proves in _OF_PEOPLE.items():
        if cells and sum(map(proves, cells)) >= PROVEN_SHARE * len(cells):
            return field
    return ""
