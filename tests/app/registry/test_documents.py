"""The register of documents: what is known of each, who looked at it, its scans, and what rests on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.awards import annul_result, assess_all, record_ruling, record_standards
from app.errors import ConflictError, InputError
from app.importing import undo_import
from app.policy import RulingFacts, StandardFacts
from app.registry import (
    DocumentFacts,
    Scan,
    attach_scan,
    correct_document,
    document_page,
    document_rows,
    read_scan,
    record_document,
    scan_content,
    unverified_documents,
    verify_document,
)
from app.store import Store
from models import AuditEntry, Award, Document, DocumentScan
from tests.app.importing.lists import a_row, take_in
from tests.builders import CLERK, REVIEWER, a_contest, a_result, an_event

MINUTES = DocumentFacts("市政府第十二次常务会议纪要", "研究技能竞赛奖励", "新乡市人民政府", date(2024, 5, 6))
PDF = Scan("纪要.pdf", b"%PDF-1.7 scanned", "application/pdf")


def row_named(store: Store, name: str) -> int:
    with store.reading() as session:
        return session.scalars(select(Document.id).where(Document.name == name)).one()


def test_a_document_without_a_number_opens_a_class_once_a_second_person_has_verified_it(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial", class_basis=MINUTES.name)
        award = a_result(work.session, event=an_event(work.session, contest)).id
        assess_all(work)
        assert work.session.get_one(Award, award).reason == "class-basis-missing"
    with store.writing(actor=CLERK) as work:
        document = record_document(work, MINUTES)
        with pytest.raises(ConflictError) as refused:
            verify_document(work, document, version=1)
        assert refused.value.code == "document-own"
    with store.reading() as session:
        assert session.get_one(Award, award).status == "blocked"
    with store.writing(actor=REVIEWER) as work:
        verify_document(work, document, version=1)
    with store.reading() as session:
        assert session.get_one(Award, award).status == "proposed"
        page = document_page(session, document)
        assert [(use.kind, use.about) for use in page.uses] == [("contest-class", contest.name)]
        assert (page.row.state, page.row.verified_by) == ("verified", REVIEWER)
    with store.writing(actor=CLERK) as work:  # what is corrected is to be looked at again
        facts = replace(MINUTES, issuer="新乡市人民政府办公室")
        correct_document(work, document, facts=facts, reason="发文机关写错", version=2)
    with store.reading() as session:
        assert session.get_one(Award, award).reason == "class-basis-missing"


def test_numbers_come_into_the_register_unverified_with_what_rests_on_them(
    sqlite_store: Store, tmp_path: Path
) -> None:
    take_in(
        sqlite_store, tmp_path, a_row(1, 类别依据文号="示例[2024]8号"), a_row(2, 类别依据文号="示例[2024]8号")
    )
    with sqlite_store.writing(actor=CLERK) as work:
        ruling = RulingFacts("tie", "each-full", "示例纪要〔2024〕1号、示例〔2024〕8号", date(2024, 6, 1))
        record_ruling(work, ruling)
        amounts = (("金牌", 30_000_000),)
        record_standards(
            work,
            [StandardFacts("world-skills", "contestant", amounts, "示例〔2024〕9号", date(2024, 1, 1))],
        )
        annul_result(work, a_result(work.session).id, basis="示例（2024）10号")
    with sqlite_store.reading() as session:
        rows = {row.name: row for row in document_rows(session)}
        assert {name: (row.uses, row.state) for name, row in rows.items()} == {
            "示例〔2024〕8号": (2, "unverified"),
            "示例纪要〔2024〕1号": (1, "unverified"),
            "示例〔2024〕9号": (1, "unverified"),
            "示例〔2024〕10号": (1, "unverified"),
        }
        assert rows["示例〔2024〕8号"].as_written == "示例[2024]8号"
        assert unverified_documents(session) == 4
        uses = document_page(session, rows["示例〔2024〕8号"].id).uses
        assert [use.kind for use in uses] == ["contest-class", "ruling"]
        assert "«" not in "".join(use.about for use in uses)
        for name in ("示例〔2024〕9号", "示例〔2024〕10号"):
            (use,) = document_page(session, rows[name].id).uses
            assert use.about
            assert "«" not in use.about
        assert [row.name for row in document_rows(session, words="纪要")] == ["示例纪要〔2024〕1号"]
        assert document_rows(session, states=["verified"]) == []


def test_an_import_taken_back_takes_its_documents_along_but_for_those_in_use(
    sqlite_store: Store, tmp_path: Path
) -> None:
    rows = [
        a_row(1, 类别依据文号="示例〔2024〕8号"),
        a_row(2, 竞赛名称="另一竞赛", 类别依据文号="示例〔2024〕9号"),
    ]
    report = take_in(sqlite_store, tmp_path, *rows)
    assert report.batch_id is not None
    with sqlite_store.writing(actor=CLERK) as work:
        record_ruling(work, RulingFacts("tie", "each-full", "示例〔2024〕9号", date(2024, 6, 1)))
        undo_import(work, report.batch_id)
    with sqlite_store.reading() as session:
        assert [row.name for row in document_rows(session)] == ["示例〔2024〕9号"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (DocumentFacts("待补"), "document-name"),
        (DocumentFacts("国家级一类"), "document-name"),
        (DocumentFacts("〔2024〕9号"), "document-name"),
        (DocumentFacts("依据示例〔2024〕9号"), "document-name"),
        (DocumentFacts("纪要"), "document-name"),
        (DocumentFacts(MINUTES.name), "document-facts-needed"),
        (replace(MINUTES, issuer=" "), "document-facts-needed"),
        (replace(MINUTES, dated_on=date(2024, 7, 2)), "document-future"),
        (DocumentFacts("示例〔2025〕9号"), "document-year"),
        (DocumentFacts("示例〔2024〕9号", dated_on=date(2023, 12, 31)), "document-year"),
    ],
)
def test_what_is_no_document_is_not_recorded(sqlite_store: Store, facts: DocumentFacts, code: str) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        with pytest.raises(InputError) as refused:
            record_document(work, facts)
        assert refused.value.code == code
        assert document_rows(work.session) == []


def test_a_document_is_recorded_once_however_it_is_written(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        first = record_document(work, DocumentFacts("示例（2024）9号"))
        with pytest.raises(ConflictError):
            record_document(work, DocumentFacts("示例〔2024〕9号"))
        (row,) = document_rows(work.session)
        assert (row.id, row.name, row.as_written) == (first, "示例〔2024〕9号", "示例（2024）9号")


def test_a_number_is_not_changed_under_what_rests_on_it(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        document = record_document(work, DocumentFacts("示例〔2024〕9号"))
        correct_document(
            work, document, facts=DocumentFacts("示例〔2024〕19号"), reason="漏了一位", version=1
        )
        a_contest(work.session, class_basis="示例〔2024〕19号")
        with pytest.raises(ConflictError) as refused:
            correct_document(work, document, facts=DocumentFacts("示例〔2024〕9号"), reason="改回", version=2)
        assert refused.value.code == "document-in-use"
        facts = DocumentFacts("示例〔2024〕19号", "关于公布竞赛目录的通知", "示例局", date(2024, 3, 1))
        correct_document(work, document, facts=facts, reason="补录标题", version=2)
        assert document_page(work.session, document).row.facts == facts


def test_a_day_to_come_recorded_later_closes_the_gate_again(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial")
        award = a_result(work.session, event=an_event(work.session, contest)).id
        assess_all(work)
        assert work.session.get_one(Award, award).status == "proposed"
        document = record_document(work, DocumentFacts("示例〔2024〕1号"))
        dated = update(Document).where(Document.id == document)  # as an older clock might have let through
        work.session.execute(dated.values(dated_on=date(2024, 7, 2)))
        assess_all(work)
        work.session.expire_all()
        assert work.session.get_one(Award, award).reason == "class-basis-missing"


def test_a_scan_is_kept_whole_and_its_hash_is_checked_when_it_is_opened(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        document = record_document(work, MINUTES)
        scan = attach_scan(work, document, PDF)
        with pytest.raises(ConflictError):
            attach_scan(work, document, replace(PDF, file_name="同一份.pdf"))
    with store.reading() as session:
        assert scan_content(session, scan) == (PDF.file_name, PDF.content)
        (facts,) = document_page(session, document).scans
        assert (facts.mime, facts.size, len(facts.sha256)) == ("application/pdf", len(PDF.content), 64)
        assert document_rows(session)[0].scans == 1
    with store.writing(actor=CLERK) as work:
        work.session.execute(update(DocumentScan).values(content=b"%PDF-1.7 another"))
    with store.reading() as session, pytest.raises(ConflictError) as refused:
        scan_content(session, scan)
    assert refused.value.code == "kept-file-altered"


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "scan-kind"), (b"PK\x03\x04", "scan-kind"), (b"%PDF-1.4", "")]
)
def test_only_scans_are_attached(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(content)
    if not code:
        assert read_scan(file).mime == "application/pdf"
        return
    with pytest.raises(InputError) as refused:
        read_scan(file)
    assert refused.value.code == code


def test_every_act_on_a_document_is_on_the_audit_chain(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        document = record_document(work, MINUTES)
        attach_scan(work, document, PDF)
        correct_document(work, document, facts=replace(MINUTES, title="改"), reason="标题", version=1)
    with sqlite_store.writing(actor=REVIEWER) as work:
        verify_document(work, document, version=2)
    with sqlite_store.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == "document"))
        assert [entry.action for entry in entries] == ["record", "attach", "correct", "verify"]
