"""Before paper is used: what would go wrong is named, and then no number is taken."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import func, select

from app.certificates import (
    issue_certificates,
    preflight_report,
    preview_pdf,
    verify,
)
from app.errors import Cancelled, ConflictError, DocumentError, MissingGlyphError, NotFoundError
from app.printing import page_image
from app.progress import Progress
from app.settings import write_setting
from app.store import Store
from models import Certificate, CertificateSeries
from tests.app.certificates.winners import numbers, winners
from tests.app.printing.pdf_readers import pdfium_texts
from tests.builders import a_person, a_result, an_award, an_event


def test_a_missing_character_stops_the_batch_before_a_number_is_taken(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李\U000323b0")
    with store.reading() as session:
        found = preflight_report(session)
        assert (found.light, found.obstacles[0].person_name) == ("red", "李\U000323b0")
    with pytest.raises(MissingGlyphError) as caught, store.writing(actor="经办甲") as work:
        issue_certificates(work)
    assert caught.value.params["person"] == "李\U000323b0"
    assert caught.value.params["unicode"] == "U+323B0"
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 0
        assert session.scalar(select(func.count()).select_from(CertificateSeries)) == 0


@pytest.mark.parametrize(
    ("name", "event", "code"),
    [
        ("李\ue863", "砌筑", "private-use"),
        ("名" * 60, "砌筑", "overflow"),
        (" ", "砌筑", "empty-field"),
        ("张三", "\u3000", "empty-field"),
    ],
)
def test_obstacles_are_named(sqlite_store: Store, name: str, event: str, code: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_result(
            work.session, event=an_event(work.session, name=event), person=a_person(work.session, name=name)
        )
        assert [each.code for each in preflight_report(work.session).obstacles] == [code]
        with pytest.raises(DocumentError):
            issue_certificates(work)


@pytest.mark.parametrize("key", ["issuer", "certificate-prefix"])
def test_a_missing_character_of_the_office_stops_too(sqlite_store: Store, key: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        write_setting(work, key, "示\U000323b0")
        winners(work.session, "张三")
        with pytest.raises(MissingGlyphError):
            issue_certificates(work)


def test_too_long_an_issuer_is_refused(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        write_setting(work, "issuer", "示例市职业技能竞赛办公室" * 8)
        winners(work.session, "张三")
        with pytest.raises(DocumentError):
            issue_certificates(work)


def test_nothing_due_is_said(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work, pytest.raises(NotFoundError):
        issue_certificates(work)


def test_what_nobody_confirmed_or_somebody_objects_to_is_left_out(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        first, held, _third = winners(work.session, "张三", "李四", "王五")
        an_award(work.session, held, state="held")
        event = first.entry.event
        a_result(work.session, 3, event=event, person=a_person(work.session, name="赵六"), state="draft")
        found = preflight_report(work.session)
        report = issue_certificates(work)
        text = "".join(pdfium_texts(report.pdf))

    assert (found.light, found.issuable, found.unconfirmed, found.held) == ("amber", 2, 1, 1)
    assert len(report.issued) == 2
    assert ["确认" in line or "异议" in line for line in report.warnings] == [True, True]
    assert [name in text for name in ("张三", "王五", "李四", "赵六")] == [True, True, False, False]


def test_where_nothing_is_confirmed_no_number_is_taken(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_result(work.session, state="draft")
    with pytest.raises(ConflictError) as caught, sqlite_store.writing(actor="经办甲") as work:
        issue_certificates(work)
    assert caught.value.code == "certificate-none-confirmed"
    assert numbers(sqlite_store) == []


def test_a_preview_issues_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        (result,) = winners(work.session, "张㛃")
    with sqlite_store.reading() as session:
        text = pdfium_texts(preview_pdf(session, result.id))[0]
        assert "张㛃" in text
        assert "编号：预览" in text
        image = page_image(preview_pdf(session, result.id), scale=0.5)
        assert len(image.bgra) == image.stride * image.height
    assert numbers(sqlite_store) == []


def test_a_rehearsal_registry_marks_every_page(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        write_setting(work, "rehearsal", "1")
        winners(work.session, "张三", "李四")
        assert all("演练" in text for text in pdfium_texts(issue_certificates(work).pdf))


def test_cancelling_leaves_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), sqlite_store.writing(actor="经办甲") as work:
        issue_certificates(work, progress=progress)
    assert numbers(sqlite_store) == []


def test_a_text_layer_that_reads_wrong_stops_the_run(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.printing.pdf_fonts.to_unicode", lambda texts: b"")
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三")
    with pytest.raises(DocumentError) as caught, sqlite_store.writing(actor="经办甲") as work:
        issue_certificates(work)
    assert caught.value.code == "text-layer-wrong"
    assert numbers(sqlite_store) == []


@pytest.mark.parametrize(
    ("id_type", "group", "line"),
    [
        ("resident", "worker", "陈大文 同志："),
        ("resident", "student", "陈大文 同学："),
        ("hk-macau-permit", "worker", "陈大文："),
        ("passport", "worker", "陈大文："),
        ("taiwan-permit", "student", "陈大文 同学："),
    ],
)
def test_holders_of_permits_and_passports_are_addressed_by_name(
    sqlite_store: Store, id_type: str, group: str, line: str
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, group=group)
        a_result(work.session, 1, event=event, person=a_person(work.session, name="陈大文", id_type=id_type))
        assert line in pdfium_texts(issue_certificates(work).pdf)[0]


def test_a_name_in_decomposed_letters_is_issued_and_found_as_it_was_recorded(sqlite_store: Store) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Văn An")
    with sqlite_store.writing(actor="经办甲") as work:
        a_result(work.session, 1, person=a_person(work.session, name=name))
        report = issue_certificates(work)
        assert unicodedata.normalize("NFC", name) in pdfium_texts(report.pdf)[0]
        assert verify(work.session, report.pdf).person == name
