"""Logging in, the PIN of one machine, and the lock on guesses, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import NoReturn

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from app.accounts import AccountRole, Actor, add_account, authenticate, set_password, set_pin, switch_account
from app.accounts.authenticating import FREE_ATTEMPTS
from app.errors import ConflictError, ReadOnlyError
from app.store import Store, open_store
from models import Account, AuditEntry
from tests.builders import NOW

PASSWORD, WRONG = "牧野之春2024", "牧野之秋2024"
BOSS, CLERK = "管理员戊", "经办甲"


@pytest.fixture(autouse=True)
def boss(store: Store) -> Actor:
    with store.writing(actor="安装人") as work:
        add_account(work, BOSS, [AccountRole.ADMINISTRATOR], password=PASSWORD)
    return authenticate(store, BOSS, PASSWORD)


@pytest.fixture(autouse=True)
def clerk(store: Store, boss: Actor) -> Actor:
    with store.writing(actor=boss) as work:
        add_account(work, CLERK, [AccountRole.CLERK], password=PASSWORD)
    clerk = authenticate(store, CLERK, PASSWORD)
    with store.writing(actor=clerk) as work:
        set_pin(work, clerk.id or 0, "2580")
    return clerk


def code_of(store: Store, secret: str, name: str = CLERK) -> str:
    """Return the code of the refusal, "" where the password was taken."""
    try:
        authenticate(store, name, secret)
    except ConflictError as error:
        return error.code
    return ""


def after(store: Store, delay: timedelta) -> None:
    store.clock = lambda: NOW + delay


def test_the_password_is_taken_however_the_name_is_spelled(store: Store, clerk: Actor) -> None:
    assert authenticate(store, " 经\u200b办甲 ", PASSWORD) == clerk
    assert code_of(store, WRONG) == "login-refused"
    assert code_of(store, "") == "login-refused"


def test_nothing_tells_an_unknown_name_from_a_wrong_password(store: Store) -> None:
    assert code_of(store, PASSWORD, name=PASSWORD) == "login-refused"
    with store.reading() as session:
        lines = session.scalars(select(AuditEntry)).all()
    assert lines[-1].action == "login-unknown"
    assert not any(PASSWORD in f"{line.detail}{line.subject_id}{line.reason}" for line in lines)


def test_guessing_locks_for_longer_and_longer(store: Store) -> None:
    assert [code_of(store, WRONG) for _ in range(5)] == ["login-refused"] * 4 + ["account-locked"]
    assert code_of(store, PASSWORD) == "account-locked"
    after(store, timedelta(seconds=31))
    assert code_of(store, WRONG) == "account-locked"
    after(store, timedelta(seconds=31 + 59))
    assert code_of(store, PASSWORD) == "account-locked"
    after(store, timedelta(seconds=31 + 61))
    assert code_of(store, PASSWORD) == ""
    assert code_of(store, WRONG) == "login-refused"  # the count began anew


def test_the_lock_outlasts_a_restart_and_a_clock_set_back(store: Store) -> None:
    for _ in range(5):
        code_of(store, WRONG)
    after(store, -timedelta(days=1))
    assert code_of(store, PASSWORD) == "account-locked"
    url = store.engine.url.render_as_string(hide_password=False)
    reopened = open_store(url, clock=lambda: NOW + timedelta(seconds=29))
    assert code_of(reopened, PASSWORD) == "account-locked"
    reopened.close()


def test_guesses_under_a_clock_set_back_lock_from_the_moment_last_seen(store: Store) -> None:
    after(store, -timedelta(days=1))
    for _ in range(5):
        code_of(store, WRONG)
    after(store, timedelta(seconds=29))
    assert code_of(store, PASSWORD) == "account-locked"


def test_an_administrator_unlocks_by_a_new_password(store: Store, boss: Actor, clerk: Actor) -> None:
    for _ in range(5):
        code_of(store, WRONG)
    with store.writing(actor=boss) as work:
        set_password(work, clerk.id or 0, WRONG)
    assert code_of(store, WRONG) == ""
    with pytest.raises(ConflictError, match="pin-needs-password"):
        switch_account(store, CLERK, "2580", logged_in={clerk.id or 0})


def test_a_pin_is_taken_only_where_the_password_was_given_before(store: Store, clerk: Actor) -> None:
    with pytest.raises(ConflictError, match="pin-needs-password"):
        switch_account(store, CLERK, "2580", logged_in=())
    assert switch_account(store, CLERK, "2580", logged_in={clerk.id or 0}) == clerk
    assert code_of(store, "2580") == "login-refused"


def test_wrong_pins_lock_too(store: Store, clerk: Actor) -> None:
    for _ in range(5):
        with pytest.raises(ConflictError):
            switch_account(store, CLERK, "1379", logged_in={clerk.id or 0})
    assert code_of(store, PASSWORD) == "account-locked"


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "7777", "１２３４"])
def test_a_pin_is_4_to_8_digits(store: Store, clerk: Actor, pin: str) -> None:
    with pytest.raises(Exception, match="pin-form"), store.writing(actor=clerk) as work:
        set_pin(work, clerk.id or 0, pin)


def test_logins_are_in_the_audit(store: Store) -> None:
    code_of(store, WRONG)
    code_of(store, PASSWORD)
    with store.reading() as session:
        lines = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-2:]
    assert [(line.action, line.actor) for line in lines] == [("login-refused", "命令行"), ("login", CLERK)]


def test_a_hash_of_another_cost_is_renewed_by_the_secret_it_is_of_and_no_other(
    store: Store, clerk: Actor
) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    with store.writing(actor=clerk) as work:
        account = work.session.scalars(select(Account).where(Account.name == CLERK)).one()
        account.password_hash, account.pin_hash = old.hash(PASSWORD), old.hash("2580")
        kept = account.password_hash, account.pin_hash

    def hashes() -> tuple[str, str]:
        with store.reading() as session:
            account = session.scalars(select(Account).where(Account.name == CLERK)).one()
            return account.password_hash, account.pin_hash

    authenticate(store, CLERK, PASSWORD)
    assert hashes()[0] != kept[0]
    assert hashes()[1] == kept[1]
    switch_account(store, CLERK, "2580", logged_in={clerk.id or 0})
    renewed = hashes()
    assert renewed[1] != kept[1]
    assert (
        authenticate(store, CLERK, PASSWORD)
        == switch_account(store, CLERK, "2580", logged_in={clerk.id or 0})
        == clerk
    )
    assert hashes() == renewed


def test_guesses_in_parallel_are_counted_one_by_one(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(lambda _number: code_of(store, WRONG), range(8)))
    assert codes == ["account-locked"] * 4 + ["login-refused"] * 4
    assert code_of(store, PASSWORD) == "account-locked"


def test_a_registry_that_may_only_be_read_lets_in_no_locked_account(
    store: Store, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _guess in range(FREE_ATTEMPTS):
        code_of(store, WRONG)

    def refuse(**_facts: object) -> NoReturn:
        raise ReadOnlyError("store-read-only", path=store.name)

    monkeypatch.setattr(store, "writing", refuse)
    assert code_of(store, PASSWORD) == "account-locked"
    assert code_of(store, PASSWORD, name="没有这个人") == "login-refused"
    after(store, timedelta(hours=2))
    assert authenticate(store, CLERK, PASSWORD) == clerk
