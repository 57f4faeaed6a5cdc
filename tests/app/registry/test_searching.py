"""Search finds two-character names, initials, the end of an ID number, units by old names, certificates."""

from __future__ import annotations

from datetime import date

import pytest

from app.formats import name_key
from app.registry import SearchHit, search
from app.store import Store
from models import Certificate, PersonName, PrintFile, UnitName
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, a_unit, an_event

OLD_NAME = "新乡市第一技工学校"


@pytest.fixture
def filled(store: Store) -> Store:
    with store.writing(actor=CLERK) as work:
        session = work.session
        unit = a_unit(session, name="新乡技师学院", credit_code="12410700MB0000001X")
        session.add(UnitName(unit_id=unit.id, name=OLD_NAME, name_key=name_key(OLD_NAME)))
        event = an_event(session, a_contest(session, name="2024年新乡市职业技能大赛"), name="焊接")
        person = a_person(session, name="单雄", initials="sx dx cx", id_number="41070219900101123X")
        session.add(PersonName(person_id=person.id, name="单大雄"))
        result = a_result(session, person=person, unit=unit, event=event)
        a_result(session, person=a_person(session, name="单雄飞"), event=event)
        paper = PrintFile(sha256="0" * 64, pdf=b"", pages=1, made_at=NOW)
        session.add(paper)
        session.flush()
        session.add(_certificate(result.id, person.id, paper.id))
    return store


def _certificate(result: int, person: int, paper: int) -> Certificate:
    return Certificate(
        number="XXJN-2024-0001",
        series="XXJN-2024",
        sequence=1,
        result_id=result,
        person_id=person,
        person_name="单雄",
        award_text="焊接第一名",
        issuer="竞赛办",
        dated_on=date(2024, 6, 18),
        statement="-",
        print_file_id=paper,
        page=1,
        issued_by=CLERK,
        issued_at=NOW,
    )


def _look(store: Store, text: str) -> list[SearchHit]:
    with store.reading() as session:
        return search(session, text)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("单雄", "person", "单雄"),
        ("单　雄", "person", "单雄"),
        ("sx", "person", "单雄"),
        ("DX", "person", "单雄"),
        ("123x", "person", "单雄"),
        ("单大雄", "person", "单雄"),
        ("技师", "unit", "新乡技师学院"),
        ("第一技工", "unit", "新乡技师学院"),
        ("12410700MB0000001X", "unit", "新乡技师学院"),
        ("新乡市职业", "contest", "2024年新乡市职业技能大赛"),
        ("焊接", "event", "焊接"),
        ("xxjn-2024-0001", "certificate", "XXJN-2024-0001"),
    ],
)
def test_what_a_text_may_mean(filled: Store, text: str, kind: str, title: str) -> None:
    first = next(each for each in _look(filled, text) if each.kind == kind)
    assert first.title == title


def test_people_of_one_name_are_told_apart(filled: Store) -> None:
    first, second = (each for each in _look(filled, "单雄") if each.kind == "person")
    assert first.title == "单雄"
    assert first.hint == "41************123X · 新乡技师学院"
    assert second.title == "单雄飞"


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "没有这个人"])
def test_nothing_is_found_for_nothing(filled: Store, text: str) -> None:
    assert _look(filled, text) == []
