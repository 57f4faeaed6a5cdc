"""What is due and not done: found for units and people, gone once it is done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete

from app.awards import assess_all
from app.honours.designating import designate_unit
from app.honours.recognising import recognise_person
from app.introductions.claiming import claim_subsidy
from app.reports.pending import KINDS, pending_actions
from app.store import Store
from app.words import words_of
from models import Designation, DesignationBasis
from tests.builders import a_contest, a_result, a_ruling, a_standard, a_unit, an_event
from tests.register_builders import (
    BASE,
    NAMED_ON,
    NAMING,
    a_naming_award,
    a_recognition,
    an_assessment,
    an_introduction,
    annul,
    pending_kinds,
)

MINUTES = "会议纪要〔2024〕3号"


def test_every_kind_has_its_words() -> None:
    words = {**words_of("reports.pending"), **words_of("eligibility.entitled")}
    assert set(words) == set(KINDS)


def test_a_unit_with_a_confirmed_basis_is_due_until_it_is_named_and_again_under_review(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        result = a_result(work.session, event=event)
        a_result(work.session, event=an_event(work.session, event.contest), state="draft")
        assess_all(work)
        (action,) = pending_actions(work.session)
        assert (action.kind, action.about, action.subject) == ("unit-not-named", BASE, "designation")
        designate_unit(work, action.subject_id, document=NAMING, designated_on=NAMED_ON)
        assert pending_actions(work.session) == []
        annul(work.session, result.id)
        assess_all(work)
        assert pending_kinds(work.session) == {"unit-under-review": 1}


def test_a_first_place_without_sending_unit_asks_for_it_and_city_level_names_nobody(
    sqlite_store: Store,
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        for level in ("provincial", "municipal"):
            event = an_event(work.session, a_contest(work.session, level))
            a_result(work.session, event=event, unit=None)
        assess_all(work)
        (action,) = pending_actions(work.session)
        assert (action.kind, action.about) == ("sending-unit-missing", BASE)
        assert work.session.query(Designation).count() == 0


def test_a_contest_that_counts_by_a_ruling_asks_for_the_sending_unit_too(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        contest = a_contest(work.session, "provincial", contest_class="comprehensive", official_class="")
        a_result(work.session, event=an_event(work.session, contest), unit=None)
        assess_all(work)
        assert pending_actions(work.session) == []
        a_ruling(work.session, "comprehensive-contest", "counts")
        assess_all(work)
        (action,) = pending_actions(work.session)
        assert (action.kind, action.about) == ("sending-unit-missing", BASE)


def test_an_award_whose_unit_has_no_line_is_found(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        unit = a_unit(work.session)
        award = a_naming_award(work.session, unit)
        (action,) = pending_actions(work.session)
        assert (action.kind, action.holder, action.subject_id) == ("unit-without-line", unit.name, award.id)


@pytest.mark.parametrize(
    ("contest", "basis", "due"),
    [
        ("", MINUTES, 0),
        ("2024年河南省职业技能大赛", MINUTES, 0),
        ("另一竞赛", MINUTES, 2),
        ("", "某次会议", 2),
    ],
)
def test_only_a_ruling_that_reaches_the_result_leaves_units_out(
    sqlite_store: Store, contest: str, basis: str, due: int
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_ruling(work.session, "several-units", "none", contest=contest, basis=basis)
        a_ruling(work.session, "team-prize", "equal-split")
        won = a_contest(work.session, "provincial", name="2024年河南省职业技能大赛")
        event = an_event(work.session, won, form="pair")
        for _member in range(2):
            a_result(work.session, event=event, unit=a_unit(work.session), team_no="1")
        assess_all(work)
        for table in (DesignationBasis, Designation):  # as where a line was lost
            work.session.execute(delete(table))
        assert pending_kinds(work.session).get("unit-without-line", 0) == due


def test_people_are_due_step_by_step_until_they_are_named(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        introduction = an_introduction(work, previous_region="henan")
        assert pending_kinds(work.session) == {"person-not-assessed": 1}
        an_assessment(work, introduction)
        assert pending_kinds(work.session) == {"person-not-recognised": 1}
        line = a_recognition(work, introduction)
        assert pending_kinds(work.session) == {"person-not-named": 1}
        recognise_person(work, line.id, document=NAMING, recognised_on=date(2024, 6, 1))
        assert pending_kinds(work.session) == {}


def test_a_subsidy_waits_for_its_standard_then_for_its_claim(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        assert pending_kinds(work.session)["subsidy-waits"] == 1
        a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 500}')
        found = [action for action in pending_actions(work.session) if action.kind == "subsidy-not-claimed"]
        assert [(action.holder, "¥5.00" in action.why) for action in found] == [
            (introduction.unit_name, True)
        ]
        claim_subsidy(work, introduction.id, claimed_on=date(2024, 6, 1))
        assert "subsidy-not-claimed" not in pending_kinds(work.session)


def test_a_contest_on_whose_series_something_hangs_is_due_until_somebody_records_it(
    sqlite_store: Store,
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        names = {
            "第47届世界技能大赛": "world",
            "2024世界机器人大赛": "world",
            "第二届全国技能大赛": "national",
            "第三届全国技能大赛河南分赛区": "provincial",
            "第三届全国技能大赛河南省选拔赛": "provincial",
            "2024年河南省职业技能大赛": "provincial",
            "第一届全国焊工大赛": "national",
        }
        contests = {name: a_contest(work.session, level, name=name) for name, level in names.items()}
        due = {one.holder: one for one in pending_actions(work.session)}
        assert list(due) == sorted(list(names)[:4])
        assert "按竞赛名称" in due["第二届全国技能大赛"].about
        assert due["2024世界机器人大赛"].subject_id == contests["2024世界机器人大赛"].id
        for name in list(names)[:4]:
            contests[name].series = "other"
        assert pending_actions(work.session) == []
