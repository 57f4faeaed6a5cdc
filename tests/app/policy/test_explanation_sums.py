"""Whatever the ranks, teams, ties and rulings: an explanation's sums come out, and it is plain Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    PROPOSED,
    EntryFacts,
    EventFacts,
    Explanation,
    Outcome,
    RulingFacts,
    StandardFacts,
    evaluate_event,
    explain,
    load_policy,
    reason_words,
    run_self_cases,
)
from app.policy.questions import QUESTIONS
from app.words import words_of
from tests.app.policy import test_evaluating
from tests.app.policy.builders import a_contest, a_ruling, a_standard, an_entry, an_event
from tests.explanation_sums import inner_words_in, sums_in

POLICY = load_policy()
_PEOPLE = ["江海涛", "杜若", "林晓燕", "戚继东", "钱三强", "乔北溟", "邱月明", "裘千尺"]
NAMES = dict(enumerate(_PEOPLE, 1))

_rulings = st.fixed_dictionaries(
    {},
    optional={
        question: st.sampled_from(QUESTIONS[question])
        for question in ("same-rank", "tie", "team-prize", "before-policy", "comprehensive-contest")
    }
    | {question: st.just("counts") for question in ("student-group", "outside-sending-unit")},
)
_shares = st.sampled_from([(), (50, 50), (70, 30), (50, 30, 20), (34, 33, 33), (100, 0)])


def explained(
    event: EventFacts, entries: list[EntryFacts], *rulings: RulingFacts, **more: tuple[StandardFacts, ...]
) -> Explanation:
    standards = more.get("standards", ())
    return explain(
        entries[0].id,
        event=event,
        entries=entries,
        policy=POLICY,
        rulings=rulings,
        standards=standards,
        names=NAMES,
    )


@given(test_evaluating._events, test_evaluating._entries, _rulings, _shares)
def test_what_is_written_out_comes_out_and_comes_to_the_amount(
    event: EventFacts, entries: list[EntryFacts], answers: dict[str, str], shares: tuple[int, ...]
) -> None:
    rulings = [
        a_ruling(question, answer, event=event.name, shares=shares if answer == "custom-split" else ())
        for question, answer in answers.items()
    ]
    why = explained(event, entries, *rulings)
    text = why.as_text()

    assert [words for words, holds in sums_in(text) if not holds] == []
    assert inner_words_in(text) == []
    if why.status == PROPOSED:
        amount = why.conclusion.removeprefix("拟计发 ")
        assert any(amount in step for step in why.steps[:-1])


_THREE = (
    "¥80,000.00 ÷ 3 人 = ¥26,666.66，余 ¥0.02 逐分计入名单前 2 位江海涛、杜若，本人计发 ¥26,666.67；"
    "同队：杜若、林晓燕。"
)
SPLITS = [(3, _THREE), (2, "¥80,000.00 ÷ 2 人 = ¥40,000.00；同队：杜若。")]


@pytest.mark.parametrize(("members", "said"), SPLITS)
def test_an_equal_split_says_where_the_last_fen_go(members: int, said: str) -> None:
    event = an_event(a_contest(level="national"), form="pair" if members == 2 else "trio")
    entries = [an_entry(number, rank=2) for number in range(1, members + 1)]

    assert said in explained(event, entries, a_ruling("team-prize", "equal-split")).steps


def test_a_tie_of_teams_names_the_other_team_and_the_places_beyond_the_prizes() -> None:
    event = an_event(form="pair")
    entries = [an_entry(number, rank=3, team_no=str((number + 1) // 2)) for number in range(1, 5)]
    rulings = a_ruling("tie", "pooled-share"), a_ruling("team-prize", "equal-split")
    steps = explained(event, entries, *rulings).steps

    assert "第3、4名奖金合计 ¥6,000.00 + ¥0.00 = ¥6,000.00。" in steps
    assert "第4名在奖励范围之外，按 ¥0.00 计入。" in steps
    assert "¥6,000.00 ÷ 2 队 = ¥3,000.00；并列：2号队（林晓燕、戚继东）。" in steps
    assert "¥3,000.00 ÷ 2 人 = ¥1,500.00；同队：杜若。" in steps


def test_each_full_and_each_member_name_all_and_the_whole() -> None:
    entries = [an_entry(number, rank=2) for number in (1, 2)]
    tied = explained(an_event(), entries, a_ruling("tie", "each-full")).steps
    pair = explained(an_event(form="pair"), entries, a_ruling("team-prize", "each-member")).steps

    assert "并列 2 人，各计发第2名全额 ¥8,000.00；并列：杜若。" in tied
    assert "每名队员各计发 ¥8,000.00，全队 2 人合计 ¥16,000.00；同队：杜若。" in pair


def test_a_team_is_one_team_not_several_people_at_a_rank() -> None:
    entries = [an_entry(number) for number in (1, 2, 3)]
    steps = explained(an_event(form="trio"), entries).steps

    assert "第1名为一队，共 3 人：江海涛、杜若、林晓燕。" in steps


def test_percents_that_leave_a_fen_say_who_gets_it() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    entries = [an_entry(n, role="expert", rank=None, medal="金牌") for n in (1, 2, 3)]
    standards = (a_standard("expert-team", amounts_fen=(("金牌", 10_001),)),)
    ruling = a_ruling("expert-team", "one-per-team", event=event.name, shares=(34, 33, 33))
    contestant = an_entry(4, rank=None, medal="金牌")
    why = explained(event, [*entries, contestant], ruling, standards=standards)

    if why.status == PROPOSED:  # else the series of the contest is asked first
        assert "按比例舍去不足一分的部分后余 ¥0.01，逐分计入江海涛。" in why.steps


def test_an_expert_teams_sum_counts_its_members_only() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    team = [an_entry(1, role="expert", rank=None), an_entry(2, role="coach", rank=None)]
    translator = an_entry(3, role="translator", rank=None)
    standards = (a_standard("expert-team", amounts_fen=(("金牌", 30_000),)),)
    rulings = (a_ruling("expert-team", "each-member"), a_ruling("translator", "does-not-count"))
    contestant = an_entry(4, rank=None, medal="金牌")
    why = explained(event, [*team, translator, contestant], *rulings, standards=standards)

    assert "每名队员各计发 ¥300.00，全队 2 人合计 ¥600.00；同队：杜若。" in why.steps
    assert not any("林晓燕" in step for step in why.steps)


@pytest.mark.parametrize(
    ("event", "entry", "said"),
    [
        (an_event(), an_entry(rank=4), "第4名；文件奖励省级一类大赛前三名"),
        (
            an_event(a_contest(level="national", contest_class="class-two")),
            an_entry(),
            "国家级二类竞赛；文件在国家级竞赛中只奖励国家级一类大赛",
        ),
        (an_event(a_contest(level="enterprise")), an_entry(), "企业级竞赛；文件奖励的是"),
        (an_event(), an_entry(role="coach"), "身份为教练；国家级、省级、市级大赛中文件只写奖励选手"),
    ],
)
def test_nothing_names_the_fact_that_failed_the_nearest_rule(
    event: EventFacts, entry: EntryFacts, said: str
) -> None:
    why = explained(event, [entry])

    assert why.conclusion.startswith(f"不予奖励：{said}")
    assert any(said in step and "新办〔2023〕10号 二(二)8" in step for step in why.steps)


def test_the_offices_ruling_is_not_put_into_the_documents_mouth() -> None:
    why = explained(
        an_event(a_contest(contest_class="comprehensive")),
        [an_entry()],
        a_ruling("comprehensive-contest", "does-not-count"),
    )

    assert why.conclusion == "不予奖励：竞赛办裁定综合性大赛不按一类大赛计（示例会议纪要〔2023〕1号）"
    (told,) = [step for step in why.steps if step.startswith("竞赛办裁定综合性")]
    assert "新办" not in told


def test_a_missing_fact_is_not_a_ruling_awaited() -> None:
    lacking = explained(an_event(a_contest(class_basis="")), [an_entry()])
    asked = explained(an_event(form="pair"), [an_entry(1), an_entry(2)])

    assert "【待补事实】" in lacking.as_text()
    assert "【待裁定事项】" not in lacking.as_text()
    assert lacking.conclusion.startswith("暂不核定，缺少事实：")
    assert asked.conclusion == "暂不核定，待裁定：双人或团队项目的奖金怎么给？"
    assert "【待补事实】" not in asked.as_text()


def test_no_reason_and_no_question_has_an_inner_key_in_its_words() -> None:
    words = [reason_words(reason) for reason in words_of("policy.reason")]
    words += words_of("policy.question").values()

    assert [each for each in words if re.search(r"[a-z]{3,}", each)] == []


def test_an_explanation_frozen_by_an_earlier_program_keeps_its_digest_and_prints() -> None:
    old = (
        '{"alternatives":[],"amount_fen":800000,"conclusion":"拟奖 ¥8,000.00","entry":1,'
        '"facts":[["姓名","示例甲"]],'
        '"policy":"xinxiang-2023","policy_sha256":"ab","questions":[],"quotes":[{"clause":"二(二)8",'
        '"document_number":"新办〔2023〕10号","document_title":"方案","rule":"prize.provincial","text":"前三名"}],'
        '"reason":"","reason_words":"","rulings":[{"answer":"counts","answer_words":"计入",'
        '"basis":"示例〔2023〕1号",'
        '"decided_on":"2023-09-01","question":"student-group","question_words":"学生组？","scope":"全政策"}],'
        '"status":"proposed","steps":["结论：拟奖¥8,000.00。"],"suppressed":[],"title":"","title_status":""}'
    )
    read = Explanation.from_json(old)

    assert read.to_json() == old
    assert (
        "学生组？。裁定：计入（依据：示例〔2023〕1号；2023年9月1日决定；适用范围：全政策）" in read.as_text()
    )
    assert inner_words_in(read.as_text()) == []


def test_a_place_that_a_shared_tie_took_up_is_the_rulings_doing() -> None:
    entries = [an_entry(4, rank=2), *(an_entry(number, rank=1) for number in (1, 2, 3))]
    why = explained(an_event(), entries, a_ruling("tie", "pooled-share"))

    assert why.conclusion == "不予奖励：前面的名次有并列，合计平分时已占用本名次的奖金"
    assert "前面的名次有并列，合计平分时已占用本名次的奖金。" in why.steps


def test_what_contradicts_is_to_be_verified_not_supplied() -> None:
    entries = [an_entry(number, team_no="1") for number in (1, 2, 3)]
    why = explained(an_event(form="pair"), entries, a_ruling("team-prize", "equal-split"))

    assert why.conclusion.startswith("暂不核定：同一名次、同一队列的人数多于参赛形式的人数")
    assert "【待核事项】" in why.as_text()
    assert "缺少事实" not in why.as_text()


def test_every_self_case_explains_itself_in_plain_chinese_with_sums_that_come_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[EventFacts, Sequence[EntryFacts], dict[str, Any]]] = []

    def noted(event: EventFacts, entries: Sequence[EntryFacts], **rules: Any) -> list[Outcome]:
        asked.append((event, entries, rules))
        return evaluate_event(event, entries, **rules)

    monkeypatch.setattr("app.policy.cases.result_cases.evaluate_event", noted)
    run_self_cases(POLICY.key)
    assert len(asked) > 60
    for event, entries, rules in asked:
        names = {entry.id: f"名单第{place}人" for place, entry in enumerate(entries, 1)}
        for entry in entries:
            why = explain(entry.id, event=event, entries=entries, names=names, **rules)
            text = why.as_text()
            own_words = text.replace(event.contest.name, "")
            assert (event.contest.name, inner_words_in(own_words)) == (event.contest.name, [])
            assert [words for words, holds in sums_in(text) if not holds] == []
