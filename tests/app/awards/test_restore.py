"""Restored results: asked by one and confirmed by another; what the annulment took back comes again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts import AccountRole, Actor
from app.awards import (
    annul_result,
    ask_to_restore,
    assess_all,
    award_page,
    designation_rows,
    explain_award,
    open_adjustments,
    restore_request,
    restore_requests,
    restore_result,
    review_awards,
    try_restoring,
)
from app.awards.restore import RestoreReport
from app.certificates import issue_certificates
from app.errors import ConflictError, InputError, NotFoundError
from app.honours import HonourFacts, record_honour
from app.payments import recoveries, take_return
from app.store import Store
from models import AuditEntry, Award, Certificate, Designation, PaymentLine, Result, StateChange
from tests.app.awards.test_assess import supersede, writing
from tests.app.awards.test_corrections import total
from tests.app.certificates.winners import winners
from tests.app.payments.test_recovering import annul_first, paid_g1, repay, set_class, state_of, sums
from tests.builders import CLERK, REVIEWER, a_contest, a_result, a_unit, an_event
from tests.payment_builders import APPROVER, FINANCE, g1_at_payment, whole_return

ANNULLED_BY, RESTORED_BY = "示例〔2024〕7号", "示例〔2024〕8号"
REASON = "复议查明没有违规"


def restore(store: Store, result: int, *, pay_anew: bool = False) -> RestoreReport:
    with store.writing(actor=CLERK) as work:
        ask_to_restore(work, result, basis=RESTORED_BY, reason=REASON)
    with store.writing(actor=APPROVER) as work:
        return restore_result(work, result, pay_anew=pay_anew)


def an_annulled_result(store: Store, state: str = "proposed") -> int:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
    if state != "proposed":
        with store.writing(actor=REVIEWER) as work:
            review_awards(work, [result.id])
            work.session.get_one(Award, result.id).state = state
    with store.writing(actor=APPROVER) as work:
        annul_result(work, result.id, basis=ANNULLED_BY)
    return result.id


@pytest.mark.parametrize("state", ["proposed", "reviewed", "approved"])
def test_what_was_never_paid_is_a_proposal_again(store: Store, state: str) -> None:
    result = an_annulled_result(store, state)
    report = restore(store, result)

    with store.reading() as session:
        (row,) = award_page(session, [result])
        stored = session.get_one(Result, result)
        assert (row.state, row.status, row.amount_fen, row.reason) == ("proposed", "proposed", 100_000, "")
        assert (stored.state, stored.is_current, total(session)) == ("confirmed", True, 100_000)
        assert "已撤销" not in explain_award(session, result).conclusion
    assert (report.state, report.amount_fen, report.kept_fen) == ("proposed", 100_000, 0)
    with store.writing(actor=REVIEWER) as work:
        assert review_awards(work, [result]) == 1


def test_nothing_changes_until_a_second_person_confirms(store: Store) -> None:
    result = an_annulled_result(store)
    with store.writing(actor=APPROVER) as work:
        asked = ask_to_restore(work, result, basis="示例(2024)8号", reason=REASON)
    with store.reading() as session:
        assert (session.get_one(Result, result).state, total(session)) == ("annulled", 0)
        waiting = restore_request(session, result)
    assert waiting is not None
    assert (waiting.basis, waiting.reason, waiting.asked_by) == (RESTORED_BY, REASON, APPROVER)
    assert "〔〕" in asked.note
    with pytest.raises(ConflictError, match="second-person-restore"), store.writing(actor=APPROVER) as work:
        restore_result(work, result)


def test_both_people_and_the_document_stand_in_the_history(store: Store) -> None:
    result = an_annulled_result(store)
    restore(store, result)
    with store.reading() as session:
        query = select(StateChange).where(StateChange.subject_id == result).order_by(StateChange.id)
        found = [
            (one.to_state, one.actor, one.document)
            for one in session.scalars(query.where(StateChange.noun.in_(("result", "restoration"))))
        ]
    assert found[-3:] == [
        ("asked", CLERK, RESTORED_BY),
        ("confirmed", APPROVER, RESTORED_BY),
        ("restored", APPROVER, RESTORED_BY),
    ]
    assert ("annulled", APPROVER, ANNULLED_BY) in found


def test_refuses_what_nobody_asked_and_what_is_not_annulled(store: Store) -> None:
    result = an_annulled_result(store)
    with pytest.raises(ConflictError, match="restore-not-asked"), store.writing(actor=APPROVER) as work:
        restore_result(work, result)
    with pytest.raises(InputError), store.writing(actor=CLERK) as work:
        ask_to_restore(work, result, basis="见附件")
    restore(store, result)
    with pytest.raises(NotFoundError, match="restore-gone"), store.writing(actor=CLERK) as work:
        ask_to_restore(work, result, basis=RESTORED_BY)


def test_an_old_request_does_not_restore_a_second_annulment(store: Store) -> None:
    result = an_annulled_result(store)
    restore(store, result)
    with store.writing(actor=APPROVER) as work:
        annul_result(work, result, basis="示例〔2024〕9号")
    with pytest.raises(ConflictError, match="restore-not-asked"), store.writing(actor=REVIEWER) as work:
        restore_result(work, result)
    assert restore(store, result).state == "proposed"


def test_the_recorder_of_a_draft_may_not_confirm_it_by_restoring(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        result.state, result.confirmed_by = "draft", None
        annul_result(work, result.id, basis=ANNULLED_BY)
        recorder = result.recorded_by
    with store.writing(actor=REVIEWER) as work:
        ask_to_restore(work, result.id, basis=RESTORED_BY)
    with pytest.raises(ConflictError, match="restore-own-record"), store.writing(actor=recorder) as work:
        restore_result(work, result.id)


def test_who_moved_up_meanwhile_and_the_restored_one_are_never_both_paid_in_full(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        first, second = (a_result(work.session, rank, event=event) for rank in (1, 2))
        assess_all(work)
        annul_result(work, first.id, basis=ANNULLED_BY)
        moved = supersede(work.session, second.id, rank=1)
        moved.basis = ANNULLED_BY
        assess_all(work)
    restore(store, first.id)
    with store.reading() as session:
        found = {row.status for row in award_page(session, [first.id, moved.id])}
    assert found == {"blocked"}


def test_a_paid_prize_stands_as_paid_again_and_nothing_is_demanded_back(store: Store) -> None:
    paying = paid_g1(store)
    before = sums(store)
    award = annul_first(paying)
    report = restore(store, award)

    found = sums(store)
    assert (state_of(store, award), report.state, report.kept_fen) == ("paid", "paid", 10_000_000)
    assert (found.paid, found.to_recover, found.differences) == (before.paid, 0, ())
    with store.reading() as session:
        assert (recoveries(session), open_adjustments(session)) == ([], [])
        mirror = session.scalars(select(PaymentLine).where(PaymentLine.kind == "recovery")).one()
        assert (mirror.state, mirror.state_reason) == ("cancelled", RESTORED_BY)
        assert award_page(session, [award])[0].reason == ""
    with store.writing(actor=CLERK) as work:
        assess_all(work)
    assert sums(store) == found
    with store.writing(actor=APPROVER) as work:
        annul_result(work, award, basis="示例〔2024〕9号")
    assert (sums(store).to_recover, sums(store).differences) == (10_000_000, ())


def test_what_is_coming_back_must_come_back_whole_before(store: Store) -> None:
    award = annul_first(paid_g1(store))
    repay(store, award, 4_000_000)
    with pytest.raises(ConflictError, match="restore-coming-back") as raised:
        restore(store, award, pay_anew=True)
    assert raised.value.params["repaid"] == "¥40,000.00"
    assert raised.value.params["balance"] == "¥60,000.00"
    assert state_of(store, award) == "to-recover"


def test_what_came_back_is_paid_anew_only_where_that_is_said(store: Store) -> None:
    award = annul_first(paid_g1(store))
    repay(store, award, 10_000_000)
    with pytest.raises(ConflictError, match="restore-recovered"):
        restore(store, award)
    report = restore(store, award, pay_anew=True)

    assert (report.result_id != award, report.state, report.amount_fen) == (True, "proposed", 10_000_000)
    assert state_of(store, award) == "recovered"
    found = sums(store)
    assert (found.recovered, found.to_recover, found.differences) == (10_000_000, 0, ())
    with store.reading() as session:
        new, old = session.get_one(Result, report.result_id), session.get_one(Result, award)
        assert (new.rank, new.basis, new.recorded_by, new.confirmed_by) == (
            old.rank,
            RESTORED_BY,
            CLERK,
            APPROVER,
        )
        assert (new.is_current, old.is_current, old.state) == (True, False, "annulled")


def test_a_prize_restored_while_it_is_at_the_bank_is_simply_paid(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    award = annul_first(paying)
    assert restore(store, award).state == "in-payment"
    with store.writing(actor=FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run)))
    found = sums(store)
    assert (state_of(store, award), found.paid, found.to_recover) == ("paid", 18_640_000, 0)
    assert found.differences == ()


def test_what_a_corrected_class_demanded_is_demanded_again(store: Store) -> None:
    paying = paid_g1(store)
    set_class(paying, "甲赛项", "class-two")
    before = sums(store)
    with store.reading() as session:
        award, demanded = recoveries(session)[1].award_id, recoveries(session)[1].demanded_fen
    with store.writing(actor=APPROVER) as work:
        annul_result(work, award, basis=ANNULLED_BY)
    restore(store, award)

    with store.reading() as session:
        assert [row.demanded_fen for row in recoveries(session, [award])] == [demanded]
    assert (sums(store).to_recover, sums(store).differences) == (before.to_recover, ())


def test_a_base_named_on_it_is_reinstated(store: Store) -> None:
    with writing(store) as work:
        contest, unit = a_contest(work.session, "provincial"), a_unit(work.session)
        result = a_result(work.session, 1, event=an_event(work.session, contest), unit=unit)
        assess_all(work)
        work.session.scalars(select(Designation)).one().state = "designated"
        work.session.flush()
        annul_result(work, result.id, basis=ANNULLED_BY)
    report = restore(store, result.id)

    assert [line.status for line in report.designations] == ["designated"]
    with store.reading() as session:
        assert [line.status for line in designation_rows(session)] == ["designated"]


def test_a_revoked_certificate_stays_revoked_and_a_new_one_is_issued(store: Store) -> None:
    with writing(store) as work:
        (result,) = winners(work.session, "张三")
        (old,) = issue_certificates(work).issued
        annul_result(work, result.id, basis=ANNULLED_BY)
    report = restore(store, result.id)
    with store.writing(actor=CLERK) as work:
        (new,) = issue_certificates(work).issued
    with store.reading() as session:
        query = select(Certificate.number, Certificate.state).order_by(Certificate.id)
        assert [tuple(row) for row in session.execute(query)] == [(old, "revoked"), (new, "issued")]
    assert report.certificates == (old,)
    assert new != old


def test_an_honour_that_went_under_review_waits_for_a_decision_and_is_named(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        facts = HonourFacts(
            "national-expert",
            date(2024, 1, 5),
            "人社部函〔2024〕1号",
            person_id=result.entry.person_id,
            award_id=result.id,
        )
        record_honour(work, facts)
        annul_result(work, result.id, basis=ANNULLED_BY)
        name = result.entry.person.name
    assert restore(store, result.id).waiting == (name,)


def test_asking_takes_a_right_of_the_office(store: Store) -> None:
    result = an_annulled_result(store)
    auditor = Actor(None, "审计戊", frozenset({AccountRole.AUDITOR}))
    with pytest.raises(ConflictError, match="right-missing"), store.writing(actor=auditor) as work:
        ask_to_restore(work, result, basis=RESTORED_BY)


def test_a_trial_tells_what_a_restoration_brings_and_changes_nothing(store: Store) -> None:
    result = an_annulled_result(store, "approved")
    with store.reading() as session:
        before = (total(session), session.query(StateChange).count(), session.query(AuditEntry).count())
    trial = try_restoring(store, result)
    assert trial.report is not None
    assert (trial.request, trial.hindrance, trial.pays_anew) == (None, "", False)
    assert (trial.report.state, trial.report.amount_fen) == ("proposed", 100_000)
    assert trial.result.document == ANNULLED_BY
    with store.reading() as session:
        assert session.get_one(Result, result).state == "annulled"
        after = (total(session), session.query(StateChange).count(), session.query(AuditEntry).count())
        assert restore_requests(session) == []
    assert after == before
    with store.writing(actor=CLERK) as work:
        ask_to_restore(work, result, basis=RESTORED_BY, reason=REASON)
    with store.reading() as session:
        (waiting,) = restore_requests(session)
        assert (waiting.result_id, waiting.asked_by, waiting.basis) == (result, CLERK, RESTORED_BY)
    with store.writing(actor=APPROVER) as work:
        restore_result(work, result)
    with store.reading() as session:
        assert restore_requests(session) == []
