"""Timelines: everything the registry knows of a person or a unit, in the order of its days."""

from __future__ import annotations

from datetime import date

from app.awards import assess_all
from app.honours.designating import designate_unit
from app.honours.honour_register import HonourFacts, record_honour
from app.honours.recognising import recognise_person
from app.introductions.claiming import claim_subsidy
from app.reports.timeline import KINDS, person_timeline, unit_timeline
from app.store import Store
from app.words import words_of
from models import Designation
from tests.builders import a_contest, a_person, a_result, a_standard, a_unit, an_event
from tests.register_builders import NAMED_ON, NAMING, a_recognition, an_assessment, an_introduction


def test_every_kind_has_its_word() -> None:
    assert set(words_of("reports.moment")) == set(KINDS)


def test_a_persons_and_a_units_days_stand_in_order(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        person, unit = a_person(work.session), a_unit(work.session)
        record_honour(
            work,
            HonourFacts("national-expert", date(2023, 12, 1), "人社部函〔2023〕8号", person_id=person.id),
        )
        introduction = an_introduction(work, person_id=person.id, unit_id=unit.id)
        an_assessment(work, introduction)
        line = a_recognition(work, introduction)
        recognise_person(work, line.id, document="新人社〔2024〕30号", recognised_on=date(2024, 6, 20))
        a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 500}')
        claim_subsidy(work, introduction.id, claimed_on=date(2024, 4, 1))
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_result(work.session, person=person, unit=unit, event=event)
        assess_all(work)
        base = work.session.query(Designation).one()
        designate_unit(work, base.id, document=NAMING, designated_on=NAMED_ON)
        moments = person_timeline(work.session, person.id)
        assert [one.kind for one in moments] == [
            "honour",
            "introduction",
            "assessment",
            "result",
            "award",
            "recognition",
            "recognition",
        ]
        assert moments == sorted(moments, key=lambda one: one.happened_on)
        award = moments[4]
        assert ("第1名" in award.text, award.detail, award.state) == (True, "¥10,000.00", "拟奖")
        kinds = [one.kind for one in unit_timeline(work.session, unit.id)]
        assert kinds == ["introduction", "subsidy", "result", "award", "designation"]
        shown = [*moments, *unit_timeline(work.session, unit.id)]
        assert not any("«" in one.text + one.detail + one.state for one in shown)
