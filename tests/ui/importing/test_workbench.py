"""The workbench by key and click: several files are put right inside the program, from drop to registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from sqlalchemy import func, select

from app.store import Store
from models import AuditEntry, Entry, Event, Person, Result
from tests.app.importing.lists import a_file, a_row
from tests.synthetic import bank_card, resident_id
from tests.ui.conftest import OpenWindow, Settle
from ui.importing.import_screen import ACCEPT, DONE, PREVIEW, ImportScreen
from ui.importing.workbench import Workbench
from ui.main_window import MainWindow

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAME, ID, GROUP, CARD = 7, 9, 5, 13  # columns of `a_row`


def _wrong(number: int) -> str:
    right = resident_id(number)
    return right[:-1] + ("1" if right[-1] == "0" else "0")


@pytest.fixture
def screen(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> ImportScreen:
    return _import_screen(open_window(sqlite_store), settle)


def _import_screen(window: MainWindow, settle: Settle) -> ImportScreen:
    QTest.keyClick(window, Key.Key_I, Ctrl)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    return screen


def _begin(screen: ImportScreen, settle: Settle, *files: Path) -> Workbench:
    screen.files.add(files)
    settle()
    screen.next.click()
    settle()
    screen.window().activateWindow()  # the offscreen platform leaves that to us after a dialog
    settle()
    assert screen.pages.currentIndex() == PREVIEW
    return screen.workbench


def _cell(bench: Workbench) -> tuple[int, int]:
    index = bench.sheet.currentIndex()
    return index.row() + 1, index.column()


def _editor(bench: Workbench) -> QLineEdit:
    (editor,) = (each for each in bench.sheet.viewport().findChildren(QLineEdit) if each.isVisible())
    return editor


def _type(bench: Workbench, text: str, *, end: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Open the current cell by F2, type and press Enter."""
    QTest.keyClick(bench.sheet, Key.Key_F2)
    editor = _editor(bench)
    editor.setText(text)
    QTest.keyClick(editor, Key.Key_Return, end)
    QTest.qWait(1)  # Qt takes the text a moment later


def _found(bench: Workbench) -> list[tuple[str, int, str]]:
    return [
        (found.path.name, found.finding.row, found.finding.code)
        for group in bench.findings.found.groups
        for found in group.items
    ]


def test_twelve_files_are_put_right_and_taken_in(
    screen: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    files = []
    for number in range(12):
        rows = [a_row(10 * number + at, 名次=at, 赛项=f"赛项{number}") for at in (1, 2)]
        files.append(a_file(tmp_path, rows, name=f"{number + 1:02}.xlsx"))
    bad = [a_row(501, 证件号码=_wrong(501), 赛项="甲"), a_row(502, 组别="中职组", 名次=2, 赛项="甲")]
    files[4] = a_file(tmp_path, bad, name="05.xlsx")
    files[8] = a_file(tmp_path, [a_row(601, 组别="中职组", 名次=1, 赛项="乙")], name="09.xlsx")
    bench = _begin(screen, settle, *files)
    assert [line.words for line in bench.file_list.files.lines][4:9:4] == [
        "05.xlsx，错误 2",
        "09.xlsx，错误 1",
    ]
    assert "错误 3" in bench._found.text()
    bench.sheet.setFocus()
    QTest.keyClick(bench.sheet, Key.Key_F8)
    assert (bench.file and bench.file.path.name, _cell(bench)) == ("05.xlsx", (2, ID))
    _type(bench, resident_id(501))
    settle()
    assert bench.sheet.currentIndex().data() == resident_id(501)
    assert "原：" + _wrong(501) in bench.line.message
    QTest.keyClick(bench.sheet, Key.Key_F8)
    assert (bench.file and bench.file.path.name, _cell(bench)) == ("05.xlsx", (3, GROUP))
    _type(bench, "学生组", end=Ctrl)  # and wherever else it stands, also in the ninth file
    settle()
    assert _found(bench) == []
    assert bench.undo.toolTip() == "撤销：2 格改为“学生组”（Ctrl+Z）"
    screen.next.click()
    assert (screen.pages.currentIndex(), screen.next.text()) == (ACCEPT, "写入 23 行")
    screen.next.click()
    settle()
    assert screen.pages.currentIndex() == DONE
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Result)) == 23
        students = select(func.count()).select_from(Entry).join(Event).where(Event.group == "student")
        assert session.scalar(students) == 2
        audited = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "import")).all()
    assert sum("学生组" in detail for detail in audited) == 2


