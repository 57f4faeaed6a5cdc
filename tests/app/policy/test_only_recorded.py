"""Questions said to change nothing are asked nowhere; all others are."""

from __future__ import annotations

import re
from pathlib import Path

from app.paths import RESOURCES
from app.policy import ONLY_RECORDED, question_ids, without_effect

APP = RESOURCES.parent / "app"


def _asked() -> set[str]:
    """Return every question named in a string of the program outside the list of questions."""
    found: set[str] = set()
    for file in sorted(APP.rglob("*.py")):
        if file != APP / "policy" / "questions.py":
            found |= set(re.findall(r'"([a-z-]+)"', Path(file).read_text("utf-8")))
    return found


def test_what_is_only_recorded_is_asked_nowhere() -> None:
    assert set(question_ids()) >= ONLY_RECORDED
    assert not ONLY_RECORDED & _asked()


def test_each_question_that_changes_no_amount_says_how() -> None:
    said = {question: without_effect(question) for question in question_ids()}
    assert said["income-tax"] == "only-stated"
    assert {question for question, how in said.items() if how == "only-recorded"} == ONLY_RECORDED
    assert said["publicity-days"] == "only-procedure"
    assert said["tie"] == ""


def test_every_other_question_is_asked_somewhere() -> None:
    assert set(question_ids()) - ONLY_RECORDED <= _asked()
