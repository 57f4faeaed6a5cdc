"""The papers of naming: titles word for word, and only of what is in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.errors import ConflictError, FileInUseError, InputError
from app.honours.designating import designate_unit, revoke_designation
from app.honours.papers import base_paper, naming_papers, write_naming_papers
from app.honours.recognising import recognise_person
from app.store import Store
from tests.app.printing.pdf_readers import pdfium_texts
from tests.builders import a_person, a_unit
from tests.register_builders import (
    BASE,
    EXCELLENT_BASE,
    NAMED_ON,
    NAMING,
    a_designation,
    a_recognition,
    an_assessment,
    an_introduction,
)


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
