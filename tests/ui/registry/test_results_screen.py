"""Contests, events and results by key and click; the second person confirms; facts are edited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from sqlalchemy import select

from app.awards import assess_all
from app.store import Store
from app.unit_of_work import LONGEST_REASON
from models import Award, Contest, Event, Result
from tests.builders import a_contest, a_person, a_result, a_unit, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.main_window import MainWindow
from ui.registry.contest_dialog import ContestDialog
from ui.registry.event_dialog import EventDialog
from ui.registry.person_screen import PersonScreen
from ui.registry.results_screen import ResultsScreen
from ui.registry.unit_dialog import UnitDialog
from ui.registry.unit_screen import UnitScreen
from ui.registry.versions_panel import VersionsPanel

Key = Qt.Key
ActiveDialog = Callable[[], QDialog]


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    with sqlite_store.writing(actor="张敏") as work:
        session = work.session
        city = a_contest(session, name="2024年新乡市职业技能大赛")
        unit = a_unit(session, name="新乡技师学院", is_outside=None)
        for event, people in (("焊工", ("王伟", "李娜")), ("电工", ("张强",))):
            made = an_event(session, city, name=event)
            for rank, name in enumerate(people, start=1):
                person = a_person(session, name=name, initials="ww" if name == "王伟" else "")
                a_result(
                    session, rank, event=made, person=person, unit=unit, state="draft", recorded_by="张敏"
                )
        province = a_contest(
            session, "provincial", name="2023年河南省职业技能大赛", year=2023, class_basis=""
        )
        a_result(
            session, 1, event=an_event(session, province, name="砌筑"), person=a_person(session, name="赵六")
        )
    with sqlite_store.writing(actor="张敏") as work:
        assess_all(work)
    return sqlite_store


def _names(screen: ResultsScreen) -> list[str]:
    model = screen.pane.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_contests_say_what_waits_in_them(screen: ResultsScreen) -> None:
    lines = screen.list.lines.rows
    assert [(line.name, line.waiting) for line in lines] == [
        ("2024年新乡市职业技能大赛", "待确认 3"),
        ("2023年河南省职业技能大赛", "缺类别依据"),
    ]
    assert lines[0].note == "2024 · 市级一类 · 2 个赛项 · 3 条成绩"
    assert sorted(_names(screen)) == sorted(["王伟", "李娜", "张强"])


def test_an_event_is_chosen_by_key(screen: ResultsScreen, settle: Settle) -> None:
    events = screen.pane.event_table
    names = [row.name for row in screen.pane.events.rows]
    assert names[0] == "全部赛项"
    events.setFocus()
    for _ in range(names.index("焊工")):
        QTest.keyClick(events, Key.Key_Down)
    settle()
    assert _names(screen) == ["王伟", "李娜"]
    QTest.keyClick(events, Key.Key_Home)
    settle()
    assert len(_names(screen)) == 3


def test_one_key_confirms_what_another_recorded(screen: ResultsScreen, filled: Store, settle: Settle) -> None:
    table = screen.pane.table
    table.setFocus()
    table.selectRow(0)
    chosen = table.selected_ids()
    QTest.keyClick(table, Key.Key_F4)
    settle()
    with filled.reading() as session:
        confirmed = session.scalars(select(Result.id).where(Result.confirmed_by == "李静")).all()
    assert list(confirmed) == chosen
    assert screen.list.lines.rows[0].waiting == "待确认 2"
    assert screen.pane.head.confirm_all.text() == "全部确认 2 条"
    screen.pane.head.confirm_all.click()
    settle()
    assert not screen.pane.head.confirm_all.isVisible()


def test_a_class_without_basis_asks_for_it_and_then_the_award_follows(
    screen: ResultsScreen, filled: Store, settle: Settle, active_dialog: ActiveDialog
) -> None:
    QTest.keyClick(screen.list, Key.Key_Down)
    settle()
    assert screen.pane.head.banner.isVisible()
    screen.pane.head.edit.click()
    dialog = active_dialog()
    assert isinstance(dialog, ContestDialog)
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()  # a class needs its document
    dialog.class_basis.setText("豫人社〔2023〕12号")
    QTest.keyClick(dialog.class_basis, Key.Key_Return)
    settle()
    assert not dialog.isVisible()
    assert not screen.pane.head.banner.isVisible()
    with filled.reading() as session:
        contest = session.scalars(select(Contest).where(Contest.year == 2023)).one()
        award = session.scalars(
            select(Award).join(Event, Event.id == Award.event_id).where(Event.contest_id == contest.id)
        ).one()
        assert (contest.class_basis, award.status, award.amount_fen) == (
            "豫人社〔2023〕12号",
            "proposed",
            1_000_000,
        )


@pytest.mark.parametrize("name", ["series_basis", "medal_rule_basis"])
def test_the_brackets_of_a_contests_documents_are_corrected_as_they_are_typed(
    screen: ResultsScreen, active_dialog: ActiveDialog, name: str
) -> None:
    screen.pane.head.edit.click()
    dialog = active_dialog()
    line = getattr(dialog, name)
    line.setText("豫人社[2023]12号")
    QTest.keyClick(line, Key.Key_Return)
    assert line.text() == "豫人社〔2023〕12号"
    assert any("豫人社[2023]12号" in label.text() for label in dialog.findChildren(QLabel))


def _panel(window: MainWindow) -> VersionsPanel:
    panel = window.panel.findChild(VersionsPanel)
    assert panel is not None
    return panel


def _select(screen: ResultsScreen, name: str) -> None:
    screen.pane.table.setFocus()
    screen.pane.table.selectRow(_names(screen).index(name))


def test_a_result_is_corrected_by_a_new_version(
    window: MainWindow, screen: ResultsScreen, filled: Store, settle: Settle
) -> None:
    _select(screen, "李娜")
    QTest.keyClick(screen.pane.table, Key.Key_F3)
    settle()
    dialog = _panel(window).begin_correction()
    dialog.inputs["rank"].setText("第三")  # type: ignore[attr-defined]  # a line
    dialog.inputs["basis"].setText("更正通知〔2024〕1号")  # type: ignore[attr-defined]  # a line
    dialog.inputs["reason"].setText("名次录错")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    assert dialog.isVisible()  # a rank is a number
    dialog.inputs["rank"].setText("3")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    assert not dialog.isVisible()
    _select(screen, "李娜")
    screen.pane.show_versions()
    settle()
    with filled.reading() as session:
        ranks = session.execute(
            select(Result.rank, Result.state, Award.amount_fen)
            .join(Award, Award.id == Result.id)
            .where(Result.is_current, Result.version == 2)
        ).all()
    assert [tuple(each) for each in ranks] == [(3, "draft", 60_000)]


def test_a_result_is_annulled_by_a_document(
    window: MainWindow, screen: ResultsScreen, filled: Store, settle: Settle
) -> None:
    _select(screen, "李娜")
    screen.pane.show_versions()
    settle()
    dialog = _panel(window).begin_annulment()
    QTest.keyClick(dialog, Key.Key_Return)  # the safe button is the default
    assert not dialog.isVisible()
    dialog = _panel(window).begin_annulment()
    dialog.inputs["basis"].setText("撤销决定〔2024〕1号")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    rows = {row.person: row for row in map(screen.pane.model.row_at, range(3)) if row is not None}
    assert {name: row.state for name, row in rows.items()} == {
        "王伟": "draft",
        "李娜": "annulled",
        "张强": "draft",
    }
    with filled.reading() as session:
        assert session.scalars(select(Result.state).where(Result.state == "annulled")).all() == ["annulled"]


def test_contests_are_linked_in_the_dialog(
    screen: ResultsScreen, filled: Store, settle: Settle, active_dialog: ActiveDialog
) -> None:
    screen.pane.edit_contest()
    dialog = active_dialog()
    assert isinstance(dialog, ContestDialog)
    dialog.cycle.setCurrentIndex(dialog.cycle.count() - 1)
    dialog.series.setCurrentIndex(dialog.series.findData("other"))
    dialog.medal_rule.setCurrentIndex(dialog.medal_rule.findData("apart"))
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()  # a series needs its document
    dialog.series_basis.setText("示例〔2024〕8号")
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()  # and so does what medals mean
    dialog.medal_rule_basis.setText("示例〔2024〕9号")
    QTest.keyClick(dialog.medal_rule_basis, Key.Key_Return)
    settle()
    with filled.reading() as session:
        changed = session.scalars(select(Contest).where(Contest.series == "other")).one()
        assert (changed.series_by, changed.medal_rule) == ("李静", "apart")
        assert (changed.series_basis, changed.medal_rule_basis) == ("示例〔2024〕8号", "示例〔2024〕9号")
        assert set(session.scalars(select(Contest.cycle))) == {"2024 2023年河南省职业技能大赛"}


def test_an_event_is_marked_as_demonstration(
    screen: ResultsScreen, filled: Store, settle: Settle, active_dialog: ActiveDialog
) -> None:
    place = next(at for at, row in enumerate(screen.pane.events.rows) if row.name == "电工")
    screen.pane.event_table.selectRow(place)
    settle()
    screen.pane.event_edit.click()
    dialog = active_dialog()
    assert isinstance(dialog, EventDialog)
    QTest.keyClick(dialog.is_demonstration, Key.Key_Space)
    QTest.keyClick(dialog, Key.Key_Return)
    settle()
    with filled.reading() as session:
        assert session.scalars(select(Event).where(Event.name == "电工")).one().is_demonstration
        blocked = session.scalars(select(Award.questions).where(Award.status == "blocked")).all()
    assert "demonstration-event" in blocked


def test_search_finds_a_two_character_name_and_opens_the_person(
    window: MainWindow, screen: ResultsScreen, settle: Settle
) -> None:
    window.top.search.setFocus()
    QTest.keyClicks(window.top.search, "ww")
    settle()
    (line,) = screen.list.lines.rows
    assert (line.kind, line.name) == ("person", "王伟")
    assert _names(screen) == ["王伟"]
    screen.list.setFocus()
    QTest.keyClick(screen.list, Key.Key_Return)
    settle()
    person = window.current_screen()
    assert isinstance(person, PersonScreen)
    assert [row.person for row in person.results.rows] == ["王伟"]
    QTest.keyClick(window, Key.Key_Escape)
    settle()
    assert window.current_screen() is screen


def test_only_what_waits_is_shown_when_asked(window: MainWindow, settle: Settle) -> None:
    window.open_screen("results", waiting=True)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ResultsScreen)
    assert len(screen.list.lines.rows) == 2
    screen.levels.setCurrentIndex(screen.levels.findData("county"))
    screen.levels.activated.emit(0)
    settle()
    assert screen.list.lines.rows == []


def test_a_unit_is_renamed_and_keeps_its_former_name(
    window: MainWindow, filled: Store, settle: Settle, active_dialog: ActiveDialog
) -> None:
    window.open_screen("unit", unit=1)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, UnitScreen)
    assert screen.model.rowCount() == 3
    screen.edit.click()
    dialog = active_dialog()
    assert isinstance(dialog, UnitDialog)
    dialog.name.setText("新乡技师大学")
    dialog.is_outside.setCurrentIndex(dialog.is_outside.findData(False))
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()  # a new name needs its basis
    dialog.basis.setText("变更通知书")
    QTest.keyClick(dialog, Key.Key_Return)
    settle()
    assert screen.page is not None
    assert (screen.page.name, screen.page.is_outside) == ("新乡技师大学", False)
    assert "新乡技师学院" in screen._former.text()


def test_an_empty_registry_offers_the_import(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("results")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ResultsScreen)
    assert screen._pages.currentIndex() == 1


def _messages(dialog: QWidget) -> list[str]:
    return [
        label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and "最多" in label.text()
    ]


def test_an_overlong_reason_is_told_beside_the_field_before_anything_is_sent(
    window: MainWindow, screen: ResultsScreen, filled: Store, settle: Settle
) -> None:
    _select(screen, "李娜")
    screen.pane.show_versions()
    settle()
    dialog = _panel(window).begin_correction()
    reason, basis = dialog.inputs["reason"], dialog.inputs["basis"]
    assert isinstance(reason, QLineEdit)
    assert isinstance(basis, QLineEdit)
    basis.setText("更正函〔2024〕1号")
    dialog.inputs["rank"].setText("3")  # type: ignore[attr-defined]  # a line
    reason.setText("录" * (LONGEST_REASON + 1))
    assert _messages(dialog) == ["最多 500 个字，现在 501 个字，请缩短。"]
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible()
    assert reason.hasFocus()
    QTest.keyClick(reason, Key.Key_Backspace)
    assert _messages(dialog) == []
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    settle()
    assert not dialog.isVisible()
    with filled.reading() as session:
        assert session.scalars(select(Result.version).where(Result.version == 2)).all() == [2]


def test_an_overlong_basis_of_a_class_is_told_beside_the_field(
    screen: ResultsScreen, settle: Settle, active_dialog: ActiveDialog
) -> None:
    screen.pane.edit_contest()
    dialog = active_dialog()
    assert isinstance(dialog, ContestDialog)
    dialog.class_basis.setText("文" * 121)
    QTest.keyClick(dialog, Key.Key_Return)
    settle()
    assert dialog.isVisible()
    assert _messages(dialog) == ["最多 120 个字，现在 121 个字，请缩短。"]
    dialog.reject()
