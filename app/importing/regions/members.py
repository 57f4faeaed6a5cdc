"""Members of a team set in columns: 队长 and 队员, 队员1 姓名 and 队员2 姓名, 姓名1 and 姓名2.

A column belongs to a member by what its header or the header above it says, else by the name it follows.
Where nobody says whose it is, it is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importing.columns.fields import field_of, header_key

PERSONAL = ("name", "id_type", "id_number", "phone", "bank", "bank_name", "bank_account", "role")
_OWN = (*PERSONAL, "unit", "credit_code", "employer")  # may be each member's
_NUMBER = "[1-9][0-9]?|[一二三四五六七八九十]|[甲乙丙丁]|[a-f]"
_WHO = "参赛选手|参赛队员|参赛人员|获奖选手|选手|队员|成员|组员|队友|人员"
_NUMBERED = re.compile(rf"(?:第({_NUMBER}))?(?:{_WHO})({_NUMBER})?号?(.*)")
_CAPTAIN = re.compile("(?:队长|组长)(.*)")
_ENDING = re.compile(rf"(.+?)({_NUMBER})")
_TAIL = re.compile("(?:基本)?(?:信息|情况|资料)$")
_SOMEBODY_ELSE = re.compile("教师|教练|导师|领队|裁判|联系人|负责人|家长|监护")
_FRIEND = re.compile("队友|搭档")
_CAPTAIN_KEY, _OTHERS_KEY, _BASE = "队长", "队员", ""


@dataclass(slots=True)
class Member:
    """One member's columns by field; `title` is how the list calls the member."""

    title: str
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Label:
    member: str
    field: str


def member_field(label: str, group: str = "") -> str:
    """Return the field of a column, whoever's it is: the one its header names, or the one of a member."""
    return _read(label, group).field


def members_of(labels: Sequence[str], groups: Sequence[str]) -> list[Member]:
    """Return the members whose columns a header holds, in its order; [] where it is no list of members."""
    read = [_read(label, group) for label, group in zip(labels, groups, strict=True)]
    members: dict[str, Member] = {}
    for column, label in enumerate(read):
        if label.field == "name" and not _SOMEBODY_ELSE.search(groups[column] + labels[column]):
            members.setdefault(label.member, Member(labels[column])).columns.setdefault("name", column)
    marked = [key for key in members if key != _BASE]
    if len(members) < 2 or not marked or _is_repeated(read):
        return []
    if (
        _BASE in members and _OTHERS_KEY not in members
    ):  # 队员姓名 is nobody's in particular, nor is his number
        read = [_Label(_BASE, one.field) if one.member == _OTHERS_KEY else one for one in read]
    if set(members) == {_BASE, _OTHERS_KEY} and not any(map(_FRIEND.match, labels)):
        return []
    for column, label in enumerate(read):
        if label.field in _OWN and label.member in marked:
            members[label.member].columns.setdefault(label.field, column)
    for name in PERSONAL[1:]:
        loose = [c for c, label in enumerate(read) if label.field == name and label.member == _BASE]
        _assign(name, loose, members)
    return list(members.values())


def _is_repeated(read: Sequence[_Label]) -> bool:
    """Return whether one member has two names: then nobody knows whose the other columns are."""
    named = [label.member for label in read if label.field == "name"]
    return len(set(named)) < len(named)


def _assign(name: str, columns: list[int], members: dict[str, Member]) -> None:
    """Give columns that name no member to the members they follow, where that is beyond doubt."""
    if not columns:
        return
    without = [member for member in members.values() if name not in member.columns]
    if len(columns) == 1 and _BASE in members and name not in members[_BASE].columns:
        members[_BASE].columns[name] = columns[0]
    elif len(columns) == len(without):
        starts = [member.columns["name"] for member in without]
        ends = [*starts[1:], max(columns) + 1]
        if all(start < at < end for start, at, end in zip(starts, columns, ends, strict=True)):
            for member, column in zip(without, columns, strict=True):
                member.columns[name] = column


def _read(label: str, group: str) -> _Label:
    read = _read_words(label, group)
    return _Label(read.member, "unit") if read.member != _BASE and read.field == "unit?" else read


def _read_words(label: str, group: str) -> _Label:
    member, rest = _marked(header_key(_TAIL.sub("", group))) if group else (_BASE, "")
    if member != _BASE and not rest:
        own, own_rest = _marked(header_key(label))
        return _Label(member, field_of(own_rest or "姓名") if own != _BASE else field_of(label))
    key = header_key(label)
    ending = _ENDING.fullmatch(key)
    if ending and (name := field_of(ending[1])) in (*_OWN, "unit?"):
        return _Label(ending[2], name)
    plain = field_of(label)
    member, rest = _marked(key)
    if member not in (_BASE, _OTHERS_KEY):
        return _Label(member, field_of(rest) if rest else "name")
    if plain:
        return _Label(_BASE, plain)
    if member == _OTHERS_KEY:
        return _Label(member, field_of(rest) if rest else "name")
    return _Label(_BASE, "")


def _marked(key: str) -> tuple[str, str]:
    """Return which member a header key speaks of ("" none) and what follows: 队员2姓名 → («2», «姓名»)."""
    if match := _CAPTAIN.fullmatch(key):
        return _CAPTAIN_KEY, match[1]
    if match := _NUMBERED.fullmatch(key):
        return match[1] or match[2] or _OTHERS_KEY, match[3]
    return _BASE, ""
