"""Who acts: one spelling of a name, whatever invisible signs it was typed with."""

from __future__ import annotations

import pytest

from app.accounts import (
    LONGEST_NAME,
    AccountRole,
    Actor,
    Right,
    check_right,
    is_same_person,
    require_second_person,
)
from app.errors import ConflictError, InputError
from app.registry import confirm_results
from app.store import Store
from models import AuditEntry
from tests.builders import a_result

SPELLINGS = [
    "张三",
    " 张三 ",
    "张三\u200b",
    "\ufeff张三",
    "张\u2060三",
    "张三\ufe00",
    "\u3000张三\n",
    "张三\u00ad",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_invisible_signs_make_no_other_name(spelling: str) -> None:
    assert Actor.named(spelling).name == "张三"


@pytest.mark.parametrize(
    "sign",
    [
        *("\u0000", "\u200b", "\u202e", "\ue000", "\ud800", "\u0378"),  # controls to unassigned
        *("\u034f", "\u115f", "\u1160", "\u3164", "\uffa0"),  # letters and marks without a shape
        *("\ufe00", "\ufe0f", "\U000e0100", "\U000e01ef"),  # the first and last selectors
    ],
)
def test_a_sign_that_leaves_no_trace_makes_no_other_name(sign: str) -> None:
    assert Actor.named(f"张{sign}三").name == "张三"
    assert is_same_person(Actor.named("张三"), f"张三{sign}")


@pytest.mark.parametrize("sign", ["\u034e", "\u1161", "\u3163", "\ufdff", "\ufe10", "\u115e", "\uff9f"])
def test_the_neighbours_of_such_signs_are_kept(sign: str) -> None:
    assert sign in Actor.named(f"张{sign}三").name


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3000", "\ufeff\u200d", "\ufe0f", "\u3164", "\x00"])
def test_a_name_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="actor-empty"):
        Actor.named(name)


def test_a_name_is_as_long_as_its_column() -> None:
    assert LONGEST_NAME == getattr(AuditEntry.__table__.c.actor.type, "length", None) == 40
    assert Actor.named("王" * LONGEST_NAME).name == "王" * LONGEST_NAME
    with pytest.raises(InputError, match="actor-too-long"):
        Actor.named("王" * (LONGEST_NAME + 1))


@pytest.mark.parametrize("spelling", [*SPELLINGS, "张　三", "张 三"])
def test_the_second_person_is_another_one(spelling: str) -> None:
    with pytest.raises(ConflictError, match="review-own"):
        require_second_person(Actor.named(spelling), "张三", code="review-own", award=1)


def test_width_and_case_make_no_second_person() -> None:
    assert is_same_person(Actor.named("\uff4c\uff49 Ming"), "LI ming")
    assert not is_same_person(Actor.named("李明"), "李鸣")
    assert not is_same_person(Actor.named("李明"), None)


@pytest.mark.parametrize("spelling", SPELLINGS[1:])
def test_whoever_recorded_a_result_cannot_confirm_it_under_another_spelling(
    sqlite_store: Store, spelling: str
) -> None:
    with sqlite_store.writing(actor="张三") as work:
        a_result(work.session, state="draft", recorded_by="张三")
    with pytest.raises(ConflictError, match="confirm-own"), sqlite_store.writing(actor=spelling) as work:
        confirm_results(work)


def test_a_right_is_held_by_a_role() -> None:
    check_right(Right.CONFIRM, {AccountRole.REVIEWER}, name="王敏")
    with pytest.raises(ConflictError, match="right-missing"):
        check_right(Right.CONFIRM, {AccountRole.CLERK, AccountRole.AUDITOR}, name="王敏")


def test_a_use_case_is_refused_to_an_account_without_the_right(sqlite_store: Store) -> None:
    auditor = Actor(None, "审计员", frozenset({AccountRole.AUDITOR}))
    with pytest.raises(ConflictError, match="right-missing"), sqlite_store.writing(actor=auditor) as work:
        confirm_results(work)
