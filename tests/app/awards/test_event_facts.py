"""What the policy learns of an event from its list: the groups it was held in, the day it began."""

from __future__ import annotations

from datetime import date

import pytest

from app.awards import assess_all, award_page, explain_award
from app.store import Store
from tests.app.awards.test_assess import writing
from tests.builders import a_contest, a_result, an_event


@pytest.mark.parametrize("named", ["网络安全（教师组）", "网络安全(教工组)", "网络安全教师组"])
def test_a_group_that_stands_in_the_name_of_the_event_is_a_group(store: Store, named: str) -> None:
    with writing(store) as work:
        contest = a_contest(work.session)
        workers = a_result(
            work.session, event=an_event(work.session, contest, name="网络安全（职工组）", group="")
        )
        teachers = a_result(work.session, event=an_event(work.session, contest, name=named, group=""))
        assess_all(work)
    with store.reading() as session:
        rows = {row.id: row for row in award_page(session, [workers.id, teachers.id])}
        assert rows[workers.id].status == "proposed"
        assert rows[teachers.id].questions == ("teacher-group",)


def test_a_recorded_group_beside_one_in_a_name(store: Store) -> None:
    with writing(store) as work:
        contest = a_contest(work.session)
        a_result(work.session, event=an_event(work.session, contest, name="网络安全", group="worker"))
        named = an_event(work.session, contest, name="网络安全（学生组）", group="")
        students = a_result(work.session, event=named)
        assess_all(work)
    with store.reading() as session:
        assert award_page(session, [students.id])[0].questions == ("student-group",)


def test_both_days_stand_in_the_explanation_of_a_contest_across_the_document(store: Store) -> None:
    with writing(store) as work:
        contest = a_contest(work.session, started_on=date(2023, 7, 10))
        event = an_event(work.session, contest)
        result = a_result(work.session, event=event, published_on=date(2023, 9, 1))
        assess_all(work)
    with store.reading() as session:
        explanation = explain_award(session, result.id)
        assert [question for question, _ in explanation.questions] == ["across-policy-date"]
        text = explanation.as_text()
        assert "竞赛开始日期：2023年7月10日" in text
        assert "竞赛于2023年7月10日开始" in text
        assert "成绩于2023年9月1日公布" in text
