"""The papers registers end in: titles word for word, workbooks that hold what the register holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.errors import ConflictError, FileInUseError, InputError
from app.honours.budget import record_budget
from app.honours.claiming import claim_subsidy
from app.honours.exporting import export_register, registers
from app.honours.honour_register import HonourFacts, record_honour
from app.honours.naming import designate_unit, revoke_designation
from app.honours.papers import base_paper, naming_papers, write_naming_papers
from app.honours.recognising import recognise_person
from app.store import Store
from app.unit_of_work import UnitOfWork
from tests.app.honours.made import (
    BASE,
    EXCELLENT_BASE,
    NAMED_ON,
    NAMING,
    a_designation,
    a_recognition,
    an_assessment,
    an_introduction,
)
from tests.app.printing.pdf_readers import pdfium_texts
from tests.builders import NOW, a_contest, a_person, a_result, a_standard, a_unit, an_event


def texts(session: Session, kind: str, ids: list[int]) -> list[str]:
    """Return what each page says, read back out of the PDF."""
    return ["".join(text.split()) for text in pdfium_texts(naming_papers(session, kind, ids))]


@pytest.mark.parametrize("kind", ["plaque", "unit"])
def test_the_papers_of_the_two_bases_differ_by_two_characters_alone(sqlite_store: Store, kind: str) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session, name="新乡市示例技师学院")
        ids = []
        for title in (EXCELLENT_BASE, BASE):
            line = a_designation(work.session, unit, title=title)
            designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
            ids.append(line.id)
        unit.name = "新乡市示例职业学院"
        excellent, plain = texts(work.session, kind, ids)
        assert excellent.count("优秀") == 1
        assert [*excellent.replace("优秀", "")] == [*plain]
        assert "新乡市高技能人才优秀培育基地" in excellent
        assert "新乡市高技能人才培育基地" in plain
        assert "二〇二四年六月二十五日" in plain
        assert "新乡市示例技师学院" in plain  # as it was called on the day
        assert (NAMING in plain) == (kind == "unit")


@pytest.mark.parametrize(
    ("title", "name"), [("muye-craftsman", "牧野工匠"), ("muye-master-craftsman", "牧野大工匠")]
)
def test_a_craftsmans_certificate_says_name_and_title_word_for_word(
    sqlite_store: Store, title: str, name: str
) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        person = a_person(work.session, name="𠅤晓䶮")
        introduction = an_introduction(work, person_id=person.id)
        an_assessment(work, introduction)
        line = a_recognition(work, introduction, title=title)
        with pytest.raises(ConflictError):
            naming_papers(work.session, "person", [line.id])
        recognise_person(work, line.id, document="新人社〔2024〕30号", recognised_on=date(2024, 6, 20))
        (text,) = texts(work.session, "person", [line.id])
        assert "𠅤晓䶮同志：根据新人社〔2024〕30号，命名你为：" in text
        assert text.count(name) == 1


def test_no_paper_for_what_is_not_in_force(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session)
        with pytest.raises(ConflictError):
            base_paper(work.session, line.id)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        revoke_designation(work, line.id, document=NAMING, revoked_on=NAMED_ON, reason="撤销")
        with pytest.raises(ConflictError):
            base_paper(work.session, line.id, kind="unit")


@pytest.mark.parametrize(("kind", "ids"), [("medal", [1]), ("plaque", [])])
def test_an_unknown_paper_or_none_is_refused(sqlite_store: Store, kind: str, ids: list[int]) -> None:
    with sqlite_store.reading() as session, pytest.raises(InputError):
        naming_papers(session, kind, ids)


def test_papers_are_written_whole_or_not_at_all(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        assert write_naming_papers(work.session, tmp_path / "牌匾.pdf", kind="plaque", ids=[line.id]) == 1
        assert (tmp_path / "牌匾.pdf").read_bytes().startswith(b"%PDF")
        with pytest.raises(FileInUseError):
            write_naming_papers(work.session, tmp_path / "无" / "x.pdf", kind="plaque", ids=[line.id])


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
    contest = a_contest(work.session, "world", contest_class="")
    a_result(work.session, None, event=an_event(work.session, contest), medal="铜牌")
    record_budget(work, 2024, amount_fen=1_000_000_00, basis="新财预〔2024〕3号", decided_on=NAMED_ON)


@pytest.mark.parametrize("register", registers())
def test_every_register_is_written_with_all_its_lines(
    sqlite_store: Store, tmp_path: Path, register: str
) -> None:
    out = tmp_path / "台账.xlsx"
    with sqlite_store.writing(actor="审批丙") as work:
        a_full_registry(work)
        report = export_register(work.session, out, register=register, now=NOW)
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
        export_register(work.session, out, register="introductions", now=NOW)
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