def test_an_edit_is_undone_and_done_again(screen: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(1), a_row(2, 证件号码=_wrong(2))]))
    bench.sheet.setFocus()
    QTest.keyClick(bench.sheet, Key.Key_F8)
    _type(bench, resident_id(2))
    settle()
    assert bench.plan is not None
    assert bench.plan.counts.new == 2
    QTest.keyClick(bench.sheet, Key.Key_Z, Ctrl)
    assert bench.sheet.currentIndex().data() == _wrong(2)  # at once
    settle()
    assert (bench.plan.counts.new, _cell(bench)) == (1, (3, ID))
    QTest.keyClick(bench.sheet, Key.Key_Y, Ctrl)
    settle()
    assert bench.plan.counts.new == 2
    QTest.keyClick(bench.sheet, Key.Key_Z, Ctrl)
    QTest.keyClick(bench.sheet, Key.Key_Z, Ctrl)  # nothing is left
    settle()
    assert (bench.plan.counts.new, bench.undo.isEnabled(), bench.redo.isEnabled()) == (1, False, True)


def test_f8_goes_round_and_shift_f8_back(screen: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    rows = [a_row(at, 证件号码=_wrong(at) if at in (2, 4) else resident_id(at)) for at in range(1, 6)]
    bench = _begin(screen, settle, a_file(tmp_path, rows))
    bench.sheet.setFocus()
    seen = []
    for key in (Key.Key_F8, Key.Key_F8, Key.Key_F8):
        QTest.keyClick(bench.sheet, key)
        seen.append(_cell(bench))
    assert seen == [(3, ID), (5, ID), (3, ID)]
    QTest.keyClick(bench.sheet, Key.Key_F8, Shift)
    assert _cell(bench) == (5, ID)


def test_enter_on_a_finding_opens_its_cell(screen: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(1), a_row(2, 证件号码=_wrong(2))]))
    bench.findings.setFocus()
    bench.findings.setCurrentIndex(bench.findings.found.index(0, 0, bench.findings.found.index(0, 0)))
    QTest.keyClick(bench.findings, Key.Key_Return)
    editor = _editor(bench)
    assert editor.text() == _wrong(2)
    QTest.keyClick(editor, Key.Key_Escape)
    assert screen.pages.currentIndex() == PREVIEW
    assert bench.sheet.currentIndex().data() == _wrong(2)


def test_a_double_click_edits(screen: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(1, 姓名="王韦")]))
    bench.sheet.go_to(2, NAME)
    place: QRect = bench.sheet.visualRect(bench.sheet.currentIndex())
    QTest.mouseClick(bench.sheet.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    QTest.mouseDClick(bench.sheet.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    editor = _editor(bench)
    editor.setText("王伟")
    QTest.keyClick(editor, Key.Key_Return)
    settle()
    assert bench.plan is not None
    assert [row.name for row in bench.plan.page()] == ["王伟"]


def test_cells_are_pasted_from_a_spreadsheet_and_copied(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(at, 姓名="", 证件号码="") for at in (1, 2)]))
    bench.sheet.setFocus()
    bench.sheet.go_to(2, NAME)
    lines = [f"{name}\t居民身份证\t{resident_id(at)}" for at, name in ((1, "王伟"), (2, "李娜"))]
    QGuiApplication.clipboard().setText("\r\n".join(lines) + "\r\n")
    QTest.keyClick(bench.sheet, Key.Key_V, Ctrl)
    settle()
    assert bench.plan is not None
    assert ([row.name for row in bench.plan.page()], _found(bench)) == (["王伟", "李娜"], [])
    bench.sheet.clearSelection()
    QTest.keyClick(bench.sheet, Key.Key_Down, Shift)
    QTest.keyClick(bench.sheet, Key.Key_C, Ctrl)
    assert QGuiApplication.clipboard().text() == "王伟\n李娜"
    QTest.keyClick(bench.sheet, Key.Key_Delete)
    settle()
    assert [code for _, _, code in _found(bench)] == ["name-missing", "name-missing"]


def test_what_an_edit_changed_is_offered_for_the_same_text(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(at, 赛项="点工") for at in (1, 2, 3)]))
    bench.sheet.go_to(2, 4)
    _type(bench, "电工")
    settle()
    assert bench.line.spread_button.text() == "另有 2 格相同，都改为“电工”"
    bench.line.spread_button.click()
    settle()
    assert bench.plan is not None
    assert {row.event for row in bench.plan.page()} == {"电工"}
    assert not bench.line.spread_button.isVisible()


