"""Every move of a line of a register leaves a history row and one audit line, and asks for its right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.accounts import AccountRole, Actor
from app.awards import assess_all
from app.errors import ConflictError
from app.honours import (
    HonourFacts,
    designate_unit,
    import_honours,
    pass_on_designation,
    propose_recognition,
    recognise_person,
    record_honour,
    reinstate_honour,
    reinstate_recognition,
    revoke_designation,
    revoke_honour,
    revoke_recognition,
    withdraw_recognition,
)
from app.introductions import (
    approve_subsidy,
    claim_subsidy,
    demand_subsidy_back,
    record_subsidy_payment,
    record_subsidy_recovery,
    withdraw_introduction,
    withdraw_subsidy,
)
from app.payments import record_budget
from app.registry import enter_person, enter_unit
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import AuditEntry, Designation, Honour, Result, StateChange
from tests.builders import a_person, a_result, a_standard, a_unit
from tests.register_builders import (
    NAMED_ON,
    NAMING,
    PROPOSER,
    a_designation,
    a_naming_award,
    a_recognition,
    an_assessment,
    an_introduction,
    annul,
)

MEETING = "新人社〔2024〕40号"
LATER = date(2024, 6, 28)


def history(work: UnitOfWork, noun: str) -> list[tuple[str, str, str, str, str]]:
    """Return the moves of a noun's records: from, to, by whom, why, by which document."""
    work.session.flush()
    query = select(StateChange).where(StateChange.noun == noun).order_by(StateChange.id)
    return [
        (one.from_state, one.to_state, one.actor, one.reason, one.document)
        for one in work.session.scalars(query)
    ]


def audited(work: UnitOfWork, subject: str) -> list[str]:
    """Return the actions in the audit chain on a subject, in order."""
    work.session.flush()
    query = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    return list(work.session.scalars(query))


