"""From the outside: results are assessed, a unit is named, a result falls, another one comes."""

from __future__ import annotations

from datetime import date

from app.awards import assess_all, designation_rows
from app.honours.bases import base_detail, base_rows
from app.honours.designating import designate_unit, revoke_designation
from app.honours.succession import pass_on_designation
from app.registry import ResultFacts, confirm_results, correct_result
from app.reports import pending_actions
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Unit
from tests.builders import a_contest, a_result, a_unit, an_event
from tests.register_builders import BASE, EXCELLENT_BASE, NAMED_ON, NAMING, annul


def a_place(work: UnitOfWork, unit: Unit, *, level: str, rank: int = 1) -> int:
    event = an_event(work.session, a_contest(work.session, level, name=f"{level}示例大赛", year=2024))
    return a_result(work.session, rank, unit=unit, event=event, published_on=date(2024, 6, 1)).id


def test_a_result_that_falls_is_followed_to_the_named_base_and_back(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session)
        provincial = a_place(work, unit, level="provincial")
        a_place(work, unit, level="national", rank=2)
        assess_all(work)
        rows = base_rows(work.session)
        assert [(row.title, row.state) for row in rows] == [(EXCELLENT_BASE, "proposed"), (BASE, "proposed")]
        for row in rows:
            designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        annul(work.session, provincial)
        assess_all(work)
        states = {row.title: (row.id, row.state) for row in base_rows(work.session)}
        assert states[EXCELLENT_BASE][1] == "designated"
        line, state = states[BASE]
        assert state == "under-review"
        assert [act.act for act in base_detail(work.session, line).acts] == ["designate", "review"]
        assess_all(work)
        assert len(base_detail(work.session, line).acts) == 2
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_result(work.session, 3, unit=unit, event=event)
        assess_all(work)
        detail = base_detail(work.session, line)
        assert detail.line.state == "designated"
        assert [fact.status for fact in detail.facts] == ["fallen", "proposed"]


def test_a_proposal_whose_only_result_falls_is_gone(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        result = a_place(work, a_unit(work.session), level="provincial")
        assess_all(work)
        assert len(base_rows(work.session)) == 1
        annul(work.session, result)
        assess_all(work)
        assert base_rows(work.session) == []


def test_a_base_comes_back_when_the_correction_is_confirmed_also_after_an_assessment(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        result = a_place(work, a_unit(work.session), level="provincial")
        assess_all(work)
    with store.writing(actor="审批丙") as work:
        (row,) = base_rows(work.session)
        designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
    with store.writing(actor="经办甲") as work:
        lower = ResultFacts(rank=9, medal="", grade="", score="", published_on=date(2024, 6, 1))
        lowered = correct_result(work, result, facts=lower, reason="名次录错", basis="示例〔2024〕8号")
    with store.writing(actor="经办甲") as work:
        assert base_rows(work.session)[0].state == "under-review"
        right = ResultFacts(rank=1, medal="", grade="", score="", published_on=date(2024, 6, 1))
        again = correct_result(work, lowered, facts=right, reason="原名次无误", basis="示例〔2024〕9号")
    with store.writing(actor="经办甲") as work:
        assess_all(work)
        assert base_rows(work.session)[0].state == "under-review"  # nobody confirmed it yet
    with store.writing(actor="复核乙") as work:
        confirm_results(work, [again])
    with store.reading() as session:
        assert base_rows(session)[0].state == "designated"


def test_a_title_taken_away_gains_no_bases_and_the_new_win_is_pending(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        unit = a_unit(work.session)
        a_place(work, unit, level="provincial")
        assess_all(work)
        (row,) = base_rows(work.session)
        designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        revoke_designation(work, row.id, document=NAMING, revoked_on=NAMED_ON, reason="停办")
        again = a_result(
            work.session, 1, unit=unit, event=an_event(work.session, a_contest(work.session, "provincial"))
        )
        assess_all(work)
        (row,) = base_rows(work.session)
        assert (row.state, row.bases) == ("revoked", 1)
        (action,) = pending_actions(work.session)
        assert (action.kind, action.subject_id) == ("unit-title-ended", again.id)
        assert "已撤销" in action.why


def test_a_title_passed_on_follows_corrected_results_and_says_what_the_successor_rests_on(
    store: Store,
) -> None:
    with store.writing(actor="经办甲") as work:
        old, new = a_unit(work.session), a_unit(work.session)
        result = a_place(work, old, level="provincial")
        assess_all(work)
        (row,) = base_rows(work.session)
    with store.writing(actor="审批丙") as work:
        designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        facts = {"document": "新人社〔2024〕15号", "happened_on": NAMED_ON, "reason": "合并"}
        pass_on_designation(work, row.id, successor_unit_id=new.id, **facts)  # type: ignore[arg-type]  # mixed
    with store.writing(actor="经办甲") as work:
        named = {line.unit_id: line for line in designation_rows(work.session)}
        assert named[new.id].basis == named[old.id].basis == (result,)
        second = ResultFacts(rank=2, medal="", grade="", score="", published_on=date(2024, 6, 1))
        corrected = correct_result(work, result, facts=second, reason="名次录错", basis="示例〔2024〕8号")
    with store.writing(actor="复核乙") as work:
        confirm_results(work, [corrected])
    with store.reading() as session:
        states = {line.unit_id: (line.status, line.basis) for line in designation_rows(session)}
    assert states == {old.id: ("passed-on", (corrected,)), new.id: ("designated", (corrected,))}
