"""Who may assess, review, rule and annul: an auditor reads everything and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.accounts import AccountRole, Actor
from app.awards import (
    annul_result,
    assess_all,
    choose_policy,
    record_ruling,
    record_standards,
    review_awards,
    withdraw_review,
    withdraw_ruling,
    withdraw_standard,
)
from app.errors import ConflictError
from app.policy import RulingFacts
from app.store import Store
from app.unit_of_work import UnitOfWork

AUDITOR = Actor(None, "审计丁", frozenset({AccountRole.AUDITOR}))
RULING = RulingFacts("team-prize", "equal-split", "示例〔2024〕1号", date(2024, 1, 1))
ACTS: dict[str, Callable[[UnitOfWork], object]] = {
    "assess": assess_all,
    "review": lambda work: review_awards(work, []),
    "withdraw-review": lambda work: withdraw_review(work, [], reason="弄错了"),
    "rule": lambda work: record_ruling(work, RULING),
    "withdraw-ruling": lambda work: withdraw_ruling(work, 1, reason="弄错了"),
    "standard": lambda work: record_standards(work, []),
    "withdraw-standard": lambda work: withdraw_standard(work, 1, reason="弄错了"),
    "policy": lambda work: choose_policy(work, "zhengzhou-2021", reason="改用"),
    "annul": lambda work: annul_result(work, 1, basis="示例〔2024〕7号"),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_an_auditor_changes_nothing(sqlite_store: Store, act: str) -> None:
    with pytest.raises(ConflictError) as raised, sqlite_store.writing(actor=AUDITOR) as work:
        ACTS[act](work)

    assert raised.value.code == "right-missing"
