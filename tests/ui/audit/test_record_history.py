"""The history on the pages of records: a correction stands there, found by click and by key."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.awards import assess_all
from app.certificates import issue_certificates
from app.registry import (
    ContestFactsEdit,
    ResultFacts,
    contest_rows,
    correct_result,
    set_contest_facts,
    set_unit_facts,
)
from app.store import Store
from models import Contest, Entry, Result, Unit
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, a_unit, an_event
from tests.payment_builders import FINANCE, g1_at_payment
from tests.ui.conftest import OpenWindow, Settle
from ui.audit.record_history import RecordHistorySection
from ui.main_window import MainWindow

BASIS, REASON = "新竞办〔2024〕5号", "名次录入有误"


@pytest.fixture
def corrected(sqlite_store: Store) -> Result:
    """The result of 王伟 of 新乡技师学院, whose rank was corrected from 2 to 1 by the clerk."""
    sqlite_store.clock = lambda: NOW
    with sqlite_store.writing(actor=CLERK) as work:
        session = work.session
        event = an_event(session, a_contest(session, name="2024年新乡市职业技能大赛"), name="焊工")
        person, unit = a_person(session, name="王伟"), a_unit(session, name="新乡技师学院")
        result = a_result(session, 2, event=event, person=person, unit=unit)
        assess_all(work)
    with sqlite_store.writing(actor=CLERK) as work:
        facts = ResultFacts(1, "", "", "", date(2024, 6, 20))
        correct_result(work, result.id, facts=facts, basis=BASIS, reason=REASON)
    return result


def section(window: MainWindow) -> RecordHistorySection:
    found = [one for one in window.findChildren(RecordHistorySection) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def words(history: QWidget) -> str:
    return "\n".join(label.text() for label in history.findChildren(QLabel))


def unfolded(window: MainWindow, settle: Settle) -> list[str]:
    """Unfold the history of the page in view by key, and return its lines."""
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(150)  # the button shows that it is pressed for 100 ms
    settle()
    return section(window).lines()


def test_a_click_on_the_page_of_a_person_shows_what_was_corrected_and_why(
    corrected: Result, sqlite_store: Store, open_window: OpenWindow, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    with sqlite_store.reading() as session:
        person = session.get_one(Entry, corrected.entry_id).person_id
    window.open_screen("person", person=person)
    settle()
    history = section(window)
    assert history.lines() == []
    assert not history.area.isVisible()
    QTest.mouseClick(history.head, Qt.MouseButton.LeftButton)
    settle()
    (told,) = [line for line in history.lines() if "更正" in line]
    assert "名次：2 → 1" in told
    assert REASON in told
    assert CLERK in told
    assert "2024-07-01" in told
    QTest.mouseClick(history.head, Qt.MouseButton.LeftButton)
    settle()
    assert not history.area.isVisible()


def test_a_key_shows_the_history_of_a_contest_and_of_a_unit(
    corrected: Result, sqlite_store: Store, open_window: OpenWindow, settle: Settle
) -> None:
    with sqlite_store.writing(actor="李静") as work:
        contest = contest_rows(work.session)[0]
        row = work.session.get_one(Contest, contest.id)
        facts = ContestFactsEdit(
            row.contest_class, "", row.class_basis, "新乡市人社局", row.is_outside, row.is_selection, None
        )
        set_contest_facts(work, contest.id, facts=facts, version=row.lock_version)
        unit = work.session.query(Unit).one()
        set_unit_facts(work, unit.id, is_outside=False, district="红旗区", version=unit.lock_version)
        unit_id = unit.id
    window = open_window(sqlite_store)
    window.open_screen("results", contest=contest.id)
    settle()
    told = unfolded(window, settle)
    assert any("李静" in line and "主办" in line and "新乡市人社局" in line for line in told)
    assert any("名次：2 → 1" in line for line in told)
    window.open_screen("unit", unit=unit_id)
    settle()
    told = unfolded(window, settle)
    assert any("县（市、区）：空 → 红旗区" in line for line in told)


def test_the_explanation_of_an_award_tells_of_all_versions_of_its_result(
    corrected: Result, sqlite_store: Store, open_window: OpenWindow, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    with sqlite_store.reading() as session:
        newest = max(row.id for row in session.query(Result))
    window.open_screen("awards", award=newest)
    settle()
    told = unfolded(window, settle)
    assert any("名次：2 → 1" in line and REASON in line for line in told)


def test_a_payment_run_and_a_certificate_tell_who_made_them(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle
) -> None:
    sqlite_store.clock = lambda: NOW
    paying = g1_at_payment(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        number = issue_certificates(work).numbers[0]
    paying.make()
    window = open_window(sqlite_store, actor=FINANCE)
    window.open_screen("payments")
    settle()
    assert any(FINANCE in line and "制作" in line for line in unfolded(window, settle))
    window.open_screen("certificates")
    settle()
    screen = window.current_screen()
    place = next(at for at, due in enumerate(screen.model.rows) if due.number == number)  # type: ignore[union-attr]
    screen.table.selectRow(place)  # type: ignore[union-attr]
    settle()
    assert any(CLERK in line and "打印证书" in line for line in unfolded(window, settle))


def test_a_record_that_nobody_touched_says_so_and_a_long_history_scrolls(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        unit = a_unit(work.session, name="新乡技师学院")
        event = an_event(work.session, a_contest(work.session), name="焊工")
        person = a_person(work.session, name="王伟")
        a_result(work.session, 1, event=event, person=person, unit=unit)
    window = open_window(sqlite_store)
    window.open_screen("unit", unit=unit.id)
    settle()
    assert unfolded(window, settle) == []
    assert "没有办理记录" in words(section(window))
    with sqlite_store.writing(actor=CLERK) as work:
        for _ in range(110):
            work.audit("look", "person", person.id, detail={"field": "phone"})
    window.open_screen("person", person=person.id)
    settle()
    assert len(unfolded(window, settle)) == 100
    history = section(window)
    assert history.count.text() == "共 110 条"
    bar = history.area.verticalScrollBar()
    assert bar.maximum() > 0
    history.area.setFocus()
    QTest.keyClick(history.area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert any("更早的 10 条" in button.text() for button in history.findChildren(QPushButton))
