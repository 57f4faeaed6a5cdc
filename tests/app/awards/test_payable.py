"""What may be paid and published: only what stands, is confirmed, not held, and still given today."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.orm import Session

from app.accounts import audit_digest
from app.awards import (
    PAYMENT_STATES,
    PUBLICITY_STATES,
    Hindrance,
    assess_all,
    award_detail,
    award_ids,
    export_publicity,
    export_slips,
    payable_awards,
    review_awards,
)
from app.payments import export_payments, payment_list
from app.registry import ContestFactsEdit, set_contest_facts
from app.store import Store
from models import Award, Contest, Result
from models.types import AwardState
from tests.app.awards.test_assess import supersede, writing
from tests.builders import NOW, REVIEWER, a_contest, a_result, a_ruling, an_award, an_event

FIRST, SECOND = 1_000_000, 800_000


def two_places(session: Session) -> tuple[Result, Result]:
    event = an_event(session, a_contest(session, "provincial"))
    first, second = (a_result(session, rank, event=event) for rank in (1, 2))
    return first, second


def listed(store: Store) -> dict[int, int]:
    with store.reading() as session:
        return {line.award.id: line.fen for line in payment_list(session).lines}


def left_out(store: Store) -> dict[int, Hindrance]:
    with store.reading() as session:
        return {one.award.id: one.hindrance for one in payment_list(session).left_out}


@pytest.mark.parametrize("ended", ["superseded", "annulled"])
def test_what_waits_on_a_question_is_listed_only_while_its_result_stands(store: Store, ended: str) -> None:
    with writing(store) as work:
        standing, gone = (a_result(work.session, rank) for rank in (1, 2))
        for result in (standing, gone):
            an_award(work.session, result, status="blocked", state="blocked", amount_fen=None)
        gone.is_current, gone.state = False, ended
    with store.reading() as session:
        assert [row.id for row in payment_list(session).blocked] == [standing.id]


def test_what_waits_or_gets_nothing_has_no_hindrance_beside_its_reason(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 1, event=an_event(work.session, form="pair"))
        a_result(work.session, 4)
        a_result(work.session, 1, state="draft")
        assess_all(work)
    with sqlite_store.reading() as session:
        found = [award_detail(session, award).hindrance for award in award_ids(session)]
        assert [one.hindrance if one else None for one in found] == [None, None, Hindrance.UNCONFIRMED]


def test_a_replaced_result_is_not_paid_even_where_nothing_was_assessed_since(store: Store) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
    with writing(store) as work:
        supersede(work.session, first.id, rank=2)
        supersede(work.session, second.id, rank=1)

    assert listed(store) == {}
    assert set(left_out(store).values()) == {Hindrance.SUPERSEDED}


def test_a_correction_that_nobody_confirmed_stops_the_award_it_would_change(store: Store) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [first.id, second.id])
    with writing(store) as work:
        supersede(work.session, first.id, rank=3, state="draft")
        assess_all(work)

    assert listed(store) == {second.id: SECOND}
    assert left_out(store)[first.id] == Hindrance.CORRECTION_PENDING


def test_a_frozen_award_leaves_the_list_once_its_contest_is_of_another_class(store: Store) -> None:
    with writing(store) as work:
        first, _ = two_places(work.session)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [first.id])
    with writing(store) as work:
        contest = first.entry.event.contest
        edit = ContestFactsEdit(
            contest_class="class-two",
            official_class="二类",
            class_basis="示例〔2024〕5号",
            organiser="",
            is_outside=None,
            is_selection=False,
            started_on=None,
        )
        stands = work.session.get_one(Contest, contest.id)
        set_contest_facts(work, stands.id, facts=edit, version=stands.lock_version)

    assert listed(store) == {}
    with store.reading() as session:
        one = payment_list(session).left_out[0]
        frozen = session.get_one(Award, first.id)
    assert (one.award.id, one.hindrance, one.today_fen) == (first.id, Hindrance.DIFFERS, None)
    assert "¥10,000.00" in one.words
    assert (frozen.state, frozen.amount_fen) == ("reviewed", FIRST)


def test_a_ruling_that_would_divide_otherwise_stops_what_was_frozen(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"), form="pair")
        pair = [a_result(work.session, 1, event=event, team_no="1", position=place) for place in (1, 2)]
        a_ruling(work.session, "team-prize", "equal-split")
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [one.id for one in pair])
    with writing(store) as work:
        a_ruling(work.session, "team-prize", "each-member", contest=event.contest.name)
        assess_all(work)

    assert listed(store) == {}
    with store.reading() as session:
        assert {one.today_fen for one in payment_list(session).left_out} == {FIRST}


@pytest.mark.parametrize("state", ["held", "withdrawn", "to-recover", "recovered", "in-payment", "paid"])
def test_what_is_held_taken_back_or_at_the_bank_is_not_paid(store: Store, state: str) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
        work.session.get_one(Award, first.id).state = state

    assert listed(store) == {second.id: SECOND}
    assert left_out(store) == ({first.id: Hindrance.HELD} if state == "held" else {})


@pytest.mark.parametrize("state", ["proposed", "reviewed", "publicised", "approved"])
def test_what_stands_is_paid_in_every_state_before_the_bank(store: Store, state: str) -> None:
    with writing(store) as work:
        first, _ = two_places(work.session)
        assess_all(work)
        work.session.get_one(Award, first.id).state = state

    assert listed(store)[first.id] == FIRST


@pytest.mark.parametrize("state", [state.value for state in AwardState if state not in ("none", "blocked")])
def test_what_is_published_is_proposed_reviewed_or_publicised(store: Store, state: str) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
        work.session.get_one(Award, first.id).state = state
    with store.reading() as session:
        found = {row.id for row in payable_awards(session, states=PUBLICITY_STATES).rows}

    assert found == ({first.id, second.id} if state in PUBLICITY_STATES else {second.id})
    assert AwardState.HELD not in (*PUBLICITY_STATES, *PAYMENT_STATES)


def test_an_unconfirmed_result_is_on_no_list_and_named_beside_it(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        draft = a_result(work.session, 1, state="draft")
        assess_all(work)

    assert listed(store) == {}
    with store.reading() as session:
        paying = export_payments(session, tmp_path / "发放表.xlsx", now=NOW, digest=audit_digest(session))
        published = export_publicity(session, tmp_path / "公示.xlsx", now=NOW)
    assert (paying.lines, paying.total_fen, published.lines) == (0, 0, 0)
    assert [one.hindrance for one in (*paying.left_out, *published.left_out)] == [Hindrance.UNCONFIRMED] * 2
    sheet = openpyxl.load_workbook(tmp_path / "发放表.xlsx")["未列入"]
    assert draft.entry.person.name in [row[1].value for row in sheet.iter_rows()]
    public = openpyxl.load_workbook(tmp_path / "公示.xlsx")
    text = str([row for sheet in public for row in sheet.iter_rows(values_only=True)])
    assert draft.entry.person.name not in text


def test_a_fact_changed_past_the_assessment_stops_the_proposal(store: Store) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
        first.rank = 3

    assert listed(store) == {second.id: SECOND}
    with store.reading() as session:
        one = payment_list(session).left_out[0]
    assert (one.hindrance, one.today_fen) == (Hindrance.OUTDATED, 600_000)


def test_one_award_that_no_longer_stands_does_not_stop_the_slips_of_the_others(
    store: Store, tmp_path: Path
) -> None:
    with writing(store) as work:
        first, second = two_places(work.session)
        assess_all(work)
        supersede(work.session, first.id, rank=4)
    with store.reading() as session:
        report = export_slips(
            session,
            tmp_path / "核算单.pdf",
            award_ids=[first.id, second.id],
            now=NOW,
            digest=audit_digest(session),
        )

    assert (report.awards, report.people) == (1, 1)
    assert [(one.award.id, one.hindrance) for one in report.left_out] == [(first.id, Hindrance.SUPERSEDED)]
    assert (tmp_path / "核算单.pdf").stat().st_size > 0


@pytest.mark.parametrize(("hour", "day"), [(15, "7月1日"), (16, "7月2日")])
def test_papers_bear_the_day_of_the_office_not_of_greenwich(
    store: Store, tmp_path: Path, hour: int, day: str
) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    moment = datetime(2024, 7, 1, hour, 0, tzinfo=UTC)
    with store.reading() as session:
        export_payments(session, tmp_path / "发放表.xlsx", now=moment, digest=audit_digest(session))
        export_publicity(session, tmp_path / "公示.xlsx", now=moment)
    for name in ("发放表", "公示"):
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx").worksheets[0]
        assert f"2024年{day}" in str(sheet["A3"].value)


def test_the_reviewer_sees_what_is_left_out_on_the_console(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1, state="draft")
        assess_all(work)
    with store.reading() as session:
        words = payable_awards(session).left_out[0].words
    assert "确认" in words
    assert REVIEWER not in words
