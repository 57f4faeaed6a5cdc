"""The whole job through the command line gives the same awards on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.benchmarks.data import import_sheet
from tests.postgresql import PostgresqlServer

ROWS = 250  # three events, two of them full


def the_job(place: str, sheet: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Do it from the empty registry to the workbooks; return what `assess` says."""
    at = ["--db", place]
    for words in (["init"], ["import", str(sheet)], ["confirm", "--all", "--as", "复核乙"]):
        assert main([*at, *words]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main([*at, "assess", "--show-ids", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    for document in ("payments", "publicity", "designations"):
        assert main([*at, "export", document, str(out / f"{document}.xlsx")]) == 0
    return said


def test_the_awards_are_the_same(
    tmp_path: Path, postgresql_server: PostgresqlServer, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = import_sheet(tmp_path, ROWS)
    on_sqlite = the_job(str(tmp_path / "registry.db"), sheet, tmp_path, capsys)
    with postgresql_server.empty("whole_job") as url:
        on_postgresql = the_job(url, sheet, tmp_path, capsys)
    assert on_postgresql == on_sqlite
    assert len(on_sqlite["awards"]) == ROWS
    assert sum(award["amount"] is not None for award in on_sqlite["awards"]) == 9
