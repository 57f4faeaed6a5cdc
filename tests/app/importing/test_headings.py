"""Titles, lines and section lines as offices write them: what they say, and what must be asked."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from app.importing.headings.reader import read_preface
from app.importing.headings.sections import section_of
from app.importing.headings.sheet_names import section_of_sheet
from tests.app.importing.heading_cases import BLOCKS, SECTIONS, TITLES


def _asked(preface: Any) -> dict[str, str]:
    return {
        doubt.field: str(doubt.note.params["value"])
        for doubt in preface.doubts
        if doubt.note.severity in ("question", "error")
    }


@pytest.mark.parametrize(("lines", "facts", "asked"), [*TITLES, *BLOCKS], ids=lambda case: str(case)[:50])
def test_a_heading_is_read_or_asked_about(
    lines: list[Any], facts: dict[str, str], asked: dict[str, str]
) -> None:
    rows = [line if isinstance(line, list) else [line, "", ""] for line in lines]
    preface = read_preface(rows, sheet="Sheet1")
    assert ({name: str(value) for name, value in preface.facts.items()}, _asked(preface)) == (facts, asked)


@pytest.mark.parametrize(("text", "facts", "guessed"), SECTIONS, ids=lambda case: str(case)[:50])
def test_a_section_line_is_understood_or_not(
    text: str, facts: dict[str, str] | None, guessed: dict[str, str]
) -> None:
    section = section_of(text)
    if facts is None:
        assert section is None, section
    else:
        assert section is not None
        assert (section.facts, section.guessed) == (facts, guessed)


@pytest.mark.parametrize(
    ("name", "others", "facts", "guessed"),
    [
        ("学生组", [], {"group": "学生组"}, {}),
        ("焊工", [], {}, {"event": "焊工"}),
        ("焊工", ["电工"], {"event": "焊工"}, {}),
        ("1焊工", ["2电工"], {"event": "焊工"}, {}),
        ("焊工（学生组）", ["焊工（职工组）"], {"event": "焊工", "group": "学生组"}, {}),
        ("焊工赛项", [], {"event": "焊工"}, {}),
        ("焊工", ["Sheet2"], {}, {"event": "焊工"}),
        ("一等奖", ["二等奖"], {"grade": "一等奖"}, {}),
        ("一等奖", [], {}, {"grade": "一等奖"}),
        ("示例技师学院", ["示例市医院"], {}, {"unit": "示例技师学院"}),
        ("移动机器人", ["网络安全"], {}, {"event": "移动机器人"}),
        ("裁判员", ["焊工"], {}, {}),
        *(
            (name, [], {}, {})
            for name in ("Sheet1", "工作表1", "2024", "汇总", "名单", "附件1", "张三", "成绩表 (2)")
        ),
    ],
)
def test_a_sheet_name_says_what_several_are_named_for(
    name: str, others: list[str], facts: dict[str, str], guessed: dict[str, str]
) -> None:
    section = section_of_sheet(name, others)
    assert (section.facts, section.guessed) == (facts, guessed)


@pytest.mark.parametrize("sign", ["公示表", "电工、", "（", "“", "赛", "年2024", "第一届", "：", "——"])
def test_a_long_line_takes_no_long_time(sign: str) -> None:
    rows = [[sign * 3000], [sign * 30], [f"{sign * 20}大赛{sign * 20}"]]
    began = monotonic()
    read_preface(rows, sheet=sign * 10)
    assert monotonic() - began < 1
