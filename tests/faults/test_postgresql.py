"""A database server that goes away, refuses, or is busy: the same four words as for a file."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import func, select, text

import models.database
from app.awards import assess_all, review_awards
from app.errors import BusyError, ReadOnlyError, StorageError
from app.store import Store, open_store
from models import Award, Contest, Result
from tests.builders import CLERK, REVIEWER, a_contest, a_result
from tests.faults.registry import names


def address_of(store: Store) -> str:
    return store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def add_contest(store: Store, between: Callable[[], object] = lambda: None) -> None:
    with store.writing(actor=CLERK) as work:
        a_contest(work.session)
        between()
        a_contest(work.session)


def contests(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Contest)) or 0


def hang_up(store: Store) -> None:
    """End every connection to the store's database, as a restart of the server does."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with psycopg.connect(address_of(store), autocommit=True) as connection:
        connection.execute(f"{others} AND datname = current_database()".encode())


def test_a_server_that_goes_away_half_way_takes_nothing(postgresql_store: Store) -> None:
    with pytest.raises(StorageError) as raised:
        add_contest(postgresql_store, between=lambda: hang_up(postgresql_store))
    assert raised.value.code == "store-unreachable"
    assert names(raised.value, postgresql_store.name)
    assert contests(postgresql_store) == 0


def test_a_restarted_server_is_found_again(postgresql_store: Store) -> None:
    add_contest(postgresql_store)
    hang_up(postgresql_store)
    assert contests(postgresql_store) == 2


def test_a_database_that_may_only_be_read(postgresql_store: Store) -> None:
    with psycopg.connect(address_of(postgresql_store), autocommit=True) as connection:
        database = postgresql_store.engine.url.database
        connection.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on".encode())
    hang_up(postgresql_store)
    assert contests(postgresql_store) == 0
    with pytest.raises(ReadOnlyError) as raised:
        add_contest(postgresql_store)
    assert names(raised.value, postgresql_store.name)


@pytest.mark.usefixtures("impatient")
def test_a_table_that_another_program_holds(postgresql_store: Store) -> None:
    again = open_store(address_of(postgresql_store))  # one that has learned impatience
    with psycopg.connect(address_of(postgresql_store)) as other:
        other.execute("LOCK TABLE contest")
        with pytest.raises(BusyError) as raised:
            add_contest(again)
        assert names(raised.value, again.name)
    add_contest(again)
    again.close()


def test_waiting_is_as_short_as_for_a_file(postgresql_store: Store) -> None:
    with postgresql_store.reading() as session:
        patience = session.execute(text("SHOW lock_timeout")).scalar()
    assert patience == f"{models.database.BUSY_TIMEOUT_MS // 1000}s"


def test_an_account_without_rights(postgresql_store: Store) -> None:
    with psycopg.connect(address_of(postgresql_store), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {(role := f'guest_{threading.get_native_id()}')} LOGIN".encode())
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}".encode())
    guest = open_store(address_of(postgresql_store).replace("postgres:@", f"{role}:@"))
    assert contests(guest) == 0
    with pytest.raises(ReadOnlyError):
        add_contest(guest)
    guest.close()
    with psycopg.connect(address_of(postgresql_store), autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {role}".encode())
        connection.execute(f"DROP ROLE {role}".encode())


def test_a_second_writer_waits_and_then_sees_what_the_first_decided(postgresql_store: Store) -> None:
    with postgresql_store.writing(actor=CLERK) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        award_id = int(result.id)
    held, other = threading.Event(), open_store(address_of(postgresql_store))

    def assess() -> None:
        held.wait(10)
        with other.writing(actor=CLERK) as late:
            late.session.get_one(Result, award_id).rank = 2
            assess_all(late)

    second = threading.Thread(target=assess)
    second.start()
    with postgresql_store.writing(actor=REVIEWER) as work:
        review_awards(work, [award_id])
        held.set()
        second.join(0.5)
        assert second.is_alive()
    second.join(20)
    other.close()

    with postgresql_store.reading() as session:
        award = session.get_one(Award, award_id)
        assert (award.state, award.amount_fen) == ("reviewed", 100_000)
