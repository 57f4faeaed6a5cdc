"""After issue: the same bytes again, corrections supersede, annulments revoke."""

from __future__ import annotations

import re
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates import (
    certificate_pdf,
    due_certificates,
    issue_certificates,
    issued_certificates,
    reprint_certificates,
    revoke_certificates,
    run_pdf,
    verify,
    waiting_certificates,
)
from app.errors import DocumentError, NotFoundError
from app.store import Store
from models import AuditEntry, Certificate, PrintFile, Result
from tests.app.certificates.winners import CONTEST, numbers, winners
from tests.app.printing.pdf_readers import pdfium_texts, poppler_text, scanned
from tests.builders import a_result


def test_a_second_run_gives_the_same_bytes_and_takes_no_number(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李四")
        first = issue_certificates(work)
    with store.writing(actor="经办甲") as work:
        second = issue_certificates(work)
    assert second.pdf == first.pdf
    assert (second.issued, second.reprinted) == ((), first.issued)
    assert any("没有新的证书" in warning for warning in second.warnings)
    assert len(numbers(store)) == 2


def test_later_winners_get_only_their_own_pages_and_a_reprint_holds_all(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, "张三")
        issue_certificates(work)
    with store.writing(actor="经办甲") as work:
        winners(work.session, "王𬭎", contest="第二届大赛")
        report = issue_certificates(work)
        assert (report.pages, report.numbers) == (1, ("新赛证〔2024〕省0002号",))
    reprints = []
    for _ in range(2):
        with store.writing(actor="经办甲") as work:
            reprints.append(issue_certificates(work))
    assert reprints[0].pdf == reprints[1].pdf
    assert [name in text for name, text in zip(("张三", "王𬭎"), pdfium_texts(reprints[0].pdf), strict=True)]


def test_a_corrected_result_supersedes_and_an_annulled_one_revokes(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        first, second = winners(work.session, "张三", "李四")
        issue_certificates(work)
        second.state = "annulled"
        _correct(work.session, first, rank=2)
    with store.writing(actor="经办甲") as work:
        report = issue_certificates(work)
    assert report.issued == ("新赛证〔2024〕省0003号",)
    assert len(report.warnings) == 2
    with store.reading() as session:
        states = session.scalars(select(Certificate.state).order_by(Certificate.sequence))
        assert list(states) == ["superseded", "revoked", "issued"]


def test_a_correction_that_changes_no_word_keeps_the_certificate(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        (first,) = winners(work.session, "张三")
        issue_certificates(work)
        _correct(work.session, first, rank=1, score="98.5")
    with sqlite_store.writing(actor="经办甲") as work:
        assert issue_certificates(work).issued == ()


def _correct(session: Session, old: Result, **facts: object) -> None:
    old.is_current, old.state = False, "superseded"
    session.flush()
    a_result(session, entry=old.entry, version=2, **facts)  # type: ignore[arg-type]  # mixed


def test_certificates_can_be_ended_by_hand(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        (first,) = winners(work.session, "张三")
        number = issue_certificates(work).numbers[0]
        assert revoke_certificates(work, [first.id], state="revoked", reason="查实作弊") == [number]
        assert work.session.scalars(select(Certificate.state_reason)).one() == "查实作弊"
        actions = set(work.session.scalars(select(AuditEntry.action)))
    assert {"certificates-issued", "certificate-revoked"} <= actions


def test_a_single_page_comes_out_of_the_frozen_bytes(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "陈𠅤")
        number = issue_certificates(work).numbers[1]
        page = certificate_pdf(work.session, number)
        assert [number in text and "陈𠅤" in text for text in pdfium_texts(page)] == [True]
        assert certificate_pdf(work.session, number) == page
        with pytest.raises(NotFoundError):
            certificate_pdf(work.session, "没有")


def test_pages_of_several_runs_are_the_same_bytes_at_any_time_and_kept_once(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "陈𠅤")
        numbers = list(issue_certificates(work).numbers[1:])
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "王𬭎", contest="第二届大赛")
        numbers += issue_certificates(work).numbers
        first = reprint_certificates(work, numbers)
    time.sleep(1.1)  # a PDF's date counts seconds
    with sqlite_store.writing(actor="经办乙") as work:
        again = reprint_certificates(work, numbers)
        assert (again.pdf, again.print_file_id) == (first.pdf, first.print_file_id)
        assert work.session.scalar(select(func.count()).select_from(PrintFile)) == 3
    text = poppler_text(first.pdf, tmp_path)
    assert ["陈𠅤" in text, "王𬭎" in text, "张三" in text] == [True, True, False]
    assert [scanned(first.pdf, dpi=200, page=page).count("编号") for page in range(2)] == [1, 1]


def test_a_run_that_was_damaged_gives_no_page(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李四")
        report = issue_certificates(work)
        run = work.session.get_one(PrintFile, report.print_file_id)
        for damaged in (report.pdf[:-9], report.pdf[: len(report.pdf) // 2] + report.pdf[-64:]):
            run.pdf = damaged
            work.session.flush()
            with pytest.raises(DocumentError):
                certificate_pdf(work.session, report.numbers[0])


def test_the_journal_tells_what_was_issued_and_what_waits(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        first, _ = winners(work.session, "张三", "李四")
        assert (
            waiting_certificates(work.session) == waiting_certificates(work.session, is_confirmed=True) == 2
        )
        report = issue_certificates(work)
        revoke_certificates(work, [first.id], state="revoked", reason="查实作弊")
    with store.reading() as session:
        lines = issued_certificates(session)
        assert [(line.person_name, line.state, line.page) for line in lines] == [
            ("张三", "revoked", 1),
            ("李四", "issued", 2),
        ]
        assert issued_certificates(session, contest=CONTEST) == lines
        assert issued_certificates(session, contest="没有") == []
        assert issued_certificates(session, person_id=first.entry.person_id) == lines[:1]
        assert run_pdf(session, lines[0].print_file_id) == report.pdf
        assert waiting_certificates(session) == 0
        assert [due.person_name for due in due_certificates(session)] == ["李四"]
        with pytest.raises(NotFoundError):
            run_pdf(session, 999)


def fonts_in(pdf: bytes) -> tuple[str, list[TTFont]]:
    """All that the fonts' maps to text hold, and the fonts."""
    packed = re.finditer(rb"stream\n(x\xda.*?)\nendstream", pdf, re.DOTALL)
    streams = [zlib.decompress(found[1]) for found in packed]
    maps = b"".join(stream for stream in streams if b"begincmap" in stream)
    texts = re.findall(rb"> <([0-9A-F]+)>\n", maps)
    fonts = [TTFont(BytesIO(each)) for each in streams if each.startswith(b"\0\1\0\0")]
    return "".join(bytes.fromhex(text.decode()).decode("utf-16-be") for text in texts), fonts


def test_a_page_of_one_person_holds_nothing_of_the_others(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李䶮", "王\U00020000")
        report = issue_certificates(work)
        page = certificate_pdf(work.session, report.numbers[0])
        text, fonts = fonts_in(page)
        drawn = sum(
            bool(font["glyf"][name].numberOfContours) for font in fonts for name in font.getGlyphOrder()
        )

        assert "张三 同志：" in poppler_text(page, tmp_path)
        assert verify(work.session, page).state == "issued"
        assert set("李䶮王\U00020000") & set(text) == set()
        assert set("张三") <= set(text)
        assert drawn <= len(text.replace(" ", "")) + len(fonts)
        assert set("李䶮王\U00020000") <= set(fonts_in(report.pdf)[0])
