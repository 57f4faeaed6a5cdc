"""Issuing: numbered without gaps, bytes frozen, all or nothing, nobody twice."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import certificates
from app.certificates import (
    certificate_pdf,
    due_certificates,
    issue_certificates,
    preflight,
    preview_pdf,
    revoke_certificates,
)
from app.changes import Changes
from app.errors import Cancelled, DocumentError, MissingGlyphError, NotFoundError
from app.progress import Progress
from app.settings import write_setting
from app.store import Store, open_store
from models import AuditEntry, Certificate, CertificateSeries, PrintFile, Result
from tests.app.certificates.paper import RARE_NAMES, pdfium_texts
from tests.builders import NOW, PUBLISHED, a_contest, a_person, a_result, an_event

_CONTEST = "2024年河南省职业技能大赛"


def _winners(
    session: Session, *names: str, contest: str = _CONTEST, level: str = "provincial"
) -> list[Result]:
    event = an_event(session, a_contest(session, level, name=contest), name="砌筑")
    return [
        a_result(session, rank, event=event, person=a_person(session, name=name))
        for rank, name in enumerate(names, start=1)
    ]


def _numbers(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Certificate.number).order_by(Certificate.id)))


def test_each_due_result_gets_a_page_and_a_number(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        _winners(work.session, *RARE_NAMES[:3])
        report = issue_certificates(work)
        assert work.changes & Changes.CERTIFICATES
    assert report.numbers == tuple(f"新赛证〔2024〕省000{number}号" for number in (1, 2, 3))
    texts = pdfium_texts(report.pdf)
    for name, number, text in zip(RARE_NAMES, report.numbers, texts, strict=False):
        assert f"{name} 同志：" in text
        assert number in text
        assert _CONTEST in text
    with store.reading() as session:
        file = session.scalars(select(PrintFile)).one()
        assert (file.pdf, file.sha256) == (report.pdf, hashlib.sha256(report.pdf).hexdigest())
        assert list(session.scalars(select(Certificate.page).order_by(Certificate.page))) == [1, 2, 3]


def test_series_run_by_year_and_level(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        _winners(work.session, "张三", "李四")
        _winners(work.session, "王五", contest="2023年新乡市职业技能大赛", level="municipal")[
            0
        ].published_on = date(2023, 11, 1)
        numbers = issue_certificates(work).numbers
    assert set(numbers) == {"新赛证〔2024〕省0001号", "新赛证〔2024〕省0002号", "新赛证〔2023〕市0001号"}


def test_who_is_due(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, name=_CONTEST))
        for name, rank, facts in (
            ("第三", 3, {}),
            ("第四", 4, {}),
            ("优胜", 6, {"grade": "优胜奖"}),
            ("铜牌", None, {"medal": "铜牌"}),
            ("教练", 1, {"role": "coach"}),
            ("撤销", 2, {"state": "annulled"}),
        ):
            a_result(work.session, rank, event=event, person=a_person(work.session, name=name), **facts)
    with sqlite_store.reading() as session:
        assert [due.person_name for due in due_certificates(session)] == ["第三", "优胜", "铜牌"]
        assert due_certificates(session, contest=_CONTEST) == due_certificates(session)
        with pytest.raises(NotFoundError):
            due_certificates(session, contest="没有这个竞赛")


def test_a_second_run_gives_the_same_bytes_and_takes_no_number(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        _winners(work.session, "张三", "李四")
        first = issue_certificates(work)
    with store.writing(actor="经办甲") as work:
        second = issue_certificates(work)
    assert second.pdf == first.pdf
    assert (second.issued, second.reprinted) == ((), first.issued)
    assert any("没有新的证书" in warning for warning in second.warnings)
    assert len(_numbers(store)) == 2


def test_later_winners_get_only_their_own_pages_and_a_reprint_holds_all(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        _winners(work.session, "张三")
        issue_certificates(work)
    with store.writing(actor="经办甲") as work:
        _winners(work.session, "王𬭎", contest="第二届大赛")
        report = issue_certificates(work)
        assert (report.pages, report.numbers) == (1, ("新赛证〔2024〕省0002号",))
    reprints = []
    for _ in range(2):
        with store.writing(actor="经办甲") as work:
            reprints.append(issue_certificates(work))
    assert reprints[0].pdf == reprints[1].pdf
    assert [name in text for name, text in zip(("张三", "王𬭎"), pdfium_texts(reprints[0].pdf), strict=True)]


def test_a_missing_character_stops_the_batch_before_a_number_is_taken(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        _winners(work.session, "张三", "李\U000323b0")
    with store.reading() as session:
        found = preflight(session)
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
        assert [each.code for each in preflight(work.session).obstacles] == [code]
        with pytest.raises(DocumentError):
            issue_certificates(work)


def test_nothing_due_is_said(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work, pytest.raises(NotFoundError):
        issue_certificates(work)


def test_unconfirmed_results_are_printed_with_a_warning(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_result(work.session, state="draft")
        assert preflight(work.session).light == "amber"
        assert "第二人确认" in issue_certificates(work).warnings[0]


def test_a_corrected_result_supersedes_and_an_annulled_one_revokes(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        first, second = _winners(work.session, "张三", "李四")
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
        (first,) = _winners(work.session, "张三")
        issue_certificates(work)
        _correct(work.session, first, rank=1, score="98.5")
    with sqlite_store.writing(actor="经办甲") as work:
        assert issue_certificates(work).issued == ()


def _correct(session: Session, old: Result, **facts: object) -> None:
    old.is_current, old.state = False, "superseded"
    session.flush()
    a_result(session, entry=old.entry, version=2, **facts)  # type: ignore[arg-type]


def test_certificates_can_be_ended_by_hand(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        (first,) = _winners(work.session, "张三")
        number = issue_certificates(work).numbers[0]
        assert revoke_certificates(work, [first.id], state="revoked", reason="查实作弊") == [number]
        assert work.session.scalars(select(Certificate.state_reason)).one() == "查实作弊"
        actions = set(work.session.scalars(select(AuditEntry.action)))
    assert {"certificates-issued", "certificate-revoked"} <= actions


def test_a_single_page_comes_out_of_the_frozen_bytes(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _winners(work.session, "张三", "陈𠅤")
        number = issue_certificates(work).numbers[1]
        page = certificate_pdf(work.session, number)
        assert [number in text and "陈𠅤" in text for text in pdfium_texts(page)] == [True]
        assert certificate_pdf(work.session, number) == page
        with pytest.raises(NotFoundError):
            certificate_pdf(work.session, "没有")


def test_a_preview_issues_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        (result,) = _winners(work.session, "张㛃")
    with sqlite_store.reading() as session:
        text = pdfium_texts(preview_pdf(session, result.id))[0]
        assert "张㛃" in text
        assert "编号：预览" in text
        image = certificates.page_image(preview_pdf(session, result.id), scale=0.5)
        assert len(image.bgra) == image.stride * image.height
    assert _numbers(sqlite_store) == []


def test_a_rehearsal_registry_marks_every_page(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        write_setting(work, "rehearsal", "1")
        _winners(work.session, "张三", "李四")
        assert all("演练" in text for text in pdfium_texts(issue_certificates(work).pdf))


def test_cancelling_leaves_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _winners(work.session, "张三")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), sqlite_store.writing(actor="经办甲") as work:
        issue_certificates(work, progress=progress)
    assert _numbers(sqlite_store) == []


def test_a_text_layer_that_reads_wrong_stops_the_run(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.certificates.pdf_fonts.to_unicode", lambda texts: b"")
    with sqlite_store.writing(actor="经办甲") as work:
        _winners(work.session, "张三")
    with pytest.raises(DocumentError) as caught, sqlite_store.writing(actor="经办甲") as work:
        issue_certificates(work)
    assert caught.value.code == "text-layer-wrong"
    assert _numbers(sqlite_store) == []


def _die_before_commit(place: str) -> None:
    with open_store(place, clock=lambda: NOW).writing(actor="经办甲") as work:
        issue_certificates(work)
        os._exit(9)


def test_killed_between_numbering_and_commit_leaves_no_gap(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _winners(work.session, "张三", "李四")
    process = multiprocessing.get_context("spawn").Process(
        target=_die_before_commit, args=(str(tmp_path / "registry.db"),)
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    with sqlite_store.writing(actor="经办甲") as work:
        assert issue_certificates(work).numbers == ("新赛证〔2024〕省0001号", "新赛证〔2024〕省0002号")


def test_the_date_is_the_day_the_result_was_published(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        _winners(work.session, "张三")
        text = pdfium_texts(issue_certificates(work).pdf)[0]
        assert date(2024, 6, 18) == PUBLISHED
        assert "二〇二四年六月十八日" in text
