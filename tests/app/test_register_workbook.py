"""Registers and lists as workbooks: every line of the register, amounts as numbers, never a formula."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.errors import FileInUseError, InputError
from app.honours import HonourFacts, designate_unit, export_register, record_honour
from app.introductions import claim_subsidy, export_introductions
from app.payments import export_budget, record_budget
from app.register_workbook import RegisterReport
from app.reports import export_pending_actions
from app.store import Store
from app.unit_of_work import UnitOfWork
from tests.builders import NOW, a_person, a_standard, a_unit
from tests.register_builders import (
    BASE,
    EXCELLENT_BASE,
    NAMED_ON,
    NAMING,
    a_designation,
    a_recognition,
    an_introduction,
)

WRITERS: dict[str, Callable[..., RegisterReport]] = {
    "bases": partial(export_register, register="bases"),
    "proposals": partial(export_register, register="proposals"),
    "craftsmen": partial(export_register, register="craftsmen"),
    "honours": partial(export_register, register="honours"),
    "introductions": export_introductions,
    "pending actions": export_pending_actions,
    "budget": export_budget,
}


def a_full_registry(work: UnitOfWork) -> None:
    unit = a_unit(work.session, name="=新乡市示例技师学院")  # a name that looks like a formula
    line = a_designation(work.session, unit)
    designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
    a_designation(work.session, title=EXCELLENT_BASE, awards=2)
    a_recognition(work)
    a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 5000000}')
    claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 4, 1))
    person = a_person(work.session)
    record_honour(
        work, HonourFacts("zhongyuan-skills-award", NAMED_ON, "豫人社〔2024〕1号", person_id=person.id)
    )
    record_budget(work, 2024, amount_fen=1_000_000_00, basis="新财预〔2024〕3号", decided_on=NAMED_ON)


@pytest.mark.parametrize("register", WRITERS)
def test_every_register_is_written_with_all_its_lines(
    sqlite_store: Store, tmp_path: Path, register: str
) -> None:
    out = tmp_path / "台账.xlsx"
    with sqlite_store.writing(actor="审批丙") as work:
        a_full_registry(work)
        report = WRITERS[register](work.session, out, now=NOW)
    book = load_workbook(out)
    assert tuple((sheet.title, sheet.max_row - 4) for sheet in book) == report.sheets
    assert all(count > 0 for _, count in report.sheets)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("«" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_an_amount_is_a_number_and_a_title_stands_as_it_was_given(
    sqlite_store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "台账.xlsx"
    with sqlite_store.writing(actor="审批丙") as work:
        a_full_registry(work)
        export_introductions(work.session, out, now=NOW)
        assert load_workbook(out)["引才奖补台账"]["D5"].value == 50000
        export_register(work.session, out, register="bases", now=NOW)
    sheet = load_workbook(out).worksheets[0]
    assert {sheet["E5"].value, sheet["E6"].value} == {BASE, EXCELLENT_BASE}


def test_an_unknown_register_or_folder_is_refused(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.reading() as session:
        with pytest.raises(InputError):
            export_register(session, tmp_path / "x.xlsx", register="medals", now=NOW)
        with pytest.raises(FileInUseError):
            export_register(session, tmp_path / "missing" / "x.xlsx", register="bases", now=NOW)
