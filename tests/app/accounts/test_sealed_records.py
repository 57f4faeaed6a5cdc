"""Records that somebody changed, added or removed past the program are found and named, in every table."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, UniqueConstraint, create_engine, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import SEALED, AccountRole, AuditReport, add_account, check_audit, table_words
from app.awards import assess_all
from app.batches import BatchChoice, create_batch, keep_paper
from app.cli import main
from app.registry import confirm_results
from app.settings import write_setting
from app.store import Store, open_store
from models import (
    Adjustment,
    Approval,
    AuditEntry,
    Award,
    BankReturn,
    BankReturnLine,
    Base,
    Batch,
    BatchAward,
    BudgetEntry,
    CalendarDay,
    ImportFile,
    Objection,
    PaymentLine,
    PaymentRun,
    Person,
    Repayment,
    Result,
)
from models.types import UNFROZEN_STATES
from tests.batch_builders import a_publicity
from tests.builders import CLERK, NOW, REVIEWER, a_person, a_result
from tests.models.registries import restored_file

DAY = date(2024, 7, 2)


def _fill(store: Store) -> None:
    """Add what a registry of the last release has no rows of: the last mile from a batch to the bank."""
    with store.writing(actor=CLERK) as work:
        session = work.session
        frozen = Award.state.not_in(UNFROZEN_STATES), Award.amount_fen > 0
        award = session.scalars(select(Award).where(*frozen).order_by(Award.id)).first()
        assert award is not None
        fen = award.amount_fen or 0
        person = award.result.entry.person
        by: dict[str, Any] = {"recorded_by": CLERK, "recorded_at": NOW}
        batch = Batch(name="2024年第一批", state="payment", created_by=CLERK, created_at=NOW)
        session.add(batch)
        session.flush()
        of_batch = {"batch_id": batch.id, "award_id": award.id}
        session.add(BatchAward(**of_batch, amount_fen=fen, added_by=CLERK, added_at=NOW))
        a_publicity(session, batch)
        session.add(Objection(**of_batch, received_on=DAY, source="来电", text="名次有误", **by))
        session.add(
            Approval(
                batch_id=batch.id,
                stage=1,
                is_granted=True,
                awards=1,
                amount_fen=fen,
                awards_sha256="0" * 64,
                decided_on=DAY,
                document="新竞办〔2024〕3号",
                decided_by=REVIEWER,
                decided_at=NOW,
            )
        )
        session.add(CalendarDay(day=DAY, is_working=False, name="调休", **by))
        session.add(BudgetEntry(year=2024, amount_fen=fen, basis="新财预〔2024〕1号", decided_on=DAY, **by))
        session.add(Adjustment(award_id=award.id, before_fen=fen, after_fen=fen + 1, difference_fen=1,
                               reason="更正", created_at=NOW, created_by=CLERK))  # fmt: skip
        run = PaymentRun(number="2024-001", batch_id=batch.id, budget_year=2024, tax="exempt",
                         sha256="0" * 64, created_by=CLERK, created_at=NOW)  # fmt: skip
        session.add(run)
        session.flush()
        line = PaymentLine(run_id=run.id, position=1, kind="award", award_id=award.id, person_id=person.id,
                           person_name=person.name, payee=person.name, gross_fen=fen, tax_fen=0, net_fen=fen,
                           details="{}", state="paid", paid_on=DAY)  # fmt: skip
        session.add(line)
        session.flush()
        session.add(Repayment(line_id=line.id, amount_fen=1, received_on=DAY, reference="收据1", **by))
        sha256 = hashlib.sha256(b"1").hexdigest()
        back = BankReturn(run_id=run.id, file_name="回单.csv", sha256=sha256, content=b"1", **by)
        session.add(back)
        session.flush()
        session.add(BankReturnLine(return_id=back.id, row=2, line_id=line.id, outcome="paid", reference="A1"))
        session.add(ImportFile(sha256=sha256, size=1, content=b"1", kept_at=NOW))
        keep_paper(work, batch.id, kind="notice", file_name="公示.pdf", content=b"%PDF")
        add_account(work, "王审计", roles=[AccountRole.ADMINISTRATOR], password="旧书架上三只蓝猫")
        write_setting(work, "city", "新乡市")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with a closed record in every sealed table, its chain whole."""
    file = restored_file("0011", tmp_path_factory.mktemp("filled"))
    store = open_store(str(file), clock=lambda: NOW)
    _fill(store)
    with store.reading() as session:
        report = check_audit(session)
    store.close()
    assert report.words()[0].startswith("审计链完整")
    assert (report.is_whole, report.unsealed) == (True, 0)
    return file


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    """A copy of that registry for one forger."""
    return Path(shutil.copyfile(filled, tmp_path / "registry.db"))


