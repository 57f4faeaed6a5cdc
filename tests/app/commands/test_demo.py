"""The summary of the demo tells what its papers tell: titles that wait are not counted as proposed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main


def test_titles_that_wait_are_counted_apart_from_those_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--json", str(tmp_path)]) == 0
    titles = json.loads(capsys.readouterr().out)["designations"]
    waiting = [one["unit"] for one in titles if one["status"] == "blocked"]
    summary = (tmp_path / "summary.txt").read_text(encoding="utf-8")
    proposed_part, _, waiting_part = summary.partition("命名待裁定")

    assert waiting
    assert f"拟命名基地 {len(titles) - len(waiting)} 个：" in proposed_part
    assert waiting_part.startswith(f" {len(waiting)} 个，涉及问题 1 项：")
    assert [unit for unit in waiting if unit not in waiting_part] == []
    assert waiting_part.count("命名哪个单位？") == len(waiting)