def test_a_designation_leaves_each_move_with_its_document(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        line, heir = a_designation(work.session), a_unit(work.session)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        pass_on_designation(
            work,
            line.id,
            successor_unit_id=heir.id,
            document="新人社[2024]40号",
            happened_on=LATER,
            reason="两校合并",
        )
        successor = work.session.scalars(select(Designation).where(Designation.unit_id == heir.id)).one()
        revoke_designation(work, successor.id, document=MEETING, revoked_on=LATER, reason="停办")
        assert history(work, "designation") == [
            ("proposed", "designated", "审批丙", "", NAMING),
            ("designated", "passed-on", "审批丙", "两校合并", MEETING),
            ("blocked", "designated", "审批丙", "两校合并", MEETING),
            ("designated", "revoked", "审批丙", "停办", MEETING),
        ]
        assert audited(work, "designation") == ["designate", "pass-on", "take-over", "revoke"]
        details = [
            json.loads(entry.detail)
            for entry in work.session.scalars(select(AuditEntry).where(AuditEntry.action == "pass-on"))
        ]
        assert [one["document_as_written"] for one in details] == ["新人社[2024]40号"]
        assert details[0]["happened_on"] == LATER.isoformat()


def test_a_designation_that_loses_and_regains_its_results_moves_by_itself(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        line = a_designation(work.session, awards=0)
        result = work.session.get_one(Result, a_naming_award(work.session, line.unit).id)
        assess_all(work)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
    with store.writing(actor="经办甲") as work:
        annul(work.session, result.id)
        assess_all(work)
        assess_all(work)  # nothing more to say
    with store.writing(actor="经办甲") as work:
        work.session.get_one(Result, result.id).state = "confirmed"
        work.session.get_one(Result, result.id).is_current = True
        assess_all(work)
        moves = [(old, new, who) for old, new, who, _why, _document in history(work, "designation")]
        assert moves == [
            ("proposed", "designated", "审批丙"),
            ("designated", "under-review", "经办甲"),
            ("under-review", "designated", "经办甲"),
        ]
        assert audited(work, "designation") == ["designate", "review", "reinstate"]


def test_a_recognition_leaves_its_moves_and_so_does_the_honour_it_rests_on(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        person = a_person(work.session)
        given = {"awarded_on": date(2024, 1, 5), "document": "人社部函〔2024〕1号"}
        honour = record_honour(work, HonourFacts("national-expert", person_id=person.id, **given))  # type: ignore[arg-type]  # mixed
        introduction = an_introduction(work, person_id=person.id, honour_id=honour.id)
        an_assessment(work, introduction)
        line = a_recognition(work, introduction)
        recognise_person(work, line.id, document=NAMING, recognised_on=date(2024, 6, 1))
        revoke_honour(work, honour.id, version=honour.version, reason="授予单位撤销")
        revoke_recognition(work, line.id, document=MEETING, revoked_on=LATER, reason="条件不符")
        assert history(work, "recognition") == [
            ("", "proposed", PROPOSER, "考核认定会议纪要", ""),
            ("proposed", "recognised", "审批丙", "", NAMING),
            ("recognised", "under-review", "审批丙", "所依据的荣誉转待复核或已撤销", ""),
            ("under-review", "revoked", "审批丙", "条件不符", MEETING),
        ]
        assert [row[:2] for row in history(work, "honour")] == [("", "standing"), ("standing", "revoked")]
        assert audited(work, "recognition") == ["propose", "recognise", "review", "revoke"]
        assert audited(work, "honour") == ["record", "revoke"]


def test_an_honour_whose_result_fell_goes_under_review_and_is_kept_with_a_reason(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        result = a_result(work.session, person=a_person(work.session))
        award = a_naming_award(work.session, a_unit(work.session))
        facts = HonourFacts(
            "national-expert",
            date(2024, 1, 5),
            "人社部函〔2024〕1号",
            person_id=result.entry.person_id,
            award_id=award.id,
        )
        honour = record_honour(work, facts)
        annul(work.session, award.id)
        assess_all(work)
        version = work.session.get_one(Honour, honour.id).lock_version
        reinstate_honour(work, honour.id, version=version, reason="授予单位来函保留")
        assert [row[:2] for row in history(work, "honour")] == [
            ("", "standing"),
            ("standing", "under-review"),
            ("under-review", "standing"),
        ]
        assess_all(work)
        assert work.session.get_one(Honour, honour.id).state == "standing"  # the decision holds


def test_an_introduction_and_its_subsidy_leave_their_moves(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        gone = an_introduction(work)
        withdraw_introduction(work, gone.id, version=gone.lock_version, reason="未到岗")
        standard = {"rule": "introduction-subsidy", "recipient": "employer", "amounts_fen": '{"": 5000000}'}
        a_standard(work.session, **standard)
        claim = claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 4, 1), document=MEETING)
        other = claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 4, 1))
        withdraw_subsidy(work, other.id, reason="重复申领")
    with store.writing(actor="审批丙") as work:
        approve_subsidy(work, claim.id, approved_on=date(2024, 5, 1))
        record_subsidy_payment(work, claim.id, paid_on=date(2024, 5, 20))
        demand_subsidy_back(work, claim.id, document=MEETING, reason="材料不实")
        record_subsidy_recovery(work, claim.id, recovered_on=LATER)
        assert history(work, "introduction") == [
            ("", "standing", "经办甲", "", ""),
            ("standing", "withdrawn", "经办甲", "未到岗", ""),
            ("", "standing", "经办甲", "", ""),
            ("", "standing", "经办甲", "", ""),
        ]
        assert history(work, "subsidy") == [
            ("", "claimed", "经办甲", "", MEETING),
            ("", "claimed", "经办甲", "", ""),
            ("claimed", "withdrawn", "经办甲", "重复申领", ""),
            ("claimed", "approved", "审批丙", "", ""),
            ("approved", "paid", "审批丙", "", ""),
            ("paid", "to-recover", "审批丙", "材料不实", MEETING),
            ("to-recover", "recovered", "审批丙", "", ""),
        ]
        amounts = work.session.scalars(select(StateChange.amount_fen).where(StateChange.noun == "subsidy"))
        assert set(amounts) == {5_000_000}
        assert audited(work, "introduction-subsidy") == [
            "claim",
            "claim",
            "withdraw",
            "approve",
            "pay",
            "demand-back",
            "recover",
        ]


@pytest.mark.parametrize("spelling", ["经办甲", " 经办甲 ", "经\u200b办甲"])
def test_a_claim_is_approved_by_another_however_the_name_is_spelled(store: Store, spelling: str) -> None:
    with store.writing(actor="经办甲") as work:
        standard = {"rule": "introduction-subsidy", "recipient": "employer", "amounts_fen": '{"": 5000000}'}
        a_standard(work.session, **standard)
        claim = claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 4, 1))
    with pytest.raises(ConflictError) as refused, store.writing(actor=spelling) as work:
        approve_subsidy(work, claim.id, approved_on=date(2024, 5, 1))
    assert refused.value.code == "subsidy-own-claim"


