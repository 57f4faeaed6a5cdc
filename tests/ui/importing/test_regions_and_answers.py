"""Tables and questions in the workbench: columns by table, answers for all alike, rows told what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QPushButton

from app.importing import header_aliases
from app.store import Store
from tests.app.importing.lists import a_row, write_xlsx
from tests.ui.conftest import OpenWindow, Settle
from ui.importing.answer_dialog import AnswerDialog
from ui.importing.facts_dialog import FactsDialog
from ui.importing.import_screen import ImportScreen
from ui.importing.workbench import Workbench
from ui.main_window import MainWindow

ActiveDialog = Callable[[], QDialog]
COLUMNS = ("名次", "姓名", "证件号码", "选送单位")
FACTS = ("竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日",)
TITLE = ("2024年示例市职业技能大赛获奖名单",)


def _row(number: int, *, rank: int = 1) -> list[Any]:
    return [a_row(number, 名次=rank)[column] for column in COLUMNS]


@pytest.fixture
def screen(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> ImportScreen:
    window = open_window(sqlite_store)
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    return screen


def _begin(screen: ImportScreen, settle: Settle, *files: Path) -> Workbench:
    screen.files.add(files)
    settle()
    screen.next.click()
    screen.window().activateWindow()
    settle()
    return screen.workbench


def _choose(bench: Workbench, words: str) -> None:
    bench.sheet.menu_wanted.emit(QPoint(0, 0))
    menu = bench.findChildren(QMenu)[-1]
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def _events(bench: Workbench) -> list[str]:
    assert bench.plan is not None
    return [row.event for row in bench.plan.page()]


def _kept_out(screen: ImportScreen) -> list[str]:
    return [one.code for plan in screen.files.plans for one in plan.findings if one.keeps_out]


def test_a_proposal_is_taken_for_all_files_that_ask_the_same(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    title = ["2024年示例市职业技能大赛焊工获奖名单"]
    files = [
        write_xlsx(tmp_path / f"{number}.xlsx", {"表": [title, FACTS, COLUMNS, _row(number, rank=number)]})
        for number in (1, 2)
    ]
    bench = _begin(screen, settle, *files)
    assert _kept_out(screen) == ["heading-guessed", "heading-guessed"]
    bench.sheet.setFocus()
    QTest.keyClick(bench.sheet, Qt.Key.Key_F8)
    assert bench.line.propose.text() == "采用“焊工”"
    bench.line.propose.click()
    settle()
    assert _kept_out(screen) == []
    assert [row.event for plan in screen.files.plans for row in plan.page()] == ["焊工", "焊工"]
    bench.undo.click()
    settle()
    assert _kept_out(screen) == ["heading-guessed", "heading-guessed"]


def test_a_line_that_is_not_understood_is_answered(
    screen: ImportScreen, tmp_path: Path, settle: Settle, active_dialog: ActiveDialog
) -> None:
    rows = [TITLE, FACTS, COLUMNS, ["第一车间"], _row(1), ["赛项：钳工"], _row(2)]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    bench.sheet.go_to(4, 0)
    assert not bench.line.leave_out.isVisible()
    bench.line.answer.click()
    dialog = active_dialog()
    assert isinstance(dialog, AnswerDialog)
    assert dialog.value_choice.currentText() == "第一车间"
    dialog.field_choice.setCurrentText("赛项")
    dialog.value_choice.setCurrentText("焊工")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert (_kept_out(screen), _events(bench)) == ([], ["焊工", "钳工"])


def test_each_table_has_its_own_columns_and_facts(
    screen: ImportScreen, tmp_path: Path, settle: Settle, active_dialog: ActiveDialog
) -> None:
    second = ("名次", "姓名", "证件号码", "参赛代表")
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), ["赛项：钳工"], second, _row(2)]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    view = bench.current_sheet()
    assert view is not None
    assert [(each.top, each.last) for each in view.regions] == [(4, 5), (7, 8)]
    bench.sheet.go_to(5, 3)
    here = bench.sheet.column_here(3)
    assert here is not None
    assert here.field == "unit"
    bench.sheet.go_to(8, 3)
    bench.sheet.mapped.emit(3, "unit")
    settle()
    assert bench.plan is not None
    assert {row.unit for row in bench.plan.page()} == {"示例市技师学院"}
    bench.edit_facts.click()
    dialog = active_dialog()
    assert isinstance(dialog, FactsDialog)
    assert dialog._fields["event"].text() == "钳工"
    dialog._fields["event"].setText("车工")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert _events(bench) == ["焊工", "车工"]


@pytest.mark.qt_log_ignore("does not support")  # the offscreen platform, of pop-up menus
def test_tables_are_joined_and_rows_left_out_from_the_menu(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), COLUMNS, _row(2, rank=2), _row(3, rank=3)]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    bench.sheet.go_to(6, 0)
    _choose(bench, "不是表头，与上面的表合并")
    settle()
    view = bench.current_sheet()
    assert view is not None
    assert [each.runs for each in view.regions] == [((5, 5), (7, 8))]
    bench.sheet.go_to(7, 0)
    _choose(bench, "这一行不导入")
    settle()
    assert bench.plan is not None
    assert bench.plan.counts.rows == 2
    _choose(bench, "恢复自动判断")
    settle()
    assert bench.plan.counts.rows == 3


def test_the_row_of_an_error_is_left_out_by_one_click(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    rows = [
        TITLE,
        FACTS,
        ["赛项：焊工"],
        COLUMNS,
        _row(1),
        [2, "王伟", "410702199001010021", "示例市技师学院"],
    ]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    bench.sheet.setFocus()
    QTest.keyClick(bench.sheet, Qt.Key.Key_F8)
    bench.line.leave_out.click()
    settle()
    assert bench.plan is not None
    assert (bench.plan.counts.rows, bench.plan.counts.skipped, _kept_out(screen)) == (1, 0, [])


def test_a_header_is_remembered_for_every_list(
    screen: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    header = ("名次", "姓名", "证件号码", "参赛代表")
    rows = [TITLE, FACTS, ["赛项：焊工"], header, _row(1)]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    bench.sheet.go_to(5, 3)
    bench.sheet.mapped.emit(3, "unit")
    window = screen.window()
    assert isinstance(window, MainWindow)
    offered = next(b for b in window.toast.findChildren(QPushButton) if b.text() == "以后都这样读")
    offered.click()
    settle()
    with sqlite_store.reading() as session:
        assert header_aliases(session) == {"参赛代表": "unit"}
    assert bench._account.text() == "5 行 = 成绩 1 + 未导入 0 + 标题等 4"


@pytest.mark.qt_log_ignore("does not support")  # the offscreen platform, of pop-up menus
def test_what_tables_side_by_side_share_is_said_before_it_is_set(
    screen: ImportScreen, tmp_path: Path, settle: Settle, active_dialog: ActiveDialog
) -> None:
    above = ["赛项：焊工", None, None, None, None, "赛项：钳工"]
    rows = [TITLE, FACTS, above, [*COLUMNS, None, *COLUMNS], [*_row(1), None, *_row(2)]]
    bench = _begin(screen, settle, write_xlsx(tmp_path / "成绩.xlsx", {"表": rows}))
    assert sorted(_events(bench)) == ["焊工", "钳工"]
    bench.sheet.go_to(5, 6)
    bench.edit_facts.click()
    dialog = active_dialog()
    assert isinstance(dialog, FactsDialog)
    assert "event" not in dialog._fields
    dialog._fields["organiser"].setText("示例市总工会")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert sorted(_events(bench)) == ["焊工", "钳工"]
    _choose(bench, "不导入第 4—5 行并排的 2 个表")
    settle()
    assert bench.plan is not None
    assert bench.plan.counts.rows == 0
