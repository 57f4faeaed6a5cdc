"""Introduction subsidies: who gets them, what stays open, what is nothing; once per unit and person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConflictError, InputError
from app.honours.honour_register import HonourFacts, record_honour, revoke_honour
from app.introductions.claiming import (
    approve_subsidy,
    claim_subsidy,
    demand_subsidy_back,
    record_subsidy_payment,
    record_subsidy_recovery,
    withdraw_subsidy,
)
from app.introductions.explaining import explain_subsidy
from app.introductions.register import subsidy_rows
from app.introductions.rulings import BEFORE_POLICY, COUNTS, DOES_NOT_COUNT, FLEXIBLE, ORIGIN
from app.introductions.subsidy import RULE, SubsidyFacts, checks_passed, judge_subsidy
from app.payments.budget import budget_year
from app.policy import Explanation, RecognitionRule, RulingFacts, StandardFacts, SubsidyOutcome, load_policy
from app.reference_data import region_names
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import has_word, words_of
from models import Introduction, IntroductionSubsidy
from tests.builders import a_person, a_ruling, a_standard, a_unit
from tests.register_builders import an_introduction, pending_kinds
from tests.synthetic import credit_code

DAY = date(2024, 3, 1)
FACTS = SubsidyFacts(
    unit_code=credit_code(1),
    unit_is_outside=False,
    category="national-expert",
    has_evidence=True,
    region="hubei",
    is_flexible=False,
    is_standing=True,
    introduced_on=DAY,
)
STANDARD = StandardFacts(RULE, "employer", (("", 5_000_000),), "示例〔2023〕5号", date(2023, 1, 1))


def judged(
    facts: SubsidyFacts = FACTS, *answers: RulingFacts, standard: StandardFacts | None = STANDARD
) -> SubsidyOutcome:
    standards = [standard] if standard else []
    return judge_subsidy(facts, policy=load_policy(), rulings=answers, standards=standards)


def answered(question: str, answer: str) -> RulingFacts:
    return RulingFacts(question, answer, "会议纪要〔2024〕3号", date(2024, 3, 1))


def test_an_enterprise_that_brings_in_an_expert_from_another_province_gets_the_standards_amount() -> None:
    outcome = judged()
    assert (outcome.status, outcome.amount_fen, outcome.reason) == ("proposed", 5_000_000, "")


@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"region": "henan"}, "none", "from-home-province"),
        ({"region": ""}, "blocked", "origin-missing"),
        ({"unit_code": "11410700MB00000001"}, "none", "not-enterprise-or-institution"),
        ({"unit_code": "92410700MB00000001"}, "none", "not-enterprise-or-institution"),
        ({"unit_code": ""}, "blocked", "credit-code-missing"),
        ({"unit_is_outside": True}, "blocked", "unit-outside"),
        ({"has_evidence": False}, "blocked", "excellence-missing"),
        ({"is_standing": False}, "none", "withdrawn"),
        ({"is_claimed": True}, "none", "subsidised-before"),
    ],
)
def test_each_obstacle_has_its_reason(changed: dict[str, str], status: str, reason: str) -> None:
    outcome = judged(replace(FACTS, **changed))  # type: ignore[arg-type]  # mixed values
    assert (outcome.status, outcome.reason) == (status, reason)
    assert outcome.amount_fen is None
    assert has_word(f"introductions.subsidy-reason.{reason}")


def test_without_a_standard_nothing_is_guessed() -> None:
    outcome = judged(standard=None)
    assert (outcome.status, outcome.amount_fen, outcome.reason) == ("blocked", None, "standard-missing")


def test_an_institution_gets_it_too() -> None:
    assert judged(replace(FACTS, unit_code="12410700MB00000001")).status == "proposed"


@pytest.mark.parametrize("region", ["hong-kong", "macau", "taiwan", "overseas"])
def test_those_from_beyond_the_mainland_wait_for_a_ruling(region: str) -> None:
    facts = replace(FACTS, region=region)
    waiting = judged(facts)
    assert (waiting.status, waiting.questions) == ("blocked", (ORIGIN,))
    assert dict(waiting.amounts_by_answer) == {COUNTS: 5_000_000, DOES_NOT_COUNT: 0}
    assert judged(facts, answered(ORIGIN, COUNTS)).status == "proposed"
    refused = judged(facts, answered(ORIGIN, DOES_NOT_COUNT))
    assert (refused.status, refused.reason) == ("none", ORIGIN)


def test_several_open_questions_are_asked_together_in_a_fixed_order() -> None:
    facts = replace(FACTS, region="overseas", is_flexible=True, introduced_on=date(2023, 8, 20))
    waiting = judged(facts)
    assert waiting.questions == (BEFORE_POLICY, FLEXIBLE, ORIGIN)
    assert dict(waiting.amounts_by_answer) == {
        "counts+counts+counts": 5_000_000,
        "counts+counts+does-not-count": 0,
        "counts+does-not-count": 0,
        "does-not-count": 0,
    }
    assert judged(replace(facts, introduced_on=date(2023, 8, 21))).questions == (FLEXIBLE, ORIGIN)


def test_an_amount_for_the_category_comes_before_the_one_for_everyone() -> None:
    amounts = (("", 1_00), ("national-expert", 2_00))
    assert judged(standard=replace(STANDARD, amounts_fen=amounts)).amount_fen == 2_00
    other = replace(STANDARD, amounts_fen=(("china-skills-award", 3_00),))
    assert judged(standard=other).reason == "standard-missing"


answers = st.sampled_from([None, COUNTS, DOES_NOT_COUNT])


@given(
    st.sampled_from(list(region_names())),
    st.booleans(),
    st.sampled_from([None, STANDARD]),
    st.dictionaries(st.sampled_from([FLEXIBLE, ORIGIN]), answers),
    st.booleans(),
)
def test_an_amount_stands_only_where_every_condition_is_met(
    region: str, flexible: bool, standard: StandardFacts | None, said: dict[str, str | None], evidence: bool
) -> None:
    facts = replace(FACTS, region=region, is_flexible=flexible, has_evidence=evidence)
    known = [answered(question, answer) for question, answer in said.items() if answer]
    outcome = judged(facts, *known, standard=standard)
    if outcome.status == "proposed":
        assert outcome.amount_fen == 5_000_000
        assert standard
        assert evidence
        assert region != "henan"
        assert not flexible or said.get(FLEXIBLE) == COUNTS
    else:
        assert outcome.amount_fen is None
        assert outcome.reason or outcome.questions


def a_claimable(work: UnitOfWork, **facts: object) -> Introduction:
    a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 5000000}')
    return an_introduction(work, **facts)


def test_a_claim_freezes_amount_and_explanation_and_needs_a_second_person(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        introduction = a_claimable(work)
        claim = claim_subsidy(work, introduction.id, claimed_on=DAY, document="申请表[2024]1号")
        assert (claim.state, claim.amount_fen) == ("claimed", 5_000_000)
        with pytest.raises(ConflictError) as refused:
            approve_subsidy(work, claim.id, approved_on=DAY)
        assert refused.value.code == "subsidy-own-claim"
    with store.writing(actor="审批丙") as work:
        approve_subsidy(work, claim.id, approved_on=DAY, version=claim.version)
        assert record_subsidy_payment(work, claim.id, paid_on=DAY).state == "paid"
        explanation = Explanation.from_json(work.session.get_one(IntroductionSubsidy, claim.id).explanation)
        assert explanation.amount_fen == 5_000_000
        assert "示例〔2024〕9号" in explanation.as_text()
        with pytest.raises(ConflictError):
            withdraw_subsidy(work, claim.id, reason="已发")


def test_a_second_claim_for_the_same_unit_and_person_is_refused_and_explained(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        first = a_claimable(work)
        claim = claim_subsidy(work, first.id, claimed_on=DAY)
        again = an_introduction(
            work, person_id=first.person_id, unit_id=first.unit_id, introduced_on=date(2024, 5, 1)
        )
        with pytest.raises(ConflictError) as refused:
            claim_subsidy(work, again.id, claimed_on=DAY)
        assert "只奖补一次" in str(refused.value.params["conclusion"])
        elsewhere = an_introduction(work, person_id=first.person_id, unit_id=a_unit(work.session).id)
        assert claim_subsidy(work, elsewhere.id, claimed_on=DAY).state == "claimed"
        withdraw_subsidy(work, claim.id, reason="材料不全")
        assert claim_subsidy(work, again.id, claimed_on=DAY).state == "claimed"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"previous_region": "henan"}, "不是省外"),
        ({"previous_region": "overseas"}, "港澳台或海外"),
        ({"way": "flexible"}, "柔性引进"),
        ({}, "还没有录入有依据的奖补标准"),
    ],
)
def test_every_outcome_explains_itself(sqlite_store: Store, facts: dict[str, str], expected: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        introduction = an_introduction(work, **facts)
        explanation = explain_subsidy(work.session, introduction.id)
        assert expected in explanation.conclusion
        assert explanation.quotes[0].clause == "二(二)8"
        assert "«" not in explanation.as_text()
        assert Explanation.from_json(explanation.to_json()) == explanation


def test_amount_and_explanation_go_by_the_same_standard(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        standards = (("employer", 500, "新财预〔2024〕1号"), ("contestant", 9, "新财预〔2024〕2号"))
        for recipient, fen, basis in standards:
            facts = {"recipient": recipient, "amounts_fen": f'{{"": {fen}}}', "basis": basis}
            a_standard(work.session, rule="introduction-subsidy", **facts)
        explanation = explain_subsidy(work.session, an_introduction(work).id)
        assert (explanation.status, explanation.amount_fen) == ("proposed", 500)
        steps = "".join(explanation.steps)
        assert ("新财预〔2024〕1号" in steps, "新财预〔2024〕2号" in steps) == (True, False)


def test_an_applied_ruling_is_named_in_the_explanation(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_ruling(work.session, FLEXIBLE, COUNTS, basis="会议纪要〔2024〕3号")
        introduction = a_claimable(work, way="flexible")
        explanation = explain_subsidy(work.session, introduction.id)
        assert explanation.status == "proposed"
        assert explanation.rulings[0].basis == "会议纪要〔2024〕3号"


def test_a_standard_by_kind_in_the_offices_words_is_found(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        amounts = '{"全国技术能手": 300, "中华技能大奖获得者": 900}'
        a_standard(work.session, rule=RULE, recipient="unit", amounts_fen=amounts)
        introduction = an_introduction(work)
        assert explain_subsidy(work.session, introduction.id).amount_fen == 300


def test_the_words_of_the_register_are_those_of_the_policy() -> None:
    rule = load_policy().rule("muye-craftsman")
    assert isinstance(rule, RecognitionRule)
    assert tuple(words_of("honours.craftsman").values()) == rule.titles
    assert set(words_of("introductions.category")) == {*rule.categories, "other"}


@pytest.mark.parametrize("reason", ["", "standard-missing", FLEXIBLE])
def test_all_checks_were_passed_where_only_an_amount_or_an_answer_is_lacking(reason: str) -> None:
    blocked = SubsidyOutcome("blocked", None, reason, (), ())
    assert checks_passed(blocked) == checks_passed(judged())[:-1]


def test_a_claim_is_not_approved_once_the_honour_behind_it_fell(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session)
        given = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=person.id)
        honour = record_honour(work, given)
        introduction = a_claimable(work, person_id=person.id, honour_id=honour.id)
        claim = claim_subsidy(work, introduction.id, claimed_on=DAY)
        revoke_honour(work, honour.id, version=honour.version, reason="撤销")
    with sqlite_store.writing(actor="审批丙") as work:
        with pytest.raises(ConflictError) as refused:
            approve_subsidy(work, claim.id, approved_on=DAY)
        assert refused.value.code == "subsidy-honour-fallen"


def test_a_subsidy_is_not_paid_once_the_honour_behind_it_fell(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session)
        given = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=person.id)
        honour = record_honour(work, given)
        introduction = a_claimable(work, person_id=person.id, honour_id=honour.id)
        claim = claim_subsidy(work, introduction.id, claimed_on=DAY)
    with sqlite_store.writing(actor="审批丙") as work:
        approve_subsidy(work, claim.id, approved_on=DAY)
        revoke_honour(work, honour.id, version=honour.version, reason="撤销")
        with pytest.raises(ConflictError) as refused:
            record_subsidy_payment(work, claim.id, paid_on=DAY)
        assert refused.value.code == "subsidy-honour-fallen"
        assert [row.state for row in subsidy_rows(work.session)] == ["approved"]


def test_a_paid_subsidy_is_recovered_by_a_document_and_never_unpaid(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session)
        given = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=person.id)
        honour = record_honour(work, given)
        introduction = a_claimable(work, person_id=person.id, honour_id=honour.id)
        claim = claim_subsidy(work, introduction.id, claimed_on=DAY)
    with sqlite_store.writing(actor="审批丙") as work:
        approve_subsidy(work, claim.id, approved_on=DAY)
        record_subsidy_payment(work, claim.id, paid_on=DAY)
        assert "subsidy-undermined" not in pending_kinds(work.session)
        revoke_honour(work, honour.id, version=honour.version, reason="撤销")
        assert pending_kinds(work.session)["subsidy-undermined"] == 1
        with pytest.raises(InputError):
            demand_subsidy_back(work, claim.id, document="通知", reason="荣誉被撤销")
        demand_subsidy_back(work, claim.id, document="新人社[2024]40号", reason="荣誉被撤销")
        assert budget_year(work.session, 2024).paid_fen == 5_000_000
        assert record_subsidy_recovery(work, claim.id, recovered_on=date(2024, 6, 30)).state == "recovered"
        (row,) = subsidy_rows(work.session)
        assert (row.paid_on, row.recovered_on) == (DAY, date(2024, 6, 30))
        assert budget_year(work.session, 2024).paid_fen == 0
        assert "subsidy-undermined" not in pending_kinds(work.session)
        with pytest.raises(ConflictError):  # once for a unit and person, also after it was had back
            claim_subsidy(work, introduction.id, claimed_on=DAY)
