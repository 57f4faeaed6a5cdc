"""Names: kept as received, whatever was changed is said; rare characters up to Extension H and beyond."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.findings import InvalidCell
from app.importing.values.names import holds_several, people_in, person_key, read_name

HAN = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x2B740, max_codepoint=0x2EBE0),
    st.characters(min_codepoint=0x30000, max_codepoint=0x323AF),
)

# What joins several people, and a sign of each word that stands among names without being one: 合计, 备注.
OF_NO_NAMES = set("和及与暨等计缺定详白人章注明例上无名数话字期表核")
# Code points that leave no trace in print, one of each range of Unicode's Default_Ignorable_Code_Point.
IGNORABLE = (
    *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200D, 0x202A, 0x2060, 0x2065, 0x206F),
    *(0x3164, 0xFEFF, 0xFFA0, 0xFFF0, 0x1BCA0, 0x1D173, 0xE0000, 0xE0041, 0xE01F0, 0xE0FFF),
)


def codes(value: Any) -> list[str]:
    return [note.code for note in value.notes] if isinstance(value, InvalidCell) else []


@given(st.text(HAN, min_size=2, max_size=30).filter(lambda name: not set(name) & OF_NO_NAMES))
def test_a_han_name_of_any_plane_is_kept_untouched(name: str) -> None:
    assert read_name(name) == name


@pytest.mark.parametrize("name", ["李䶮", "王𬭎", "张㛃", "陈𠅤", "古丽娜尔·买买提", "徐㼆", "李𮧵"])
def test_names_that_people_carry(name: str) -> None:
    assert read_name(name) == name


def test_a_name_of_thirty_characters() -> None:
    name = "阿卜杜拉·" * 6
    assert read_name(name[:30]) == name[:30]


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        ("张　三", "张三", "name-spaces-removed"),
        ("张 三", "张三", "name-spaces-removed"),
        ("张\u00a0三", "张三", "name-spaces-removed"),
        ("古丽•买买提", "古丽·买买提", "interpunct-unified"),
        ("古丽‧买买提", "古丽·买买提", "interpunct-unified"),
        ("古丽・买买提", "古丽·买买提", "interpunct-unified"),
        ("古丽\uff0e买买提", "古丽·买买提", "interpunct-unified"),
        ("古丽.买买提", "古丽·买买提", "interpunct-unified"),
        ("John  Smith", "John Smith", "name-spaces-removed"),
        ("林\ufa1e", "林\ufa1e", "compatibility-character"),
        ("★张三", "张三", "name-marks-removed"),
        ("张三*", "张三", "name-marks-removed"),
        ("△张三#", "张三", "name-marks-removed"),
        ("张三①", "张三", "name-marks-removed"),
        ("张三（队长）", "张三", "name-marks-removed"),
        ("张三（女）", "张三", "name-marks-removed"),
        ("李四（回族）", "李四", "name-marks-removed"),
        ("张", "张", "name-short"),
        ("李\ue863", "李\ue863", "private-use"),
        ("葛\ufe00明", "葛明", "variation-selector-removed"),
        ("葛\U000e0100明", "葛明", "variation-selector-removed"),
        ("葛\U000e01ef\ufe0f明", "葛明", "variation-selector-removed"),
        ("张\u180b三", "张三", "variation-selector-removed"),
    ],
)
def test_what_is_changed_or_odd_is_said(raw: str, name: str, code: str) -> None:
    found = read_name(raw)
    assert found.value == name
    assert codes(found) == [code]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "name-missing"),
        ("　", "name-missing"),
        ("\ufe00", "name-missing"),
        *((f"张{chr(point)}三", "hidden-character") for point in IGNORABLE),
        ("张\u200b三", "hidden-character"),
        ("张\x07三", "hidden-character"),
        ("张\u202e三", "hidden-character"),
        ("张\ufffd", "hidden-character"),
        ("=张三", "formula-text"),
        ("#REF!", "cell-error"),
        ("张" * 61, "text-too-long"),
        ("张三1", "name-odd"),
        ("张三？", "name-odd"),
        ("张三（替补）", "name-with-note"),
        ("张三（教练）", "name-with-note"),
        ("阿里木（Alimu）", "name-with-note"),
        ("张三等3人", "name-and-others"),
        ("张三等", "name-and-others"),
        ("张三等三名同学", "name-and-others"),
        ("张三等 5 人", "name-and-others"),
        ("张三 李四", "name-of-several"),
        ("张三　李四　王五", "name-of-several"),
        ("张三和李四", "name-of-several"),
        ("张三 及 李四", "name-of-several"),
        ("阿不都热 合曼江", "name-of-several"),
        ("王⼀⽂", "look-alike"),
        ("⻢超", "look-alike"),
        ("合计", "name-not-a-person"),
        ("制表人：张三", "name-not-a-person"),
        ("空缺", "name-not-a-person"),
        ("〃", "name-not-a-person"),
        ("同上", "name-not-a-person"),
        ("无", "name-missing"),
        ("—", "name-missing"),
    ],
)
def test_what_cannot_be_a_name_is_refused(raw: str, code: str) -> None:
    found = read_name(raw)
    assert found.value is None
    assert codes(found) == [code]


@pytest.mark.parametrize("raw", ["李和平", "欧阳 修远", "司马　相如", "张 三 丰", "等闲", "及第"])
def test_one_name_is_not_taken_for_several(raw: str) -> None:
    found = read_name(raw)
    value = found.value if isinstance(found, InvalidCell) else found
    assert value == "".join(raw.split())


def test_a_latin_name_keeps_its_full_stop() -> None:
    assert read_name("John F. Smith") == "John F. Smith"


def test_look_alike_characters_are_named_in_their_order() -> None:
    found = read_name("⾼⼤⾼⼭")
    assert isinstance(found, InvalidCell)
    assert [note.params["characters"] for note in found.notes] == ["U+2FBC U+2F24 U+2F2D"]


def test_names_are_compared_by_nfc_and_never_by_nfkc() -> None:
    assert person_key("é") == person_key("e\u0301")
    assert person_key("㈱") != person_key("(株)")
    assert person_key("古丽 • 买买提") == person_key("古丽·买买提")
    assert person_key("葛\U000e0100明") == person_key("葛明")


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]),
        ("张三/李四，王五", ["张三", "李四", "王五"]),
    ],
)
def test_several_people_in_a_cell(raw: str, people: list[str]) -> None:
    assert holds_several(raw)
    assert people_in(raw) == people
    assert not holds_several("古丽·买买提")
