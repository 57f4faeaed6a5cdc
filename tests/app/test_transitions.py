"""States only change along their noun's table, with right and reason, and leave history and audit behind."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts import RIGHTS, AccountRole, Actor, Right
from app.errors import ConflictError, InputError
from app.registry import confirm_results
from app.store import Store
from app.transitions import TRANSITIONS, Noun, is_frozen, move, transition
from models import AuditEntry, Result, StateChange
from models.adjustment import AdjustmentState
from models.batch import BatchState
from models.designation import DesignationState
from models.honour import HonourState
from models.introduction import IntroductionState
from models.payment import LineState
from models.policy_pack import PackState
from models.publicity import ObjectionState
from models.recognition import RecognitionState
from models.subsidy import SubsidyState
from models.types import UNFROZEN_STATES, AwardState, CertificateState, ResultState
from tests.builders import CLERK, NOW, REVIEWER, a_result, an_award

STATES = {
    Noun.RESULT: ResultState,
    Noun.AWARD: AwardState,
    Noun.ADJUSTMENT: AdjustmentState,
    Noun.CERTIFICATE: CertificateState,
    Noun.DESIGNATION: DesignationState,
    Noun.RECOGNITION: RecognitionState,
    Noun.HONOUR: HonourState,
    Noun.INTRODUCTION: IntroductionState,
    Noun.SUBSIDY: SubsidyState,
    Noun.POLICY_PACK: PackState,
    Noun.BATCH: BatchState,
    Noun.OBJECTION: ObjectionState,
    Noun.PAYMENT_LINE: LineState,
}


def changes(store: Store, noun: str) -> list[StateChange]:
    with store.reading() as session:
        query = select(StateChange).where(StateChange.noun == noun).order_by(StateChange.id)
        return list(session.scalars(query))


def reached_from(start: AwardState) -> set[str]:
    reached, waiting = {str(start)}, [str(start)]
    while waiting:
        further = set(TRANSITIONS[Noun.AWARD][waiting.pop()]) - reached
        reached |= further
        waiting += further
    return reached


@pytest.mark.parametrize("noun", list(Noun))
def test_each_noun_has_a_table_of_its_own_states(noun: Noun) -> None:
    known = set(STATES[noun])
    table = TRANSITIONS[noun]

    assert set(table) == known
    assert {to for ways in table.values() for to in ways} <= known


def test_who_may_make_which_move_and_which_need_a_reason() -> None:
    written = Path(__file__).with_name("procedure.txt").read_text("utf-8").splitlines()
    moves = [
        f"{noun.value}: {old!s} > {new!s}: {way.action}, {way.right.value if way.right else '-'}"
        + (", reason" if way.needs_reason else "")
        for noun, table in TRANSITIONS.items()
        for old, ways in table.items()
        for new, way in ways.items()
    ]
    assert moves == [line for line in written if not line.startswith("#")]


@given(st.lists(st.sampled_from(list(AwardState)), min_size=2, max_size=12))
def test_only_the_lines_of_the_procedure_are_walked(walk: list[AwardState]) -> None:
    for old, new in pairwise(walk):
        if new in TRANSITIONS[Noun.AWARD][old]:
            assert transition(Noun.AWARD, old, new, subject=1).action
        else:
            with pytest.raises(ConflictError):
                transition(Noun.AWARD, old, new, subject=1)


def test_money_that_moved_never_comes_back_to_a_proposal() -> None:
    assert reached_from(AwardState.PAID) == {"paid", "to-recover", "recovered"}


def test_every_state_is_reached_from_nothing_and_frozen_from_reviewed_on() -> None:
    assert reached_from(AwardState.NONE) == set(AwardState)
    assert {state for state in AwardState if not is_frozen(state)} == set(UNFROZEN_STATES)


def test_a_refusal_names_the_record_and_both_states() -> None:
    with pytest.raises(ConflictError) as raised:
        transition(Noun.DESIGNATION, "revoked", "designated", subject="示例学院")

    assert raised.value.code == "honours-move"
    assert raised.value.params["subject"] == "示例学院"


@pytest.mark.parametrize(
    ("noun", "old", "new", "words"),
    [
        (Noun.RESULT, "superseded", "annulled", ("已更正", "已撤销")),
        (Noun.AWARD, "paid", "blocked", ("已发放", "待裁定")),
        (Noun.ADJUSTMENT, "settled", "dropped", ("已结清", "已作废")),
        (Noun.CERTIFICATE, "superseded", "revoked", ("已更换", "已作废")),
        (Noun.DESIGNATION, "passed-on", "proposed", ("已承继给他单位", "拟命名")),
        (Noun.RECOGNITION, "withdrawn", "recognised", ("已撤回", "已认定")),
        (Noun.HONOUR, "revoked", "standing", ("已撤销", "有效")),
        (Noun.INTRODUCTION, "withdrawn", "standing", ("已撤回", "有效")),
        (Noun.SUBSIDY, "claimed", "paid", ("已申领", "已发放")),
        (Noun.POLICY_PACK, "refused", "accepted", ("未通过审核", "已审核，现行")),
        (Noun.BATCH, "archived", "draft", ("已归档", "草稿")),
        (Noun.OBJECTION, "dismissed", "upheld", ("不成立", "成立")),
        (Noun.PAYMENT_LINE, "paid", "pending", ("已发", "待发")),
    ],
)
def test_a_refusal_calls_the_states_as_the_noun_does(
    noun: Noun, old: str, new: str, words: tuple[str, str]
) -> None:
    with pytest.raises(ConflictError) as raised:
        transition(noun, old, new, subject=1)
    assert (raised.value.params["old"], raised.value.params["new"]) == words


def test_a_move_leaves_history_and_audit(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        award = an_award(work.session, state="approved", amount_fen=800_000)
        move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason="弄错了", document="示例〔2024〕7号")
        award_id = award.id

    row = changes(store, "award")[0]
    assert (row.subject_id, row.from_state, row.to_state) == (award_id, "approved", "withdrawn")
    assert (row.actor, row.changed_at, row.amount_fen) == (CLERK, NOW, 800_000)
    assert (row.reason, row.document) == ("弄错了", "示例〔2024〕7号")
    with store.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.subject == "award")).one()
    assert (line.action, line.subject_id, line.reason) == ("withdraw", str(award_id), "弄错了")


@pytest.mark.parametrize(("reason", "document"), [("", ""), ("  ", " ")])
def test_a_move_that_needs_a_reason_is_not_made_without(store: Store, reason: str, document: str) -> None:
    with store.writing(actor=CLERK) as work:
        award = an_award(work.session, state="approved")
        with pytest.raises(InputError) as raised:
            move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason=reason, document=document)
        assert award.state == "approved"

    assert raised.value.code == "move-reason-needed"
    assert changes(store, "award") == []


def test_a_move_needs_its_right_unless_it_follows_from_another(store: Store) -> None:
    auditor = Actor(None, "审计丁", frozenset({AccountRole.AUDITOR}))
    assert Right.REVIEW not in RIGHTS[AccountRole.AUDITOR]
    with store.writing(actor=auditor) as work:
        award = an_award(work.session)
        with pytest.raises(ConflictError) as raised:
            move(work, Noun.AWARD, award, AwardState.REVIEWED)
        assert award.state == "proposed"
        move(work, Noun.AWARD, award, AwardState.REVIEWED, follows=True)
        assert award.state == "reviewed"

    assert raised.value.code == "right-missing"


def test_a_document_longer_than_its_column_is_refused_before_the_database_does(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        award = an_award(work.session, state="paid")
        with pytest.raises(InputError) as raised:
            move(work, Noun.AWARD, award, AwardState.TO_RECOVER, document="号" * 121)
        move(work, Noun.AWARD, award, AwardState.TO_RECOVER, document="号" * 120)

    assert raised.value.code == "document-too-long"


def test_confirming_many_writes_a_history_row_for_each(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        drafts = [int(a_result(work.session, rank, state="draft").id) for rank in (1, 2, 3)]
        a_result(work.session, 1)
    with store.writing(actor=REVIEWER) as work:
        report = confirm_results(work)
        assert {work.session.get_one(Result, draft).confirmed_by for draft in drafts} == {REVIEWER}

    rows = changes(store, "result")
    assert (report.confirmed, report.already) == (3, 1)
    assert [(row.subject_id, row.from_state, row.to_state) for row in rows] == [
        (draft, "draft", "confirmed") for draft in drafts
    ]
    assert {(row.actor, row.changed_at) for row in rows} == {(REVIEWER, NOW)}
    with store.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.action == "confirm")).all()
    assert [line.subject_id for line in lines] == [str(draft) for draft in drafts]
