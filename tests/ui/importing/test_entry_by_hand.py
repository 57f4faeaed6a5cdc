"""Entry by hand: an empty list in the workbench, typed and pasted into, checked and written as any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from app.store import Store
from models import ImportBatch, Person
from tests.app.importing.lists import a_row
from tests.synthetic import resident_id
from tests.ui.conftest import OpenWindow, Settle
from ui.importing.import_screen import DONE, PREVIEW, ImportScreen

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> ImportScreen:
    window = open_window(sqlite_store)
    QTest.keyClick(window, Key.Key_I, Ctrl)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    return screen


def _column(screen: ImportScreen, title: str) -> int:
    grid = screen.workbench.sheet.grid
    return next(at for at in range(grid.columnCount()) if grid.text(1, at) == title)


def _paste(screen: ImportScreen, settle: Settle, row: int, facts: dict[str, str]) -> None:
    """Paste one row as it is copied from a spreadsheet: all columns of the list."""
    sheet = screen.workbench.sheet
    cells = [facts.get(sheet.grid.text(1, at), "") for at in range(sheet.grid.columnCount())]
    sheet.go_to(row, 0)
    QGuiApplication.clipboard().setText("\t".join(cells))
    QTest.keyClick(sheet, Key.Key_V, Ctrl)
    settle()


def test_people_are_entered_checked_and_written(
    screen: ImportScreen, sqlite_store: Store, settle: Settle, tmp_path: Path
) -> None:
    screen.file_page.zone.by_hand.click()
    settle()
    screen.window().activateWindow()
    settle()
    bench = screen.workbench
    assert screen.pages.currentIndex() == PREVIEW
    assert bench.file_list.files.lines[0].note == "请在表格里录入"
    assert (bench.sheet.currentIndex().row() + 1, bench.sheet.currentIndex().column()) == (2, 0)
    bench.sheet.setFocus()
    facts = {name: str(value) for name, value in a_row(1).items()}
    _paste(screen, settle, 2, facts)
    _paste(screen, settle, 3, {name: str(value) for name, value in a_row(2, 姓名="").items()})
    assert bench.plan is not None
    assert (bench.plan.counts.new, bench.plan.counts.skipped) == (1, 1)
    QTest.keyClick(bench.sheet, Key.Key_F8)
    assert bench.sheet.currentIndex().column() == _column(screen, "姓名")
    QTest.keyClick(bench.sheet, Key.Key_F2)
    (editor,) = (each for each in bench.sheet.viewport().findChildren(QLineEdit) if each.isVisible())
    editor.setText("李娜")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.qWait(1)
    settle()
    assert bench.plan.counts.new == 2
    screen.next.click()
    screen.next.click()
    settle()
    assert screen.pages.currentIndex() == DONE
    with sqlite_store.reading() as session:
        assert set(session.scalars(select(Person.id_number))) == {resident_id(1), resident_id(2)}
        assert session.scalars(select(ImportBatch.file_name)).one().startswith("手工录入 ")
    assert list((tmp_path / "data").rglob("*.csv")) == []  # nothing of it stays behind


def test_two_lists_by_hand_are_never_taken_for_the_same(screen: ImportScreen, settle: Settle) -> None:
    from app.importing import new_entry_list

    moment = screen.context.store.clock()
    assert len({new_entry_list(moment).read_bytes() for _ in range(5)}) == 5
