"""Entering amounts that a document leaves open, and the self-check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from app.awards import active_rule_set, list_standards, record_standards
from app.policy import StandardFacts
from app.store import Store
from tests.ui.conftest import OpenWindow, Settle
from ui.policy.check_screen import CheckScreen
from ui.policy.standard_dialog import StandardDialog
from ui.policy.standards_screen import StandardsScreen
from ui.widgets.dialogs import ReasonDialog

Left = Qt.MouseButton.LeftButton


def test_a_standard_is_entered_with_its_basis(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("standards")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, StandardsScreen)
    enter = [b for b in screen.findChildren(QPushButton) if "世界技能大赛" in b.accessibleName()]
    QTest.mouseClick(enter[0], Left)
    dialog = active_dialog()
    assert isinstance(dialog, StandardDialog)
    assert list(dialog.amounts) == ["金牌", "银牌", "铜牌", "优胜奖"]
    QTest.mouseClick(dialog.record, Left)
    assert dialog.fault.isVisible()
    dialog.amounts["金牌"].setText("300,000.50")
    dialog.basis.setText("示例〔2024〕9号")
    dialog.valid_from.setDate(QDate(2024, 1, 1))
    QTest.mouseClick(dialog.record, Left)
    settle()
    with sqlite_store.reading() as session:
        (standard,) = list_standards(session)
    assert standard.amounts_fen == (("金牌", 30_000_050),)
    assert screen.model.index(0, 2).data() == "金牌 ¥300,000.50"
    assert screen.model.index(0, 1).data() == "选手"


def test_what_is_no_amount_is_not_recorded(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("standards")
    settle()
    screen = window.current_screen()
    assert screen is not None
    enter = [b for b in screen.findChildren(QPushButton) if "世界技能大赛" in b.accessibleName()]
    QTest.mouseClick(enter[0], Left)
    dialog = active_dialog()
    assert isinstance(dialog, StandardDialog)
    dialog.basis.setText("示例〔2024〕9号")
    for text in ("三十万", "-1", "0.001", "NaN"):
        dialog.amounts["金牌"].setText(text)
        QTest.mouseClick(dialog.record, Left)
        assert dialog.isVisible(), text
    dialog.reject()


def test_the_self_check_says_at_a_glance_that_all_is_well(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("check")
    screen = window.current_screen()
    assert isinstance(screen, CheckScreen)
    QTest.mouseClick(screen.start, Left)
    settle()
    assert int(screen.cases.figure.text()) >= 60
    assert screen.cases.hint.text() == "全部相符"
    assert not screen.table.isVisible()


def test_a_standard_is_withdrawn_with_a_reason_and_stays_on_record(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    facts = StandardFacts(
        "worldskills", "contestant", (("金牌", 30_000_000),), "示例〔2024〕9号", date(2024, 1, 1)
    )
    with sqlite_store.writing(actor="经办甲") as work:
        rule = active_rule_set(work.session).policy.rules_awaiting_standards()[0].id
        record_standards(work, [replace(facts, rule=rule)])
    window = open_window(sqlite_store, actor="审批丙")
    window.open_screen("standards")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, StandardsScreen)
    assert not screen.withdraw.isEnabled()
    screen.table.selectRow(0)
    settle()

    def answer() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, ReasonDialog)
        assert not dialog.act.isEnabled()
        dialog.field.setText("依据文号有误")
        QTest.mouseClick(dialog.act, Left)

    QTimer.singleShot(0, answer)
    QTest.mouseClick(screen.withdraw, Left)
    settle()
    assert screen.model.index(0, 5).data() == "已撤回"
    history = screen.model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    assert "由 审批丙 撤回：依据文号有误" in history
    assert "由 经办甲 录入" in history
    screen.table.selectRow(0)
    settle()
    assert not screen.withdraw.isEnabled()
    with sqlite_store.reading() as session:
        assert list_standards(session) == []
        assert not active_rule_set(session).standards
