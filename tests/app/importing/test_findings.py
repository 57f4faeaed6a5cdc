"""The list of findings: each code has a severity and a text, and none is listed that nothing makes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import app.importing
from app.importing import finding_list, write_rejected
from app.importing.cleaning.received_cells import ReceivedCells
from app.importing.finding_list import FindingList, in_file_order
from app.importing.findings import SEVERITIES, Note, finding_kind
from app.store import Store
from app.words import words_of
from tests.app.importing.lists import a_row, plan_of_rows

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


def test_findings_beyond_a_limit_are_counted(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_list, "MOST_LISTED", 300)
    rows = [a_row(n, 证件号码="41" * (1 + n % 5), 成绩公布日期="2024.6.18") for n in range(4, 504)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert plan.counts.skipped == 500
    listed = [finding for finding in plan.findings if finding.code == "id-length"]
    assert [finding.row for finding in listed] == list(range(2, 303))
    assert "第 302 到第 501 行" in listed[300].message
    assert "200 处" in listed[300].message
    assert [f.code for f in plan.page(offset=450, limit=1)[0].findings] == ["id-length"]
    assert write_rejected(plan, tmp_path / "退回.xlsx").rows == 500
    *_, cause = zip(
        *load_workbook(tmp_path / "退回.xlsx").worksheets[0].iter_rows(2, values_only=True), strict=True
    )
    lengths = [re.search(r"(\d+) 位", text.removeprefix("证件号码：身份证号应为 18 位")) for text in cause]
    assert [row["证件号码"] for row in rows] == ["41" * (int(match[1]) // 2) for match in lengths if match]


def test_rows_kept_out_are_given_as_they_came() -> None:
    cells = ReceivedCells()
    kept: dict[tuple[int, int], list[Any]] = {
        (0, 5): ["甲", 1.0, date(2024, 6, 18)],
        (0, 9): ["", None, True],
        (0, 7): ["乙"],
        (1, 5): [],
    }
    for place, row in kept.items():
        cells[place] = row
    assert {place: cells[place] for place in kept} == kept
    assert [(0, 6) in cells, (2, 5) in cells, (0, 7) in cells] == [False, False, True]


@pytest.mark.parametrize("code", sorted(SEVERITIES))
def test_the_title_of_a_group_is_a_whole_phrase(code: str) -> None:
    """It stands above findings of many values, so that it quotes none."""
    kind = finding_kind(code)
    assert "…" not in kind
    assert 3 < len(kind) < 40, kind


def test_every_worded_group_is_a_kind_of_finding() -> None:
    assert set(words_of("finding_kinds")) <= set(SEVERITIES)
