"""The history of imports: every batch with what was corrected by hand, undone and read again from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import func, select

from app.importing import SheetMapping, commit_plans, import_file
from app.store import Store
from models import Result
from tests.app.importing.lists import a_file, a_row, plan_for
from tests.ui.conftest import OpenWindow, Settle
from ui.importing.history_screen import ImportHistoryScreen
from ui.importing.import_screen import ImportScreen
from ui.main_window import MainWindow


@pytest.fixture
def filled(sqlite_store: Store, tmp_path: Path) -> Store:
    import_file(sqlite_store, a_file(tmp_path, [a_row(1)], name="甲.xlsx"), actor="经办甲")
    mapping = {"成绩": replace(SheetMapping(), cells={(2, 7): "王伟"}, facts={"organiser": "示例市人社局"})}
    plan = plan_for(sqlite_store, a_file(tmp_path, [a_row(2, 姓名="王韦")], name="乙.xlsx"), mapping=mapping)
    with sqlite_store.writing(actor="李静") as work:
        commit_plans(work, [plan])
    return sqlite_store


def _opened(window: MainWindow, settle: Settle) -> ImportHistoryScreen:
    window.open_screen("importing")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    screen.file_page.zone.history.click()
    settle()
    history = window.current_screen()
    assert isinstance(history, ImportHistoryScreen)
    return history


def _button(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.panel.findChildren(QPushButton) if each.text() == words)


def test_every_batch_is_listed_with_its_corrections(
    filled: Store, open_window: OpenWindow, settle: Settle
) -> None:
    window = open_window(filled)
    history = _opened(window, settle)
    assert [(line.file_name, line.imported_by, line.new) for line in history.model.rows] == [
        ("乙.xlsx", "李静", 1),
        ("甲.xlsx", "经办甲", 1),
    ]
    history.table.selectRow(0)
    settle()
    texts = [label.text() for label in window.panel.findChildren(QLabel)]
    assert "成绩!H2：王韦 → 王伟" in texts
    assert "成绩 主办单位：示例市人社局" in texts
    history.search("经办甲")
    settle()
    assert [line.file_name for line in history.model.rows] == ["甲.xlsx"]


def test_a_batch_is_undone_from_its_line(
    filled: Store, open_window: OpenWindow, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.importing.history_screen.confirm", lambda *_a, **_k: True)
    window = open_window(filled)
    history = _opened(window, settle)
    history.table.selectRow(1)
    settle()
    _button(window, "撤销这次导入").click()
    settle()
    with filled.reading() as session:
        assert session.scalar(select(func.count()).select_from(Result)) == 1
    assert [(line.file_name, line.state) for line in history.model.rows] == [
        ("乙.xlsx", "committed"),
        ("甲.xlsx", "undone"),
    ]


def test_a_file_is_read_again_in_the_workbench(
    filled: Store,
    open_window: OpenWindow,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.importing.history_screen.show_text", lambda _owner, text: said.append(text))
    monkeypatch.setattr("ui.importing.history_screen.choose_files", lambda *_a, **_k: [tmp_path / "甲.xlsx"])
    window = open_window(filled)
    history = _opened(window, settle)
    history.table.selectRow(1)
    settle()
    _button(window, "按现在的规则重读…").click()
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    assert (said, [plan.counts.same for plan in screen.files.plans]) == ([], [1])


def test_the_list_is_written_as_a_workbook(
    filled: Store, open_window: OpenWindow, settle: Settle, tmp_path: Path
) -> None:
    history = _opened(open_window(filled), settle)
    history.export_to(tmp_path / "导入记录.xlsx")
    settle()
    sheet = load_workbook(tmp_path / "导入记录.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert {"甲.xlsx", "乙.xlsx", "李静", "已导入"} <= set(cells)
