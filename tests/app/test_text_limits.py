"""The limits that forms tell are those of the store."""

from __future__ import annotations

import pytest

from app.accounts import LONGEST_NAME
from app.text_limits import longest
from app.unit_of_work import LONGEST_REASON


def test_the_least_of_several_columns_counts() -> None:
    assert longest("result.basis") == 200
    assert longest("register_act.reason", "audit_entry.reason") == 400


def test_the_limits_of_use_cases_are_those_of_the_columns() -> None:
    assert longest("audit_entry.reason") == longest("state_change.reason") == LONGEST_REASON
    assert longest("audit_entry.actor") == LONGEST_NAME


def test_a_column_without_a_limit_is_no_answer() -> None:
    with pytest.raises(ValueError, match=r"setting\.value"):
        longest("setting.value")
