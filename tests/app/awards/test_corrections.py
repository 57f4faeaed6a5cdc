"""Corrected results: proposals change by exactly the difference, nothing decided is edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import (
    Hindrance,
    adjustments_of,
    annul_result,
    assess_all,
    award_ids,
    award_page,
    designation_rows,
    explain_award,
    review_awards,
    selection_total,
)
from app.awards.adjust import after_correction
from app.awards.assessment.result_rows import EarlierAwards
from app.certificates import issue_certificates
from app.errors import NotFoundError
from app.payments import payment_list
from app.policy import Outcome
from app.registry import ResultFacts, confirm_results, correct_result
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Award, Certificate, Honour, Result
from models import Explanation as FrozenExplanation
from tests.app.awards.test_assess import supersede, writing
from tests.builders import CLERK, NOW, REVIEWER, a_contest, a_result, an_event

DOCUMENT = "示例〔2024〕7号"


def total(session: Session) -> int:
    return selection_total(session, award_ids(session)).amount_fen


def test_a_correction_changes_proposals_by_the_difference(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        result = a_result(work.session, 3, event=event)
        assess_all(work)
        before = total(work.session)
        supersede(work.session, result.id, rank=2)
        assess_all(work)

        assert total(work.session) - before == 800_000 - 600_000


@pytest.mark.parametrize("state", ["reviewed", "publicised", "held", "approved"])
def test_a_confirmed_correction_replaces_what_was_decided_and_not_paid(store: Store, state: str) -> None:
    with writing(store) as work:
        old, new = corrected_after(work, state)
        rows_now = {row.id: row for row in award_page(work.session, [old.id, new.id])}
        again = assess_all(work)
        adjusted = adjustments_of(work.session, [new.id])
        granted = total(work.session)

    assert (rows_now[old.id].state, rows_now[old.id].reason) == ("withdrawn", "result-superseded")
    assert (rows_now[new.id].status, rows_now[new.id].amount_fen) == ("proposed", 800_000)
    assert [(one.before_fen, one.after_fen, one.difference_fen, one.state) for one in adjusted] == [
        (600_000, 800_000, 200_000, "open")
    ]
    assert (adjusted[0].award_id, adjusted[0].replaces_id, granted) == (new.id, old.id, 800_000)
    assert again.written == 0


@pytest.mark.parametrize("state", ["reviewed", "approved", "in-payment", "paid", "to-recover"])
def test_an_unconfirmed_correction_moves_nothing_and_pays_nothing(store: Store, state: str) -> None:
    with writing(store) as work:
        old, new = corrected_after(work, state, result_state="draft")
        rows_now = {row.id: row for row in award_page(work.session, [old.id, new.id])}
        assert adjustments_of(work.session, [old.id, new.id]) == []

    assert (rows_now[old.id].state, rows_now[old.id].amount_fen) == (state, 600_000)
    assert (rows_now[new.id].status, rows_now[new.id].reason) == ("blocked", "correction-pending")
    assert dict(rows_now[new.id].amounts_by_answer) == {"difference": 200_000}


def test_after_payment_a_higher_place_is_due_the_difference(store: Store) -> None:
    with writing(store) as work:
        old, new = corrected_after(work, "paid")
        row = award_page(work.session, [new.id])[0]
        explanation = explain_award(work.session, new.id)
        adjusted = adjustments_of(work.session, [new.id])
        granted = total(work.session)

    assert (row.status, row.amount_fen, granted) == ("proposed", 200_000, 800_000)
    assert [(one.difference_fen, one.replaces_id) for one in adjusted] == [(200_000, old.id)]
    text = explanation.as_text()
    assert explanation.amount_fen == 200_000
    assert all(amount in text for amount in ("¥6,000.00", "¥8,000.00", "¥2,000.00"))


def test_after_payment_a_lower_place_owes_the_difference(store: Store) -> None:
    with writing(store) as work:
        old, new = corrected_after(work, "paid", rank=1, then=3)
        row = award_page(work.session, [new.id])[0]
        adjusted = adjustments_of(work.session, [new.id])
        granted = total(work.session)

    assert (row.status, row.amount_fen, row.reason) == ("none", None, "overpaid")
    assert [(one.before_fen, one.after_fen, one.difference_fen) for one in adjusted] == [
        (1_000_000, 600_000, -400_000)
    ]
    assert granted == 600_000
    assert old.id == adjusted[0].replaces_id


def test_after_payment_a_place_without_a_prize_owes_everything(store: Store) -> None:
    with writing(store) as work:
        _, new = corrected_after(work, "paid", rank=1, then=7)
        adjusted = adjustments_of(work.session, [new.id])
        granted = total(work.session)

    assert [one.difference_fen for one in adjusted] == [-1_000_000]
    assert granted == 0


@pytest.mark.parametrize("state", ["in-payment", "to-recover"])
def test_while_money_is_moving_the_corrected_result_waits(store: Store, state: str) -> None:
    with writing(store) as work:
        _, new = corrected_after(work, state)
        row = award_page(work.session, [new.id])[0]

    assert (row.status, row.amount_fen, row.reason) == ("blocked", None, "earlier-award-stands")
    assert dict(row.amounts_by_answer) == {"difference": 200_000}


def test_a_second_correction_replaces_the_first_ones_adjustment(store: Store) -> None:
    with writing(store) as work:
        old, second = corrected_after(work, "reviewed")
        third = supersede(work.session, second.id, rank=1)
        assess_all(work)
        adjusted = adjustments_of(work.session, [second.id, third.id])
        granted = total(work.session)

    assert [(one.award_id, one.state) for one in adjusted] == [(second.id, "dropped"), (third.id, "open")]
    assert (adjusted[-1].before_fen, adjusted[-1].after_fen) == (600_000, 1_000_000)
    assert (adjusted[-1].replaces_id, granted) == (old.id, 1_000_000)


def test_a_second_correction_after_payment_counts_all_that_was_paid(store: Store) -> None:
    with writing(store) as work:
        _, second = corrected_after(work, "paid")
        work.session.get_one(Award, second.id).state = "paid"
        third = supersede(work.session, second.id, rank=1)
        assess_all(work)
        row = award_page(work.session, [third.id])[0]

    assert row.amount_fen == 1_000_000 - 800_000


def test_the_reviewed_correction_settles_what_was_never_paid(store: Store) -> None:
    with writing(store) as work:
        _, new = corrected_after(work, "reviewed")
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [new.id])
        assert [one.state for one in adjustments_of(work.session, [new.id])] == ["settled"]


def test_annulled_after_a_paid_correction_everything_is_to_be_recovered(store: Store) -> None:
    with writing(store) as work:
        old, new = corrected_after(work, "paid")
        report = annul_result(work, new.id, basis=DOCUMENT)
        states = {row.id: row.state for row in award_page(work.session, [old.id, new.id])}
        adjusted = adjustments_of(work.session, [old.id, new.id])
        granted = total(work.session)

    assert (report.recover_fen, report.withdrawn_fen, granted) == (600_000, 200_000, 0)
    assert states == {old.id: "to-recover", new.id: "none"}
    assert [(one.difference_fen, one.state) for one in adjusted] == [(200_000, "dropped"), (-600_000, "open")]


def test_swapped_places_agree_on_list_and_certificate(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "national"))
        first, second = (a_result(work.session, rank, event=event) for rank in (1, 2))
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [first.id, second.id])
    with writing(store) as work:
        facts = {
            one.id: ResultFacts(rank, "", "", "", one.published_on) for one, rank in ((first, 2), (second, 1))
        }
        for result, fact in facts.items():
            correct_result(work, result, facts=fact, basis=DOCUMENT, reason="名次颠倒")
    with store.reading() as session:
        pending = payment_list(session)
    with store.writing(actor=REVIEWER) as work:
        confirm_results(work)
    with store.reading() as session:
        lines = {line.award.person: (line.award.rank, line.fen) for line in payment_list(session).lines}
    with writing(store) as work:
        issue_certificates(work)
        words = {one.person_name: one.award_text for one in work.session.scalars(select(Certificate))}

    names = first.entry.person.name, second.entry.person.name
    assert pending.lines == []
    assert {one.hindrance for one in pending.left_out} == {Hindrance.CORRECTION_PENDING}
    assert lines == {names[0]: (2, 8_000_000), names[1]: (1, 10_000_000)}
    assert "第二名" in words[names[0]]
    assert "第一名" in words[names[1]]


def corrected_after(
    work: UnitOfWork, state: str, *, rank: int = 3, then: int = 2, result_state: str = "confirmed"
) -> tuple[Result, Result]:
    """A provincial result whose award stood in `state` when it was corrected, and its new version."""
    event = an_event(work.session, a_contest(work.session, "provincial"))
    old = a_result(work.session, rank, event=event)
    assess_all(work)
    work.session.get_one(Award, old.id).state = state
    new = supersede(work.session, old.id, rank=then, state=result_state)
    assess_all(work)
    return old, new


@pytest.mark.parametrize("state", ["draft", "confirmed"])
def test_what_a_correction_holds_back_asks_nothing(state: str) -> None:
    """Who is to act is the confirming person, or the bank; a ruling would change nothing."""
    moving = EarlierAwards(award_id=1, unpaid_fen=0, paid_fen=60_000, is_moving=True)
    asked = Outcome(2, "blocked", questions=("tie",), amounts_by_answer=(("each-full", 80_000),))

    held = after_correction(asked, moving, result_state=state)

    assert (held.status, held.questions, held.amounts_by_answer) == ("blocked", (), (("difference", None),))


def test_once_recovered_the_corrected_result_is_proposed_in_full(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 3)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "recovered"
        new = supersede(work.session, result.id, rank=2)
        assess_all(work)

        assert award_page(work.session, [new.id])[0].amount_fen == 80_000


def test_designations_name_what_they_rest_on(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1, event=an_event(work.session, a_contest(work.session, "national")))
        assess_all(work)
        assert [line.basis for line in designation_rows(work.session)] == [(result.id,)]
        assert work.session.get_one(Result, result.id).is_current


@pytest.mark.parametrize("is_annulled", [True, False])
def test_an_award_that_an_honour_names_stays_as_an_award_of_nothing(store: Store, is_annulled: bool) -> None:
    with writing(store) as work:
        result = a_result(work.session, 3)
        assess_all(work)
        work.session.add(an_honour_on(result))
        work.session.flush()
        if is_annulled:
            annul_result(work, result.id, basis=DOCUMENT)
        else:
            supersede(work.session, result.id, rank=2)
            assess_all(work)

    with store.reading() as session:
        row = award_page(session, [result.id])[0]
    assert (row.state, row.amount_fen) == ("none", None)
    assert row.reason == ("result-annulled" if is_annulled else "result-superseded")


def an_honour_on(result: Result) -> Honour:
    return Honour(
        title="新乡市技术能手",
        person_id=result.entry.person_id,
        holder_name=result.entry.person.name,
        awarded_on=NOW.date(),
        document=DOCUMENT,
        award_id=result.id,
        recorded_by=CLERK,
        recorded_at=NOW,
    )


def test_a_replaced_result_of_which_no_award_is_left_can_be_explained(store: Store) -> None:
    with writing(store) as work:
        old = a_result(work.session, 1)
        assess_all(work)
    with writing(store) as work:
        facts = ResultFacts(2, "", "", "", old.published_on)
        new = correct_result(work, old.id, facts=facts, basis=DOCUMENT, reason="名次录错")

    with store.reading() as session:
        text = explain_award(session, old.id).as_text()
    assert all(word in text for word in ("第 2 版", f"奖励 {new}", DOCUMENT, "名次录错", CLERK, "尚无确认"))
    with pytest.raises(NotFoundError), store.reading() as session:
        explain_award(session, 4711)


def test_a_withdrawn_award_is_explained_by_its_review_and_its_successor(store: Store) -> None:
    with writing(store) as work:
        old = a_result(work.session, 3)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [old.id])
    with writing(store) as work:
        new = supersede(work.session, old.id, rank=2)
        assess_all(work)

    with store.reading() as session:
        explanation = explain_award(session, old.id)
        frozen = json.loads(session.get_one(FrozenExplanation, old.id).body)
        text = explanation.as_text()
    assert explanation.conclusion.startswith(f"成绩已更正为第 2 版（奖励 {new.id}），本奖励不再有效")
    before = "以下各步（末步除外）是成绩更正以前的核算。"
    assert list(explanation.steps) == [before, *frozen["steps"][:-1], explanation.conclusion]
    assert len(frozen["steps"]) > 2
    assert f"{REVIEWER}确认" in text
    assert "拟奖" not in text
    assert all(word in text for word in ("第 2 版", f"奖励 {new.id}", "¥600.00", REVIEWER))


def test_a_reviewed_award_whose_correction_waits_is_explained_as_waiting(store: Store) -> None:
    with writing(store) as work:
        old = a_result(work.session, 3)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [old.id])
    with writing(store) as work:
        new = supersede(work.session, old.id, rank=2, state="draft")
        assess_all(work)

    with store.reading() as session:
        explanation = explain_award(session, old.id)
    assert explanation.conclusion.startswith(f"成绩更正为第 2 版（奖励 {new.id}）待第二人确认，暂不发放")


def test_a_result_that_stands_again_is_proposed_again(store: Store) -> None:
    with writing(store) as work:
        old = a_result(work.session, 3)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [old.id])
    with writing(store) as work:
        new = supersede(work.session, old.id, rank=2)
        assess_all(work)
        new.is_current, new.state = False, "superseded"
        work.session.flush()
        result = work.session.get_one(Result, old.id)
        result.is_current, result.state = True, "confirmed"
        assess_all(work)
        row = award_page(work.session, [old.id])[0]

    assert (row.state, row.status, row.amount_fen) == ("proposed", "proposed", 60_000)
