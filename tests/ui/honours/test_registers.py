"""The registers by key and click: name a base, introduce and recognise, record an honour, find gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QDialog, QLineEdit, QPushButton

from app.awards import assess_all
from app.honours import base_rows, craftsman_rows, honour_rows
from app.introductions import (
    IntroductionFacts,
    claim_subsidy,
    introduction_rows,
    record_introduction,
    subsidy_rows,
)
from app.printing import page_count
from app.reference_data import region_names
from app.store import Store
from app.unit_of_work import UnitOfWork
from tests.builders import a_contest, a_person, a_result, a_standard, a_unit, an_event
from tests.synthetic import resident_id
from tests.ui.conftest import OpenWindow, Settle
from ui.eligibility.eligibility_screen import EligibilityScreen
from ui.forms import FormDialog, LookUpOrEnter
from ui.honours.bases_screen import BasesScreen
from ui.honours.craftsmen_screen import CraftsmenScreen
from ui.honours.honours_screen import HonoursScreen
from ui.introductions.introductions_screen import IntroductionsScreen
from ui.main_window import MainWindow
from ui.payments.budget_screen import BudgetScreen
from ui.registers.line_panel import LinePanel
from ui.registers.register_screen import RegisterScreen

pop_ups = pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of pop-up lists
Key = Qt.Key
ActiveDialog = Callable[[], QDialog]


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    with sqlite_store.writing(actor="经办甲") as work:
        session = work.session
        contest = a_contest(session, "provincial", name="2024年河南省职业技能大赛")
        a_result(
            session,
            1,
            event=an_event(session, contest, name="焊工"),
            person=a_person(session, name="王伟"),
            unit=a_unit(session, name="新乡技师学院"),
        )
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    return sqlite_store


@pytest.fixture
def window(open_window: OpenWindow, filled: Store) -> MainWindow:
    return open_window(filled, actor="审批丙")


@pytest.fixture
def open_register(window: MainWindow, settle: Settle) -> Callable[[str], RegisterScreen]:
    def open_one(key: str) -> RegisterScreen:
        window.open_screen(key)
        settle()
        screen = window.current_screen()
        assert isinstance(screen, RegisterScreen)
        return screen

    return open_one


@pytest.fixture
def fill(active_dialog: ActiveDialog, settle: Settle) -> Callable[..., None]:
    """Fill the dialog in front and press Return in it."""

    def fill_in(**values: str) -> None:
        dialog = active_dialog()
        assert isinstance(dialog, FormDialog)
        for name, value in values.items():
            field = dialog.inputs[name]
            if isinstance(field, LookUpOrEnter):
                field = field.look_up
                field.setFocus()
                field.setText(value)
                field.textEdited.emit(value)
                settle()
                assert field.value() is not None
            elif isinstance(field, QLineEdit):
                field.setText(value)
            else:
                raise TypeError(name)
        dialog.act.click()
        settle()
        assert not dialog.isVisible()

    return fill_in


def _choose_first(screen: RegisterScreen, settle: Settle) -> None:
    screen.table.setFocus()
    screen.table.selectRow(0)
    settle()


def _press(window: MainWindow, text: str) -> None:
    panel = window.panel.findChild(LinePanel)
    assert panel is not None
    next(button for button in panel.findChildren(QPushButton) if button.text() == text).click()


def test_a_base_is_named_and_its_plaque_saved(
    window: MainWindow,
    open_register: Callable[[str], RegisterScreen],
    fill: Callable[..., None],
    filled: Store,
    settle: Settle,
    tmp_path: Path,
) -> None:
    screen = open_register("bases")
    assert isinstance(screen, BasesScreen)
    _choose_first(screen, settle)
    _press(window, "命名")
    fill(document="新人社〔2024〕15号")
    with filled.reading() as session:
        (line,) = base_rows(session)
    assert (line.state, line.document, line.named_as) == ("designated", "新人社〔2024〕15号", "新乡技师学院")
    settle()
    _press(window, "单位页面")
    settle()
    with filled.reading() as session:
        from app.honours import base_detail, write_naming_papers

        detail = base_detail(session, line.id)
    screen.write_paper(
        tmp_path / "牌匾.pdf",
        lambda session, place: write_naming_papers(session, place, kind="plaque", ids=[detail.line.id]),
    )
    settle()
    assert page_count((tmp_path / "牌匾.pdf").read_bytes()) == 1


def test_a_document_is_needed(
    window: MainWindow,
    open_register: Callable[[str], RegisterScreen],
    active_dialog: ActiveDialog,
    filled: Store,
    settle: Settle,
) -> None:
    screen = open_register("bases")
    _choose_first(screen, settle)
    _press(window, "命名")
    dialog = active_dialog()
    QTest.keyClick(dialog, Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Key.Key_Escape)
    with filled.reading() as session:
        assert base_rows(session)[0].state == "proposed"


@pop_ups
def test_from_introduction_to_craftsman(
    window: MainWindow,
    open_register: Callable[[str], RegisterScreen],
    fill: Callable[..., None],
    filled: Store,
    settle: Settle,
    active_dialog: ActiveDialog,
) -> None:
    screen = open_register("introductions")
    assert isinstance(screen, IntroductionsScreen)
    screen.introduce()
    fill(person_id="王伟", unit_id="新乡技师学院", category_evidence="证书复印件")
    with filled.reading() as session:
        assert [row.person for row in introduction_rows(session)] == ["王伟"]
    _choose_first(screen, settle)
    _press(window, "登记考核认定")
    dialog = active_dialog()
    assert isinstance(dialog, FormDialog)
    QTest.keyClick(dialog.inputs["is_passed"], Key.Key_Space)
    fill(organisation="新乡市人社局", conclusion="合格", document="新人社〔2024〕9号")
    settle()
    _press(window, "提出称号建议")
    fill(choice_basis="中华技能大奖获得者")
    screen = open_register("craftsmen")
    assert isinstance(screen, CraftsmenScreen)
    _choose_first(screen, settle)
    _press(window, "认定")
    fill(document="新人才〔2024〕2号")
    with filled.reading() as session:
        (line,) = craftsman_rows(session)
    assert (line.state, line.title_name) == ("recognised", "牧野工匠")
    window.open_screen("person", person=line.person_id)
    settle()
    timeline = window.current_screen().timeline  # type: ignore[union-attr]  # the person's page
    kinds = [timeline.model().index(place, 1).data() for place in range(timeline.model().rowCount())]
    assert {"工匠", "考核认定", "引进", "成绩", "奖励"} <= set(kinds)


@pop_ups
def test_an_honour_is_recorded_and_exported(
    open_register: Callable[[str], RegisterScreen],
    fill: Callable[..., None],
    filled: Store,
    settle: Settle,
    tmp_path: Path,
    active_dialog: ActiveDialog,
) -> None:
    screen = open_register("honours")
    assert isinstance(screen, HonoursScreen)
    screen.record("person")
    dialog = active_dialog()
    assert isinstance(dialog, FormDialog)
    assert isinstance(dialog.inputs["awarded_on"], QDateEdit)
    fill(person_id="王伟", document="人社部发〔2024〕3号")
    with filled.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["王伟"]
    screen.export_to(tmp_path / "荣誉.xlsx")
    settle()
    sheet = load_workbook(tmp_path / "荣誉.xlsx").worksheets[0]
    assert any(cell.value == "王伟" for row in sheet.iter_rows() for cell in row)
    screen.search("没有这个人")
    settle()
    assert screen.model.rows == []


def test_a_budget_is_entered_and_watched(
    open_register: Callable[[str], RegisterScreen], fill: Callable[..., None], settle: Settle
) -> None:
    screen = open_register("budget")
    assert isinstance(screen, BudgetScreen)
    dialog = screen.record()
    dialog.inputs["year"].setText("2024")  # type: ignore[attr-defined]  # a line
    dialog.inputs["amount"].setText("很多")  # type: ignore[attr-defined]  # a line
    dialog.inputs["basis"].setText("新财〔2024〕1号")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    assert dialog.isVisible()  # an amount is a number
    fill(amount="5,000.50")
    (year,) = [each for each in screen.model.rows if each.year == 2024]
    assert year.budget_fen == 500_050
    assert "would-exceed" in year.warnings


@pop_ups
def test_a_subsidy_is_approved_by_another_and_paid(
    window: MainWindow,
    open_register: Callable[[str], RegisterScreen],
    fill: Callable[..., None],
    filled: Store,
    settle: Settle,
) -> None:
    with filled.writing(actor="经办甲") as work:
        _claimed(work)
    screen = open_register("subsidies")
    _choose_first(screen, settle)
    _press(window, "审批")
    fill()
    _press(window, "登记发放")
    fill()
    with filled.reading() as session:
        assert [row.state for row in subsidy_rows(session)] == ["paid"]


def _claimed(work: UnitOfWork) -> None:
    """A person from outside, introduced and claimed for, with a standard that gives an amount."""
    person, unit = a_person(work.session), a_unit(work.session)
    introduction = record_introduction(
        work,
        IntroductionFacts(
            person_id=person.id,
            unit_id=unit.id,
            category="national-expert",
            introduced_on=date(2024, 5, 1),
            category_evidence="证书",
            previous_region=next(key for key, name in region_names().items() if "上海" in name),
        ),
    )
    a_standard(
        work.session,
        rule="introduction-subsidy",
        recipient="unit",
        amounts_fen='{"national-expert": 5000000}',
    )
    claim_subsidy(work, introduction, claimed_on=date(2024, 6, 1))


@pop_ups
def test_someone_whom_no_list_brought_is_entered_on_the_way(
    open_register: Callable[[str], RegisterScreen],
    fill: Callable[..., None],
    filled: Store,
    active_dialog: ActiveDialog,
    settle: Settle,
) -> None:
    screen = open_register("honours")
    assert isinstance(screen, HonoursScreen)
    screen.record("person")
    dialog = active_dialog()
    assert isinstance(dialog, FormDialog)
    picker = dialog.inputs["person_id"]
    assert isinstance(picker, LookUpOrEnter)
    picker.enter.click()
    fill(name="钱学敏", id_number=resident_id(77))
    assert picker.value() is not None
    dialog.inputs["document"].setText("人社部发〔2024〕3号")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    with filled.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["钱学敏"]


def test_a_list_of_honours_is_imported(
    open_register: Callable[[str], RegisterScreen], filled: Store, settle: Settle, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "证件号码", "称号", "授予日期", "文号"])
    sheet.append(["周梅", resident_id(78), "全国技术能手", "2024-03-01", "人社部发〔2024〕3号"])
    sheet.append(["吴刚", "123", "全国技术能手", "2024-03-01", "人社部发〔2024〕3号"])
    book.save(tmp_path / "荣誉.xlsx")
    screen = open_register("honours")
    assert isinstance(screen, HonoursScreen)
    screen.import_from(tmp_path / "荣誉.xlsx")
    settle()
    with filled.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["周梅"]
    assert "第3行" in screen.last_findings


def test_what_was_overlooked_leads_to_its_register(
    window: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    window.open_screen("eligibility")
    settle()
    screen = window.current_screen()
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
    bases = window.current_screen()
    assert isinstance(bases, BasesScreen)
    assert bases.table.selected_count() == 1
