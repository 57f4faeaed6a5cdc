"""Facts of contests, events and units are set on the record, with the document they rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.registry import (
    ContestFactsEdit,
    EventFactsEdit,
    contest_page,
    event_rows,
    link_contests,
    person_page,
    rename_unit,
    set_contest_facts,
    set_event_facts,
    set_unit_facts,
    unit_page,
)
from app.store import Store
from models import AuditEntry, Award, Contest, Event, Unit
from tests.builders import CLERK, a_contest, a_person, a_result, a_unit, an_award, an_event

FACTS = ContestFactsEdit(
    contest_class="class-one",
    official_class="省级一类职业技能大赛",
    class_basis=" 示例〔2024〕7号 ",
    organiser="河南省人社厅",
    is_outside=False,
    is_selection=False,
    started_on=date(2024, 5, 1),
)


def _new_contest(store: Store) -> tuple[int, int]:
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial", contest_class="", class_basis="")
        return contest.id, an_event(work.session, contest).id


def test_a_class_is_set_with_its_document_and_leaves_a_line(store: Store) -> None:
    contest, event = _new_contest(store)
    with store.writing(actor=CLERK) as work:
        set_contest_facts(work, contest, facts=FACTS, version=1)
        assert work.awaits_assessment == {event}
        assert work.changes == Changes.CONTESTS
    with store.reading() as session:
        page = contest_page(session, contest)
        assert (page.contest_class, page.class_basis, page.version) == ("class-one", "示例〔2024〕7号", 2)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "contest")).one()
        assert (entry.action, entry.subject, entry.subject_id) == ("edit", "contest", str(contest))
        assert "示例〔2024〕7号" in entry.detail


def test_a_class_without_its_document_is_refused(store: Store) -> None:
    contest, _event = _new_contest(store)
    with pytest.raises(InputError, match="class-basis-needed"), store.writing(actor=CLERK) as work:
        set_contest_facts(work, contest, facts=replace(FACTS, class_basis=" "), version=1)


def test_someone_elses_change_is_not_overwritten(store: Store) -> None:
    contest, _event = _new_contest(store)
    with store.writing(actor=CLERK) as work:
        set_contest_facts(work, contest, facts=FACTS, version=1)
    with pytest.raises(ConflictError), store.writing(actor="复核乙") as work:
        set_contest_facts(work, contest, facts=replace(FACTS, organiser="别处"), version=1)


def test_nothing_changed_leaves_no_line(store: Store) -> None:
    contest, _event = _new_contest(store)
    for version in (1, 2):
        with store.writing(actor=CLERK) as work:
            set_contest_facts(work, contest, facts=FACTS, version=version)
            assert bool(work.awaits_assessment) == (version == 1)
    with store.reading() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.subject == "contest")).all()) == 1


def test_a_contest_that_is_gone(store: Store) -> None:
    with pytest.raises(NotFoundError), store.writing(actor=CLERK) as work:
        set_contest_facts(work, 9, facts=FACTS, version=1)
    with pytest.raises(NotFoundError), store.reading() as session:
        contest_page(session, 9)


def test_contests_are_linked_to_a_cycle_and_taken_out_again(store: Store) -> None:
    (one, first), (two, second) = _new_contest(store), _new_contest(store)
    with store.writing(actor=CLERK) as work:
        link_contests(work, [one, two], cycle=" 2024周期 ")
        assert work.awaits_assessment == {first, second}
    with store.reading() as session:
        assert contest_page(session, one).cycle == "2024周期"
        assert contest_page(session, one).linked == (session.get_one(Contest, two).name,)
    with store.writing(actor=CLERK) as work:
        link_contests(work, [two], cycle="")
    with store.reading() as session:
        assert contest_page(session, one).linked == ()


def test_an_event_is_marked_as_demonstration(store: Store) -> None:
    contest, event = _new_contest(store)
    facts = EventFactsEdit(form="team", occupation="焊工", is_demonstration=True, is_selection=False)
    with store.writing(actor=CLERK) as work:
        set_event_facts(work, event, facts=facts, version=1)
        assert work.awaits_assessment == {event}
    with store.reading() as session:
        (row,) = event_rows(session, contest)
        assert (row.is_demonstration, row.form, row.occupation) == (True, "team", "焊工")


def test_an_events_own_class_needs_its_document(store: Store) -> None:
    _contest, event = _new_contest(store)
    own = EventFactsEdit(
        form="", occupation="", is_demonstration=False, is_selection=False, own_class="class-two"
    )
    with pytest.raises(InputError), store.writing(actor=CLERK) as work:
        set_event_facts(work, event, facts=own, version=1)
    with store.writing(actor=CLERK) as work:
        set_event_facts(work, event, facts=replace(own, own_class_basis="示例〔2024〕8号"), version=1)
    with store.writing(actor=CLERK) as work:
        set_event_facts(work, event, facts=replace(own, own_class=None), version=2)
    with store.reading() as session:
        stored = session.get_one(Event, event)
        assert (stored.own_class, stored.own_class_basis) == (None, None)


def test_a_renamed_unit_keeps_its_former_name(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        unit = a_unit(work.session, name="旧名学校").id
        other = a_unit(work.session, name="别的学校").name
    with store.writing(actor=CLERK) as work:
        rename_unit(work, unit, name="新名学院", since=date(2024, 3, 1), basis="批复〔2024〕2号", version=1)
    with store.reading() as session:
        page = unit_page(session, unit)
        assert page.name == "新名学院"
        assert [(each.name, each.until) for each in page.former_names] == [("旧名学校", date(2024, 3, 1))]
    with pytest.raises(ConflictError, match="unit-name-taken"), store.writing(actor=CLERK) as work:
        rename_unit(work, unit, name=other, since=date(2024, 3, 1), basis="批复〔2024〕2号", version=2)
    with pytest.raises(InputError), store.writing(actor=CLERK) as work:
        rename_unit(work, unit, name="再改名", since=date(2024, 3, 1), basis="", version=2)


def test_a_units_place_is_said(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        unit = a_unit(work.session, is_outside=None)
        event = a_result(work.session, unit=unit).event_id
    with store.writing(actor=CLERK) as work:
        set_unit_facts(work, unit.id, is_outside=True, district="郑州市", version=1)
        assert work.awaits_assessment == {event}
    with store.reading() as session:
        assert session.get_one(Unit, unit.id).is_outside is True


def test_pages_of_a_person_and_a_unit_add_up(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        person, unit = a_person(work.session, name="王伟"), a_unit(work.session)
        an_award(work.session, a_result(work.session, person=person, unit=unit), amount_fen=100_000)
        blocked: Award = an_award(
            work.session,
            a_result(work.session, person=person, unit=unit, published_on=date(2024, 9, 1)),
            status="blocked",
            state="blocked",
            amount_fen=None,
        )
    with store.reading() as session:
        page = person_page(session, person.id)
        assert (page.amount_fen, page.blocked, len(page.results)) == (100_000, 1, 2)
        assert page.results[0].id == blocked.id
        assert page.masked_account.endswith(person.bank_account[-4:])
        assert person.id_number not in repr(page)
        sent = unit_page(session, unit.id)
        assert (sent.results, sent.people, sent.amount_fen) == (2, 1, 100_000)
        assert sent.awards_by_status == {"proposed": 1, "blocked": 1}
