"""Every outcome, also «nothing», says why: facts, clause, steps, rulings, alternatives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from app.policy import (
    ContestFacts,
    EntryFacts,
    EventFacts,
    Explanation,
    PersonPrize,
    RulingFacts,
    StandardFacts,
    evaluate_event,
    explain,
    load_policy,
)
from tests.app.policy import test_evaluating
from tests.app.policy.builders import a_contest, a_ruling, a_standard, an_entry, an_event

POLICY = load_policy()
CLAUSE = "对获得省级一类大赛前三名的选手，分别一次性给予1万元、8000元、6000元奖励"


def explained(
    event: EventFacts,
    entries: list[EntryFacts],
    *rulings: RulingFacts,
    standards: tuple[StandardFacts, ...] = (),
) -> Explanation:
    return explain(
        entries[0].id, event=event, entries=entries, policy=POLICY, rulings=rulings, standards=standards
    )


def test_an_amount_names_facts_clause_and_steps() -> None:
    why = explain(
        1, event=an_event(), entries=[an_entry(rank=2)], policy=POLICY, rulings=[], who={"姓名": "示例甲"}
    )
    assert why.amount_fen == 800_000
    assert why.quotes[0].document_number == "新办〔2023〕10号"
    assert (why.quotes[0].clause, why.quotes[0].text) == ("二(二)8", CLAUSE)
    text = why.as_text()
    for said in (
        "拟计发 ¥8,000.00",
        "示例甲",
        "示例省赛",
        "示〔2024〕1号",
        "第2名",
        "2024年6月18日",
        CLAUSE,
        why.policy_sha256,
    ):
        assert said in text
    assert "«" not in text


def test_nothing_names_the_clause_and_the_reason() -> None:
    why = explained(an_event(), [an_entry(rank=4)])
    assert why.conclusion == "不予奖励：第4名；文件奖励省级一类大赛前三名"
    assert "第4名；文件奖励省级一类大赛前三名（新办〔2023〕10号 二(二)8）。" in why.as_text()


def test_a_county_contest_is_told_what_the_document_does_reward() -> None:
    why = explained(an_event(a_contest(level="county")), [an_entry()])
    assert len(why.quotes) == 3
    assert "县级竞赛；文件奖励的是世界级竞赛（世赛）、国家级一类大赛、省级一类大赛" in why.as_text()


def test_a_class_two_contest_is_told_what_the_document_says_of_its_level() -> None:
    why = explained(an_event(a_contest(contest_class="class-two")), [an_entry()])
    assert [quote.text for quote in why.quotes] == [CLAUSE]
    assert "省级二类竞赛；文件在省级竞赛中只奖励省级一类大赛" in why.as_text()


def test_a_question_shows_what_each_answer_means() -> None:
    why = explained(an_event(form="pair"), [an_entry(1), an_entry(2)])
    assert [(way.words, way.amount_fen) for way in why.alternatives] == [
        ("每名队员各得全额", 1_000_000),
        ("一队一份，平均分", 500_000),
        ("一队一份，按比例分", None),
    ]
    assert "尚未裁定，不能推定" in why.as_text()


def test_a_ruling_is_named_with_its_basis_and_what_it_ruled_out() -> None:
    ruling = a_ruling("team-prize", "equal-split", contest="示例省赛")
    why = explained(an_event(form="pair"), [an_entry(1), an_entry(2)], ruling)
    assert why.amount_fen == 500_000
    assert [(used.answer, used.basis, used.decided_on, used.scope) for used in why.rulings] == [
        ("equal-split", "示例会议纪要〔2023〕1号", "2023-09-01", "示例省赛")
    ]
    assert why.suppressed == (
        "“每名队员各得全额”、“一队一份，按比例分”：竞赛办已裁定“一队一份，平均分”（示例会议纪要〔2023〕1号）",
    )


def test_a_standard_is_named_with_its_document() -> None:
    event = an_event(ContestFacts("第48届世界技能大赛", "world", ""))
    why = explained(event, [an_entry(rank=None, medal="金牌")], standards=(a_standard(),))
    assert why.amount_fen == 30_000_000
    assert "按录入的标准（示例〔2024〕9号），选手奖金为 ¥300,000.00" in why.as_text()


def test_a_rank_that_only_a_medal_tells_says_so_with_the_document() -> None:
    event = an_event(a_contest(level="national", name="第二届全国技能大赛"))
    text = explained(event, [an_entry(rank=None, medal="银牌")]).as_text()
    assert "名次：第2名（成绩未写名次，由奖牌得出）" in text
    assert "每枚奖牌只对应一个名次（全国技能大赛技术规则" in text
    text = explained(event, [an_entry(rank=2, medal="银牌")]).as_text()
    assert "名次：第2名\n" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("第47届世界技能大赛", "世界技能大赛（按竞赛名称，尚未登记）"),
        ("世界技能大赛亚洲赛", "未登记（名称含“世界技能大赛”，但不是它的写法，须登记）"),
        ("2024世界机器人大赛", "未登记（名称不是已知系列的写法，须登记）"),
    ],
)
def test_the_series_and_who_says_so_stand_among_the_facts(name: str, words: str) -> None:
    event = an_event(ContestFacts(name, "world", ""))
    assert f"竞赛系列：{words}" in explained(event, [an_entry(rank=None, medal="金牌")]).as_text()


def test_a_translator_is_never_called_no_contestant_at_world_skills() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    entries = [an_entry(rank=None, medal="金牌", role="translator")]
    for standards in ((), (a_standard("expert-team"),)):
        text = explained(event, entries, standards=standards).as_text()
        assert "不是选手" not in text
        assert "翻译人员" in text


def test_a_ruling_that_lets_a_contest_count_stands_among_the_steps() -> None:
    event = an_event(a_contest(contest_class="comprehensive", class_basis=""))
    why = explained(event, [an_entry()], a_ruling("comprehensive-contest", "counts"))
    assert "竞赛办裁定：按一类大赛计（示例会议纪要〔2023〕1号，2023年9月1日）" in why.as_text()


def test_one_of_several_prizes_shows_the_others_and_the_ruling() -> None:
    events = [
        an_event(a_contest(name="市赛", level="municipal", cycle="2024")),
        an_event(a_contest(name="省赛", level="provincial", cycle="2024")),
    ]
    entries = [an_entry(number) for number in (1, 2)]
    rulings = [a_ruling("several-levels", "highest-only")]
    prizes = [
        PersonPrize(
            evaluate_event(event, [entry], policy=POLICY, rulings=rulings)[0], event, entry.published_on
        )
        for event, entry in zip(events, entries, strict=True)
    ]
    why = explain(1, event=events[0], entries=[entries[0]], policy=POLICY, rulings=rulings, prizes=prizes)
    assert (why.status, why.reason) == ("none", "several-levels-lower")
    assert [used.question for used in why.rulings] == ["several-levels"]
    assert "省赛 焊工 ¥10,000.00" in why.as_text()


@given(test_evaluating._events, test_evaluating._entries)
def test_an_explanation_agrees_with_the_outcome_and_survives_json(
    event: EventFacts, entries: list[EntryFacts]
) -> None:
    (outcome, *_) = evaluate_event(event, entries, policy=POLICY, rulings=[])
    why = explained(event, entries)
    assert (why.status, why.amount_fen, why.reason) == (outcome.status, outcome.amount_fen, outcome.reason)
    assert [(way.answer, way.amount_fen) for way in why.alternatives] == list(outcome.amounts_by_answer)
    assert "«" not in why.as_text()
    again = Explanation.from_json(why.to_json())
    assert again == why
    assert again.sha256 == why.sha256


def test_the_json_is_stable_and_its_digest_changes_with_the_amount() -> None:
    first, second = (explained(an_event(), [an_entry(rank=rank)]) for rank in (1, 2))
    assert first.to_json() == explained(an_event(), [an_entry(rank=1)]).to_json()
    assert first.sha256 != second.sha256


def test_a_day_before_the_document_is_told() -> None:
    why = explained(an_event(), [an_entry(published_on=date(2023, 8, 20))])
    assert "早于新办〔2023〕10号的成文日期2023年8月21日" in why.as_text()


NAMES = {1: "赵一", 2: "钱二", 3: "孙三", 4: "李四"}


def steps_for(who: int, event: EventFacts, entries: list[EntryFacts], *rulings: RulingFacts) -> str:
    found = explain(who, event=event, entries=entries, policy=POLICY, rulings=rulings, names=NAMES)
    return "\n".join(found.steps)


def test_who_follows_a_shared_tie_is_told_who_ties_and_which_place_is_left() -> None:
    entries = [an_entry(1), an_entry(2), an_entry(3, rank=2), an_entry(4, rank=3)]
    shared = a_ruling("tie", "pooled-share")
    third = steps_for(3, an_event(), entries, shared)
    assert "第1名 赵一、钱二" in third
    assert "公布为第2名的，排在第3位" in third
    assert "第3名奖金 ¥6,000.00" in third
    last = steps_for(4, an_event(), entries, shared)
    assert "排在第4位" in last
    assert "第4名在奖励范围之外，没有奖金" in last
    waiting = steps_for(3, an_event(), entries)
    assert "没有写并列名次怎样给奖；竞赛办尚未裁定" in waiting


def test_a_team_with_an_annulled_member_names_him_and_divides_as_ruled() -> None:
    team = [an_entry(1, team_no="7"), an_entry(2, team_no="7", is_annulled=True), an_entry(3, team_no="7")]
    event, equal = an_event(form="trio"), a_ruling("team-prize", "equal-split")
    waiting = steps_for(1, event, team, equal)
    assert "成绩已撤销：钱二" in waiting
    assert "尚未裁定" in waiting
    assert "¥10,000.00 ÷ 3 人" in steps_for(1, event, team, equal, a_ruling("member-annulled", "shares-stay"))
    assert "¥10,000.00 ÷ 2 人" in steps_for(1, event, team, equal, a_ruling("member-annulled", "divide-anew"))


def test_a_team_too_large_is_told_by_form_number_and_names_and_shows_no_sum() -> None:
    team = [an_entry(number, team_no="7") for number in (1, 2, 3, 4)]
    told = steps_for(1, an_event(form="trio"), team, a_ruling("team-prize", "each-member"))
    assert "参赛形式为三人，每队 3 人；队号 7 列了 4 人：赵一、钱二、孙三、李四" in told
    assert "40,000" not in told


def test_the_ruling_carries_the_percents_in_the_order_of_the_list() -> None:
    ruling = a_ruling("team-prize", "custom-split", shares=(70, 30))
    why = explained(an_event(form="pair"), [an_entry(1), an_entry(2)], ruling)
    ruled = "一队一份，按比例分（按名单先后 70%、30%）"
    assert [used.answer_words for used in why.rulings] == [ruled]
    assert any(f"竞赛办裁定：{ruled}（" in step for step in why.steps)


def test_several_who_hold_one_medal_are_told_why_no_ruling_on_ties_applies() -> None:
    event = an_event(a_contest(level="world", contest_class="", series="world-skills"))
    golds = [an_entry(1, rank=None, medal="金牌"), an_entry(2, rank=None, medal="金牌")]
    said = "文件按奖牌奖励：获得该奖牌的选手各按标准计发，不按名次合计平分。"
    pooled = a_ruling("tie", "pooled-share")
    why = explained(event, golds, pooled, standards=(a_standard(),))
    assert why.amount_fen == 30_000_000
    assert said in why.steps
    assert said not in explained(event, golds[:1], pooled, standards=(a_standard(),)).steps
    assert said not in explained(an_event(), [an_entry(1), an_entry(2)], pooled).steps


def _at_two_levels(answer: str = "") -> Explanation:
    """The explanation of a municipal prize beside the same person's higher, provincial one."""
    low, high = an_event(a_contest(name="示例市赛", level="municipal")), an_event()
    rulings = [a_ruling("several-levels", answer)] if answer else []
    prizes = [
        PersonPrize(
            evaluate_event(event, [entry], policy=POLICY, rulings=rulings)[0], event, entry.published_on
        )
        for event, entry in ((low, an_entry(1)), (high, an_entry(2)))
    ]
    return explain(2, event=high, entries=[an_entry(2)], policy=POLICY, rulings=rulings, prizes=prizes)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("", "示例市赛 焊工 单独核算 ¥1,000.00（待裁定）"),
        ("all", "示例市赛 焊工 ¥1,000.00（拟奖）"),
        ("highest-only", "示例市赛 焊工 单独核算 ¥1,000.00（不予奖励）"),
    ],
)
def test_another_prize_of_the_same_person_carries_its_state(answer: str, fact: str) -> None:
    why = _at_two_levels(answer)
    assert dict(why.facts)["同一人另一项获奖"] == fact


