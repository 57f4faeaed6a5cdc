"""Verification: what is ours and unchanged holds, anything else is named for what it is."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates import certificate_pdf, issue_certificates, verify
from app.certificates.statement import key_in_use, read_statement, signed_lines, signer, with_signature
from app.errors import InputError
from app.printing import QR_CAPACITY, has_more_than_pages, qr_texts
from app.store import Store
from models import Certificate, Result
from tests.app.certificates.paper import fields, printed
from tests.app.printing.pdf_readers import scanned
from tests.builders import a_contest, a_person, a_result, an_event


def _issued(session: Session, *names: str) -> list[Result]:
    event = an_event(session, a_contest(session, "provincial", name="2024年河南省职业技能大赛"), name="砌筑")
    return [
        a_result(session, rank, event=event, person=a_person(session, name=name))
        for rank, name in enumerate(names, start=1)
    ]


def test_an_issued_file_and_its_code_hold(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="经办甲") as work:
        _issued(work.session, "李䶮")
        report = issue_certificates(work)
    file = tmp_path / "证书.pdf"
    file.write_bytes(report.pdf)
    text = scanned(report.pdf, dpi=200)
    assert "李*" in text
    assert "䶮" not in text
    with store.reading() as session:
        for source in (
            report.pdf,
            file,
            str(file),
            text,
            text.replace("\n", "\r\n").strip(),
            text.replace("\n", " "),
            report.numbers[0],
        ):
            found = verify(session, source)
            assert (found.valid, found.state, found.number) == (True, "issued", report.numbers[0])
            assert (found.person, found.issuer) == ("李䶮", "新乡市职业技能竞赛办公室")
            assert found.award == "2024年河南省职业技能大赛砌筑赛项（职工组）第一名"


def test_one_page_of_many_and_a_reprint_hold_too(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _issued(work.session, "张三", "李四")
        numbers = issue_certificates(work).numbers
        page = verify(work.session, certificate_pdf(work.session, numbers[1]))
        assert (page.state, page.number, page.person) == ("issued", numbers[1], "李四")
        event = an_event(work.session)
        a_result(work.session, event=event)
        issue_certificates(work)
        reprint = issue_certificates(work)
        found = verify(work.session, reprint.pdf)
        assert (found.state, found.certificates) == ("issued", 3)


def _taken_out(pdf: bytes, page: int, *, painted: bool = False) -> bytes:
    """A page as another program takes it out of its file; `painted`: with a spot on it."""
    source, target, out = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new(), BytesIO()
    target.import_pages(source, [page])
    if painted:
        spot = pypdfium2.raw.FPDFPageObj_CreateNewRect(200, 300, 9, 9)
        pypdfium2.raw.FPDFPageObj_SetFillColor(spot, 20, 20, 20, 255)
        pypdfium2.raw.FPDFPath_SetDrawMode(spot, 1, False)
        leaf = target[0]
        leaf.insert_obj(pypdfium2.PdfObject(spot))
        leaf.gen_content()
    target.save(out)
    source.close()
    target.close()
    return out.getvalue()


def test_a_page_that_another_program_took_out_holds_unless_it_was_changed(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        first, _ = _issued(work.session, "张三", "李四")
        report = issue_certificates(work)
        page = _taken_out(report.pdf, 0)
        assert page != certificate_pdf(work.session, report.numbers[0])
        found = verify(work.session, page)
        assert (found.state, found.number) == ("issued", report.numbers[0])
        assert verify(work.session, _taken_out(report.pdf, 0, painted=True)).state == "altered"
        first.state = "annulled"
        work.session.flush()
        assert verify(work.session, page).state == "revoked"


def _annotated(document: pypdfium2.PdfDocument) -> None:
    page = document[0]
    pypdfium2.raw.FPDFPage_CloseAnnot(pypdfium2.raw.FPDFPage_CreateAnnot(page, 3))  # free text
    page.close()


@pytest.mark.parametrize("add", [_annotated, lambda document: document.new_attachment("a.txt")])
def test_a_genuine_page_with_something_over_it_is_altered(
    sqlite_store: Store, add: Callable[[pypdfium2.PdfDocument], object]
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _issued(work.session, "张三", "李四")
        document, out = pypdfium2.PdfDocument(_taken_out(issue_certificates(work).pdf, 0)), BytesIO()
        add(document)
        document.save(out)
        document.close()
        assert verify(work.session, out.getvalue()).state == "altered"


def test_a_layer_is_found_also_where_it_is_packed() -> None:
    pdf = printed([fields()])
    assert not has_more_than_pages(pdf)
    packed = zlib.compress(b"<</Type/Catalog/OCProperties 1 0 R>>")
    layered = (
        b"9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"
    )
    assert has_more_than_pages(pdf.replace(b"%PDF-1.5\n", b"%PDF-1.5\n" + layered, 1))


def test_other_bytes_under_a_known_number_are_altered(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _issued(work.session, "张三")
        report = issue_certificates(work)
        assert verify(work.session, report.pdf + b"\n").state == "altered"
        forged = printed([fields("李四", number=report.numbers[0])])
        assert verify(work.session, forged).state == "altered"
        text = next(qr_texts(report.pdf))
        assert verify(work.session, text.replace("第一名", "第二名")).state == "altered"


def test_states_are_told(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        first, second = _issued(work.session, "张三", "李四")
        texts = list(qr_texts(issue_certificates(work).pdf))
        first.state = "annulled"
        second.entry.person.name = "李思"
        work.session.flush()
        assert [verify(work.session, text).state for text in texts] == ["revoked", "superseded"]


def test_strangers_are_unknown(sqlite_store: Store, tmp_path: Path) -> None:
    lines = signed_lines(
        number="新赛证〔2024〕省0009号",
        person="张三",
        contest="大赛",
        achievement="第一名",
        issuer="某办公室",
        day="2024年6月18日",
    )
    foreign = with_signature(lines, key="0" * 16, signature=bytes(64))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.5 broken")
    with sqlite_store.reading() as session:
        assert verify(session, foreign).state == "unknown-key"
        assert verify(session, "随便一句话").state == "unknown"
        assert verify(session, printed([fields()])).state == "unknown"
        assert verify(session, broken).state == "unknown"
        assert verify(session, b"").state == "unknown"
        with pytest.raises(InputError):
            verify(session, str(tmp_path / "没有.pdf"))


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=120
)


@given(_WORDS, _WORDS, st.text("李张古·a𠅤", min_size=1, max_size=40))
def test_a_statement_fits_and_reads_back_whatever_it_says(
    contest: str, achievement: str, person: str
) -> None:
    lines = signed_lines(
        number="新赛证〔2024〕省0001号",
        person=person,
        contest=contest,
        achievement=achievement,
        issuer="新乡市职业技能竞赛办公室",
        day="2024年6月18日",
    )
    text = with_signature(lines, key="0123456789abcdef", signature=bytes(range(64)))
    assert len(text.encode()) == QR_CAPACITY
    read = read_statement(text)
    assert read is not None
    assert (read.signed, read.signature) == (lines.encode(), bytes(range(64)))
    assert read.person == (person[0] if len(person) > 1 else "") + "*" * max(len(person) - 1, 1)


@pytest.mark.parametrize("text", ["", "荣誉证书", "荣誉证书\n编号：1\n姓名：李*\n奖项：一\n颁发：甲 乙"])
def test_what_is_no_statement_is_none(text: str) -> None:
    assert read_statement(text) is None


def test_a_name_of_one_character_is_hidden_in_the_code(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _issued(work.session, "王")
        text = scanned(issue_certificates(work).pdf, dpi=200)

    assert "姓名：*\n" in text


def test_a_code_that_was_signed_with_the_name_shown_still_holds(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _issued(work.session, "王")
        issue_certificates(work)
        certificate = work.session.scalars(select(Certificate)).one()
        statement = read_statement(certificate.statement)
        assert statement is not None
        lines = statement.signed.decode().replace("姓名：*", "姓名：王")
        key = key_in_use(work.session)
        assert key is not None
        signature = signer(key)(lines.encode())
        certificate.statement = with_signature(lines, key=key.id, signature=signature).rstrip()
        found = verify(work.session, certificate.statement)

    assert (found.valid, found.state, found.person) == (True, "issued", "王")
