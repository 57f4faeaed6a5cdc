"""`export results`: the results on record in the columns of the template; they come in again as the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app import cli
from tests.app.importing.lists import a_file, a_row


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert cli.main([*arguments, "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_results_of_a_contest_are_exported_and_come_in_as_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registry, out = str(tmp_path / "registry.db"), str(tmp_path / "导出.xlsx")
    other = {"竞赛名称": "2024年示例省技能大赛", "竞赛级别": "省级一类", "组别": "学生组"}
    file = a_file(tmp_path, [a_row(1), a_row(2, 名次="弃权"), a_row(3, **other)])
    cli.main(["--db", registry, "init"])
    cli.main(["--db", registry, "import", str(file)])
    capsys.readouterr()
    whole = _told(capsys, "--db", registry, "export", "results", out)
    assert whole["lines"] == 3
    assert load_workbook(out).sheetnames == ["成绩1", "成绩2"]
    answer: Any = _told(capsys, "--db", registry, "import", out, "--dry-run")
    report = answer["files"][0]
    assert [report[name] for name in ("new", "changed", "same", "skipped")] == [0, 0, 3, 0]
    one = _told(capsys, "--db", registry, "export", "results", out, "--contest", "2024年示例省技能大赛")
    assert one["lines"] == 1


def test_an_empty_registry_has_nothing_to_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry, out = str(tmp_path / "registry.db"), tmp_path / "导出.xlsx"
    cli.main(["--db", registry, "init"])
    assert cli.main(["--db", registry, "export", "results", str(out)]) == 1
    assert "没有可导出的成绩" in capsys.readouterr().err
    assert not out.exists()
