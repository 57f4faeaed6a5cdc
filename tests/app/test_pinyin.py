"""Pinyin of names: initials and full spellings, every reading, the surname's reading first."""

from __future__ import annotations

import unicodedata

import pytest

from app.pinyin import MOST_SPELLINGS, name_initials, name_spellings


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("单雄", "sx"),
        ("曾敏", "zm"),
        ("区伟", "ow"),
        ("张三", "zs"),
        ("万俟强", "wqq"),
        ("John Smith", "js"),
        ("", ""),
    ],
)
def test_initials_know_surnames(name: str, initials: str) -> None:
    found = name_initials(name).split()
    assert (not initials and not found) or found[0] == initials


def test_initials_have_every_reading() -> None:
    assert set(name_initials("单雄").split()) == {"sx", "dx", "cx"}


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("张小明", "zhangxiaoming"),
        ("单雄", "shanxiong"),
        ("曾敏", "zengmin"),
        ("区伟", "ouwei"),
        ("吕绿", "lvlv"),
        ("万俟强", "moqiqiang"),
        ("尉迟恭", "yuchigong"),
        ("翟欣", "zhaixin"),
        ("解缙", "xiejin"),
        ("", ""),
        ("John", ""),
    ],
)
def test_a_name_is_spelled_by_its_surname_s_reading_first(name: str, spelling: str) -> None:
    assert (name_spellings(name) or [""])[0] == spelling


def test_a_name_is_spelled_in_every_reading_within_bounds() -> None:
    assert {"shanxiong", "danxiong", "chanxiong"} == set(name_spellings("单雄"))
    assert len(name_spellings("乐行重长朝数")) <= MOST_SPELLINGS


def test_the_table_of_readings_is_the_source_s() -> None:
    from pypinyin.constants import PINYIN_DICT

    from app.pinyin import _table

    for code in [*range(0x4E00, 0x9FA6, 97), *map(ord, "㛃䶮𠅤𬭎吕")]:
        expected = [_without_tone(one) for one in PINYIN_DICT.get(code, "").split(",") if one]
        found = list(_table().get(chr(code), ()))
        assert set(found) == set(expected)
        assert found[:1] == expected[:1]


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ǖ", "v"))
    for toned in "ǘǚǜ":
        parts = parts.replace(unicodedata.normalize("NFD", toned), "v")
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
