"""A pack is read whole or refused whole, with every fault at its file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import InputError, NotFoundError, PolicyFileError
from app.policy import Policy, load_policy, question_ids, read_policy
from app.words import error_text

GOOD = """\
policy: example-2024
document: 新办〔2023〕10号
rules:
  - id: prize.national
    title: 国家级一类大赛前三名奖金
    clause: 二(二)8
    text: 对获得国家级一类大赛前三名的选手分别一次性给予10万元、8万元、6万元奖励
    applies_to: {level: national, class: class-one, role: contestant}
    governing_day: result.published_on
    values:
      2023-08-21: {yuan_by_rank: {1: 100000, 2: 80000, 3: 60000}}
    last_checked_in_force: null
  - id: title.national
    title: 国家级一类大赛前三名选送单位命名
    clause: 二(二)8
    text: "对获得国家级一类大赛前三名的选手分别一次性给予10万元、8万元、6万元奖励，\
      命名选送单位“新乡市高技能人才优秀培育基地”"
    applies_to: {level: national, class: class-one, rank_at_most: 3}
    values:
      2023-08-21: {designation: 新乡市高技能人才优秀培育基地}
"""


def read(tmp_path: Path, text: str, *, is_trial: bool = False) -> Policy:
    file = tmp_path / "rules.yaml"
    file.write_text(text, "utf-8")
    return read_policy(file, is_trial=is_trial)


def faults(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PolicyFileError) as caught:
        read(tmp_path, text)
    assert caught.value.code == "policy-file-faulty"
    listed = caught.value.params["faults"]
    assert isinstance(listed, tuple)
    assert all(fault.file == "rules.yaml" for fault in listed)
    return [(fault.line, fault.key, fault.problem) for fault in listed]


def test_the_nine_amounts_of_the_document() -> None:
    prizes = load_policy().prizes
    amounts = {
        level: dict(prizes[level]["class-one"].fen_by_rank.at(date(2023, 8, 21)) or {}) for level in prizes
    }
    assert amounts == {
        "national": {1: 10_000_000, 2: 8_000_000, 3: 6_000_000},
        "provincial": {1: 1_000_000, 2: 800_000, 3: 600_000},
        "municipal": {1: 100_000, 2: 80_000, 3: 60_000},
    }


def test_the_two_titles_differ_by_two_characters_alone() -> None:
    titles = load_policy().titles
    national = titles["national", "class-one"].designation.at(date(2023, 8, 21))
    provincial = titles["provincial", "class-one"].designation.at(date(2023, 8, 21))
    assert national == "新乡市高技能人才优秀培育基地"
    assert provincial == "新乡市高技能人才培育基地"
    assert set(titles) == {("national", "class-one"), ("provincial", "class-one")}


def test_every_rule_cites_its_document_and_is_not_said_to_be_checked() -> None:
    for rule in load_policy().rules:
        clause = rule.clause
        assert clause.document.number == "新办〔2023〕10号"
        assert clause.document.signed_on == date(2023, 8, 21)
        assert clause.document.last_checked_in_force is None
        assert clause.text


def test_all_questions_are_declared_with_what_the_document_leaves_open() -> None:
    questions = load_policy().questions
    assert tuple(questions) == question_ids()
    assert all(question.silence and not question.settled for question in questions.values())


def test_a_good_file_is_read(tmp_path: Path) -> None:
    policy = read(tmp_path, GOOD)
    assert policy.key == "example-2024"
    assert len(policy.rules) == 2
    assert len(policy.sha256) == 64


def test_the_digest_changes_with_any_amount(tmp_path: Path) -> None:
    before = read(tmp_path, GOOD).sha256
    assert read(tmp_path, GOOD.replace("60000", "60001"), is_trial=True).sha256 != before


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("governing_day:", "governing_days:", 9, "不认识的键"),
        ("    clause: 二(二)8\n    text: 对", "    text: 对", 4, "缺少这一项"),
        ("1: 100000", "1: 十万", 11, "金额不是数字"),
        ("1: 100000", '1: "100000"', 11, "金额不是数字"),
        ("1: 100000", "1: true", 11, "金额不是数字"),
        ("1: 100000", "1: -5", 11, "不小于0"),
        ("1: 100000", "1: 0.001", 11, "两位小数"),
        ("1: 100000", "1: .nan", 11, "两位小数"),
        ("1: 100000", "1: 0100000", 11, "金额写法不对"),
        ("1: 100000", "1: 30:00", 11, "金额写法不对"),
        ("1: 100000", "1: 100_000", 11, "金额写法不对"),
        ("1: 100000", "1: 92233720368547758", 11, "超过上限"),
        ("1: 100000", "01: 100000", 11, "需要整数"),
        ("rank_at_most: 3", "rank_at_most: 0x3", 17, "需要整数"),
        ("last_checked_in_force: null", "last_checked_in_force: 2024-1-5", 12, "需要日期"),
        ("{1: 100000", "{0: 100000", 11, "不小于 1"),
        ("10万元、8万元", "10万元、9万元", 7, "条款原文与文件不一致"),
        ("clause: 二(二)8", "clause: 二(二)9", 6, "没有条款"),
        ("clause: 二(二)8", "clause: 二(二)7", 7, "见于别的条款"),
        ("level: national, class: class-one, role", "level: galactic, class: class-one, role", 8, "galactic"),
        ("document: 新办〔2023〕10号", "document: 新办〔2023〕99号", 2, "找不到依据文件"),
        ("id: title.national", "id: prize.national", 13, "规则编号重复"),
        ("2023-08-21: {yuan", "2023-02-30: {yuan", 11, "需要日期"),
        ("title: 国家级一类大赛前三名奖金", "title: ''", 5, "不能为空"),
        ("policy: example-2024", "policy: 示例", 1, "写法不对"),
        (
            "    values:\n      2023-08-21: {yuan",
            "    kind: bonus\n    values:\n      2023-08-21: {yuan",
            4,
            "种类",
        ),
    ],
)
def test_a_fault_is_told_with_line_and_problem(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(at == line and problem in said for at, _, said in found), found


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("1: 100000", "1: viel").replace("优秀培育基地”", "杰出培育基地”")
    text = text.replace("last_checked_in_force: null", "last_checked: null")
    found = faults(tmp_path, text)
    assert [line for line, _, _ in found] == [11, 12, 16]


def test_a_rule_with_a_wrong_amount_is_still_held_against_its_document(tmp_path: Path) -> None:
    text = GOOD.replace("1: 100000", "1: viel").replace("10万元、8万元", "10万元、9万元")
    text = text.replace("governing_day", "governing").replace("2023-08-21: {yuan", "2023-08-32: {yuan")
    assert [line for line, _, _ in faults(tmp_path, text)] == [7, 9, 11, 11, 16]  # both texts quote it


def test_the_error_s_text_names_every_fault(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError) as caught:
        read(tmp_path, GOOD.replace("1: 100000", "1: viel").replace("governing_day", "governing"))
    text = error_text(caught.value)
    assert "2 处问题" in text
    assert "第9行" in text
    assert "第11行" in text


def test_the_same_key_twice_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("2: 80000", "1: 80000")
    assert any("写了两次" in problem for _, _, problem in faults(tmp_path, text))


def test_two_rules_for_the_same_results_overlap(tmp_path: Path) -> None:
    again = (
        GOOD.split("rules:\n")[1]
        .split("  - id: title", maxsplit=1)[0]
        .replace("prize.national", "prize.other")
    )
    found = faults(tmp_path, GOOD + again)
    assert any("日期重叠" in problem for _, _, problem in found)


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("rules:", "rules: ["))
    assert found[0][0] > 0
    assert "YAML" in found[0][2]


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]\n", "text\n", "policy: [1\n"])
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(PolicyFileError, match="policy-file-faulty"):
        read_policy(file)


def test_a_file_with_the_line_ends_of_windows_and_a_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(read_policy(file).rules) == 2


def test_a_file_longer_than_any_policy_is_refused_without_reading_on(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(3_000_000_000)
    with pytest.raises(PolicyFileError) as caught:
        read_policy(file)
    assert "文件太大" in str(caught.value.params["text"])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").mkdir()
    with pytest.raises(InputError) as caught:
        read_policy(tmp_path)
    assert "rules.yaml" in error_text(caught.value)


def test_files_of_one_pack_must_name_one_policy(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("policy: a-2024\n", "utf-8")
    (tmp_path / "b.yaml").write_text("policy: b-2024\n", "utf-8")
    with pytest.raises(PolicyFileError) as caught:
        read_policy(tmp_path)
    assert "必须相同" in str(caught.value.params["text"])


def test_an_unknown_policy_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as unknown:
        load_policy("atlantis-2024")
    assert "atlantis-2024" in error_text(unknown.value)
    with pytest.raises(InputError):
        read_policy(tmp_path)


def test_a_single_file_changes_an_installed_policy_and_keeps_the_rest(tmp_path: Path) -> None:
    text = GOOD.replace("example-2024", "xinxiang-2023").replace("1: 100000", "1: 120000")
    policy = read(tmp_path, text, is_trial=True)
    (note,) = policy.notes
    assert "第1名 ¥120,000.00" in note
    assert policy.prizes["national"]["class-one"].fen_by_rank.at(date(2024, 1, 1)) == {
        1: 12_000_000,
        2: 8_000_000,
        3: 6_000_000,
    }
    assert policy.prizes["municipal"]["class-one"].fen_by_rank.at(date(2024, 1, 1))
    assert policy.questions.keys() == load_policy().questions.keys()


def test_values_follow_one_another_and_may_end(tmp_path: Path) -> None:
    text = GOOD.replace(
        "3: 60000}}\n",
        "3: 60000}}\n      2025-01-01: {yuan_by_rank: {1: 50000}}\n      2026-01-01: null\n",
    )
    dated = read(tmp_path, text, is_trial=True).prizes["national"]["class-one"].fen_by_rank
    assert dated.at(date(2024, 12, 31)) == {1: 10_000_000, 2: 8_000_000, 3: 6_000_000}
    assert dated.at(date(2025, 1, 1)) == {1: 5_000_000}
    assert dated.at(date(2025, 12, 31)) == {1: 5_000_000}
    assert dated.at(date(2026, 1, 1)) is None


def test_an_unknown_question_or_answer_is_refused(tmp_path: Path) -> None:
    text = GOOD + (
        "questions:\n"
        "  - {id: team-price, clause: 二(二)8, silence: 没有写}\n"
        "  - {id: tie, clause: 二(二)8, silence: 没有写, answers: [each-full, coin-toss]}\n"
        "  - {id: team-prize, clause: 二(二)8}\n"
        "  - {id: several-levels, clause: 二(二)8, settled: highest-only}\n"
    )
    problems = " ".join(problem for _, _, problem in faults(tmp_path, text))
    for said in ("team-price", "coin-toss", "没有规定什么", "须写条款原文"):
        assert said in problems
