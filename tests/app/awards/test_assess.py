"""Assessing results: what is proposed, what waits, what stays frozen, and what comes out different."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import AwardRow, assess_all, assess_events, award_ids, award_page
from app.changes import Changes
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Award, Designation, DesignationBasis, Event, Result
from tests.builders import CLERK, a_contest, a_person, a_result, a_ruling, a_unit, an_event

TITLE = "新乡市高技能人才培育基地"


@contextmanager
def writing(store: Store) -> Iterator[UnitOfWork]:
    with store.writing(actor=CLERK) as work:
        yield work


def rows(session: Session) -> list[AwardRow]:
    return award_page(session, award_ids(session))


def test_three_ranks_of_a_provincial_event(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        for rank in (1, 2, 3, 4):
            a_result(work.session, rank, event=event)
        report = assess_all(work)

    with store.reading() as session:
        found = rows(session)
    assert [row.amount_fen for row in found] == [1_000_000, 800_000, 600_000, None]
    assert [row.status for row in found] == ["proposed"] * 3 + ["none"]
    assert found[3].reason == "below-third"
    assert report.results == report.written == 4


def test_assessing_again_writes_nothing(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    with writing(store) as work:
        report = assess_all(work)

    assert (report.written, report.removed, report.designations) == (0, 0, 0)
    assert work.changes == Changes.NOTHING


def test_a_pair_waits_with_the_amount_under_each_answer(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        assess_all(work)

    with store.reading() as session:
        found = rows(session)
    assert [row.status for row in found] == ["blocked", "blocked"]
    assert found[0].amount_fen is None
    assert found[0].questions == ("team-prize",)
    amounts = dict(found[0].amounts_by_answer)
    assert amounts["each-member"] == 600_000
    assert amounts["equal-split"] == 300_000


def test_a_ruling_unblocks_a_pair(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        assess_all(work)
    with writing(store) as work:
        a_ruling(work.session, "team-prize", "equal-split")
        report = assess_all(work)

    with store.reading() as session:
        assert [(row.status, row.amount_fen) for row in rows(session)] == [("proposed", 300_000)] * 2
    assert report.written == 2


def a_pair(session: Session) -> Event:
    event = an_event(session, a_contest(session, "provincial"), form="pair")
    a_result(session, 3, event=event, team_no="1", position=1)
    a_result(session, 3, event=event, team_no="1", position=2)
    return event


def test_a_frozen_award_keeps_its_amount(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        award = work.session.get_one(Award, result.id)
        award.state, award.amount_fen = "reviewed", 77_700
    with writing(store) as work:
        work.session.get_one(Result, result.id).rank = 2
        assess_all(work)

    with store.reading() as session:
        assert rows(session)[0].amount_fen == 77_700


def test_a_replaced_result_takes_its_proposal_with_it(store: Store) -> None:
    with writing(store) as work:
        old = a_result(work.session, 1)
        assess_all(work)
    with writing(store) as work:
        supersede(work.session, old.id, rank=2)
        report = assess_all(work)

    with store.reading() as session:
        assert [(row.rank, row.amount_fen) for row in rows(session)] == [(2, 80_000)]
    assert (report.written, report.removed) == (1, 1)


def supersede(session: Session, result_id: int, *, rank: int | None, **facts: Any) -> Result:
    old = session.get_one(Result, result_id)
    old.is_current, old.state = False, "superseded"
    session.flush()
    return a_result(session, rank, entry=old.entry, version=old.version + 1, **facts)


def test_a_unit_is_proposed_once_per_title_with_all_its_bases(store: Store) -> None:
    with writing(store) as work:
        contest, unit = a_contest(work.session, "provincial"), a_unit(work.session)
        first = a_result(work.session, 1, event=an_event(work.session, contest), unit=unit)
        second = a_result(work.session, 3, event=an_event(work.session, contest), unit=unit)
        a_result(work.session, 4, event=an_event(work.session, contest), unit=unit)
        assess_all(work)

    with store.reading() as session:
        assert lines(session) == [(unit.id, TITLE, "proposed")]
        assert set(session.scalars(select(DesignationBasis.award_id))) == {int(first.id), int(second.id)}


def lines(session: Session) -> list[tuple[int, str, str]]:
    query = select(Designation.unit_id, Designation.title, Designation.state)
    return [(unit, title, state) for unit, title, state in session.execute(query)]


def test_a_proposed_line_goes_with_its_last_basis(store: Store) -> None:
    with writing(store) as work:
        result = a_result(
            work.session, 1, event=an_event(work.session, a_contest(work.session, "provincial"))
        )
        assess_all(work)
    with writing(store) as work:
        supersede(work.session, result.id, rank=5)
        assess_events(work, [result.event_id])

    with store.reading() as session:
        assert lines(session) == []


def a_provincial_win(session: Session) -> Result:
    return a_result(session, 1, event=an_event(session, a_contest(session, "provincial")))


def test_a_named_line_goes_under_review_with_its_last_basis(store: Store) -> None:
    with writing(store) as work:
        result = a_result(
            work.session, 1, event=an_event(work.session, a_contest(work.session, "provincial"))
        )
        assess_all(work)
        work.session.scalars(select(Designation)).one().state = "designated"
    with writing(store) as work:
        supersede(work.session, result.id, rank=5)
        assess_events(work, [result.event_id])

    with store.reading() as session:
        assert [state for _, _, state in lines(session)] == ["under-review"]
        assert list(session.scalars(select(DesignationBasis.status))) == ["fallen"]


@pytest.mark.parametrize("ended", ["passed-on", "revoked"])
def test_an_ended_line_takes_a_corrected_version_of_its_result_and_no_other_result(
    store: Store, ended: str
) -> None:
    with writing(store) as work:
        contest, unit = a_contest(work.session, "provincial"), a_unit(work.session)
        first = a_result(work.session, 1, event=an_event(work.session, contest), unit=unit)
        assess_all(work)
        work.session.scalars(select(Designation)).one().state = ended
    with writing(store) as work:
        corrected = supersede(work.session, first.id, rank=2)
        a_result(work.session, 3, event=an_event(work.session, contest), unit=unit)
        assess_all(work)

    with store.reading() as session:
        assert bases(session) == [(first.id, "fallen"), (corrected.id, "proposed")]


def bases(session: Session) -> list[tuple[int, str]]:
    query = select(DesignationBasis.award_id, DesignationBasis.status).order_by(DesignationBasis.award_id)
    return [(award, status) for award, status in session.execute(query)]


@pytest.mark.parametrize(("state", "left"), [("designated", "fallen"), ("proposed", None)])
def test_only_the_basis_that_fell_goes_and_only_in_its_own_line(
    store: Store, state: str, left: str | None
) -> None:
    with writing(store) as work:
        contest = a_contest(work.session, "provincial")
        one, two = a_unit(work.session), a_unit(work.session)
        falls = a_result(work.session, 1, event=an_event(work.session, contest), unit=one)
        stays = a_result(work.session, 2, event=an_event(work.session, contest), unit=one)
        other = a_result(work.session, 3, event=an_event(work.session, contest), unit=two)
        assess_all(work)
        for line in work.session.scalars(select(Designation)):
            line.state = state
    with writing(store) as work:
        supersede(work.session, falls.id, rank=5)
        assess_all(work)

    kept = [(stays.id, "proposed"), (other.id, "proposed")]
    with store.reading() as session:
        assert bases(session) == ([(falls.id, left)] if left else []) + kept


def test_some_events_come_to_the_same_as_all(store: Store) -> None:
    with writing(store) as work:
        events = several_levels(work.session)
        assess_all(work)
    with store.reading() as session:
        before = rows(session)
    with writing(store) as work:
        for event in events:
            assess_events(work, [event.id])
        report = assess_all(work)

    with store.reading() as session:
        assert rows(session) == before
    assert report.written == 0


def test_a_second_prize_reaches_back_to_the_first(store: Store) -> None:
    with writing(store) as work:
        person = a_person(work.session)
        city = an_event(work.session, a_contest(work.session, "municipal"), name="电工")
        a_result(work.session, 1, event=city, person=person)
        assess_events(work, [city.id])
        alone = rows(work.session)
        province = an_event(work.session, a_contest(work.session, "provincial"), name="电工")
        a_result(work.session, 2, event=province, person=person)
        assess_events(work, [province.id])
        together = rows(work.session)

    assert [row.status for row in alone] == ["proposed"]
    assert [row.questions for row in together] == [("several-levels",), ()]  # the higher is due either way


def test_a_lost_prize_sets_the_other_one_free(store: Store) -> None:
    with writing(store) as work:
        _, province = several_levels(work.session)
        a_ruling(work.session, "several-levels", "highest-only")
        assess_all(work)
        amounts = {row.level: row.amount_fen for row in rows(work.session)}
        won = work.session.scalars(select(Result).where(Result.event_id == province.id)).one()
        supersede(work.session, won.id, rank=9)
        assess_events(work, [province.id])
        after = {row.level: row.amount_fen for row in rows(work.session)}

    assert amounts == {"municipal": None, "provincial": 800_000}
    assert after == {"municipal": 100_000, "provincial": None}


def several_levels(session: Session) -> tuple[Event, Event]:
    person = a_person(session)
    city = an_event(session, a_contest(session, "municipal"), name="电工")
    province = an_event(session, a_contest(session, "provincial"), name="电工")
    a_result(session, 1, event=city, person=person)
    a_result(session, 2, event=province, person=person)
    return city, province


def test_more_events_at_once_than_a_database_binds(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        report = assess_events(work, range(1, 70_000))

    assert report.events == 1
    with store.reading() as session:
        assert award_page(session, [result.id])[0].amount_fen == 100_000


def test_rows_mask_the_id_unless_asked(store: Store) -> None:
    with writing(store) as work:
        person = a_result(work.session, 1).entry.person
        assess_all(work)

    with store.reading() as session:
        masked = rows(session)[0]
        shown = award_page(session, award_ids(session), show_ids=True)[0]
    assert masked.id_number == person.id_number[:2] + "*" * 12 + person.id_number[-4:]
    assert shown == replace(masked, id_number=person.id_number)
