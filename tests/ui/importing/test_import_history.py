"""The history of imports: every batch with what was corrected by hand, undone and read again from there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import delete, func, select

from app.importing import SheetMapping, commit_plans, import_file
from app.store import Store
from models import ImportFile, Result
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


def test_the_kept_file_is_read_again_with_what_was_corrected_and_opened_in_the_workbench(
    filled: Store,
    open_window: OpenWindow,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def agree(_owner: object, text: str, **_words: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("ui.importing.history_screen.confirm", agree)
    (tmp_path / "乙.xlsx").unlink()
    window = open_window(filled)
    history = _opened(window, settle)
    history.table.selectRow(0)
    settle()
    texts = [label.text() for label in window.panel.findChildren(QLabel)]
    assert any(text.startswith("已留存，") for text in texts)
    account = "工作表“成绩”：有内容的 2 行 = 读取 1 行 + 没有导入 0 行 + 标题、表头、说明等 1 行。"
    assert account in texts
    _button(window, "按现在的规则重读…").click()
    settle()
    assert asked == ["“乙.xlsx”\n当时：新增 1，变更 0，相同 0，跳过 0\n现在：新增 0，变更 0，相同 1，跳过 0"]
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    (file,) = screen.files.files
    assert file.plan is not None
    assert (file.path.name, file.plan.counts.same) == ("乙.xlsx", 1)
    assert screen.files.mapping(file, "成绩").cells == {(2, 7): "王伟"}
    assert file.path.exists()
    screen.unfinished.finish()
    assert not file.path.exists()


def test_the_kept_file_is_saved_as_it_was(
    filled: Store, open_window: OpenWindow, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "ui.importing.history_screen.choose_save_path", lambda *_a, **_k: tmp_path / "存.xlsx"
    )
    window = open_window(filled)
    history = _opened(window, settle)
    history.table.selectRow(1)
    settle()
    _button(window, "另存原文件…").click()
    settle()
    assert (tmp_path / "存.xlsx").read_bytes() == (tmp_path / "甲.xlsx").read_bytes()


def test_a_file_that_was_not_kept_is_pointed_out_and_read_again(
    filled: Store,
    open_window: OpenWindow,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.importing.history_screen.show_text", lambda _owner, text: said.append(text))
    monkeypatch.setattr("ui.importing.history_screen.choose_files", lambda *_a, **_k: [tmp_path / "甲.xlsx"])
    with filled.writing(actor="李静") as work:
        work.session.execute(delete(ImportFile))
    window = open_window(filled)
    history = _opened(window, settle)
    history.table.selectRow(1)
    settle()
    assert "没有留存" in [label.text() for label in window.panel.findChildren(QLabel)]
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
