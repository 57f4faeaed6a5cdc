"""Units, people, events that are one: what moves, what forbids it, what a list finds, taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.awards import assess_all, award_ids, award_page
from app.errors import ConflictError, InputError, NotFoundError
from app.registry import (
    enter_person,
    merge_contests,
    merge_events,
    merge_people,
    merge_units,
    preview_event_merge,
    preview_person_merge,
    preview_unit_merge,
    undo_merge,
)
from app.store import Store
from models import Base, Contest, Designation, Entry, Event, JointUnitPart, Person, Unit
from tests.app.importing.lists import a_row, take_in
from tests.builders import CLERK, a_contest, a_person, a_result, a_unit, an_entry, an_event
from tests.synthetic import credit_code, person_name, resident_id

WHY = "确认是同一个"
DERIVED = {"audit_entry", "state_change", "merge", "award", "designation", "designation_basis"}


def stored(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.reading() as session:
        return {
            table.name: [
                {name: value for name, value in row._mapping.items() if name != "lock_version"}
                for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in DERIVED
        }


def a_sent_result(store: Store, *, code: str | None = None, name: str = "", level: str = "provincial") -> int:
    """A first place sent by a unit of its own; return the unit's id."""
    with store.writing(actor=CLERK) as work:
        facts: dict[str, Any] = {"credit_code": code} | ({"name": name} if name else {})
        unit = a_unit(work.session, **facts)
        event = an_event(work.session, a_contest(work.session, level))
        a_result(work.session, 1, entry=an_entry(work.session, event, unit=unit))
        assess_all(work)
        return unit.id


def bases(store: Store) -> list[tuple[int, str]]:
    with store.reading() as session:
        return [(line.unit_id, line.title) for line in session.scalars(select(Designation))]


def test_a_unit_takes_the_results_of_another_and_gives_them_back(store: Store) -> None:
    kept, merged = a_sent_result(store), a_sent_result(store, code=credit_code(5), name="示例二校")
    before, lines = stored(store), bases(store)
    with store.reading() as session:
        preview = preview_unit_merge(session, merged, into=kept)
    assert (preview.results, preview.blocks) == (1, ())
    with store.writing(actor=CLERK) as work:
        merge = merge_units(work, merged, into=kept, reason=WHY)
    assert {unit for unit, _ in bases(store)} == {kept}
    with store.reading() as session:
        assert session.get(Unit, merged) is None
        assert session.get_one(Unit, kept).credit_code == credit_code(5)
    with store.writing(actor=CLERK) as work:
        undo_merge(work, merge, reason="并错了")
    assert stored(store) == before
    assert sorted(bases(store)) == sorted(lines)


def test_a_list_finds_the_unit_by_the_name_it_had(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(1, 选送单位="示例一校"), a_row(2, 选送单位="示例一学校"))
    with sqlite_store.writing(actor=CLERK) as work:
        ids = {unit.name: unit.id for unit in work.session.scalars(select(Unit))}
        merge_units(work, ids["示例一学校"], into=ids["示例一校"], reason=WHY)
    take_in(sqlite_store, tmp_path, a_row(3, 选送单位="示例一学校"), name="又一份.xlsx")
    with sqlite_store.reading() as session:
        assert set(session.scalars(select(Entry.unit_id))) == {ids["示例一校"]}


def test_two_credit_codes_are_two_units(sqlite_store: Store) -> None:
    kept, merged = (a_sent_result(sqlite_store, code=credit_code(number)) for number in (1, 2))
    before = stored(sqlite_store)
    with pytest.raises(ConflictError) as refused, sqlite_store.writing(actor=CLERK) as work:
        merge_units(work, merged, into=kept, reason=WHY)
    assert "统一社会信用代码不同" in str(refused.value.params["blocks"])
    for other in (kept, 99):
        with pytest.raises((InputError, NotFoundError)), sqlite_store.writing(actor=CLERK) as work:
            merge_units(work, other, into=kept, reason=WHY)
    with pytest.raises(InputError), sqlite_store.writing(actor=CLERK) as work:
        merge_units(work, merged, into=kept, reason=" ")
    assert stored(sqlite_store) == before


def two_records_of_one_person(store: Store, *, shared: bool = False) -> tuple[int, int]:
    """One person under a resident ID and under a passport; with a result each, of one event where shared."""
    with store.writing(actor=CLERK) as work:
        session = work.session
        kept = a_person(
            session,
            name="孟凡星",
            id_type="resident",
            id_number=resident_id(9),
            id_key=f"resident:{resident_id(9)}",
        )
        merged = a_person(
            session,
            name="孟凡星",
            id_type="passport",
            id_number="E12345678",
            id_key="passport:E12345678",
            phone="13900000000",
        )
        event = an_event(session)
        unit = a_unit(session)
        for person in (kept, merged):
            entry = an_entry(session, event if shared else an_event(session), person=person, unit=unit)
            a_result(session, 1, entry=entry)
        assess_all(work)
        return kept.id, merged.id


@pytest.mark.parametrize("shared", [False, True])
def test_a_person_under_two_documents_becomes_one_and_two_again(store: Store, shared: bool) -> None:
    kept, merged = two_records_of_one_person(store, shared=shared)
    before = stored(store)
    with store.reading() as session:
        preview = preview_person_merge(session, merged, into=kept)
    assert (preview.results, len(preview.pairs), preview.blocks) == (1, int(shared), ())
    with store.writing(actor=CLERK) as work:
        merge = merge_people(work, merged, into=kept, reason=WHY)
    with store.reading() as session:
        current = [row for row in award_page(session, award_ids(session)) if row.status != "none"]
        assert [row.person_id for row in current] == [kept] * (1 if shared else 2)
    with store.writing(actor=CLERK) as work:
        assert enter_person(work, "孟凡星", "E12345678", id_type="passport").id == kept
        undo_merge(work, merge, reason="并错了")
    assert stored(store) == before


