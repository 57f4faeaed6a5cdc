"""The list of findings: each code has a severity and a text, and none is listed that nothing makes."""

from __future__ import annotations

import re
from pathlib import Path

import app.importing
from app.importing.findings import SEVERITIES, FindingList, Note, in_file_order
from app.words import words_of

ROOM = Path(app.importing.__file__).parent
FIELD_CODES = re.compile("(contest|level|published_on|event)-missing|(rank|medal|grade)-unknown")


def test_each_code_has_a_severity_and_a_text() -> None:
    assert set(SEVERITIES) == set(words_of("importing.finding"))


def test_each_listed_code_is_made_somewhere() -> None:
    sources = [file.read_text("utf-8") for file in ROOM.rglob("*.py") if file.name != "findings.py"]
    made = set(re.findall(r'"([a-z_]+(?:-[a-z]+)+)"', "\n".join(sources)))
    assert [code for code in SEVERITIES if code not in made and not FIELD_CODES.fullmatch(code)] == []


def test_findings_come_in_file_order() -> None:
    first = FindingList()
    first.register_sheet(0, "甲")
    first.register_sheet(1, "乙")
    first.register_columns(0, {"name": "姓 名"})
    second = first.emptied()
    second.add(Note("name-short"), sheet=0, row=3, field="name", value="x" * 130)
    first.add(Note("sheet-empty"), sheet=1)
    first.add(Note("name-odd"), sheet=0, row=3, field="name")
    second.add(Note("file-known", {"file": "成绩.xlsx"}))
    first.add(Note("phone-wrong"), sheet=0, row=2, field="phone")
    found = in_file_order(first, second)
    assert [(f.sheet, f.row, f.column, f.code) for f in found] == [
        ("", 0, "", "file-known"),
        ("甲", 2, "手机号码", "phone-wrong"),
        ("甲", 3, "姓 名", "name-odd"),
        ("甲", 3, "姓 名", "name-short"),
        ("乙", 0, "", "sheet-empty"),
    ]
    assert (len(found[3].value), found[3].value[-1]) == (121, "…")
