"""What stands around an amount: where a rank comes from, who checked the document, what ended awards were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.accounts import audit_digest
from app.awards import (
    annul_result,
    assess_all,
    award_ids,
    award_page,
    explain_award,
    export_slips,
    review_awards,
    slip_awards,
)
from app.errors import NotFoundError
from app.policy import load_policy
from app.registry import ResultFacts, correct_result
from app.reports import record_document_check
from app.store import Store
from app.transitions import Noun, move
from models import Award, Result, StateChange
from models.types import AwardState, ResultId
from tests.app.awards.test_assess import supersede, writing
from tests.app.awards.test_slips import pages_of
from tests.builders import (
    CLERK,
    NOW,
    REVIEWER,
    a_contest,
    a_person,
    a_result,
    a_unit,
    an_entry,
    an_event,
    an_import_batch,
)
from tests.synthetic import credit_code

DOCUMENT = "示例〔2024〕7号"


def test_who_last_found_the_document_in_force_is_told(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    document = load_policy().documents[0]
    with store.writing(actor="审批丙") as work:
        record_document_check(work, document, on=date(2024, 6, 30))
    with store.reading() as session:
        text = explain_award(session, 1).as_text()

    assert "文件没有写自哪一天起施行；2024年6月30日由审批丙核对为现行有效。" in text


def test_a_result_entered_by_hand_names_who_entered_it_on_what(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1, basis=DOCUMENT)
        assess_all(work)
    with store.reading() as session:
        facts = dict(explain_award(session, 1).facts)

    assert facts["成绩依据"] == DOCUMENT
    assert facts["录入和确认"] == f"{CLERK}2024年7月1日录入，{REVIEWER}2024年7月1日确认"
    assert "成绩来源" not in facts


@pytest.mark.parametrize(
    ("name", "told"),
    [("甲.csv", "甲.csv，第 7 行"), ("甲.xlsx", "甲.xlsx，工作表“名单”第 7 行")],
)
def test_a_file_without_sheets_names_none(store: Store, name: str, told: str) -> None:
    with writing(store) as work:
        batch = an_import_batch(work.session, file_name=name)
        a_result(work.session, 1, source="名单!7", import_batch_id=batch.id)
        assess_all(work)
    with store.reading() as session:
        assert dict(explain_award(session, 1).facts)["成绩来源"] == told


def test_an_annulled_result_is_told_from_a_corrected_one(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor="审批丙") as work:
        annul_result(work, ResultId(1), basis=DOCUMENT)
    with store.reading() as session:
        why = explain_award(session, 1)

    assert dict(why.facts)["撤销依据"] == DOCUMENT
    assert "更正" not in why.as_text()


@pytest.mark.parametrize(
    ("rank", "was"),
    [
        (1, "按原成绩和现行政策、裁定测算为 ¥10,000.00，当时奖励未经复核"),
        (5, "按原成绩和现行政策、裁定，结论为“不予奖励：第5名；文件奖励省级一类大赛前三名”"),
    ],
)
def test_a_replaced_result_that_nobody_reviewed_says_what_it_would_have_come_to(
    store: Store, rank: int, was: str
) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_result(work.session, rank, event=event)
        assess_all(work)
    with store.writing(actor=CLERK) as work:
        day = work.session.get_one(Result, 1).published_on
        correct_result(work, 1, facts=ResultFacts(3, "", "", "", day), basis=DOCUMENT, reason="名次录错")
    with store.reading() as session:
        why = explain_award(session, 1)

    assert was in why.conclusion
    assert dict(why.facts)["更正依据"] == DOCUMENT
    assert why.quotes


def test_a_reviewed_award_keeps_its_arithmetic_after_its_result_was_replaced(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_result(work.session, 1, event=event)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [1])
    with store.writing(actor=CLERK) as work:
        day = work.session.get_one(Result, 1).published_on
        correct_result(work, 1, facts=ResultFacts(3, "", "", "", day), basis=DOCUMENT, reason="名次录错")
    with store.reading() as session:
        text = explain_award(session, 1).as_text()

    assert f"此前核定 ¥10,000.00（{REVIEWER}于" in text
    assert "该名次标准为 ¥10,000.00" in text


def test_everybody_gets_a_slip_also_who_gets_nothing_or_waits(sqlite_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    with writing(sqlite_store) as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省示例大赛")
        event = an_event(work.session, contest, form="pair")
        for rank, name in ((1, "张三"), (4, "李四")):
            a_result(work.session, rank, event=event, person=a_person(work.session, name=name))
        a_result(work.session, 1, person=a_person(work.session, name="王五"))
        assess_all(work)
    with sqlite_store.reading() as session:
        chosen, left_out = slip_awards(session)
        export_slips(session, out, award_ids=chosen, now=NOW, digest=audit_digest(session))
        of_contest, _ = slip_awards(session, contest="2024年河南省示例大赛")
    text = "".join(pages_of(out.read_bytes())).replace("\r\n", "")

    assert (list(chosen), left_out) == (list(award_ids_of(sqlite_store)), 0)
    assert len(of_contest) == 2
    assert "不予奖励：第4名；文件奖励省级一类大赛前三名" in text
    assert "暂不核定，待裁定：双人或团队项目的奖金怎么给？" in text
    assert "拟计发 ¥1,000.00（人民币壹仟元整）" in text


def award_ids_of(store: Store) -> list[int]:
    with store.reading() as session:
        return list(award_ids(session))


def test_where_there_are_too_many_those_of_nothing_are_left_out_and_counted(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.awards.slips.MOST_AT_ONCE", 2)
    with writing(sqlite_store) as work:
        event = an_event(work.session)
        for rank in (1, 4, 5):
            a_result(work.session, rank, event=event)
        assess_all(work)
    with sqlite_store.reading() as session:
        chosen, left_out = slip_awards(session)

        assert (list(chosen), left_out) == ([1], 2)
        with pytest.raises(NotFoundError):
            slip_awards(session, contest="没有的竞赛")


def test_what_was_replaced_asks_nothing_and_names_nobody_any_more(store: Store) -> None:
    """One of two at one rank, whose prize waited for a ruling, and whose unit was to be named."""
    with store.writing(actor=CLERK) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"), form="pair")
        old = a_result(work.session, 1, event=event, position=1)
        a_result(work.session, 1, event=event, position=2)
        assess_all(work)
        before = explain_award(work.session, old.id)
        assert before.questions
        assert before.alternatives
        assert before.title
    with store.writing(actor=CLERK) as work:
        facts = ResultFacts(2, "", "", "", old.published_on)
        correct_result(work, old.id, facts=facts, basis=DOCUMENT, reason="名次录错")
    with store.reading() as session:
        why = explain_award(session, old.id)

    assert (why.questions, why.alternatives, why.title, why.title_status) == ((), (), "", "")
    assert (why.status, why.amount_fen, why.reason) == ("none", None, "result-superseded")


def test_why_a_result_ended_is_told_from_its_last_move_and_each_reason_once(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        old = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor="审批丙") as work:
        annul_result(work, ResultId(old.id), basis=DOCUMENT)
    with store.reading() as session:
        facts = explain_award(session, old.id).facts

    ending = [fact for fact in facts if fact[0] in {"撤销人和日期", "撤销依据", "原因", "更正后的成绩"}]
    assert ending == [("撤销人和日期", "审批丙，2024年7月1日"), ("撤销依据", DOCUMENT)]


@pytest.mark.parametrize(
    ("code", "questions", "said"),
    [
        ("91410100MA4122335P", ("outside-sending-unit",), "河南省郑州市"),
        ("91410100MA4122335Q", (), "校验位不对，须对照证照核对"),
    ],
)
def test_a_credit_code_tells_a_place_only_where_its_check_character_is_right(
    sqlite_store: Store, code: str, questions: tuple[str, ...], said: str
) -> None:
    with writing(sqlite_store) as work:
        event = an_event(work.session)
        unit = a_unit(work.session, name="示例机电有限公司", credit_code=code, is_outside=None)
        a_result(work.session, 1, event=event, entry=an_entry(work.session, event, unit=unit))
        assess_all(work)
    with sqlite_store.reading() as session:
        (award,) = award_ids(session)
        (row,) = award_page(session, [award])
        text = explain_award(session, award).as_text()
    assert row.questions == questions
    assert said in text
    assert ("河南省郑州市" in text) == bool(questions)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"medal": "银牌"}, "（奖励 2，银牌），"),
        ({"grade": "二等奖"}, "（奖励 2，二等奖），"),
        ({"no_rank": "absent"}, "（奖励 2，缺赛），"),
    ],
)
def test_what_took_the_place_of_a_result_is_told_by_rank_medal_or_grade(
    sqlite_store: Store, place: dict[str, str], told: str
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        old = a_result(work.session, 1)
        assess_all(work)
        supersede(work.session, old.id, rank=None, **place)
        assess_all(work)
        assert told in dict(explain_award(work.session, old.id).facts)["更正后的成绩"]


@pytest.mark.parametrize(
    ("division", "told"),
    [
        ("410700", "河南省新乡市（统一社会信用代码中的行政区划 410700）"),
        ("410000", "河南省省级登记机关（统一社会信用代码中的行政区划 410000），看不出在市内或市外"),
    ],
)
def test_where_the_code_of_a_unit_was_given_out_stands_among_the_facts(
    sqlite_store: Store, division: str, told: str
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        unit = a_unit(work.session, credit_code=credit_code(7_000, division=division))
        result = a_result(work.session, 1, unit=unit)
        assess_all(work)
        assert told in dict(explain_award(work.session, result.id).facts).values()


def test_what_an_award_was_is_read_from_its_own_history(sqlite_store: Store) -> None:
    """A subsidy of the same number has a history too."""
    with sqlite_store.writing(actor=CLERK) as work:
        old = a_result(work.session, 1)
        assess_all(work)
        award = work.session.get_one(Award, old.id)
        award.state = AwardState.APPROVED
        move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason="弄错了", follows=True)
        other = {"noun": "subsidy", "subject_id": old.id, "to_state": "paid", "amount_fen": 777_700}
        work.session.add(StateChange(changed_at=NOW, actor=CLERK, **other))
        work.session.flush()
        award.amount_fen = None
    with sqlite_store.reading() as session:
        why = explain_award(session, old.id)
    assert "此前测算 ¥1,000.00" in why.conclusion