def test_the_person_of_a_row_is_shown_with_what_would_change(
    screen: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    file = a_file(tmp_path, [a_row(1)])
    screen.files.add([file])
    settle()
    for _ in range(3):
        screen.go_on()
    settle()
    screen.done_page.again.emit()
    bench = _begin(screen, settle, a_file(tmp_path, [a_row(1, 银行卡号=bank_card(77))], name="乙.xlsx"))
    bench.sheet.go_to(2, 0)
    settle()
    texts = bench.person.texts()
    assert f"{bank_card(1)} → {bank_card(77)}" in texts
    assert "会改动登记簿，请逐位核对" in texts
    assert "N2" in texts  # the card's cell
    with sqlite_store.reading() as session:
        assert session.scalars(select(Person.bank_account)).one() == bank_card(1)


def test_corrections_meet_while_a_file_is_being_checked(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    rows = [a_row(at, 证件号码=_wrong(at)) for at in range(1, 9)]
    bench = _begin(screen, settle, a_file(tmp_path, rows))
    bench.sheet.setFocus()
    for at in range(1, 9):  # nobody waits for the check of the edit before
        bench.sheet.go_to(at + 1, ID)
        _type(bench, resident_id(at))
        assert not screen.next.isEnabled()
    settle()
    assert bench.plan is not None
    assert (bench.plan.counts.new, screen.next.isEnabled()) == (8, True)


def test_a_click_on_the_file_list_shows_the_file(
    screen: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    files = [a_file(tmp_path, [a_row(at)], name=f"{at}.xlsx") for at in (1, 2)]
    bench = _begin(screen, settle, *files)
    QTest.mouseClick(bench.file_list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 52 + 20))
    assert bench.file is not None
    assert bench.file.path.name == "2.xlsx"
    bench.sheet.go_to(2, NAME)
    assert bench.sheet.currentIndex().data() == a_row(2)["姓名"]


def test_work_that_was_left_is_offered_and_taken_up_where_it_was(
    open_window: OpenWindow, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    files = [
        a_file(tmp_path, [a_row(1)], name="甲.xlsx"),
        a_file(tmp_path, [a_row(2, 证件号码=_wrong(2)), a_row(3)], name="乙.xlsx"),
    ]
    first = _import_screen(open_window(sqlite_store), settle)
    bench = _begin(first, settle, *files)
    bench.sheet.setFocus()
    QTest.keyClick(bench.sheet, Key.Key_F8)
    _type(bench, resident_id(2))
    settle()
    first.window().close()
    second = _import_screen(open_window(sqlite_store), settle)
    (line,) = second.offers.findChildren(QLabel)
    assert line.text().startswith("上次没有做完的导入：甲.xlsx、乙.xlsx（2 个文件，改过 1 格，")
    next(each for each in second.offers.findChildren(QPushButton) if each.text() == "接着做").click()
    settle()
    bench = second.workbench
    assert bench.file is not None
    assert (bench.file.path.name, _cell(bench)) == ("乙.xlsx", (2, ID))
    assert bench.sheet.currentIndex().data() == resident_id(2)
    assert _found(bench) == []
    second.next.click()
    second.next.click()
    settle()
    assert second.pages.currentIndex() == DONE
    second.done_page.again.emit()
    assert second.offers.isHidden()
    assert list((tmp_path / "data").rglob("*.json")) == []


def test_edits_of_a_file_that_changed_meanwhile_are_dropped_and_said(
    open_window: OpenWindow,
    sqlite_store: Store,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = a_file(tmp_path, [a_row(1, 姓名="王韦")])
    first = _import_screen(open_window(sqlite_store), settle)
    bench = _begin(first, settle, file)
    bench.sheet.go_to(2, NAME)
    _type(bench, "王伟")
    settle()
    first.window().close()
    a_file(tmp_path, [a_row(2, 姓名="李娜"), a_row(1, 姓名="王韦")])
    said: list[str] = []
    monkeypatch.setattr("ui.importing.import_screen.show_text", lambda _parent, text: said.append(text))
    second = _import_screen(open_window(sqlite_store), settle)
    next(each for each in second.offers.findChildren(QPushButton) if each.text() == "接着做").click()
    settle()
    assert second.workbench.plan is not None
    assert [row.name for row in second.workbench.plan.page()] == ["李娜", "王韦"]
    assert "成绩.xlsx" in said[0]
