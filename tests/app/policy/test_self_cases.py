"""The policies' own cases pass, and a wrong one would be noticed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from app.paths import POLICIES, WORDS
from app.policy import (
    answers_of,
    installed_policies,
    load_policy,
    question_ids,
    question_words,
    run_self_cases,
)
from app.policy.cases.running import run_cases_in
from app.policy.questions import RESULT_QUESTIONS


@pytest.mark.parametrize("key", sorted(installed_policies()))
def test_every_case_of_an_installed_policy_passes(key: str) -> None:
    report = run_self_cases(key)
    assert report.cases > 0
    assert not report.failed
    assert report.is_ok


def test_there_are_enough_cases() -> None:
    assert run_self_cases().cases >= 60


def test_each_question_that_results_raise_has_a_case() -> None:
    text = "".join(file.read_text("utf-8") for file in (POLICIES / "xinxiang-2023" / "cases").glob("*.yaml"))
    asked = [question for question in RESULT_QUESTIONS if question != "income-tax"]
    assert [question for question in asked if question not in text] == []


@pytest.mark.parametrize(
    ("given", "expect", "difference"),
    [
        ("{level: national, rank: 1}", "{amount_yuan: 90000}", "应为 90000.00，实为 100000.00"),
        ("{level: national, rank: 1}", "{blocked_by: [tie]}", "blocked_by"),
        ("{level: national, rank: 1}", "{total_yuan: 5}", "合计"),
        ("{level: national, rank: 1}", "{people: 2}", "人数"),
        ("{level: national, rank: 1}", "{designations: {}}", "命名"),
        ("{level: national, rank: 1}", "{amount: 100000}", "不认识的预期"),
        ("{level: national, rang: 1}", "{amount_yuan: 100000}", "写法有误"),
        ("{level: national, rank: 1}", "{results: [{}, {}]}", "预期写了2条"),
    ],
)
def test_a_case_that_does_not_hold_is_told(tmp_path: Path, given: str, expect: str, difference: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        f"policy: xinxiang-2023\ncases:\n  - name: 试\n    given: {given}\n    expect: {expect}\n", "utf-8"
    )
    (failed,) = run_cases_in(file).failed
    assert failed.name == "试"
    assert any(difference in told for told in failed.differences), failed.differences


def test_all_questions_answers_and_reasons_have_words() -> None:
    for question in question_ids():
        assert "«" not in question_words(question)
        assert not any("«" in words for words in answers_of(question).values())
    words = tomllib.loads((WORDS / "zh_CN" / "policy.toml").read_text("utf-8"))
    for policy in installed_policies():
        for declared in load_policy(policy).questions.values():
            assert set(declared.answers) <= set(words["answer"][declared.id])


def test_every_reason_named_in_a_case_has_words() -> None:
    words = tomllib.loads((WORDS / "zh_CN" / "policy.toml").read_text("utf-8"))["reason"]
    text = "".join(file.read_text("utf-8") for file in POLICIES.glob("*/cases/*.yaml"))
    reasons = set(re.findall(r"(?:none_because|blocked_because|reason|open_fact): ([a-z-]+)", text)) - {
        "null"
    }
    assert reasons - words.keys() == set()
