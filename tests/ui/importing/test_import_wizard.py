"""The wizard by key and click: read, correct, accept, and what comes next; nothing is written before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QMenu
from sqlalchemy import func, select

from app.importing import Kind
from app.paths import EXAMPLE
from app.store import Store
from models import ImportBatch, Result
from tests.synthetic import resident_id
from tests.ui.conftest import OpenWindow, Settle
from ui.awards.awards_screen import AwardsScreen
from ui.forms import FormDialog
from ui.importing.facts_dialog import FactsDialog
from ui.importing.import_screen import ACCEPT, DONE, FILES, PREVIEW, ImportScreen
from ui.importing.workbench import Workbench
from ui.main_window import MainWindow
from ui.registry.results_screen import ResultsScreen

Key = Qt.Key
HEADER = (
    "竞赛名称",
    "竞赛级别",
    "类别依据文号",
    "成绩公布日期",
    "赛项",
    "名次",
    "姓名",
    "证件号码",
    "选送单位",
)
CONTEST = ("2024年新乡市职业技能大赛", "市级一类", "新示赛〔2024〕2号", "2024-06-18")


def _sheet(file: Path, *, header: tuple[str, ...] = HEADER, titled: bool = False, bad: bool = True) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if titled:
        sheet.append(["新乡市职业技能大赛成绩表"])
    sheet.append(list(header))
    for rank, name in enumerate(("王伟", "李娜", "张敏"), start=1):
        sheet.append([*CONTEST, "焊工", rank, name, resident_id(rank), "新乡技师学院"])
    if bad:
        sheet.append([*CONTEST, "焊工", 4, "赵强", "410702199001010021", "新乡技师学院"])
    book.save(file)
    return file


@pytest.fixture
def window(open_window: OpenWindow, sqlite_store: Store) -> MainWindow:
    return open_window(sqlite_store)


@pytest.fixture
def wizard(window: MainWindow, settle: Settle) -> ImportScreen:
    QTest.keyClick(window, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ImportScreen)
    return screen


def _step(wizard: ImportScreen) -> int:
    return wizard.pages.currentIndex()


def _stored(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Result)) or 0


def _drop(wizard: ImportScreen, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(10, 10), actions, mime, buttons, Qt.KeyboardModifier.NoModifier)
    wizard.file_page.zone.dropEvent(event)


def shown_person(bench: Workbench) -> str:
    """The first name in the panel on the right."""
    names = [
        label.text() for label in bench.person.findChildren(QLabel) if label.property("role") == "section"
    ]
    return names[0]


def _choose(bench: Workbench, words: str) -> None:
    """Choose an act in the menu of the rows."""
    bench.sheet.menu_wanted.emit(QPoint(0, 0))
    menu = bench.findChildren(QMenu)[-1]
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_one_whole_journey_from_a_file_to_awards(
    window: MainWindow, wizard: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    assert not wizard.next.isEnabled()
    _drop(wizard, _sheet(tmp_path / "成绩.xlsx"))
    settle()
    wizard.next.click()
    assert _step(wizard) == PREVIEW
    assert wizard.workbench.plan is not None
    assert (wizard.workbench.plan.counts.new, wizard.workbench.plan.counts.skipped) == (3, 1)
    wizard.next.click()
    assert _step(wizard) == ACCEPT
    assert wizard.accept_page.figures[Kind.NEW].figure.text() == "3"
    assert wizard.next.text() == "写入 3 行"
    assert _stored(sqlite_store) == 0
    QTest.keyClick(wizard.next, Key.Key_Space)
    settle()
    assert _step(wizard) == DONE
    assert _stored(sqlite_store) == 3
    wizard.done_page._assess()
    settle()
    awards = window.current_screen()
    assert isinstance(awards, AwardsScreen)
    assert awards.model.rowCount() == 3
    assert awards.totals.sum.text() == "合计 ¥2,400.00"
    window.open_screen("results")
    settle()
    results = window.current_screen()
    assert isinstance(results, ResultsScreen)
    assert [line.waiting for line in results.list.lines.rows] == ["待确认 3"]


def test_the_bundled_example_goes_the_whole_way(
    window: MainWindow, wizard: ImportScreen, sqlite_store: Store, settle: Settle
) -> None:
    lists = sorted(file for file in EXAMPLE.iterdir() if file.suffix in (".xlsx", ".xls", ".csv"))
    wizard.files.add(lists)
    settle()
    assert len(wizard.files.plans) == len(lists) == 3
    for _ in range(3):
        wizard.go_on()
    settle()
    assert _step(wizard) == DONE
    assert _stored(sqlite_store) == wizard.accept_page.counts().rows
    wizard.done_page._assess()
    settle()
    awards = window.current_screen()
    assert isinstance(awards, AwardsScreen)
    assert awards.model.rowCount() == _stored(sqlite_store)


def test_a_finding_leads_to_its_cell(wizard: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    wizard.files.add([_sheet(tmp_path / "成绩.xlsx")])
    settle()
    wizard.go_on()
    bench = wizard.workbench
    bench.only_errors.click()
    (group,) = bench.findings.found.groups
    assert [found.finding.row for found in group.items] == [5]
    bench.findings.setFocus()
    bench.findings.setCurrentIndex(bench.findings.found.index_of(group.items[0]))
    settle()
    place = bench.sheet.currentIndex()
    assert (place.row() + 1, place.data()) == (5, "410702199001010021")
    assert "校验位不对" in bench.line.message
    assert shown_person(bench) == "赵强"


@pytest.mark.qt_log_ignore("does not support")  # the offscreen platform, of pop-up menus
def test_a_column_is_taken_for_another_field_by_keyboard(
    wizard: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    header = (*HEADER[:5], "成绩名次情况", *HEADER[6:])
    wizard.files.add([_sheet(tmp_path / "成绩.xlsx", header=header)])
    settle()
    wizard.go_on()
    sheet = wizard.workbench.sheet
    sheet.setFocus()
    sheet.setCurrentIndex(sheet.grid.index(1, 5))
    QTest.keyClick(sheet, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (menu,) = sheet.findChildren(QMenu)
    next(action for action in menu.actions() if action.data() == "rank").trigger()
    settle()
    assert wizard.workbench.plan is not None
    shown = wizard.workbench.current_sheet()
    assert shown is not None
    assert (shown.columns[5].field, shown.columns[5].found_by) == ("rank", "chosen")
    assert wizard.workbench.plan.counts.new == 3


@pytest.mark.qt_log_ignore("does not support")  # the offscreen platform, of pop-up menus
def test_the_header_row_can_be_corrected(wizard: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    wizard.files.add([_sheet(tmp_path / "成绩.xlsx", titled=True, bad=False)])
    settle()
    wizard.go_on()
    bench = wizard.workbench
    for header, new in ((1, 0), (2, 3)):
        bench.sheet.go_to(header, 0)
        _choose(bench, f"表头在第 {header} 行")
        settle()
        assert bench.plan is not None
        assert bench.plan.counts.new == new


def test_contest_facts_are_said_for_the_whole_sheet(
    wizard: ImportScreen, tmp_path: Path, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["赛项", "名次", "姓名", "证件号码"])
    sheet.append(["焊工", 1, "王伟", resident_id(1)])
    book.save(tmp_path / "成绩.xlsx")
    wizard.files.add([tmp_path / "成绩.xlsx"])
    settle()
    wizard.go_on()
    assert wizard.workbench.plan is not None
    assert wizard.workbench.plan.counts.new == 0
    wizard.workbench.edit_facts.click()
    dialog = active_dialog()
    assert isinstance(dialog, FactsDialog)
    for name, said in zip(("contest", "level", "class_basis", "published_on"), CONTEST, strict=True):
        dialog._fields[name].setText(said)
    QTest.keyClick(dialog, Key.Key_Return)
    settle()
    assert wizard.workbench.plan.counts.new == 1


def test_what_cannot_be_read_says_why(wizard: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard.files.add([broken])
    settle()
    assert not wizard.next.isEnabled()
    assert "坏.xlsx" in wizard.files.files[0].error
    wizard.files.remove(wizard.files.files[0])
    assert wizard.files.files == []


def test_rows_kept_out_come_back_as_a_workbook_and_an_import_is_undone(
    wizard: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard.files.add([_sheet(tmp_path / "成绩.xlsx")])
    settle()
    for _ in range(3):
        wizard.go_on()
    settle()
    wizard.done_page.write_rejected_to(tmp_path / "退回.xlsx")
    settle()
    sheet = load_workbook(tmp_path / "退回.xlsx").worksheets[0]
    assert any("赵强" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    monkeypatch.setattr("ui.importing.done_page.confirm", lambda *_a, **_k: True)
    wizard.done_page._undo.click()
    settle()
    assert _step(wizard) == FILES
    assert _stored(sqlite_store) == 0
    with sqlite_store.reading() as session:
        assert session.scalars(select(ImportBatch.state)).all() == ["undone"]


def test_the_same_file_again_writes_nothing(
    wizard: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    file = _sheet(tmp_path / "成绩.xlsx", bad=False)
    for _ in range(2):
        wizard.begin()
        wizard.files.add([file])
        settle()
        wizard.go_on()
        wizard.go_on()
        if wizard.next.isEnabled():
            wizard.go_on()
            settle()
    assert _step(wizard) == ACCEPT
    assert not wizard.next.isEnabled()
    assert wizard.accept_page.counts().same == 3
    wizard.back.click()
    assert _step(wizard) == PREVIEW


def test_a_click_on_a_figure_shows_its_rows(wizard: ImportScreen, tmp_path: Path, settle: Settle) -> None:
    wizard.files.add([_sheet(tmp_path / "成绩.xlsx")])
    settle()
    wizard.go_on()
    wizard.go_on()
    figure = wizard.accept_page.figures[Kind.SKIPPED].figure
    QTest.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert wizard.accept_page.rows.rowCount() == 1
    row = wizard.accept_page.rows.row_at(0)
    assert row is not None
    assert row.name == "赵强"


def test_a_word_of_the_office_is_explained_once(
    wizard: ImportScreen, tmp_path: Path, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*HEADER, "组别"])
    sheet.append([*CONTEST, "焊工", 1, "王伟", resident_id(1), "新乡技师学院", "中职组"])
    book.save(tmp_path / "成绩.xlsx")
    wizard.files.add([tmp_path / "成绩.xlsx"])
    settle()
    wizard.go_on()
    bench = wizard.workbench
    for choice, groups, code in (
        ("学生组", [], "group-unknown"),
        ("取消说明，按原样读", ["学生组"], "word-explained"),
    ):
        assert bench.plan is not None
        assert [finding.code for finding in bench.plan.findings] == [code]
        assert [row.group for row in bench.plan.page(Kind.NEW)] == groups
        bench.sheet.go_to(2, 0)
        assert not bench.line.explain.isVisible()
        bench.findings.gone_to.emit(bench.findings.found.groups[0].items[0])
        if code == "group-unknown":
            assert bench.sheet.currentIndex().data() == "中职组"
        assert bench.line.explain.isVisible()
        bench.line.explain.click()
        dialog = active_dialog()
        assert isinstance(dialog, FormDialog)
        meaning = dialog.inputs["meaning"]
        assert isinstance(meaning, QComboBox)
        meaning.setCurrentText(choice)
        dialog.act.click()
        settle()
    assert bench.plan is not None
    assert [finding.code for finding in bench.plan.findings] == ["group-unknown"]


def test_files_that_share_rows_are_shown_and_written_one_after_the_other(
    wizard: ImportScreen, sqlite_store: Store, tmp_path: Path, settle: Settle
) -> None:
    first, second = _sheet(tmp_path / "甲.xlsx", bad=False), _sheet(tmp_path / "乙.xlsx", bad=False)
    book = load_workbook(second)
    sheet = book.worksheets[0]
    sheet["F2"].value = 6
    sheet.append([*CONTEST, "焊工", 4, "周杰", resident_id(44), "新乡技师学院"])
    book.save(second)
    wizard.files.add([first])
    settle()
    wizard.files.add([second])
    settle()
    counts = [plan.counts for plan in wizard.files.plans]
    assert [(each.new, each.changed, each.same) for each in counts] == [(3, 0, 0), (1, 1, 2)]
    wizard.files.remove(wizard.files.files[0])
    settle()
    assert wizard.files.plans[0].counts.new == 4
    wizard.files.add([first])
    settle()
    counts = [plan.counts for plan in wizard.files.plans]
    assert [(each.new, each.changed, each.same) for each in counts] == [(4, 0, 0), (0, 1, 2)]
    for _ in range(3):
        wizard.go_on()
    settle()
    assert _step(wizard) == DONE
    assert _stored(sqlite_store) == 5


def test_the_last_page_says_which_sheet_was_left_out(
    wizard: ImportScreen, tmp_path: Path, settle: Settle
) -> None:
    file = _sheet(tmp_path / "成绩.xlsx", bad=False)
    book = load_workbook(file)
    hidden = book.copy_worksheet(book.worksheets[0])
    hidden.title, hidden.sheet_state = "补报", "hidden"
    book.save(file)
    wizard.files.add([file])
    settle()
    for _ in range(3):
        wizard.go_on()
    settle()
    assert "“补报”（成绩.xlsx）" in wizard.done_page._missed()
    assert wizard.done_page._not_taken.isVisible()
