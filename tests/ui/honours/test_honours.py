"""Honours by key and click: recorded, imported, exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QDateEdit

from app.honours import HonourFacts, honour_acts, honour_rows, record_honour, revoke_honour
from app.store import Store
from tests.builders import a_person
from tests.synthetic import resident_id
from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.forms import LookUpOrEnter
from ui.honours.honours_screen import HonoursScreen

pop_ups = pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of pop-up lists


@pop_ups
def test_an_honour_is_recorded_and_exported(
    registers: RegisterDriver, won_store: Store, settle: Settle, tmp_path: Path
) -> None:
    screen = registers.open("honours")
    assert isinstance(screen, HonoursScreen)
    screen.record("person")
    dialog = registers.dialog()
    assert isinstance(dialog.inputs["awarded_on"], QDateEdit)
    registers.fill(person_id="王伟", document="人社部发〔2024〕3号")
    with won_store.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["王伟"]
    screen.export_to(tmp_path / "荣誉.xlsx")
    settle()
    sheet = load_workbook(tmp_path / "荣誉.xlsx").worksheets[0]
    assert any(cell.value == "王伟" for row in sheet.iter_rows() for cell in row)
    screen.search("没有这个人")
    settle()
    assert screen.model.rows == []


@pop_ups
def test_someone_whom_no_list_brought_is_entered_on_the_way(
    registers: RegisterDriver, won_store: Store, settle: Settle
) -> None:
    screen = registers.open("honours")
    assert isinstance(screen, HonoursScreen)
    screen.record("person")
    dialog = registers.dialog()
    picker = dialog.inputs["person_id"]
    assert isinstance(picker, LookUpOrEnter)
    picker.enter.click()
    registers.fill(name="钱学敏", id_number=resident_id(77))
    assert picker.value() is not None
    dialog.inputs["document"].setText("人社部发〔2024〕3号")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    with won_store.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["钱学敏"]


def test_a_list_of_honours_is_imported(
    registers: RegisterDriver, won_store: Store, settle: Settle, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "证件号码", "称号", "授予日期", "文号"])
    sheet.append(["周梅", resident_id(78), "全国技术能手", "2024-03-01", "人社部发〔2024〕3号"])
    sheet.append(["吴刚", "123", "全国技术能手", "2024-03-01", "人社部发〔2024〕3号"])
    book.save(tmp_path / "荣誉.xlsx")
    screen = registers.open("honours")
    assert isinstance(screen, HonoursScreen)
    screen.import_from(tmp_path / "荣誉.xlsx")
    settle()
    with won_store.reading() as session:
        assert [row.holder for row in honour_rows(session)] == ["周梅"]
    assert "第3行" in screen.last_findings


def test_a_mistyped_honour_is_corrected_with_a_reason(
    registers: RegisterDriver, won_store: Store, settle: Settle
) -> None:
    with won_store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="周梅")
        facts = HonourFacts("national-expert", date(2024, 3, 1), "人社部发〔2024〕3号", person_id=person.id)
        record_honour(work, facts)
    screen = registers.open("honours")
    registers.choose_first(screen)
    registers.press("更正")
    assert registers.enter(document="人社部发[2024]33号").isVisible()  # the reason is missing
    registers.fill(issuer="人力资源和社会保障部", reason="文号录错")
    with won_store.reading() as session:
        (row,) = honour_rows(session)
        acts = [(act.act, act.reason, act.recorded_by) for act in honour_acts(session, row.id)]
    assert (row.document, row.issuer) == ("人社部发〔2024〕33号", "人力资源和社会保障部")
    assert row.awarded_on == date(2024, 3, 1)
    assert acts[-1] == ("correct", "文号录错", "审批丙")
    settle()
    assert "人社部发〔2024〕33号" in [screen.model.index(0, place).data() for place in range(6)]


def test_a_revoked_honour_offers_no_correction(registers: RegisterDriver, won_store: Store) -> None:
    with won_store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="周梅")
        facts = HonourFacts("national-expert", date(2024, 3, 1), "人社部发〔2024〕3号", person_id=person.id)
        line = record_honour(work, facts)
        revoke_honour(work, line.id, version=line.version, reason="授予单位撤销")
    registers.choose_first(registers.open("honours"))
    assert "更正" not in registers.buttons()


@pop_ups
@pytest.mark.parametrize(
    "title",
    [
        "郑州市突出贡献高技能人才",
        "郑州大工匠",
        "郑州技术能手",
        "农村实用人才带头人",
        "创新创业带头人",
        "技能岗位能手",
    ],
)
def test_the_honours_of_another_citys_document_can_be_recorded(
    registers: RegisterDriver, won_store: Store, title: str
) -> None:
    screen = registers.open("honours")
    assert isinstance(screen, HonoursScreen)
    screen.record("person")
    registers.fill(person_id="王伟", title=title, document="郑政〔2024〕3号")
    with won_store.reading() as session:
        assert [row.title_name for row in honour_rows(session)] == [title]
