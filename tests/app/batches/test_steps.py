"""A batch goes forward step by step, each by another person, and back with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts import verify_audit
from app.awards import award_page
from app.batches import (
    BatchChoice,
    BatchStep,
    HolidaysUnknownError,
    Period,
    approve_batch,
    archive_batch,
    batch_rows,
    close_publicity,
    create_batch,
    dissolve_batch,
    publish_batch,
    remove_award,
    require_as_approved,
    review_batch,
    send_back,
    set_approval_stages,
    submit_batch,
    take_down,
)
from app.errors import AppError, ConflictError, InputError
from app.reports import person_timeline
from app.store import Store
from app.transitions import Noun, move
from models import Approval, Award, Entry, Explanation, Result
from models.types import AwardState
from tests.app.awards.test_assess import a_pair
from tests.app.batches.office import APPROVER, CLERK, FINANCE, REVIEWER, SECOND, Office, some_winners
from tests.builders import a_result, a_ruling


def test_a_batch_from_proposals_to_payment(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    with office.acting(APPROVER) as work:
        a_ruling(work.session, "income-tax", "by-unit", basis="示税函〔2024〕6号")
    batch = office.approved()

    page = office.page(batch)
    assert office.states(*awards) == ["approved"] * 3
    assert (page.facts.state, page.facts.awards, page.facts.next_step) == ("payment", 3, BatchStep.PAY)
    assert page.facts.amount_fen == sum(one.entered_fen for one in page.awards)
    assert [row.amount_fen for row in page.approvals] == [page.facts.amount_fen]
    assert not page.blocks
    acts = [line.action for line in page.history]
    assert acts == ["create", "submit", "review", "publish", "close-publicity", "grant", "approve"]
    with store.reading() as session:
        assert verify_audit(session).first_broken is None
        assert [award for award, _ in require_as_approved(session, batch)] == sorted(awards)


def test_what_may_not_enter_is_named_with_its_reason(store: Store) -> None:
    office = Office(store)
    good = office.winners(1)
    with office.acting(CLERK) as work:
        a_result(work.session, 1, state="draft")
        a_pair(work.session)
    office.winners(0)
    with office.acting(CLERK) as work:
        report = create_batch(work, name="甲", chosen=BatchChoice())
    with office.acting(CLERK) as work:
        a_result(work.session, 1)
    office.winners(0)
    with office.acting(CLERK) as work:
        later = create_batch(work, name="乙", chosen=BatchChoice())

    assert report.added == 1
    assert {one.reason for one in report.left_out} == {"unconfirmed", "blocked"}
    assert all(one.words and one.name for one in report.left_out)
    elsewhere = [one for one in later.left_out if one.reason == "in-batch"]
    assert [one.award.id for one in elsewhere] == good
    assert "甲" in elsewhere[0].words


def test_an_empty_batch_is_refused_and_says_why(store: Store) -> None:
    office = Office(store)
    with office.acting(CLERK) as work:
        a_pair(work.session)
    office.winners(0)
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        create_batch(work, name="空", chosen=BatchChoice())

    assert raised.value.code == "batch-nothing"
    assert "待裁定" in str(raised.value.params["why"])


def test_awards_are_chosen_by_contest_year_and_level(store: Store) -> None:
    office = Office(store)
    with office.acting(CLERK) as work:
        some_winners(work.session, 2)
        some_winners(work.session, 1, level="provincial")
    office.winners(0)
    batch = office.batch("省赛", BatchChoice(level="provincial", year=2024))

    page = office.page(batch)
    assert [one.award.level for one in page.awards] == ["provincial"]
    with pytest.raises(ConflictError):
        office.batch("往年", BatchChoice(year=2019))


def test_the_same_person_may_not_be_at_both_ends(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.submitted()
    with pytest.raises(ConflictError) as own_review, office.acting(CLERK) as work:
        review_batch(work, batch)
    with office.acting(REVIEWER) as work:
        review_batch(work, batch)
    office.publish(batch)
    office.wait(8)
    with office.acting(CLERK) as work:
        close_publicity(work, batch)
    with pytest.raises(ConflictError) as own_approval, office.acting(" 经办 甲 ") as work:
        approve_batch(work, batch, decided_on=office.today)

    assert (own_review.value.code, own_approval.value.code) == ("batch-own-review", "batch-own-approval")


def test_publicity_is_not_closed_before_its_last_day_is_over(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.published()
    last = office.page(batch).publicities[0].ends_on
    office.wait((last - office.today).days)
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        close_publicity(work, batch)
    office.wait(1)
    with office.acting(CLERK) as work:
        close_publicity(work, batch)

    assert last == date(2024, 7, 5)  # Monday 1 July and four working days more
    assert raised.value.params["ends_on"] == last


def test_a_clock_set_back_is_refused(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.published()
    office.wait(-1)
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        close_publicity(work, batch)

    assert raised.value.code == "batch-clock-back"


def test_a_period_into_a_year_without_holidays_asks(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.reviewed()
    with pytest.raises(HolidaysUnknownError) as raised, office.acting(CLERK) as work:
        publish_batch(work, batch, starts_on=office.today, working_days=5)
    office.record_holidays(2024)
    with office.acting(CLERK) as work:
        publish_batch(work, batch, starts_on=office.today, working_days=5)

    assert raised.value.period.unrecorded_years == (2024,)
    assert office.page(batch).facts.next_step == BatchStep.WAIT
    assert office.page(batch).facts.days_left == 5


def test_a_publication_does_not_begin_before_the_review(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.reviewed()
    with pytest.raises(InputError), office.acting(CLERK) as work:
        publish_batch(
            work,
            batch,
            starts_on=office.today - timedelta(days=7),
            working_days=5,
            without_holidays=True,
        )


def test_a_batch_approved_already_is_not_approved_again(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.approved()
    with pytest.raises(ConflictError) as again, office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)

    assert again.value.code == "approval-done"


def test_two_stages_need_two_approvers(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    with office.acting("管理员") as work:
        set_approval_stages(work, 2)
    batch = office.closed()
    with office.acting(APPROVER) as work:
        first = approve_batch(work, batch, decided_on=office.today)
    with pytest.raises(ConflictError) as again, office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)
    assert office.states(*awards) == ["publicised"] * 3
    with office.acting(SECOND) as work:
        second = approve_batch(work, batch, decided_on=office.today)

    assert (first.stage, first.is_final, second.stage, second.is_final) == (1, False, 2, True)
    assert again.value.code == "batch-own-stage"
    assert office.states(*awards) == ["approved"] * 3


def test_sent_back_step_by_step_to_a_draft(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.approved()
    seen = []
    for who in (FINANCE, APPROVER, CLERK, REVIEWER):
        with office.acting(who) as work:
            state = send_back(work, batch, reason="材料不齐")
        seen.append((state.value, office.states(*awards)[0]))

    assert seen == [
        ("approval", "publicised"),
        ("publicity", "publicised"),
        ("review", "reviewed"),
        ("draft", "proposed"),
    ]
    with store.reading() as session:
        assert all(one.is_void or not one.is_granted for one in session.scalars(select(Approval)))
        assert list(session.scalars(select(Explanation))) == []
    assert office.page(batch).publicities[0].ended_early_reason == "材料不齐"


def test_sending_back_needs_a_reason(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.submitted()
    with pytest.raises(InputError), office.acting(REVIEWER) as work:
        send_back(work, batch, reason=" ")
    assert office.page(batch).facts.state == "review"


def test_nothing_goes_back_once_money_has_moved(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.approved()
    with office.acting(FINANCE) as work:
        move(work, Noun.AWARD, work.session.get_one(Award, awards[0]), AwardState.IN_PAYMENT)
    for act in (send_back, dissolve_batch):
        with pytest.raises(ConflictError), office.acting(FINANCE) as work:
            act(work, batch, reason="弄错了")
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        remove_award(work, batch, awards[0], reason="弄错了")

    assert raised.value.code == "batch-money-moved"
    assert office.page(batch).facts.state == "payment"


def test_dissolved_its_awards_enter_another_batch(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    with office.acting(CLERK) as work:
        dissolve_batch(work, batch, reason="并入下一批")
    second = office.batch("第二批")

    assert office.states(*awards) == ["reviewed"] * 3
    assert office.page(second).facts.awards == 3
    assert {one.reason for one in office.page(batch).left_out} == {"并入下一批"}
    assert {one.batch for one in office.page(batch).left_out} == {"第二批"}


def test_archived_only_when_everything_is_paid(store: Store) -> None:
    office = Office(store)
    awards = office.winners(2)
    batch = office.approved()
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        archive_batch(work, batch)
    with office.acting(FINANCE) as work:
        for award in awards:
            for state in (AwardState.IN_PAYMENT, AwardState.PAID):
                move(work, Noun.AWARD, work.session.get_one(Award, award), state)
    with office.acting(CLERK) as work:
        archive_batch(work, batch)

    assert raised.value.code == "batch-unpaid"
    with store.reading() as session:
        assert [row.state for row in batch_rows(session)] == ["archived"]


def test_two_people_at_one_batch_see_both_versions(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.batch()
    seen = office.page(batch).facts.version
    with office.acting("经办己") as work:
        remove_award(work, batch, awards[0], reason="重复申报", version=seen)
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        submit_batch(work, batch, version=seen)

    assert raised.value.code == "batch-changed"
    assert "经办己" in str(raised.value.params["theirs"])
    assert raised.value.params["mine"] == "提交复核"
    assert office.page(batch).facts.state == "draft"


@pytest.mark.parametrize("name", ["", "　", "12", "长" * 121])
def test_a_batch_needs_a_name_of_its_own(store: Store, name: str) -> None:
    office = Office(store)
    office.winners()
    with pytest.raises(AppError):
        office.batch(name)
    office.batch("甲")
    with pytest.raises(ConflictError):
        office.batch("甲")


def test_a_notice_that_is_over_is_to_be_taken_down(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.published()
    with pytest.raises(ConflictError), office.acting(CLERK) as work:
        take_down(work, batch)
    office.wait(8)
    reminded = office.page(batch).facts.notes
    with office.acting(CLERK) as work:
        take_down(work, batch)

    assert any("尚未登记撤下" in note for note in reminded)
    assert not any("撤下" in note for note in office.page(batch).facts.notes)
    assert office.page(batch).publicities[0].taken_down_on == office.today


def publish(office: Office, batch: int, days: int, reason: str = "") -> Period:
    with office.acting(CLERK) as work:
        return publish_batch(
            work, batch, starts_on=office.today, working_days=days, reason=reason, without_holidays=True
        )


def test_fewer_days_than_are_usual_need_a_reason(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.reviewed()
    with pytest.raises(ConflictError) as refused:
        publish(office, batch, 3, " ")
    assert (refused.value.code, refused.value.params["usual"]) == ("publicity-short", 5)
    publish(office, batch, 3, "领导小组同意缩短")
    told = [line.reason for line in office.page(batch).history if line.action == "publish"]
    assert told == ["领导小组同意缩短"]


def test_the_office_rules_for_how_long_it_publishes(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.reviewed()
    with office.acting(APPROVER) as work:
        a_ruling(work.session, "publicity-days", "7-workdays", basis="示例会议纪要〔2024〕5号")
    with pytest.raises(ConflictError) as refused:
        publish(office, batch, 5)
    assert "示例会议纪要〔2024〕5号" in str(refused.value.params["why"])
    assert publish(office, batch, 7).working_days == 7


def test_once_its_days_are_over_no_list_says_that_an_award_is_under_publicity(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    office.published()

    def told() -> tuple[set[str], list[str]]:
        with office.store.reading() as session:
            person = session.scalars(
                select(Entry.person_id).join(Result, Result.entry_id == Entry.id)
            ).first()
            assert person is not None
            moments = [one.state for one in person_timeline(session, person) if one.kind == "award"]
            return {row.state_words for row in award_page(session, awards)}, moments

    assert told() == ({"公示中"}, ["公示中"])
    office.wait(8)
    assert told() == ({"公示期满"}, ["公示期满"])
    with pytest.raises(ConflictError) as refused, office.acting(CLERK) as work:
        create_batch(work, name="第二批", chosen=BatchChoice(award_ids=tuple(awards)))
    assert "公示中" not in str(refused.value.params["why"])


def test_a_state_names_what_the_batch_waits_for_until_that_is_done(sqlite_store: Store) -> None:
    office = Office(sqlite_store)
    office.winners()

    def standing() -> str:
        return office.page(batch).facts.state_words

    batch = office.batch()
    seen = [standing()]
    with office.acting(CLERK) as work:
        submit_batch(work, batch)
    seen.append(standing())
    with office.acting(REVIEWER) as work:
        review_batch(work, batch)
    seen.append(standing())
    with pytest.raises(ConflictError) as early, office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)
    assert early.value.params["state"] == "待公示"
    office.publish(batch)
    seen.append(standing())
    office.wait(8)
    seen.append(standing())
    with office.acting(CLERK) as work:
        close_publicity(work, batch)
    seen.append(standing())
    with office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)
    seen.append(standing())

    assert seen == ["草稿", "待复核", "待公示", "公示中", "公示期满", "待审批", "待发放"]
