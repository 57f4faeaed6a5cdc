"""Contests, events and results as screens list them, and what waits in each."""

from __future__ import annotations

from collections.abc import Sequence

from app.progress import Progress
from app.registry import (
    ResultFilter,
    ResultRow,
    contest_rows,
    contest_years,
    event_rows,
    result_listing,
    result_rows,
    waiting_confirmations,
)
from app.registry.results import result_query
from app.store import Store
from tests.builders import CLERK, a_contest, a_person, a_result, a_unit, an_award, an_event


def _fill(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        session = work.session
        city = a_contest(session, name="2024年新乡市职业技能大赛", year=2024)
        a_contest(session, "provincial", name="2023年河南省职业技能大赛", year=2023, class_basis="")
        welding = an_event(session, city, name="焊工")
        an_event(session, city, name="电工")
        first = a_result(session, 1, event=welding, person=a_person(session, name="王伟"))
        second = a_result(session, 2, event=welding, state="draft", person=a_person(session, name="李娜"))
        a_result(session, None, event=welding, medal="gold", person=a_person(session, name="张敏"))
        an_award(session, first)
        an_award(session, second, status="blocked", state="blocked", amount_fen=None)


def test_contests_tell_what_waits_in_them(store: Store) -> None:
    _fill(store)
    with store.reading() as session:
        city, province = contest_rows(session)
        assert (city.events, city.results, city.unconfirmed, city.proposed, city.blocked) == (2, 3, 1, 1, 1)
        assert (province.events, province.results, province.blocked) == (0, 0, 0)
        assert contest_years(session) == [2024, 2023]
        assert [row.name for row in contest_rows(session, level="provincial")] == [province.name]
        assert [row.name for row in contest_rows(session, year=2024, text="新乡")] == [city.name]
        assert waiting_confirmations(session) == 1


def test_events_of_a_contest(store: Store) -> None:
    _fill(store)
    with store.reading() as session:
        city = contest_rows(session, year=2024)[0]
        electric, welding = sorted(event_rows(session, city.id), key=lambda row: row.results)
        assert (electric.name, electric.results) == ("电工", 0)
        assert (welding.results, welding.unconfirmed, welding.proposed, welding.blocked) == (3, 1, 1, 1)


def test_results_of_an_event_stand_by_rank_and_those_without_one_last(store: Store) -> None:
    _fill(store)
    with store.reading() as session:
        city = contest_rows(session, year=2024)[0]
        welding = next(row.id for row in event_rows(session, city.id) if row.name == "焊工")
    listing = result_listing(store, ResultFilter(event_id=welding))
    ids = listing.all_ids(Progress())
    rows = listing.rows(ids)
    assert [rows[each].person for each in ids] == ["王伟", "李娜", "张敏"]
    assert [rows[each].award_state for each in ids] == ["proposed", "blocked", ""]
    assert listing.first_ids(2) == ids[:2]
    assert rows[ids[0]].masked_id.count("*") == 12
    assert (rows[ids[0]].contest, rows[ids[0]].contest_class) == ("2024年新乡市职业技能大赛", "class-one")


def test_results_are_narrowed_and_sorted(store: Store) -> None:
    _fill(store)
    drafts = result_listing(store, ResultFilter(state="draft")).all_ids(Progress())
    assert [row.person for row in _rows(store, drafts)] == ["李娜"]
    assert [row.person for row in _rows(store, _found(store, "张敏"))] == ["张敏"]
    with store.reading() as session:
        city = contest_rows(session, year=2024)[0].id
    for order in ("person", "unit", "event", "contest", "rank", "published", "state"):
        listing = result_listing(store, ResultFilter(contest_id=city), order=order, descending=True)
        assert len(listing.all_ids(Progress())) == 3
    by_name = result_listing(store, order="person").all_ids(Progress())
    assert [row.person for row in _rows(store, by_name)] == sorted(["王伟", "李娜", "张敏"])


def test_signs_of_a_pattern_are_searched_for_as_they_stand(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        for name in ("甲_乙公司", "甲乙公司", "百分百%公司"):
            a_result(work.session, unit=a_unit(work.session, name=name))
    for text, units in (("%", ["百分百%公司"]), ("甲_乙", ["甲_乙公司"]), ("公司", None)):
        found = [row.unit for row in _rows(store, _found(store, text))]
        assert found == units if units else len(found) == 3


def test_drafts_come_from_their_own_index(sqlite_store: Store) -> None:
    _fill(sqlite_store)
    words = str(result_query(ResultFilter(state="draft")).compile(sqlite_store.engine))
    with sqlite_store.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
    assert any("ix_result_drafts" in line[-1] for line in plan), plan


def test_an_event_with_a_class_of_its_own_shows_it(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        event = an_event(work.session, own_class="class-two", own_class_basis="示例〔2024〕2号")
        result = a_result(work.session, event=event).id
    with store.reading() as session:
        assert result_rows(session, [result])[result].contest_class == "class-two"


def test_versions_that_are_not_current_are_not_listed(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        old = a_result(work.session, 2, state="superseded", is_current=False)
        a_result(work.session, 1, entry=old.entry, version=2)
    assert len(result_listing(store).all_ids(Progress())) == 1


def _found(store: Store, text: str) -> list[int]:
    return list(result_listing(store, ResultFilter(text=text)).all_ids(Progress()))


def _rows(store: Store, ids: Sequence[int]) -> list[ResultRow]:
    with store.reading() as session:
        rows = result_rows(session, ids)
    return [rows[each] for each in ids]
