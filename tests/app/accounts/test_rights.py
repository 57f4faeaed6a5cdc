"""What each role may do, written out once more by hand: a right given by mistake is found here."""

from __future__ import annotations

import pytest

from app.accounts import AccountRole, Right, check_right
from app.errors import ConflictError

MAY = {
    AccountRole.CLERK: "record assess assemble issue",
    AccountRole.REVIEWER: "confirm review assess",
    AccountRole.APPROVER: "rule name annul approve assess",
    AccountRole.FINANCE: "pay",
    AccountRole.AUDITOR: "",
    AccountRole.ADMINISTRATOR: "set-up manage-accounts",
}


@pytest.mark.parametrize("role", AccountRole)
def test_a_role_may_do_this_and_nothing_else(role: AccountRole) -> None:
    for right in Right:
        if right.value in MAY[role].split():
            check_right(right, {role}, name="王敏")
        else:
            with pytest.raises(ConflictError, match="right-missing"):
                check_right(right, {role}, name="王敏")


def test_nobody_may_both_record_and_confirm_by_one_role() -> None:
    for role in AccountRole:
        assert not {"record", "confirm"} <= set(MAY[role].split())
