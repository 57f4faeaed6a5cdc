"""What one header says: a field, whose it is, and which of several results it means. Exact words only.

A header of several rows comes as its parts from top to bottom: («指导教师», «身份证号») is the coach's
number, («成绩», «理论») a part of the score, («名次», «个人») one's own rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.importing.columns.fields import WORDS, field_of, header_key
from app.importing.columns.synonyms import OWNERS, PRIZE_MONEY, SENSE_OF

# Fields that belong to one person: beside somebody else's name they are not the contestant's.
PERSONAL = frozenset({"id_type", "id_number", "phone", "bank", "bank_name", "bank_account", "bank_holder"})
_OF_PERSON = frozenset({"name", "unit", "unit?", "employer", "credit_code", "role", "group"})
_RANKED = frozenset({"rank", "medal", "grade", "score"})


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of words; of those that fit at one place the longest is taken."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_OTHER = re.compile(_any_of(OWNERS["other"]))
_PARTNER = re.compile(_any_of(OWNERS["partner"]))
_OF_UNIT = re.compile(f"(?:选送|参赛|推荐|所在|工作|收款)?(?:{_any_of(OWNERS['unit'])})+的?")
_OF_SELF = re.compile("^(?:参赛|获奖|本|受奖)?(?:选手|人员|队员|学员|学生|职工|员工|本人|个人|者|人)的?")
_SHARE = re.compile(r"占?(?<!\d)\d+%|百分之[一二三四五六七八九十]+|权重|满分\d+|[一二三四五\d]$")
_JUDGED = re.compile("评分|打分|意见|评语|评价|打分|测评|推荐$")
_NOISE = re.compile(
    "(?:必填|选填|没有可不填|文本格式|如有|可不填|与身份证一致|按身份证填写|18位|元|万元|分)$"
)
_SENSE = re.compile(_any_of(SENSE_OF))


class HeaderMeaning(NamedTuple):
    """What a header says.

    `field` is "" where it names none, "unit?" for a weak word. `owner` is the word for somebody else whose
    column it is ("" : the contestant, or nobody says); `is_name` tells that it holds that person's name, and
    `is_partner` that the person is another contestant. `sense` is one of final, own, team, heat, part, or "".
    """

    field: str = ""
    owner: str = ""
    is_name: bool = False
    is_partner: bool = False
    sense: str = ""


def read_header(parts: Sequence[str]) -> HeaderMeaning:
    """Return what the parts of a header, from top to bottom, say together."""
    keys = [key for key in map(header_key, parts) if key]
    if not keys:
        return HeaderMeaning()
    owner, is_partner = _owner(keys)
    if owner:
        own = _field([_without_owner(key, owner) for key in keys])
        is_name = own in ("", "name") and not _JUDGED.search(keys[-1])
        return HeaderMeaning("" if own == "name" else own, owner, is_name, is_partner)
    field = _field([text for text in parts if header_key(text)]) or _without_words(keys)
    return HeaderMeaning(field, sense=_sense(keys, field))


def is_prize_money(parts: Sequence[str]) -> bool:
    """Return whether a header names the prize money."""
    return any(_NOISE.sub("", header_key(text)) in PRIZE_MONEY for text in (*parts, "".join(parts)))


def _field(texts: Sequence[str]) -> str:
    """Return the field of the lowest part that names one, of all parts in one, or of a higher part."""
    for text in (texts[-1], "".join(texts), *reversed(texts[:-1])):
        if field := field_of(text) or field_of(_NOISE.sub("", header_key(text))):
            return field
    return ""


def _owner(keys: Sequence[str]) -> tuple[str, bool]:
    """Return the word for somebody else in a header, and whether it is a contestant of the same team.

    A part above others is a group's name, and short; a title that names experts or coaches is none.
    """
    for key in keys:
        if _is_word(key):
            continue
        for pattern, is_partner in ((_PARTNER, True), (_OTHER, False)):
            match = pattern.search(key)
            if match and (key is keys[-1] or len(key) <= len(match[0]) + 4):
                return match[0], is_partner
        match = _OF_UNIT.match(key)
        if match and _field([key[match.end() :]]) in PERSONAL:
            return match[0], False
    return "", False


def _is_word(key: str) -> bool:
    return key in WORDS


def _without_owner(key: str, owner: str) -> str:
    _, found, after = key.partition(owner)
    return after.removeprefix("的") if found else key


def _without_words(keys: Sequence[str]) -> str:
    """Return the field of a header without the words that say whose or which result it is."""
    for key in (_NOISE.sub("", keys[-1]), "".join(keys)):
        own = field_of(_OF_SELF.sub("", key, count=1))
        if own in PERSONAL or own in _OF_PERSON:
            return own
        rest = _SHARE.sub("", _SENSE.sub("", key))
        if not rest and _SENSE.search(key):
            return "score"  # «理论», «模块A» under or beside a score
        if field_of(rest) in _RANKED:
            return field_of(rest)
    return ""


def _sense(keys: Sequence[str], field: str) -> str:
    if field not in _RANKED:
        return ""
    found = {SENSE_OF[word] for key in keys for word in _SENSE.findall(key)}
    return next((sense for sense in ("heat", "part", "team", "own", "final") if sense in found), "")
