"""The page of a batch: its tabs, an objection registered and decided, its menu."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from app.batches import dissolve_batch
from app.papers import PaperKind
from tests.app.batches.office import APPROVER, CLERK, Office
from tests.ui.batches.driver import BoardDriver
from tests.ui.conftest import ActiveDialog, Settle
from ui.batches.batch_screen import BatchScreen
from ui.batches.menu import write_dossier_to
from ui.forms import FormDialog

NAME = "2024年第一批"


def _page(board: BoardDriver, batch: int, settle: Settle) -> BatchScreen:
    board.window.activateWindow()
    board.window.open_screen("batch", batch=batch)
    settle()
    page = board.window.current_screen()
    assert isinstance(page, BatchScreen)
    return page


def _press(page: BatchScreen, key: str, words: str) -> None:
    page.tabs.setCurrentIndex(list(page.panes).index(key))
    buttons = page.panes[key].findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == words)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_page_says_everything_of_a_batch(office: Office, board: BoardDriver, settle: Settle) -> None:
    batch = office.approved(NAME)
    page = _page(board, batch, settle)
    assert page.name.text() == NAME
    assert page.step is not None
    assert page.step.text() == "发放(&N)"
    tabs = [page.tabs.tabText(at) for at in range(page.tabs.count())]
    assert tabs == ["奖励 3", "退出", "公示 1", "异议", "审批 1", "文件"]
    assert page.approvals.model.rows[0].document == "示例〔2024〕20号"
    shown = page.publicities.model
    assert [shown.index(0, at).data() for at in range(3)] == ["2024-07-01", "2024-07-05", "5"]


def test_an_objection_holds_its_award_until_somebody_else_decided_it(
    office: Office, board: BoardDriver, settle: Settle, active_dialog: ActiveDialog
) -> None:
    batch = office.published(NAME)
    page = _page(board, batch, settle)
    board.act_as(CLERK)
    page.awards.table.selectRow(1)
    settle()
    _press(page, "awards", "登记异议…")
    dialog = active_dialog()
    assert isinstance(dialog, FormDialog)
    award = dialog.inputs["award"]
    assert isinstance(award, QComboBox)
    objected = page.awards.model.rows[1].award
    assert award.currentData() == objected.id
    board.fill(source="选手家长", text="名次有误")
    assert [row.award.state for row in page.awards.model.rows] == ["publicised", "held", "publicised"]
    assert page.tabs.tabText(3) == "异议 1"

    board.act_as(APPROVER)
    page.tabs.setCurrentIndex(3)
    page.objections.table.selectRow(0)
    settle()
    _press(page, "objections", "处理…")
    board.fill(decision="经核查名次无误")
    assert page.objections.model.rows[0].state == "dismissed"
    assert {row.award.state for row in page.awards.model.rows} == {"publicised"}


def test_the_notice_of_this_batch_is_taken_down(office: Office, board: BoardDriver, settle: Settle) -> None:
    dissolved = office.batch("另一批")
    with office.acting(CLERK) as work:
        dissolve_batch(work, dissolved, reason="重做")
    batch = office.published(NAME)
    office.wait(8)
    page = _page(board, batch, settle)
    page.publicities.table.selectRow(0)
    settle()
    _press(page, "publicities", "登记撤下")
    settle()
    assert [one.taken_down_on for one in office.page(batch).publicities] == [office.today]


def test_an_award_is_taken_out_by_name(office: Office, board: BoardDriver, settle: Settle) -> None:
    batch = office.batch(NAME)
    page = _page(board, batch, settle)
    page.awards.table.selectRow(0)
    settle()
    person = page.awards.model.rows[0].award.person

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.field.insert("另行处理")  # type: ignore[attr-defined]  # the dialog of reasons
        dialog.act.click()  # type: ignore[attr-defined]

    QTimer.singleShot(200, answer)
    _press(page, "awards", "移出批次…")
    settle()
    assert page.tabs.tabText(0) == "奖励 2"
    assert [(row.award.person, row.reason) for row in page.left.model.rows] == [(person, "另行处理")]


def test_the_scan_of_the_signed_approval_and_the_dossier(
    office: Office, board: BoardDriver, settle: Settle, tmp_path: Path
) -> None:
    batch = office.approved(NAME)
    page = _page(board, batch, settle)
    scan = tmp_path / "签批件.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    page.keep_paper(scan, PaperKind.SIGNED_APPROVAL)
    settle()
    assert page.tabs.tabText(5) == "文件 1"
    shown = page.papers.model
    assert [shown.index(0, at).data() for at in range(2)] == ["签批扫描件", "签批件.pdf"]

    assert page.page is not None
    assert board.window.context is not None
    out = tmp_path / "案卷.zip"
    write_dossier_to(page, board.window.context, page.page.facts, out)
    settle()
    with ZipFile(out) as packed:
        assert "papers/01-签批件.pdf" in packed.namelist()
    page.history.head.click()
    settle()
    assert "导出案卷" in page.history.lines()[0]