R = AccountRole
FACTS = HonourFacts("national-expert", date(2024, 1, 5), "人社部函〔2024〕1号", person_id=1)
USE_CASES: dict[str, tuple[R, Callable[[UnitOfWork], object]]] = {
    "designate": (R.CLERK, lambda work: designate_unit(work, 1, document=NAMING, designated_on=NAMED_ON)),
    "revoke designation": (
        R.CLERK,
        lambda work: revoke_designation(work, 1, document=NAMING, revoked_on=NAMED_ON, reason="x"),
    ),
    "pass on": (
        R.CLERK,
        lambda work: pass_on_designation(
            work, 1, successor_unit_id=2, document=NAMING, happened_on=NAMED_ON, reason="x"
        ),
    ),
    "propose": (R.FINANCE, lambda work: propose_recognition(work, 1, title="x", choice_basis="x")),
    "recognise": (R.CLERK, lambda work: recognise_person(work, 1, document=NAMING, recognised_on=NAMED_ON)),
    "withdraw proposal": (R.FINANCE, lambda work: withdraw_recognition(work, 1, reason="x")),
    "reinstate": (R.CLERK, lambda work: reinstate_recognition(work, 1, reason="x")),
    "revoke recognition": (
        R.CLERK,
        lambda work: revoke_recognition(work, 1, document=NAMING, revoked_on=NAMED_ON, reason="x"),
    ),
    "record honour": (R.AUDITOR, lambda work: record_honour(work, FACTS)),
    "revoke honour": (R.CLERK, lambda work: revoke_honour(work, 1, version=1, reason="x")),
    "reinstate honour": (R.CLERK, lambda work: reinstate_honour(work, 1, version=1, reason="x")),
    "import honours": (R.FINANCE, lambda work: import_honours(work, "list.xlsx")),
    "introduce": (R.REVIEWER, an_introduction),
    "withdraw introduction": (R.APPROVER, lambda work: withdraw_introduction(work, 1, version=1, reason="x")),
    "claim": (R.FINANCE, lambda work: claim_subsidy(work, 1, claimed_on=NAMED_ON)),
    "approve": (R.CLERK, lambda work: approve_subsidy(work, 1, approved_on=NAMED_ON)),
    "pay": (R.CLERK, lambda work: record_subsidy_payment(work, 1, paid_on=NAMED_ON)),
    "demand back": (R.FINANCE, lambda work: demand_subsidy_back(work, 1, document=NAMING, reason="x")),
    "recovered": (R.CLERK, lambda work: record_subsidy_recovery(work, 1, recovered_on=NAMED_ON)),
    "withdraw claim": (R.FINANCE, lambda work: withdraw_subsidy(work, 1, reason="x")),
    "budget": (
        R.CLERK,
        lambda work: record_budget(work, 2024, amount_fen=1, basis="新财〔2024〕1号", decided_on=NAMED_ON),
    ),
    "enter person": (R.FINANCE, lambda work: enter_person(work, "王伟", "")),
    "enter unit": (R.FINANCE, lambda work: enter_unit(work, "示例厂")),
}


@pytest.mark.parametrize("name", USE_CASES)
def test_each_use_case_asks_for_its_right_before_anything_else(sqlite_store: Store, name: str) -> None:
    role, use_case = USE_CASES[name]
    actor = Actor(None, "某人", frozenset({role}))
    with pytest.raises(ConflictError) as refused, sqlite_store.writing(actor=actor) as work:
        use_case(work)
    assert refused.value.code == "right-missing"
