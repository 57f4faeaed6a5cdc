"""What was cut off the end, rewritten or switched off is found by what left the registry of the chain."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from app.accounts import SEALED, audit_digest, check_audit
from app.batches import keep_paper
from app.cli import main
from app.errors import InputError
from app.policy import content_digest
from app.progress import Progress
from app.store import Store
from models import PolicyPack, StateChange
from models.append_only import APPEND_ONLY, missing_protection, protect, unprotect
from tests.batch_builders import a_batch, some_awards
from tests.builders import CLERK, NOW, a_result


@pytest.fixture
def kept(store: Store) -> Store:
    """A registry with a paper kept in the middle of its chain, and lines after it."""
    with store.writing(actor=CLERK) as work:
        batch = a_batch(work.session, some_awards(work.session, 2))
        for number in range(3):
            work.audit("confirm", "result", number, reason="核对无误")
        a_move = {"noun": "batch", "to_state": "publicity", "changed_at": NOW, "actor": CLERK}
        work.session.add(StateChange(subject_id=batch.id, **a_move))
        keep_paper(work, batch.id, kind="notice", file_name="公示.pdf", content=b"%PDF")
    with store.writing(actor="李静") as work:
        work.audit("approve", "award", 1)
    return store


def cut(store: Store, table: str = "audit_entry", rows: int = 1) -> None:
    with store.engine.begin() as connection:
        unprotect(connection, table)
        last = f"SELECT id FROM {table} ORDER BY id DESC LIMIT {rows}"
        connection.execute(text(f"DELETE FROM {table} WHERE id IN ({last})"))


def said(store: Store, digest: str = "") -> str:
    with store.reading() as session:
        report = check_audit(session, digest=digest)
    assert not report.is_whole
    return "\n".join(report.words())


def test_a_whole_chain_agrees_with_its_papers(kept: Store) -> None:
    with kept.reading() as session:
        report = check_audit(session, digest=audit_digest(session).text())
    assert report.is_whole
    assert report.marks == 2
    assert "全部相符" in report.words()[0]


def test_one_row_cut_off_the_end_is_found_by_the_digest_of_a_paper(kept: Store) -> None:
    with kept.reading() as session:
        printed = audit_digest(session)
    cut(kept)
    assert f"截去至少 1 条：“键入的封印”上印的是第 {printed.entries} 条" in said(kept, printed.text())


def test_lines_before_a_kept_paper_cut_off_are_found_without_typing(kept: Store) -> None:
    cut(kept, rows=3)
    assert "截去至少 1 条：“批次“" in said(kept)
    cut(kept, "audit_anchor")
    assert "截去至少 1 条：“公示.pdf”" in said(kept)  # the kept paper tells it without the anchor


def test_a_chain_written_anew_has_another_seal_than_the_paper(kept: Store) -> None:
    with kept.reading() as session:
        printed = audit_digest(session)
    cut(kept)
    with kept.writing(actor="某人") as work:
        work.audit("approve", "award", 2)
    assert "审计链被改写过：“键入的封印”" in said(kept, printed.text())


def test_the_first_broken_line_is_named_by_number_day_person_and_act(kept: Store) -> None:
    with kept.engine.begin() as connection:
        unprotect(connection, "audit_entry")
        second = "subject_id = '1' AND action = 'confirm'"
        connection.execute(text(f"UPDATE audit_entry SET reason = '改过' WHERE {second}"))
    assert "审计链在第 2 条（2024-07-01 09:00，经办甲，确认，成绩 1）断开" in said(kept)


@pytest.mark.parametrize("typed", ["", "审计链", "第 12 条", "0123456789abcdef"])
def test_what_is_no_digest_is_refused(store: Store, typed: str) -> None:
    with store.reading() as session:
        if not typed:
            assert check_audit(session, digest=typed).is_whole
            return
        with pytest.raises(InputError, match="audit-digest-unreadable"):
            check_audit(session, digest=typed)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_of_these_tables_are_only_added(kept: Store, table: str) -> None:
    for statement in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):
        with kept.engine.connect() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {table}"))
            with pytest.raises(Exception, match="only added"):
                connection.execute(text(statement))
    with kept.engine.begin() as connection:
        unprotect(connection, table)
        assert missing_protection(connection) == [table]
    assert "防改触发器不在了" in said(kept)


def test_the_command_takes_a_digest_and_tells_what_is_missing(
    sqlite_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", sqlite_store.name, "audit", "verify"]
    assert main([*db, "--digest", "审计链至第 12 条，末条封印 0123456789abcdef", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["cut"]
    assert (found["entries"], found["missing"]) == (12, 12)


def test_the_workbook_has_every_line_in_words_and_a_filter(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        work.audit("confirm", "result", 17, detail={"from": "draft", "to": "confirmed"}, reason="核对无误")
        work.audit("edit", "contest", 3, detail={"level": ["county", "municipal"]})
    out = tmp_path / "审计.xlsx"
    assert main(["--db", sqlite_store.name, "audit", "export", str(out)]) == 0
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][:7] == ("序号", "时间", "经办人", "办理", "对象", "内容", "事由")
    assert rows[1][1:7] == ("2024-07-01 09:00:00", CLERK, "确认", "成绩 17", "待确认 → 已确认", "核对无误")
    assert rows[2][3:5] == ("修改", "竞赛 3")
    assert sheet.auto_filter.ref == "A4:I6"


def test_a_list_that_left_anchors_the_chain(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        work.audit("confirm", "result", 17)
    out = tmp_path / "奖励清单.xlsx"
    assert main(["--db", sqlite_store.name, "export", "payments", str(out)]) == 0
    cut(sqlite_store)
    assert "截去至少 1 条：“导出的文件 奖励清单.xlsx”" in said(sqlite_store)


def test_a_kept_file_whose_bytes_were_changed_is_named(kept: Store) -> None:
    with kept.reading() as session:
        assert check_audit(session).files == 1
    with kept.engine.begin() as connection:
        connection.execute(text("UPDATE batch_paper SET content = :other"), {"other": b"%PDF-1.7 other"})
    progress = Progress()
    with kept.reading() as session:
        report = check_audit(session, progress=progress)
    assert [(one.table, one.kind, one.name) for one in report.records] == [
        ("batch_paper", "bytes", "公示.pdf")
    ]
    assert "存下的文件内容被改动过" in "\n".join(report.words())
    assert (progress.label, progress.total) == ("正在核对存下的文件", 1)


@pytest.mark.parametrize(("table", "column"), [("document_scan", "content"), ("bank_return", "content")])
def test_every_table_of_kept_files_is_read(table: str, column: str) -> None:
    kept_bytes = SEALED[table].kept_bytes
    assert kept_bytes is not None
    assert kept_bytes.name == column
    with_files = {name for name, one in SEALED.items() if one.kept_bytes is not None}
    papers = {"document_scan", "batch_paper", "bank_return", "print_file"}
    assert with_files == {*papers, "policy_pack", "import_file"}


def test_the_text_of_a_policy_pack_is_read_too(store: Store) -> None:
    content = {"policy.yaml": "title: 示例"}
    facts = {"policy": "example", "title": "示例", "sha256": content_digest(content), "state": "submitted"}
    with store.writing(actor=CLERK) as work:
        row = PolicyPack(**facts, content=json.dumps(content), submitted_by=CLERK, submitted_at=NOW)
        work.session.add(row)
        work.session.flush()
        pack = row.id
    with store.reading() as session:
        assert check_audit(session).is_whole
    with store.engine.begin() as connection:
        other = {"id": pack, "content": '{"policy.yaml": "title: 别的"}'}
        connection.execute(text("UPDATE policy_pack SET content = :content WHERE id = :id"), other)
    assert "存下的文件内容被改动过" in said(store)


def test_a_record_whose_parents_were_deleted_too_is_not_said_to_be_gone(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        result = a_result(work.session, 1)
        work.seal_too("result", [result.id])
    with closing(sqlite3.connect(sqlite_store.name)) as connection:  # foreign keys are off in it
        connection.execute("DELETE FROM event")
        connection.execute("UPDATE result SET state = 'draft'")
        connection.commit()
    with sqlite_store.reading() as session:
        kinds = {one.kind for one in check_audit(session).records if one.table == "result"}
    assert kinds == {"changed"}


def test_a_trigger_of_the_right_name_that_refuses_nothing_is_found(kept: Store) -> None:
    name, table = "audit_anchor_no_delete", "audit_anchor"
    with kept.engine.begin() as connection:
        unprotect(connection, table)
        protect(connection)
        assert missing_protection(connection) == []
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"DROP TRIGGER {name}"))
            never = f"BEFORE DELETE ON {table} WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END"
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {never}")
        else:
            body = "BEGIN RETURN OLD; END"
            returns = f"RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
            connection.exec_driver_sql(
                f"CREATE OR REPLACE FUNCTION refuse_change_of_appended_row() {returns}"
            )
        assert table in missing_protection(connection)
    assert "封印去向" in said(kept)
    with kept.engine.begin() as connection:
        protect(connection)
        assert missing_protection(connection) == []
