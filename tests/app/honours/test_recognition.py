"""Craftsmen: named only with all three preconditions; the choice of title is the office's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from app.errors import ConflictError, InputError
from app.honours.honour_register import HonourFacts, record_honour, revoke_honour
from app.honours.recognising import (
    propose_recognition,
    recognise_person,
    recognition_of,
    reinstate_recognition,
    revoke_recognition,
    withdraw_recognition,
)
from app.honours.recomputing import recompute_states
from app.introductions.craftsman_preconditions import missing_preconditions
from app.registry.register_acts import acts_of
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Honour, Introduction
from tests.builders import a_person, a_result, a_ruling, an_award
from tests.register_builders import a_recognition, an_assessment, an_introduction, annul

DOCUMENT = "新人社〔2024〕30号"
NAMED_ON = date(2024, 6, 20)


def lacking(work: UnitOfWork, introduction: Introduction | None) -> list[str]:
    return [one.id for one in missing_preconditions(work.session, introduction)]


@pytest.mark.parametrize(("evidence", "assessed"), list(product([True, False], repeat=2)))
def test_whatever_is_missing_is_named_and_nothing_is_written(
    sqlite_store: Store, evidence: bool, assessed: bool
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work, category_evidence="证书" if evidence else "")
        if assessed:
            an_assessment(work, introduction)
        expected = [name for name, met in (("category", evidence), ("assessed", assessed)) if not met]
        assert lacking(work, introduction) == expected
        if expected:
            with pytest.raises(ConflictError) as refused:
                a_recognition(work, introduction)
            assert list(refused.value.params["codes"]) == expected  # type: ignore[call-overload]  # a tuple
        else:
            assert a_recognition(work, introduction).state == "proposed"


def test_a_contest_winner_who_was_not_introduced_lacks_all_three(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        assert lacking(work, None) == ["category", "introduced", "assessed"]
        assert "竞赛成绩本身不能认定" in missing_preconditions(work.session, None)[1].text


def test_an_introduced_and_assessed_expert_from_outside_may_become_a_great_craftsman(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
        unit = introduction.unit.name
        line = propose_recognition(
            work, introduction.id, title="muye-master-craftsman", choice_basis="市人才办会议纪要〔2024〕2号"
        )
    with store.writing(actor="审批丙") as work:
        named = recognise_person(work, line.id, document="新人社(2024)30号", recognised_on=NAMED_ON)
        assert (named.state, named.document, named.recognised_on) == ("recognised", DOCUMENT, NAMED_ON)
        assert named.unit_name == unit
        acts = acts_of(work.session, recognition_of(work.session, line.id))
        assert [(act.act, act.reason, act.recorded_by) for act in acts] == [
            ("propose", "市人才办会议纪要〔2024〕2号", "经办甲"),
            ("recognise", "", "审批丙"),
        ]


@pytest.mark.parametrize("spelling", ["经办甲", "经办甲 ", "经\u200b办甲"])
def test_whoever_proposed_a_person_cannot_name_them(store: Store, spelling: str) -> None:
    with store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
        title, basis = "muye-craftsman", "考核认定会议纪要"
        line = propose_recognition(work, introduction.id, title=title, choice_basis=basis)
    with pytest.raises(ConflictError) as refused, store.writing(actor=spelling) as work:
        recognise_person(work, line.id, document=DOCUMENT, recognised_on=NAMED_ON)
    assert refused.value.code == "recognition-own-proposal"


@pytest.mark.parametrize(("title", "basis"), [("muye-craftsman", " "), ("工匠", "纪要")])
def test_the_choice_of_title_needs_a_known_title_and_a_reason(
    sqlite_store: Store, title: str, basis: str
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
        with pytest.raises(InputError):
            propose_recognition(work, introduction.id, title=title, choice_basis=basis)


def test_a_later_failed_assessment_outweighs_an_earlier_pass(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
        an_assessment(work, introduction, is_passed=False, assessed_on=date(2024, 6, 1))
        assert lacking(work, introduction) == ["assessed"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(None, "flexible-open"), ("counts", None), ("does-not-count", "flexible-does-not-count")],
)
def test_a_flexible_introduction_waits_for_the_offices_answer(
    sqlite_store: Store, answer: str | None, expected: str | None
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work, way="flexible")
        an_assessment(work, introduction)
        if answer:
            a_ruling(work.session, "flexible-introduction", answer)
        codes = [one.code for one in missing_preconditions(work.session, introduction)]
        assert codes == ([expected] if expected else [])


def test_a_person_has_a_title_once_and_may_rise_to_the_other(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
        first = a_recognition(work, introduction)
        with pytest.raises(ConflictError) as refused:
            a_recognition(work, introduction)
        assert refused.value.code == "recognition-stands-already"
        assert a_recognition(work, introduction, title="muye-master-craftsman").state == "proposed"
        withdraw_recognition(work, first.id, reason="改报大工匠")
        assert a_recognition(work, introduction).state == "proposed"


def test_a_title_is_not_given_before_the_assessment(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_recognition(work)
        with pytest.raises(InputError) as refused:
            recognise_person(work, line.id, document=DOCUMENT, recognised_on=date(2024, 5, 9))
        assert refused.value.code == "recognition-before-assessment"


def test_what_was_named_is_not_withdrawn_but_revoked_with_a_document(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = recognise_person(work, a_recognition(work).id, document=DOCUMENT, recognised_on=NAMED_ON)
        with pytest.raises(ConflictError):
            withdraw_recognition(work, line.id, reason="误报")
        revoked = revoke_recognition(
            work, line.id, document="新人社〔2024〕31号", revoked_on=date(2024, 6, 30), reason="材料不实"
        )
        assert (revoked.state, revoked.document) == ("revoked", DOCUMENT)


def test_an_annulled_result_reviews_the_honour_and_the_craftsman_on_it(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        person = a_person(work.session)
        award = an_award(work.session, a_result(work.session, person=person))
        facts = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=person.id)
        honour = record_honour(work, replace(facts, award_id=award.id))
        introduction = an_introduction(work, person_id=person.id, honour_id=honour.id, category_evidence="")
        an_assessment(work, introduction)
        line = recognise_person(
            work, a_recognition(work, introduction).id, document=DOCUMENT, recognised_on=NAMED_ON
        )
        assert recompute_states(work, ()).honours == ()  # nothing fell yet
        annul(work.session, award.id)
        report = recompute_states(work, ())
        assert (report.honours, report.recognitions) == ((honour.id,), (line.id,))
        with pytest.raises(ConflictError):  # its honour does not stand
            reinstate_recognition(work, line.id, reason="另有依据")
        kept = recognition_of(work.session, line.id)
        assert (kept.state, kept.document, kept.recognised_on) == ("under-review", DOCUMENT, NAMED_ON)
        version = work.session.get_one(Honour, honour.id).lock_version
        revoke_honour(work, honour.id, version=version, reason="授予单位撤销")
        assert lacking(work, introduction) == ["category"]


def test_a_revoked_honour_or_a_failed_assessment_reviews_the_craftsman(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        person = a_person(work.session)
        given = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=person.id)
        honour = record_honour(work, given)
        on_honour = an_introduction(work, person_id=person.id, honour_id=honour.id)
        on_paper = an_introduction(work)
        lines = []
        for introduction in (on_honour, on_paper):
            an_assessment(work, introduction)
            line = a_recognition(work, introduction)
            lines.append(recognise_person(work, line.id, document=DOCUMENT, recognised_on=NAMED_ON).id)
        revoke_honour(work, honour.id, version=honour.version, reason="授予单位撤销")
        assert recognition_of(work.session, lines[0]).state == "under-review"
        assert recognition_of(work.session, lines[1]).state == "recognised"
        an_assessment(work, on_paper, is_passed=False, assessed_on=date(2023, 12, 1))
        assert recognition_of(work.session, lines[1]).state == "recognised"  # a later one was passed
        an_assessment(work, on_paper, is_passed=False, assessed_on=date(2024, 6, 28))
        assert recognition_of(work.session, lines[1]).state == "under-review"
        an_assessment(work, on_paper, assessed_on=date(2024, 6, 30))
        assert reinstate_recognition(work, lines[1], reason="复评合格").state == "recognised"