def test_the_ruling_that_was_made_is_quoted_not_another() -> None:
    text = _at_two_levels("highest-only").as_text()
    assert "竞赛办裁定：只给最高一级（" in text
    assert "只给最高一项" not in text.split("【未采用的答案】", maxsplit=1)[0]


def test_what_is_open_beside_a_settled_amount_is_said_to_concern_the_title_alone() -> None:
    team = [an_entry(1, units=(1,)), an_entry(2, units=(2,))]
    each = a_ruling("team-prize", "each-member")
    event = an_event(form="pair")
    why = explain(
        1, event=event, entries=team, policy=POLICY, rulings=[each], units={1: "示例甲厂", 2: "示例乙校"}
    )
    assert why.status == "proposed"
    assert "选送单位有2个（示例甲厂、示例乙校）" in why.as_text()
    assert "命名哪个单位？（只涉及命名，不影响奖金）" in why.as_text()
    blocked = explained(event, team)
    assert "双人或团队项目的奖金怎么给？\n" in blocked.as_text()


@pytest.mark.parametrize(
    ("contest", "named"),
    [
        ({"name": "2024年河北省焊接技能大赛"}, "河北省"),
        ({"name": "2024年焊接技能大赛", "organiser": "石家庄市人力资源和社会保障局"}, "河北省石家庄市"),
        ({"name": "2024年河北省、河南省、河北省焊接大赛", "level": "municipal"}, "河北省、河南省"),
    ],
)
def test_a_contest_held_elsewhere_is_told_by_the_places_its_name_or_organiser_says(
    contest: dict[str, str], named: str
) -> None:
    why = explained(an_event(a_contest(**contest)), [an_entry()])
    assert "outside-contest" in dict(why.questions)
    assert f"竞赛名称或主办单位写明：{named}；" in why.as_text()
