"""Accounts: the first one, roles, passwords, and who may write in a registry that has them."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from app.accounts import (
    AccountRole,
    Actor,
    account_named,
    account_rows,
    add_account,
    authenticate,
    change_roles,
    disable_account,
    enable_account,
    set_password,
    set_pin,
)
from app.errors import AppError, ConflictError, InputError
from app.registry import confirm_results
from app.settings import registry_settings, set_one_person_mode
from app.store import Store
from models import Account, AuditEntry, Result
from tests.builders import a_result

PASSWORD = "牧野之春2024"
BOSS, CLERK, REVIEWER = "管理员戊", "经办甲", "复核乙"


def made(store: Store, name: str, *roles: str, by: Actor | str = "安装人") -> Actor:
    """Make an account and log in with it."""
    with store.writing(actor=by) as work:
        add_account(work, name, [AccountRole(role) for role in roles], password=PASSWORD)
    return authenticate(store, name, PASSWORD)


@pytest.fixture
def boss(store: Store) -> Actor:
    return made(store, BOSS, "administrator")


@pytest.fixture
def clerk(store: Store, boss: Actor) -> Actor:
    return made(store, CLERK, "clerk", by=boss)


def refused(store: Store, actor: Actor | str, act: object, *arguments: object, **facts: object) -> str:
    with pytest.raises(AppError) as caught, store.writing(actor=actor) as work:
        act(work, *arguments, **facts)  # type: ignore[operator]  # use-cases of different shapes
    return caught.value.code


def last_lines(store: Store, number: int) -> list[AuditEntry]:
    with store.reading() as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(number)).all()
    return list(reversed(found))


def test_the_first_account_is_an_administrator_and_then_everybody_needs_one(store: Store) -> None:
    assert refused(store, "甲", add_account, CLERK, [AccountRole.CLERK], password=PASSWORD) == (
        "account-first-role"
    )
    boss = made(store, BOSS, "administrator")
    assert refused(store, "甲", confirm_results) == "account-needed"
    assert refused(store, BOSS, confirm_results) == "account-needed"  # the name alone proves nothing
    assert refused(store, boss, confirm_results) == "right-missing"


@pytest.mark.parametrize("name", ["经办甲", "经办 甲", "经\u200b办甲", "\uff5a", "Z", "命令行"])
def test_a_name_is_given_once_in_whatever_spelling(
    store: Store, clerk: Actor, boss: Actor, name: str
) -> None:
    made(store, "z", "clerk", by=boss)
    with store.writing(actor=boss) as work:
        assert clerk.id is not None
        disable_account(work, clerk.id)
    roles = [AccountRole.CLERK]
    assert refused(store, boss, add_account, name, roles, password=PASSWORD) == "account-name-taken"


@pytest.mark.parametrize("name", ["甲,乙", "甲，乙", "甲、乙"])
def test_a_name_cannot_be_two_names(store: Store, boss: Actor, name: str) -> None:
    roles = [AccountRole.CLERK]
    assert refused(store, boss, add_account, name, roles, password=PASSWORD) == "account-name-separator"


@pytest.mark.parametrize("password", ["", "1234567", BOSS * 40])
def test_a_weak_password_is_refused(store: Store, password: str) -> None:
    with pytest.raises(InputError), store.writing(actor="甲") as work:
        add_account(work, BOSS, [AccountRole.ADMINISTRATOR], password=password)


def test_no_password_stands_in_the_registry(store: Store, boss: Actor) -> None:
    with store.writing(actor=boss) as work:
        set_pin(work, boss.id or 0, "2580")
    with store.reading() as session:
        account = session.scalars(select(Account)).one()
        told = [entry.detail for entry in session.scalars(select(AuditEntry))]
    assert account.password_hash.startswith("$argon2id$")
    assert account.pin_hash.startswith("$argon2id$")
    assert not any("argon2" in one or PASSWORD in one or "2580" in one for one in told)


def test_the_last_administrator_stays(store: Store, boss: Actor, clerk: Actor) -> None:
    assert refused(store, boss, disable_account, boss.id) == "account-last-administrator"
    assert refused(store, boss, change_roles, boss.id, [AccountRole.CLERK]) == "account-last-administrator"
    with store.writing(actor=boss) as work:
        change_roles(work, clerk.id or 0, [AccountRole.CLERK, AccountRole.ADMINISTRATOR])
    with store.writing(actor=boss) as work:
        disable_account(work, boss.id or 0, reason="调离")
    with store.reading() as session:
        assert account_named(session, BOSS).is_disabled
    assert refused(store, clerk, disable_account, clerk.id) == "account-last-administrator"


def test_an_account_acts_with_the_roles_it_has_now(store: Store, boss: Actor, clerk: Actor) -> None:
    assert refused(store, clerk, confirm_results) == "right-missing"
    with store.writing(actor=boss) as work:
        change_roles(work, clerk.id or 0, [AccountRole.REVIEWER])
    with store.writing(actor=clerk) as work:
        confirm_results(work)
    with store.writing(actor=boss) as work:
        disable_account(work, clerk.id or 0)
    assert refused(store, clerk, confirm_results) == "account-disabled"
    with pytest.raises(ConflictError, match="account-disabled"):
        authenticate(store, CLERK, PASSWORD)
    with store.writing(actor=boss) as work:
        enable_account(work, clerk.id or 0)
    with store.writing(actor=clerk) as work:
        confirm_results(work)


def test_only_who_manages_accounts_does(store: Store, boss: Actor, clerk: Actor) -> None:
    everything = list(AccountRole)
    assert refused(store, clerk, add_account, "丁", everything, password=PASSWORD) == "right-missing"
    assert refused(store, clerk, change_roles, clerk.id, everything) == "right-missing"
    assert refused(store, clerk, disable_account, boss.id) == "right-missing"
    assert refused(store, clerk, set_password, boss.id, PASSWORD) == "right-missing"
    assert refused(store, boss, set_pin, clerk.id, "2580") == "pin-not-own"
    with store.writing(actor=clerk) as work:
        set_password(work, clerk.id or 0, "另一个密码2025")
    assert authenticate(store, CLERK, "另一个密码2025") == clerk


def test_the_program_acts_without_an_account_and_the_audit_says_so(store: Store, boss: Actor) -> None:
    with store.writing(actor=Actor.program("命令行")) as work:
        work.audit("tidy", "registry")
    with store.writing(actor=boss) as work:
        work.audit("look", "registry")
    by_program, by_account = last_lines(store, 2)
    assert json.loads(by_program.detail) == {"without_account": True}
    assert json.loads(by_account.detail) == {}


def test_a_mere_name_is_marked_in_the_audit(store: Store) -> None:
    with store.writing(actor="甲") as work:
        work.audit("look", "registry")
    assert json.loads(last_lines(store, 1)[0].detail) == {"without_account": True}


def test_one_person_does_both_only_where_an_administrator_allowed_it(
    store: Store, boss: Actor, clerk: Actor
) -> None:
    with store.writing(actor=boss) as work:
        change_roles(work, clerk.id or 0, [AccountRole.CLERK, AccountRole.REVIEWER])
    with store.writing(actor=clerk) as work:
        a_result(work.session, state="draft", recorded_by=CLERK, confirmed_by=None, confirmed_at=None)
    assert refused(store, clerk, confirm_results) == "confirm-own"
    assert refused(store, clerk, set_one_person_mode, True, reason="只有一人") == "right-missing"
    assert refused(store, boss, set_one_person_mode, True, reason=" ") == "one-person-reason"
    with store.writing(actor=boss) as work:
        set_one_person_mode(work, True, reason="本单位只有一人")
    with store.writing(actor=clerk) as work:
        confirm_results(work)
    with store.reading() as session:
        assert list(session.scalars(select(Result.state))) == ["confirmed"]
        assert "单人办理" in registry_settings(session).one_person_mark
        alone = session.scalars(select(AuditEntry).where(AuditEntry.action == "act-alone")).one()
    assert (alone.actor, alone.subject_id, json.loads(alone.detail)) == (CLERK, "confirm-own", {"count": 1})
    with store.writing(actor=boss) as work:
        set_one_person_mode(work, False, reason="来了新人")
    with store.writing(actor=clerk) as work:
        work.session.execute(update(Result).values(state="draft"))
    assert refused(store, clerk, confirm_results) == "confirm-own"


def test_accounts_are_listed_with_what_they_may_do(store: Store, boss: Actor, clerk: Actor) -> None:
    with store.reading() as session:
        rows = account_rows(session)
    assert [(row.name, row.roles, row.has_password) for row in rows] == [
        (BOSS, (AccountRole.ADMINISTRATOR,), True),
        (CLERK, (AccountRole.CLERK,), True),
    ]
