"""Reading, writing, conflicts and the audit chain, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.accounts import GENESIS, seal_of
from app.changes import Changes
from app.errors import AppError, ConflictError, InputError, NotFoundError
from app.store import Store, create_store, open_store
from models import AuditEntry, Contest, ImportBatch, Person, Result
from models.append_only import unprotect
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, an_import_batch


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_a_block_writes_is_there_afterwards(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_result(work.session, rank=3)
    with store.reading() as session:
        assert session.scalars(select(Result.rank)).all() == [3]


def test_a_block_that_fails_leaves_no_trace(store: Store) -> None:
    def fail() -> None:
        with store.writing(actor=CLERK) as work:
            a_result(work.session)
            work.audit("record-result", "result", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (count(store, Result), count(store, Person), count(store, AuditEntry)) == (0, 0, 0)


def test_an_expected_error_inside_a_block_comes_out_unchanged(store: Store) -> None:
    with pytest.raises(NotFoundError) as raised, store.writing(actor=CLERK):
        raise NotFoundError("file-missing", path="x")
    assert raised.value.code == "file-missing"


def test_reading_writes_nothing(store: Store) -> None:
    with store.reading() as session:
        a_contest(session)
    assert count(store, Contest) == 0


def test_a_unit_of_work_says_what_it_touched(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        work.touched(Changes.RESULTS)
        work.touched(Changes.PEOPLE)
    assert work.changes == Changes.RESULTS | Changes.PEOPLE
    assert (work.actor.name, work.now) == (CLERK, NOW)


def test_the_second_of_two_editors_is_told(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        contest_id = a_contest(work.session).id
    with store.reading() as early:
        stale = early.get_one(Contest, contest_id)
        early.expunge(stale)
    with store.writing(actor="另一人") as work:
        work.session.get_one(Contest, contest_id).organiser = "新乡市人社局"

    def edit_the_stale_one() -> None:
        with store.writing(actor=CLERK) as work:
            work.session.add(stale)
            stale.organiser = "别的单位"

    with pytest.raises(ConflictError) as raised:
        edit_the_stale_one()
    assert raised.value.code == "changed-meanwhile"
    with store.reading() as session:
        assert session.get_one(Contest, contest_id).organiser == "新乡市人社局"


def test_each_edit_counts_up_the_version(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        person_id = a_person(work.session).id
    with store.writing(actor=CLERK) as work:
        work.session.get_one(Person, person_id).phone = "13900000000"
    with store.reading() as session:
        assert session.get_one(Person, person_id).lock_version == 2


def test_moments_come_back_in_utc(store: Store) -> None:
    beijing = timezone(timedelta(hours=8))
    with store.writing(actor=CLERK) as work:
        an_import_batch(work.session, imported_at=datetime(2024, 7, 1, 9, 30, tzinfo=beijing))
    with store.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET TIME ZONE 'Asia/Shanghai'"))
        moment = session.scalars(select(ImportBatch.imported_at)).one()
    assert moment == datetime(2024, 7, 1, 1, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_the_audit_chain_holds_over_units_of_work(store: Store) -> None:
    for number in range(3):
        with store.writing(actor=CLERK) as work:
            work.audit("record-result", "result", number, detail={"名次": number})
            work.audit("confirm-result", "result", number, reason="核对无误")
    previous = GENESIS
    with store.reading() as session:
        chain = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert len(chain) == 6
    for line in chain:
        assert line.hash == seal_of(line, previous)
        previous = line.hash


def test_a_changed_line_breaks_the_chain(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        work.audit("approve", "award", 1)
    with store.writing(actor="某人") as work:
        unprotect(work.session.connection(), "audit_entry")
        work.session.scalars(select(AuditEntry)).one().actor = "某人"  # without a new seal
    with store.reading() as session:
        line = session.scalars(select(AuditEntry)).one()
        assert line.hash != seal_of(line, GENESIS)


def test_two_writers_extend_one_chain(postgresql_store: Store) -> None:
    import threading

    second_done = threading.Event()

    def second() -> None:
        with postgresql_store.writing(actor="乙") as work:
            work.audit("second", "award")
        second_done.set()

    other = threading.Thread(target=second)
    with postgresql_store.writing(actor="甲") as work:
        work.audit("first", "award")
        work.session.flush()
        other.start()
        assert not second_done.wait(0.3)  # it waits for us
    other.join(10)
    with postgresql_store.reading() as session:
        lines = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [line.action for line in lines] == ["first", "second"]
    assert lines[1].hash == seal_of(lines[1], lines[0].hash)


def test_a_registry_opens_again(tmp_path: Path) -> None:
    place = str(tmp_path / "新 文件夹" / "a%20b?c#d.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        a_contest(work.session)
    store.close()
    again = open_store(place)
    assert count(again, Contest) == 1
    again.close()
    assert [file.name for file in (tmp_path / "新 文件夹").iterdir()] == ["a%20b?c#d.db"]


def test_a_registry_is_never_made_over_another(store: Store) -> None:
    place = store.engine.url.render_as_string(hide_password=False)
    with pytest.raises(ConflictError) as raised:
        create_store(place)
    assert raised.value.code == "store-exists"


def test_only_one_of_two_programs_makes_a_registry(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server = request.getfixturevalue("postgresql_server")

    def make(place: str) -> str:
        try:
            create_store(place, actor=CLERK).close()
        except ConflictError as error:
            return error.code
        return "made"

    with server.empty("made_twice") as url:
        for place in (url, str(tmp_path / "registry.db")):
            with ThreadPoolExecutor(2) as programs:
                assert sorted(programs.map(make, [place, place])) == ["made", "store-exists"]
            store = open_store(place)
            assert count(store, AuditEntry) == 1
            store.close()


@pytest.mark.parametrize(
    "place", ["mysql://u:geheim@host/x", "oracle://u:geheim@h/x", "http://u:geheim@[x/y"]
)
def test_an_address_of_no_known_database_is_refused_without_its_password(place: str) -> None:
    with pytest.raises(InputError) as raised:
        open_store(place)
    assert raised.value.code == "store-address"
    assert "geheim" not in str(raised.value.params)


def test_a_database_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(AppError) as raised:
        open_store("postgresql://clerk:geheim@127.0.0.1:1/registry")
    assert raised.value.code == "store-unreachable"
    assert "127.0.0.1" in str(raised.value.params["path"])
    assert "geheim" not in str(raised.value.params)


def test_sqlite_really_runs_as_configured(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        ask = [f"PRAGMA {name}" for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")]
        assert [session.execute(text(pragma)).scalar() for pragma in ask] == ["wal", 1, 5000, 2]


def test_a_reader_sees_one_moment_while_a_writer_commits(store: Store) -> None:
    with store.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        assert session.scalar(select(func.count()).select_from(Contest)) == 0
        with store.writing(actor=CLERK) as work:
            a_contest(work.session)
        assert session.scalar(select(func.count()).select_from(Contest)) == 0
    assert count(store, Contest) == 1


def test_a_record_that_is_there_already_is_said_without_its_values(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_person(work.session, id_number="410702199001010015", id_key="resident:410702199001010015")
    with pytest.raises(ConflictError) as raised, store.writing(actor=CLERK) as work:
        a_person(work.session, id_number="410702199001010015", id_key="resident:410702199001010015")

    assert raised.value.code == "already-there"
    assert "410702199001010015" not in str(raised.value)
