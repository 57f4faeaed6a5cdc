"""A result corrected or annulled while its award is in a batch: the totals follow, and nothing is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.awards import annul_result, record_ruling
from app.batches import (
    BatchStep,
    approve_batch,
    close_publicity,
    publish_batch,
    require_as_approved,
    review_batch,
    send_back,
    submit_batch,
)
from app.errors import ConflictError
from app.registry import ResultFacts, confirm_results, correct_result
from app.store import Store
from app.transitions import Noun, move
from models import Award, Result
from models.types import AwardState
from tests.app.awards.test_assess import a_pair
from tests.app.awards.test_rulings import team
from tests.app.batches.office import APPROVER, CLERK, FINANCE, REVIEWER, Office
from tests.builders import PUBLISHED

DOCUMENT = "示例〔2024〕67号"


def annulled(office: Office, award: int) -> None:
    with office.acting(APPROVER) as work:
        annul_result(work, award, basis=DOCUMENT)


def corrected(office: Office, award: int, rank: int, *, is_confirmed: bool = True) -> int:
    with office.acting(CLERK) as work:
        facts = ResultFacts(rank, "", "", "", PUBLISHED)
        new = correct_result(work, award, facts=facts, basis=DOCUMENT, reason="名次录错")
    if is_confirmed:
        with office.acting(REVIEWER) as work:
            confirm_results(work)
    return new


@pytest.mark.parametrize("step", ["batch", "submitted", "reviewed", "published", "closed", "approved"])
def test_an_annulled_award_leaves_its_batch_at_once(store: Store, step: str) -> None:
    office = Office(store)
    awards = office.winners()
    batch = getattr(office, step)()
    before = office.page(batch).facts.amount_fen
    annulled(office, awards[0])

    page = office.page(batch)
    gone = page.left_out[0]
    assert [one.award.id for one in page.left_out] == [awards[0]]
    assert DOCUMENT in gone.reason
    assert page.facts.amount_fen == before - gone.entered_fen
    assert gone.left_by == APPROVER


def test_after_approval_the_difference_blocks_payment_until_approved_anew(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.approved()
    approved_fen = office.page(batch).facts.amount_fen
    annulled(office, awards[0])
    page = office.page(batch)
    with pytest.raises(ConflictError) as raised, store.reading() as session:
        require_as_approved(session, batch)
    with office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today, document="示例〔2024〕70号")

    assert page.facts.next_step == BatchStep.APPROVE
    assert any("与审批时不同" in one for one in page.blocks)
    assert raised.value.code == "batch-differs"
    after = office.page(batch)
    assert after.facts.next_step == BatchStep.PAY
    assert [(one.is_void, one.awards) for one in after.approvals] == [(True, 3), (False, 2)]
    assert after.approvals[1].amount_fen == after.facts.amount_fen < approved_fen


def test_sent_back_after_a_correction_nothing_is_said_to_be_under_publicity(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    during = {one.state_words for one in office.page(batch).awards}
    office.wait(8)
    with office.acting(CLERK) as work:
        close_publicity(work, batch)
    with office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)
    corrected(office, awards[1], 4)
    said = office.page(batch).facts.blocks[0]
    said_of = []
    for who in (FINANCE, APPROVER):
        with office.acting(who) as work:
            send_back(work, batch, reason="成绩更正")
        said_of.append({one.state_words for one in office.page(batch).awards})

    assert ("审批人" in said, "财务" in said) == (True, True)
    assert (during, said_of) == ({"公示中"}, [{"公示期满"}, {"公示期满"}])


@pytest.mark.parametrize("step", ["batch", "submitted"])
def test_a_corrected_award_comes_back_under_review_in_its_batch(store: Store, step: str) -> None:
    office = Office(store)
    awards = office.winners(2)
    batch = getattr(office, step)()
    new = corrected(office, awards[1], 3)

    page = office.page(batch)
    assert {one.award.id for one in page.awards} == {awards[0], new}
    assert page.facts.amount_fen == sum(one.award.amount_fen or 0 for one in page.awards)
    assert [one.award.id for one in page.left_out] == [awards[1]]
    entered = [line for line in page.history if line.action == "enter-corrected"]
    assert "差额" in entered[0].reason
    with office.acting(CLERK if step == "batch" else REVIEWER) as work:
        (submit_batch if step == "batch" else review_batch)(work, batch)


@pytest.mark.parametrize("step", ["reviewed", "published", "closed", "approved"])
def test_corrected_after_its_review_it_leaves_and_waits_with_the_difference(store: Store, step: str) -> None:
    office = Office(store)
    awards = office.winners(2)
    batch = getattr(office, step)()
    new = corrected(office, awards[1], 3)

    page = office.page(batch)
    assert office.states(awards[1], new) == ["withdrawn", "proposed"]
    assert [one.award.id for one in page.awards] == [awards[0]]
    assert "差额" in page.left_out[0].reason or "差额" in page.returning[0]
    assert "未在任何批次" in page.returning[0]
    second = office.batch("第二批")
    assert [one.award.id for one in office.page(second).awards] == [new]
    assert "第二批" in office.page(batch).returning[0]


def test_an_unconfirmed_correction_stops_the_next_step_by_name(store: Store) -> None:
    office = Office(store)
    awards = office.winners(2)
    batch = office.reviewed()
    corrected(office, awards[1], 3, is_confirmed=False)
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        publish_batch(work, batch, starts_on=office.today, working_days=5, without_holidays=True)

    assert raised.value.code == "batch-stopped"
    assert f"奖励 {awards[1]}" in str(raised.value.params["awards"])
    assert office.page(batch).publicities == []


def test_an_award_that_came_out_otherwise_stops_the_review_by_name(store: Store) -> None:
    office = Office(store)
    with office.acting(CLERK) as work:
        a_pair(work.session)
        record_ruling(work, team("each-member"))
    office.winners(1)
    batch = office.submitted()
    with office.acting(APPROVER) as work:
        record_ruling(work, replace(team("equal-split"), decided_on=date(2024, 3, 2)))
    with pytest.raises(ConflictError) as raised, office.acting(REVIEWER) as work:
        review_batch(work, batch)

    assert raised.value.code == "batch-amounts-changed"
    assert len(office.page(batch).differences) == 2
    with office.acting(REVIEWER) as work:
        send_back(work, batch, reason="裁定有变")
    with office.acting(CLERK) as work:
        submit_batch(work, batch)
    with office.acting(REVIEWER) as work:
        assert review_batch(work, batch).awards == 3
    assert office.page(batch).differences == []


def test_annulled_on_its_way_to_the_bank_it_stays_and_the_sums_hold(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.approved()
    with office.acting(FINANCE) as work:
        for award in awards:
            move(work, Noun.AWARD, work.session.get_one(Award, award), AwardState.IN_PAYMENT)
    annulled(office, awards[0])

    page = office.page(batch)
    assert page.left_out == []
    assert page.facts.amount_fen == page.approvals[0].amount_fen
    with store.reading() as session:
        assert not session.scalars(select(Result).where(Result.id == awards[0])).one().is_current
