"""Other policies' rules reckoned in the window, with the keyboard."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.store import Store
from tests.builders import a_contest
from tests.ui.conftest import OpenWindow, Settle
from ui.policy.calculator_forms import FrequencyForm, MonthsForm, ShareForm, TrainingsForm
from ui.policy.calculators_screen import CalculatorsScreen
from ui.policy.what_if_screen import WhatIfScreen

Return = Qt.Key.Key_Return


def _screen(open_window: OpenWindow, store: Store, settle: Settle) -> CalculatorsScreen:
    window = open_window(store)
    window.open_screen("what-if")
    settle()
    before = window.current_screen()
    assert isinstance(before, WhatIfScreen)
    before.calculators.setFocus()
    QTest.keyClick(before.calculators, Qt.Key.Key_Space)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, CalculatorsScreen)
    return screen


def _choose(screen: CalculatorsScreen, policy: str, rule: str) -> None:
    screen.policies.setCurrentIndex(screen.policies.findData(policy))
    screen.rules.setCurrentIndex(screen.rules.findData(rule))


def _said(screen: CalculatorsScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_an_equipment_subsidy_is_reckoned_with_the_return_key(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = _screen(open_window, sqlite_store, settle)
    assert "还没有测算" in _said(screen)
    _choose(screen, "zhengzhou-2019-2021", "equipment-subsidy")
    assert isinstance(screen.form, ShareForm)
    screen.form.value.setText("很多")
    QTest.keyClick(screen.form.value, Return)
    settle()
    assert "金额不是数字：“很多”" in _said(screen)
    screen.form.value.setText("2,600,000")
    QTest.keyClick(screen.form.value, Return)
    settle()
    assert "没有确认" in _said(screen)
    for box in screen.form.case.conditions:
        box.setChecked(True)
    QTest.keyClick(screen.form.value, Return)
    settle()
    said = _said(screen)
    assert "¥500,000.00" in said
    assert "可按企业新购置实训设备总值的20%从就业补助资金中给予一次性补助" in said
    assert "按上限计" in said


def test_months_and_trainings_are_calculated(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = _screen(open_window, sqlite_store, settle)
    _choose(screen, "zhengzhou-2019-2021", "work-instead-of-training")
    assert isinstance(screen.form, MonthsForm)
    screen.form.months.setValue(7)
    screen.form.case.conditions[0].setChecked(True)
    screen.start.click()
    settle()
    assert "¥1,200.00" in _said(screen)
    _choose(screen, "zhengzhou-2019-2021", "training-subsidies")
    form = screen.form
    assert isinstance(form, TrainingsForm)
    form.add_line()
    screen.start.click()
    settle()
    assert "每一次都要写明职业和等级" in _said(screen)
    for each in form.lines:
        each.occupation.setText("焊工")
        each.grade.setCurrentText("技师")
    screen.start.click()
    settle()
    assert "有1次不符合规定" in _said(screen)
    form.remove_line()
    screen.start.click()
    settle()
    assert "1次培训都符合规定" in _said(screen)


def test_the_frequency_is_checked_against_the_contests_on_record(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        a_contest(work.session, started_on=date(2023, 5, 1), year=2023)
        for name, contest_class in (("兰考县职业技能竞赛", "comprehensive"), ("杞县焊工竞赛", "special")):
            a_contest(work.session, "county", name=name, contest_class=contest_class, year=2024)
    screen = _screen(open_window, sqlite_store, settle)
    _choose(screen, "kaifeng-2021", "contest-frequency")
    assert isinstance(screen.form, FrequencyForm)
    screen.start.click()
    settle()
    said = _said(screen)
    assert "2023年起每两年举办一届全市职业技能竞赛" in said
    assert "2023" in said
    assert "杞县没有办过竞赛" in said
    assert "兰考县没有办过竞赛" not in said
    assert "另有 1 次县级竞赛" in said
