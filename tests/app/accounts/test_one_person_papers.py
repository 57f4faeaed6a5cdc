"""In one-person mode every list and slip says so, and none does without it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts import is_one_person
from app.audit_lines import AuditFilter, audit_lines
from app.awards import assess_all
from app.batches import BatchChoice, create_batch, review_batch, submit_batch
from app.cli import main
from app.settings import set_one_person_mode
from app.store import Store
from models import Certificate
from tests.builders import a_contest, a_result, an_event

MARK = "单人办理"


@pytest.fixture
def place(sqlite_store: Store) -> str:
    """A registry with one proposal."""
    with sqlite_store.writing(actor="经办甲") as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省职业技能大赛")
        a_result(work.session, 1, event=an_event(work.session, contest, name="焊工"))
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    return sqlite_store.name


def words_of(file: Path) -> str:
    """Return everything that can be read in a workbook or a PDF."""
    if file.suffix == ".pdf":
        return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    rows = (row for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True))
    return "".join(str(value) for row in rows for value in row if value)


@pytest.mark.parametrize(
    ("kind", "name"), [("payments", "发放表.xlsx"), ("publicity", "公示.xlsx"), ("slips", "核算单.pdf")]
)
def test_papers_carry_the_mark(place: str, sqlite_store: Store, tmp_path: Path, kind: str, name: str) -> None:
    for is_on, reason in ((False, "两个人"), (True, "只有一个人")):
        with sqlite_store.writing(actor="经办甲") as work:
            set_one_person_mode(work, is_on, reason=reason)
        assert main(["--db", place, "export", kind, str(tmp_path / name)]) == 0
        assert (MARK in words_of(tmp_path / name).replace("\r\n", "")) is is_on


ALONE = "单人办理：未经第二人"


def alone(store: Store, is_on: bool) -> None:
    with store.writing(actor="经办甲") as work:
        set_one_person_mode(work, is_on, reason="人手变动")


def batch_words(store: Store, place: str, tmp_path: Path) -> str:
    out = tmp_path / "审批表.pdf"
    out.unlink(missing_ok=True)
    assert main(["--db", place, "papers", "approval", "1", str(out)]) == 0
    return words_of(out).replace("\r\n", "")


def test_the_mark_stays_on_what_was_done_alone_after_the_mode_ended(
    place: str, sqlite_store: Store, tmp_path: Path
) -> None:
    alone(sqlite_store, True)
    with sqlite_store.writing(actor="经办甲") as work:
        batch = create_batch(work, name="第一批", chosen=BatchChoice()).batch_id
        submit_batch(work, batch)
        review_batch(work, batch)
    alone(sqlite_store, False)

    assert ALONE in batch_words(sqlite_store, place, tmp_path)
    for kind, name in (("publicity", "公示.xlsx"), ("slips", "核算单.pdf")):
        assert main(["--db", place, "export", kind, str(tmp_path / name)]) == 0
        assert ALONE in words_of(tmp_path / name).replace("\r\n", "")


def test_what_two_did_is_not_said_to_be_done_alone(place: str, sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        batch = create_batch(work, name="第一批", chosen=BatchChoice()).batch_id
        submit_batch(work, batch)
    with sqlite_store.writing(actor="复核乙") as work:
        review_batch(work, batch)
    assert MARK not in batch_words(sqlite_store, place, tmp_path)
    alone(sqlite_store, True)
    told = batch_words(sqlite_store, place, tmp_path)
    assert "现为单人办理" in told
    assert ALONE not in told


def test_a_certificate_of_a_result_confirmed_alone_says_so_in_the_audit(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省职业技能大赛")
        event = an_event(work.session, contest, name="焊工")
        mine = a_result(work.session, 1, event=event)
        mine.confirmed_by = mine.recorded_by
        a_result(work.session, 2, event=event)
    assert main(["--db", sqlite_store.name, "certificates", str(tmp_path / "证书.pdf")]) == 0
    with sqlite_store.reading() as session:
        lines = [line for line in audit_lines(session, AuditFilter()) if line.action == "certificates-issued"]
        number = session.scalar(select(Certificate.number).where(Certificate.result_id == mine.id))
    assert f"其中一人办理的证书：{number}；" in lines[0].change


def test_the_command_line_sets_the_mode_with_a_reason(sqlite_store: Store) -> None:
    place = ["--db", sqlite_store.name, "users", "one-person"]
    assert main([*place, "on"]) == 2
    assert main([*place, "on", "--reason", " "]) == 1
    assert main([*place, "on", "--reason", "只有一个人"]) == 0
    with sqlite_store.reading() as session:
        assert is_one_person(session)
    assert main([*place, "off", "--reason", "来了新人"]) == 0
    with sqlite_store.reading() as session:
        assert not is_one_person(session)