def test_a_list_finds_the_person_by_the_merged_document(sqlite_store: Store, tmp_path: Path) -> None:
    passport = {"姓名": person_name(1), "证件类型": "护照", "证件号码": "E12345678"}
    take_in(sqlite_store, tmp_path, a_row(1), a_row(2, **passport, 赛项="钳工"))
    with sqlite_store.writing(actor=CLERK) as work:
        first, second = work.session.scalars(select(Person.id).order_by(Person.id))
        merge_people(work, second, into=first, reason=WHY)
    take_in(sqlite_store, tmp_path, a_row(3, **passport, 赛项="车工"), name="又一份.xlsx")
    with sqlite_store.reading() as session:
        assert set(session.scalars(select(Entry.person_id))) == {first}


def test_a_list_finds_an_event_by_the_names_merged_into_it(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(1, 赛项="焊工"), a_row(2, 赛项="焊接"), a_row(3, 赛项="电焊"))
    with store.writing(actor=CLERK) as work:
        first, second, third = work.session.scalars(select(Event.id).order_by(Event.id))
        undone = merge_events(work, third, into=first, reason="并错了")
        undo_merge(work, undone, reason="并错了")
        merge_events(work, third, into=second, reason=WHY)
        merge_events(work, second, into=first, reason=WHY)
    rows = (a_row(4, 赛项="焊接"), a_row(5, 赛项="电焊"), a_row(6, 赛项="焊工"), a_row(7, 赛项="焊 接"))
    report = take_in(store, tmp_path, *rows, name="又一份.xlsx")

    said = [(finding.row, finding.code) for finding in report.findings]
    assert said == [(2, "event-merged"), (3, "event-merged")]
    assert all("“焊工”" in finding.message for finding in report.findings)
    with store.reading() as session:
        assert set(session.scalars(select(Entry.event_id))) == {first}
        assert len(session.scalars(select(Event.id)).all()) == 1


def test_an_event_merged_before_its_contest_was_is_found_too(sqlite_store: Store, tmp_path: Path) -> None:
    other = {"竞赛名称": "新乡市2024年焊工技能大赛"}
    take_in(sqlite_store, tmp_path, a_row(1, 赛项="焊工"), a_row(2, 赛项="焊接", **other))
    take_in(sqlite_store, tmp_path, a_row(3, 赛项="焊工", **other), name="二.xlsx")
    with sqlite_store.writing(actor=CLERK) as work:
        kept, gone = work.session.scalars(select(Contest.id).order_by(Contest.id))
        of_gone = {
            event.name: event.id
            for event in work.session.scalars(select(Event).where(Event.contest_id == gone))
        }
        merge_events(work, of_gone["焊接"], into=of_gone["焊工"], reason=WHY)
        merge_contests(work, gone, into=kept, reason=WHY)
    report = take_in(sqlite_store, tmp_path, a_row(4, 赛项="焊接", **other), name="三.xlsx")

    assert [finding.code for finding in report.findings] == ["contest-merged", "event-merged"]
    with sqlite_store.reading() as session:
        assert len(set(session.scalars(select(Entry.event_id)))) == 1


def test_two_resident_ids_or_two_names_are_two_people(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = (a_person(work.session, name=name).id for name in ("甲一", "乙二"))
        blocks = preview_person_merge(work.session, other, into=one).blocks
        assert [words[:4] for words in blocks] == ["姓名不同", "两人都有"]
        with pytest.raises(ConflictError):
            merge_people(work, other, into=one, reason=WHY)


def test_events_of_one_contest_become_one(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session)
        kept, merged = (an_event(work.session, contest, name=name) for name in ("焊工", "焊接"))
        for rank, event in enumerate((kept, merged), 1):
            a_result(work.session, rank, event=event)
        elsewhere = an_event(work.session)
        ids = kept.id, merged.id, elsewhere.id
        assess_all(work)
    before = stored(store)
    with store.writing(actor=CLERK) as work:
        assert "不在同一竞赛" in preview_event_merge(work.session, ids[2], into=ids[0]).blocks[0]
        merge = merge_events(work, ids[1], into=ids[0], reason=WHY)
    with store.reading() as session:
        rows = award_page(session, award_ids(session))
        assert [(row.event_id, row.amount_fen) for row in rows] == [(ids[0], 100_000), (ids[0], 80_000)]
    with store.writing(actor=CLERK) as work:
        undo_merge(work, merge, reason="并错了")
    assert stored(store) == before


def test_a_cell_of_several_units_keeps_its_parts_and_is_not_merged_itself(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        joint, one, other, third = (a_unit(work.session, credit_code=None).id for _ in range(4))
        for position, unit in enumerate((one, third)):
            work.session.add(JointUnitPart(joint_id=joint, position=position, unit_id=unit))
    before = stored(store)
    with pytest.raises(ConflictError), store.writing(actor=CLERK) as work:
        merge_units(work, joint, into=other, reason=WHY)
    with pytest.raises(ConflictError), store.writing(actor=CLERK) as work:
        merge_units(work, one, into=third, reason=WHY)  # both stand in one cell
    assert stored(store) == before
    with store.writing(actor=CLERK) as work:
        merge = merge_units(work, one, into=other, reason=WHY)
    with store.reading() as session:
        parts = select(JointUnitPart.unit_id).order_by(JointUnitPart.position)
        assert list(session.scalars(parts)) == [other, third]
    with store.writing(actor=CLERK) as work:
        undo_merge(work, merge, reason="并错了")
    assert stored(store) == before
