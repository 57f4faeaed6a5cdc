"""Every numbered rule of the inventory has its line in docs/policy-coverage.md, and the lines are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.paths import RESOURCES
from app.policy import load_policy, question_ids

ROOT = RESOURCES.parent
TABLE = (ROOT / "docs" / "policy-coverage.md").read_text("utf-8")
LINES = re.findall(r"^\| (R\d{3}-\d+) \| ([a-z]+) \| (.+) \|$", TABLE, re.MULTILINE)


def test_the_table_has_the_inventory_s_numbers_each_once() -> None:
    numbers = (Path(__file__).parent / "inventory.txt").read_text("utf-8").split()
    assert sorted(number for number, _, _ in LINES) == sorted(numbers)
    assert len(set(numbers)) == len(numbers) == 88


def test_each_number_is_built_or_waits_or_is_no_matter_and_says_where_or_why() -> None:
    assert {state for _, state, _ in LINES} == {"built", "waits", "none"}
    assert all(len(where) > 5 for _, _, where in LINES)


@pytest.mark.parametrize(("number", "where"), [(number, where) for number, _, where in LINES])
def test_what_a_line_names_is_there(number: str, where: str) -> None:
    for named in re.findall(r"`([^`]+)`", where):
        if named.startswith("?"):
            assert named[1:] in question_ids(), number
        elif ":" in named:
            key, rule = named.split(":")
            assert load_policy(key).rule(rule) is not None, number
        else:
            assert (ROOT / named).is_file(), number


def test_what_is_built_names_something() -> None:
    assert [number for number, state, where in LINES if state == "built" and "`" not in where] == []
