"""Eligibility by key and click: what is due leads to its register."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.eligibility.eligibility_screen import EligibilityScreen
from ui.honours.bases_screen import BasesScreen

Key = Qt.Key


def test_what_was_overlooked_leads_to_its_register(
    registers: RegisterDriver, settle: Settle, tmp_path: Path
) -> None:
    registers.window.open_screen("eligibility")
    settle()
    screen = registers.window.current_screen()
    assert isinstance(screen, EligibilityScreen)
    assert [action.kind for action in screen.pending.rows] == ["unit-not-named"]
    screen.export_to(tmp_path / "应办.xlsx")
    settle()
    for place in range(1, screen.choice.count()):
        screen.choice.setCurrentIndex(place)
        screen.choice.activated.emit(place)
        settle()
    screen.choice.setCurrentIndex(0)
    screen.refresh()
    settle()
    screen.pending_table.setFocus()
    screen.pending_table.selectRow(0)
    QTest.keyClick(screen.pending_table, Key.Key_Return)
    settle()
    bases = registers.window.current_screen()
    assert isinstance(bases, BasesScreen)
    assert bases.table.selected_count() == 1