def forging(file: Path) -> Engine:
    """Open the file as somebody with an SQL tool does: without the program, and without foreign keys."""
    return create_engine(f"sqlite:///{file}")


def checked(file: Path, digest: str = "") -> AuditReport:
    store = open_store(str(file), clock=lambda: NOW)
    try:
        with store.reading() as session:
            return check_audit(session, digest=digest)
    finally:
        store.close()


def first_key(connection: Connection, table: str) -> Any:
    sealed = SEALED[table]
    return connection.scalars(select(sealed.key).where(sealed.is_closed).order_by(sealed.key)).first()


_OTHERS: dict[type, Callable[[Any], Any]] = {
    str: lambda column: func.coalesce(column, "").concat("x"),
    int: lambda column: func.coalesce(column, 0) + 1,
    bytes: lambda _: b"forged",
}


def _change_something(connection: Connection, table: str) -> Any:
    """Change the first fact of a record that the database lets anybody change; return the record's key."""
    sealed = SEALED[table]
    key = first_key(connection, table)
    for column in reversed(sealed.facts[1:]):
        if (kind := column.type.python_type) not in _OTHERS:
            continue
        other = _OTHERS[kind](column)
        try:
            connection.execute(update(sealed.table).where(sealed.key == key).values({column: other}))
        except IntegrityError:
            continue
        return key
    raise AssertionError(f"nothing of {table} can be changed")


def _add_a_copy(connection: Connection, table: str) -> Any:
    """Add a record that is like another one but for what has to be unique; return its key."""
    whole = Base.metadata.tables[table]
    row = dict(connection.execute(select(whole).where(SEALED[table].key == first_key(connection, table)))
               .mappings().one())  # fmt: skip
    unique = {column.name for column in whole.primary_key}
    unique |= {column.name for column in whole.c if column.unique}
    for one in (*whole.constraints, *whole.indexes):
        if isinstance(one, UniqueConstraint) or getattr(one, "unique", False):
            unique |= {column.name for column in one.columns}  # type: ignore[attr-defined]  # both have columns
    for name in unique & row.keys():
        value = row[name]
        if name in _CLOSED_SETS:
            continue
        if whole.c[name].type.python_type is str:
            row[name] = value and f"~{value[1:]}"
        elif isinstance(value, date):
            row[name] = value + timedelta(days=1000)
        elif value is not None:
            row[name] = value + 1_000_000
    connection.execute(whole.insert().values(row))
    return row[SEALED[table].key.name]


def _remove(connection: Connection, table: str) -> Any:
    key = first_key(connection, table)
    connection.execute(SEALED[table].table.delete().where(SEALED[table].key == key))
    return key


_CLOSED_SETS = {"role", "group", "title"}
ACTS = {"changed": _change_something, "added": _add_a_copy, "removed": _remove}
LAZY = {name for name, sealed in SEALED.items() if not sealed.from_birth}


@pytest.mark.parametrize("kind", sorted(ACTS))
@pytest.mark.parametrize("table", sorted(SEALED))
def test_a_record_forged_past_the_program_is_named(file: Path, table: str, kind: str) -> None:
    engine = forging(file)
    with engine.begin() as connection:
        key = ACTS[kind](connection, table)
    engine.dispose()
    report = checked(file)
    if kind == "added" and table in LAZY:
        assert report.unsealed == 1
        return
    assert report.broken is None
    assert [(one.table, one.key, one.kind) for one in report.records] == [(table, str(key), kind)]
    assert any(said.startswith(table_words(table)) for said in report.words())
    assert not report.is_whole


def test_what_is_named_is_the_person_contest_and_last_act(file: Path, capsys: Any) -> None:
    engine = forging(file)
    with engine.begin() as connection:
        key = first_key(connection, "award")
        connection.execute(text("UPDATE award SET amount_fen = amount_fen + 1 WHERE id = :id"), {"id": key})
        person = connection.scalar(
            text("SELECT p.name FROM person p JOIN entry e ON e.person_id = p.id JOIN result r"
                 " ON r.entry_id = e.id WHERE r.id = :id"), {"id": key})  # fmt: skip
    engine.dispose()
    assert main(["--db", str(file), "audit", "verify"]) == 1
    first, *_ = capsys.readouterr().out.splitlines()
    assert f"奖励 {key}" in first
    assert person in first
    assert "第 " in first
    assert main(["--db", str(file), "audit", "verify", "--json"]) == 1
    (record,) = json.loads(capsys.readouterr().out)["records"]
    assert (record["table"], record["key"], record["kind"]) == ("award", str(key), "changed")


