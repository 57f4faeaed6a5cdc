"""The papers: what is in them now, what is held back and why, and that they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.awards import assess_all
from app.errors import DocumentError
from app.store import Store
from tests.builders import a_contest, a_person, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.reports.exports_screen import ExportsScreen


@pytest.fixture
def screen(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> ExportsScreen:
    with sqlite_store.writing(actor="经办甲") as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省职业技能大赛")
        a_result(work.session, 1, event=an_event(work.session, contest, name="焊工"))
        pair = an_event(work.session, contest, name="移动机器人", form="pair")
        for name in ("赵六", "孙七"):
            a_result(work.session, 1, event=pair, person=a_person(work.session, name=name), team_no="1")
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    window = open_window(sqlite_store)
    window.open_screen("exports")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ExportsScreen)
    return screen


def test_each_paper_says_what_it_holds_and_what_is_held_back(screen: ExportsScreen) -> None:
    assert screen.cards["payments"].summary.text() == "1 条奖励，合计 ¥10,000.00"
    assert screen.cards["designations"].button.isEnabled()
    assert {row.award.person for row in screen.blocked.rows} == {"赵六", "孙七"}
    assert screen.blocked.index(0, 3).data()


@pytest.mark.parametrize("key", ["payments", "publicity", "designations"])
def test_a_paper_is_written(screen: ExportsScreen, key: str, tmp_path: Path, settle: Settle) -> None:
    screen.export_to(key, tmp_path / "名单.xlsx")
    settle()
    assert load_workbook(tmp_path / "名单.xlsx").worksheets
    assert screen.banner.isVisible()


def test_a_folder_that_is_not_there_is_said(
    screen: ExportsScreen, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[BaseException] = []
    monkeypatch.setattr("ui.operation.show_error", lambda _parent, error: said.append(error))
    screen.export_to("payments", tmp_path / "没有" / "名单.xlsx")
    settle()
    assert [error.code for error in said if isinstance(error, DocumentError)] == ["folder-missing"]
