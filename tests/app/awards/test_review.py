"""Review: a second person, a frozen explanation, and nothing that changes it afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.awards import (
    assess_all,
    award_detail,
    award_ids,
    record_ruling,
    review_awards,
    withdraw_review,
)
from app.errors import ConflictError
from app.store import Store
from models import AuditEntry, Award, Explanation
from tests.app.awards.test_assess import a_pair, rows, writing
from tests.app.awards.test_rulings import team
from tests.builders import REVIEWER, a_result


def test_a_frozen_explanation_outlives_a_later_ruling(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        record_ruling(work, team("equal-split"))
    with store.writing(actor=REVIEWER) as work:
        reviewed = review_awards(work, award_ids(work.session))
        before = award_detail(work.session, award_ids(work.session)[0])
    with writing(store) as work:
        report = record_ruling(work, replace(team("each-member"), decided_on=date(2024, 3, 2)))
        after = award_detail(work.session, before.row.id)

    assert reviewed == 2
    assert after.is_frozen
    assert (after.explanation, after.row) == (before.explanation, before.row)
    assert report.assessed is not None
    assert len(report.assessed.frozen_differing) == 2


def test_nobody_reviews_what_they_recorded(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
        with pytest.raises(ConflictError) as raised:
            review_awards(work, award_ids(work.session))

    assert raised.value.code == "review-own"


def test_an_unconfirmed_result_is_not_reviewed(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        a_result(work.session, 1, state="draft")
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        with pytest.raises(ConflictError) as raised:
            review_awards(work, award_ids(work.session))
        assert {row.state for row in rows(work.session)} == {"proposed"}

    assert raised.value.code == "review-unconfirmed"


def test_a_blocked_award_is_not_reviewed(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work, pytest.raises(ConflictError):
        review_awards(work, award_ids(work.session))


def test_withdrawn_it_follows_the_law_again(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [result.id])
        withdraw_review(work, [result.id], reason="成绩有误")
        with pytest.raises(ConflictError):
            withdraw_review(work, [result.id], reason="成绩有误")
        review_awards(work, [result.id])

    with store.reading() as session:
        assert session.get_one(Award, result.id).state == "reviewed"
        actions = [entry.action for entry in session.query(AuditEntry).filter_by(subject="award")]
    assert actions == ["review", "withdraw-review", "review"]


def test_the_withdrawn_explanation_is_kept_word_for_word(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [result.id])
        body = work.session.get_one(Explanation, result.id).body
        withdraw_review(work, [result.id], reason="成绩有误")

    with store.reading() as session:
        entry = session.query(AuditEntry).filter_by(subject="award", action="withdraw-review").one()
    assert json.loads(entry.detail)["body"] == body


@pytest.mark.parametrize("state", ["publicised", "held", "approved", "in-payment", "paid"])
def test_what_went_on_from_the_review_keeps_its_explanation(store: Store, state: str) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [result.id])
        work.session.get_one(Award, result.id).state = state
    with store.writing(actor=REVIEWER) as work:
        with pytest.raises(ConflictError):
            withdraw_review(work, [result.id], reason="成绩有误")
        assert award_detail(work.session, result.id).is_frozen


def test_a_proposal_that_would_come_out_otherwise_today_is_not_frozen(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        result.rank = 2
    with store.writing(actor=REVIEWER) as work:
        with pytest.raises(ConflictError) as raised:
            review_awards(work, [result.id])
        assert work.session.get(Explanation, result.id) is None

    assert raised.value.code == "review-outdated"