def test_a_record_put_back_to_open_is_found(file: Path) -> None:
    engine = forging(file)
    with engine.begin() as connection:
        key = first_key(connection, "result")
        connection.execute(text("UPDATE result SET state = 'draft' WHERE id = :id"), {"id": key})
    engine.dispose()
    assert [(one.table, one.key, one.kind) for one in checked(file).records] == [
        ("result", str(key), "changed")
    ]


def test_what_no_program_stores_is_found_as_well(file: Path) -> None:
    engine = forging(file)
    with engine.begin() as connection:
        key = first_key(connection, "payment_line")
        connection.execute(text("UPDATE payment_line SET paid_on = '昨天' WHERE id = :id"), {"id": key})
    engine.dispose()
    assert [(one.table, one.key) for one in checked(file).records] == [("payment_line", str(key))]


def test_without_the_key_the_check_says_so(file: Path) -> None:
    engine = forging(file)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_key_no_delete"))
        connection.execute(text("DELETE FROM audit_key"))
    engine.dispose()
    report = checked(file)
    assert not report.has_key
    assert report.unprotected == ["audit_key"]
    assert not report.is_whole


def test_an_older_registry_is_sealed_as_it_is_upgraded(tmp_path: Path) -> None:
    file = restored_file("0001", tmp_path)
    report = checked(file)
    assert report.is_whole
    assert report.sealed > 100
    assert report.unsealed == 0


@pytest.fixture
def confirmed(store: Store) -> Store:
    """A registry in which a second person confirmed three results; one more person was only imported."""
    with store.writing(actor=CLERK) as work:
        for rank in (1, 2, 3):
            a_result(work.session, rank, state="draft")
    with store.writing(actor=REVIEWER) as work:
        confirm_results(work)
    return store


def test_each_confirmed_result_has_its_own_line(confirmed: Store) -> None:
    with confirmed.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "confirm").order_by(AuditEntry.id)
        lines = session.scalars(query).all()
        results = session.scalars(select(Result.id).order_by(Result.id)).all()
    assert [line.subject_id for line in lines] == [str(result) for result in results]
    assert {(line.subject, line.actor) for line in lines} == {("result", REVIEWER)}
    assert all(json.loads(line.detail)["from"] == "draft" for line in lines)
    assert all(f"result {line.subject_id} " in line.sealed for line in lines)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE result SET rank = 9 WHERE id = (SELECT min(id) FROM result)",
        "UPDATE person SET bank_account = '6222020000000000000' WHERE id = (SELECT min(id) FROM person)",
        "UPDATE entry SET person_id = (SELECT max(id) FROM person) WHERE id = (SELECT min(id) FROM entry)",
        "UPDATE contest SET level = 'world' WHERE id = (SELECT min(id) FROM contest)",
    ],
)
def test_on_either_database_what_a_confirmed_result_rests_on_is_sealed(
    confirmed: Store, statement: str
) -> None:
    with confirmed.reading() as session:
        assert check_audit(session).is_whole
    with confirmed.engine.begin() as connection:
        connection.execute(text(statement))
    with confirmed.reading() as session:
        assert [one.table for one in check_audit(session).records] == [statement.split()[1]]


def test_a_change_through_the_program_is_sealed_anew(confirmed: Store) -> None:
    with confirmed.writing(actor=CLERK) as work:
        person = work.session.scalars(select(Person)).first()
        assert person is not None
        person.phone = "13900000000"
        work.audit("edit", "person", person.id)
    with confirmed.reading() as session:
        assert check_audit(session).is_whole


def test_awards_put_into_a_batch_at_once_are_sealed(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        for rank in (1, 2):
            a_result(work.session, rank)
        assess_all(work)
    with store.writing(actor=CLERK) as work:
        added = create_batch(work, name="2024年第一批", chosen=BatchChoice()).added
    with store.reading() as session:
        carried = "".join(session.scalars(select(AuditEntry.sealed)))
        assert check_audit(session).is_whole
    assert carried.count("batch_award ") == added == 2


def test_a_person_nobody_vouched_for_counts_as_not_yet_sealed(store: Store) -> None:
    with store.engine.begin() as connection, Session(connection) as session:
        a_person(session)
        session.commit()
    with store.reading() as session:
        report = check_audit(session)
    assert (report.is_whole, report.unsealed) == (True, 1)
    assert any("1 条记录尚未封存" in said for said in report.words())


def test_no_card_or_number_stands_in_the_chain(confirmed: Store) -> None:
    with confirmed.reading() as session:
        people = session.scalars(select(Person)).all()
        chain = "".join(f"{line.detail}{line.sealed}" for line in session.scalars(select(AuditEntry)))
    for person in people:
        for secret in (person.id_number, person.phone, person.bank_account):
            assert secret not in chain
