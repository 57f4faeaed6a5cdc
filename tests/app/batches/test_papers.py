"""Papers of a batch are kept as they were made, with the digest of the audit chain and an anchor."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.accounts import verify_audit
from app.batches import batch_papers, keep_paper, paper_content, write_paper
from app.errors import AppError, ConflictError, InputError
from app.store import Store
from models import AuditAnchor, AuditEntry, BatchPaper
from tests.app.batches.office import CLERK, Office


def test_a_paper_is_kept_once_and_anchors_the_chain(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.batch()
    with store.reading() as session:
        before = [entry.hash for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    with office.acting(CLERK) as work:
        first = keep_paper(work, batch, kind="notice", file_name="公示.pdf", content=b"%PDF 1")
        again = keep_paper(work, batch, kind="notice", file_name="公示.pdf", content=b"%PDF 1")
        other = keep_paper(work, batch, kind="notice", file_name="公示.pdf", content=b"%PDF 2")

    assert first == again != other
    with store.reading() as session:
        papers = batch_papers(session, batch)
        anchors = list(session.scalars(select(AuditAnchor).order_by(AuditAnchor.id)))
        assert paper_content(session, first) == b"%PDF 1"
        assert verify_audit(session).first_broken is None
    assert [paper.id for paper in papers] == [first, other]
    assert (papers[0].audit_entries, papers[0].audit_seal) == (len(before), before[-1])
    assert [(one.entries, one.seal) for one in anchors] == [
        (paper.audit_entries, paper.audit_seal) for paper in papers
    ]
    assert "公示.pdf" in anchors[0].place
    assert [line.action for line in office.page(batch).history][-1] == "keep-paper"


def test_an_empty_paper_or_one_of_no_batch_is_refused(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.batch()
    with pytest.raises(InputError), office.acting(CLERK) as work:
        keep_paper(work, batch, kind="notice", file_name="空.pdf", content=b"")
    with pytest.raises(AppError), office.acting(CLERK) as work:
        keep_paper(work, batch + 1, kind="notice", file_name="甲.pdf", content=b"1")
    with store.reading() as session, pytest.raises(AppError):
        paper_content(session, 77)


def test_a_kept_paper_that_was_changed_is_not_handed_out(store: Store, tmp_path: Path) -> None:
    office = Office(store)
    office.winners()
    batch = office.batch()
    with office.acting(CLERK) as work:
        paper = keep_paper(work, batch, kind="notice", file_name="公示.pdf", content=b"%PDF-1.7 1")
    with store.reading() as session:
        write_paper(session, paper, tmp_path / "公示.pdf")
    assert (tmp_path / "公示.pdf").read_bytes() == b"%PDF-1.7 1"
    with store.engine.begin() as connection:
        connection.execute(update(BatchPaper).values(content=b"%PDF-1.7 2"))
    with pytest.raises(ConflictError, match="kept-file-altered"), store.reading() as session:
        write_paper(session, paper, tmp_path / "公示.pdf")
    assert (tmp_path / "公示.pdf").read_bytes() == b"%PDF-1.7 1"
