"""An objection holds its own award only; the rest goes on, and what is decided is decided by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.awards import Hindrance
from app.batches import (
    BatchChoice,
    approve_batch,
    close_publicity,
    create_batch,
    decide_objection,
    register_objection,
)
from app.errors import AppError, ConflictError, InputError
from app.store import Store
from app.transitions import Noun, move
from models import Award
from models.publicity import ObjectionState
from models.types import AwardState
from tests.app.batches.office import APPROVER, CLERK, FINANCE, Office

SOURCE, TEXT = "某选送单位", "名次与公布的文件不一致"


def objected(office: Office, batch: int, award: int) -> int:
    with office.acting(CLERK) as work:
        return register_objection(work, batch, award, source=SOURCE, text=TEXT)


def test_the_rest_goes_on_and_the_held_one_leaves_with_a_reason(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    objected(office, batch, awards[1])
    office.wait(8)
    with office.acting(CLERK) as work:
        report = close_publicity(work, batch)

    page = office.page(batch)
    assert office.states(*awards) == ["publicised", "held", "publicised"]
    assert [one.award.id for one in report.left_out] == [awards[1]]
    assert [one.reason for one in report.left_out] == [Hindrance.HELD]
    assert (page.facts.awards, page.facts.open_objections) == (2, 1)
    assert "异议" in page.left_out[0].reason


def test_dismissed_later_it_enters_another_batch(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    objection = objected(office, batch, awards[1])
    office.wait(8)
    with office.acting(CLERK) as work:
        close_publicity(work, batch)
        with pytest.raises(ConflictError):
            create_batch(work, name="第二批", chosen=BatchChoice())
    with office.acting(APPROVER) as work:
        decide_objection(work, objection, ObjectionState.DISMISSED, decision="经核查名次无误")
    second = office.batch("第二批")

    assert [one.award.id for one in office.page(second).awards] == [awards[1]]
    assert office.page(batch).objections[0].decision == "经核查名次无误"


def test_an_award_is_released_only_when_every_objection_is_decided(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    first, second = objected(office, batch, awards[0]), objected(office, batch, awards[0])
    with office.acting(APPROVER) as work:
        decide_objection(work, first, ObjectionState.DISMISSED, decision="不属实")
    still = office.states(awards[0])
    with office.acting(CLERK) as work:
        decide_objection(work, second, ObjectionState.TAKEN_BACK, decision="提出人撤回")

    assert (still, office.states(awards[0])) == (["held"], ["publicised"])


def test_upheld_it_leaves_the_batch_and_stays_held(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    objection = objected(office, batch, awards[2])
    with office.acting(APPROVER) as work:
        decide_objection(work, objection, ObjectionState.UPHELD, decision="名次有误，须更正")

    assert office.states(awards[2]) == ["held"]
    assert office.page(batch).facts.awards == 2
    assert "名次有误" in office.page(batch).left_out[0].reason


def test_whoever_registered_it_does_not_decide_it(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    objection = objected(office, batch, awards[0])
    with pytest.raises(ConflictError) as raised, office.acting(CLERK) as work:
        decide_objection(work, objection, ObjectionState.DISMISSED, decision="不属实")

    assert raised.value.code == "objection-own"


@pytest.mark.parametrize("state", [AwardState.APPROVED, AwardState.IN_PAYMENT, AwardState.PAID])
def test_an_objection_on_what_is_approved_or_paid_is_refused(store: Store, state: AwardState) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.approved()
    way = {AwardState.APPROVED: [], AwardState.IN_PAYMENT: [AwardState.IN_PAYMENT]}
    with office.acting(FINANCE) as work:
        for to in way.get(state, [AwardState.IN_PAYMENT, AwardState.PAID]):
            move(work, Noun.AWARD, work.session.get_one(Award, awards[0]), to)
    with pytest.raises(ConflictError) as raised:
        objected(office, batch, awards[0])

    assert raised.value.code == "objection-too-late"
    assert office.states(awards[0]) == [state]
    assert office.page(batch).objections == []


def test_an_objection_needs_source_text_and_a_day_that_was(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.published()
    cases = (
        {"source": " "},
        {"text": ""},
        {"received_on": office.today + timedelta(days=1)},
        {"received_on": office.today - timedelta(days=1)},
    )
    for case in cases:
        facts = {"source": SOURCE, "text": TEXT} | case
        with pytest.raises(InputError), office.acting(CLERK) as work:
            register_objection(work, batch, awards[0], **facts)
    assert office.states(awards[0]) == ["publicised"]


def test_one_late_objection_holds_its_row_at_the_approval(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.closed()
    objected(office, batch, awards[0])
    with office.acting(APPROVER) as work:
        report = approve_batch(work, batch, decided_on=office.today)

    assert office.states(*awards) == ["held", "approved", "approved"]
    assert [one.award.id for one in report.left_out] == [awards[0]]
    assert office.page(batch).approvals[0].awards == 2


def test_before_publication_there_is_nothing_to_object_to(store: Store) -> None:
    office = Office(store)
    awards = office.winners()
    batch = office.reviewed()
    with pytest.raises(AppError):
        objected(office, batch, awards[0])
    assert office.states(awards[0]) == ["reviewed"]
