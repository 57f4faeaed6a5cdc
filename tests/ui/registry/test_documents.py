"""The register of documents by key and click: recorded, verified, corrected, scanned, opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.accounts import Actor
from app.registry import document_page, document_rows
from app.store import Store
from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.registry.documents_screen import DocumentsScreen
from ui.widgets import OptionalDay

pop_ups = pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of pop-up lists


def opened(registers: RegisterDriver) -> DocumentsScreen:
    screen = registers.open("documents")
    assert isinstance(screen, DocumentsScreen)
    return screen


@pop_ups
def test_a_document_is_recorded_verified_by_another_and_exported(
    registers: RegisterDriver, won_store: Store, settle: Settle, tmp_path: Path
) -> None:
    screen = opened(registers)
    screen.record()
    dialog = registers.dialog()
    day = dialog.inputs["dated_on"]
    assert isinstance(day, OptionalDay)
    day.known.setChecked(True)
    registers.fill(name="市政府第十二次常务会议纪要", issuer="新乡市人民政府")
    screen.search("常务会议")
    settle()
    assert [row.state for row in screen.model.rows] == ["unverified"]
    registers.choose_first(screen)
    assert registers.buttons() == ["核验", "更正", "附扫描件"]
    screen.context.actor = Actor.named("复核乙")
    registers.press("核验")
    registers.dialog().act.click()
    settle()
    with won_store.reading() as session:
        (row,) = document_rows(session, words="常务会议")
        assert (row.state, row.verified_by) == ("verified", "复核乙")
    screen.export_to(tmp_path / "文件.xlsx")
    settle()
    sheet = load_workbook(tmp_path / "文件.xlsx").worksheets[0]
    assert any(cell.value == row.name for line in sheet.iter_rows() for cell in line)


def test_a_scan_is_attached_and_a_copy_opened(
    registers: RegisterDriver, won_store: Store, settle: Settle, tmp_path: Path
) -> None:
    screen = opened(registers)
    screen.record()
    registers.fill(name="示例〔2024〕9号")
    screen.search("示例〔2024〕9号")
    settle()
    registers.choose_first(screen)
    paper = tmp_path / "原件.pdf"
    paper.write_bytes(b"%PDF-1.7 scanned")
    document = screen.model.rows[0].id
    screen.attach(document, paper)
    settle()
    settle()
    with won_store.reading() as session:
        (scan,) = document_page(session, document).scans
    screen.save_copy(scan.id, tmp_path / "副本.pdf")
    settle()
    assert (tmp_path / "副本.pdf").read_bytes() == paper.read_bytes()


def test_what_rests_on_a_document_stands_in_its_panel(
    registers: RegisterDriver, won_store: Store, settle: Settle
) -> None:
    with won_store.reading() as session:
        names = {row.name for row in document_rows(session)}
    screen = opened(registers)
    if "示例〔2024〕1号" not in names:
        screen.record()
        registers.fill(name="示例〔2024〕1号")
    screen.search("示例〔2024〕1号")
    settle()
    assert screen.model.rows[0].uses > 0
    registers.choose_first(screen)
    assert any("竞赛" in text or "大赛" in text for text in registers.buttons())
