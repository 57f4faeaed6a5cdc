"""Issuing: numbered without gaps, bytes frozen, all or nothing, nobody twice."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.certificates import (
    IssueReport,
    due_certificates,
    issue_certificates,
    prepare_certificates,
    verify,
)
from app.changes import Changes
from app.documents import atomic_output
from app.errors import DocumentError, NotFoundError
from app.settings import write_setting
from app.store import Store, open_store
from models import Certificate, Person, PrintFile
from tests.app.certificates.paper import RARE_NAMES
from tests.app.certificates.winners import CONTEST, numbers, winners
from tests.app.printing.pdf_readers import pdfium_texts
from tests.builders import NOW, PUBLISHED, a_contest, a_person, a_result, an_event


def test_each_due_result_gets_a_page_and_a_number(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, *RARE_NAMES[:3])
        report = issue_certificates(work)
        assert work.changes & Changes.CERTIFICATES
    assert report.numbers == tuple(f"新赛证〔2024〕省000{number}号" for number in (1, 2, 3))
    texts = pdfium_texts(report.pdf)
    for name, number, text in zip(RARE_NAMES, report.numbers, texts, strict=False):
        assert f"{name} 同志：" in text
        assert number in text
        assert CONTEST in text
    with store.reading() as session:
        file = session.scalars(select(PrintFile)).one()
        assert (file.pdf, file.sha256) == (report.pdf, hashlib.sha256(report.pdf).hexdigest())
        assert list(session.scalars(select(Certificate.page).order_by(Certificate.page))) == [1, 2, 3]


def test_series_run_by_year_and_level(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李四")
        winners(work.session, "王五", contest="2023年新乡市职业技能大赛", level="municipal")[
            0
        ].published_on = date(2023, 11, 1)
        numbers = issue_certificates(work).numbers
    assert set(numbers) == {"新赛证〔2024〕省0001号", "新赛证〔2024〕省0002号", "新赛证〔2023〕市0001号"}


def test_who_is_due(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, name=CONTEST))
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
        assert due_certificates(session, contest=CONTEST) == due_certificates(session)
        with pytest.raises(NotFoundError):
            due_certificates(session, contest="没有这个竞赛")


def _die_before_commit(place: str) -> None:
    with open_store(place, clock=lambda: NOW).writing(actor="经办甲") as work:
        issue_certificates(work)
        os._exit(9)


def test_killed_between_numbering_and_commit_leaves_no_gap(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李四")
    process = multiprocessing.get_context("spawn").Process(
        target=_die_before_commit, args=(str(tmp_path / "registry.db"),)
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    with sqlite_store.writing(actor="经办甲") as work:
        assert issue_certificates(work).numbers == ("新赛证〔2024〕省0001号", "新赛证〔2024〕省0002号")


def test_two_clerks_at_once_issue_nobody_twice(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, *(f"选手{name}" for name in "甲乙丙"))
    reports: list[IssueReport] = []

    def issue(actor: str) -> None:
        with store.writing(actor=actor) as work:
            reports.append(issue_certificates(work))

    clerks = [threading.Thread(target=issue, args=(actor,)) for actor in ("经办甲", "经办乙")]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(60)
    assert sorted(len(report.issued) for report in reports) == [0, 3]
    assert numbers(store) == [f"新赛证〔2024〕省000{number}号" for number in (1, 2, 3)]


def test_the_date_is_the_day_the_result_was_published(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三")
        text = pdfium_texts(issue_certificates(work).pdf)[0]
        assert date(2024, 6, 18) == PUBLISHED
        assert "二〇二四年六月十八日" in text


def _issue_to_a_full_disk(store: Store, out: Path) -> None:
    with atomic_output(out) as temporary, store.writing(actor="经办甲") as work:
        temporary.write_bytes(issue_certificates(work).pdf[:100])
        raise OSError(errno.ENOSPC, "no space left on device")


def test_a_full_disk_at_the_output_takes_no_number(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        winners(work.session, "张三")
    with pytest.raises(DocumentError) as caught:
        _issue_to_a_full_disk(sqlite_store, tmp_path / "证书.pdf")
    assert caught.value.code == "disk-full"
    assert list(tmp_path.glob("*.pdf")) == []
    assert numbers(sqlite_store) == []


def test_pages_set_in_advance_are_issued_as_they_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing(actor="经办甲") as work:
        winners(work.session, "张三", "李四")
    with store.reading() as session:
        prepared = prepare_certificates(session, now=NOW)
    assert prepared is not None
    assert numbers(store) == []

    monkeypatch.setattr(
        "app.certificates.issuing.rendered", lambda *_args, **_named: pytest.fail("set again")
    )
    with store.writing(actor="经办甲") as work:
        report = issue_certificates(work, prepared=prepared)
    assert report.pdf == prepared.pdf
    assert report.issued == ("新赛证〔2024〕省0001号", "新赛证〔2024〕省0002号")
    with store.reading() as session:
        assert verify(session, report.pdf).valid
        assert prepare_certificates(session, now=NOW) is None


@pytest.mark.parametrize("change", ["name", "number", "issuer"])
def test_pages_set_in_advance_are_set_anew_where_something_changed(sqlite_store: Store, change: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        first, _ = winners(work.session, "张三", "李四")
    with sqlite_store.reading() as session:
        prepared = prepare_certificates(session, now=NOW, contest=CONTEST)
    with sqlite_store.writing(actor="经办甲") as work:
        if change == "name":
            work.session.get_one(Person, first.entry.person_id).name = "张散"
        elif change == "issuer":
            write_setting(work, "issuer", "示例市办公室")
        else:
            winners(work.session, "王五", contest="另一个大赛")
            issue_certificates(work, contest="另一个大赛")
    with sqlite_store.writing(actor="经办甲") as work:
        report = issue_certificates(work, contest=CONTEST, prepared=prepared)
    text = "".join(pdfium_texts(report.pdf))
    shown = {"name": "张散", "issuer": "示例市办公室", "number": "新赛证〔2024〕省0003号"}

    assert shown[change] in text
    assert len(set(numbers(sqlite_store))) == (3 if change == "number" else 2)
    with sqlite_store.reading() as session:
        assert verify(session, report.pdf).valid
