"""Certificates on the screen: who is due, the traffic light, the page, numbers, saving, verifying."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from sqlalchemy import select

from app.certificates import due_certificates
from app.printing import page_count
from app.progress import Progress
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Event
from tests.builders import a_contest, a_person, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.certificates.certificates_screen import CertificatesScreen
from ui.certificates.due_list import number_ranges
from ui.certificates.verify_dialog import VerifyDialog


def _fill(store: Store, *names: str) -> None:
    with store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, name="2024年新乡市职业技能大赛"), name="焊工")
        for rank, name in enumerate(names, start=1):
            a_result(work.session, rank, event=event, person=a_person(work.session, name=name))


@pytest.fixture
def open_screen(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., CertificatesScreen]:
    def open_with(*names: str) -> CertificatesScreen:
        _fill(sqlite_store, *names)
        window = open_window(sqlite_store)
        window.open_screen("certificates")
        settle()
        screen = window.current_screen()
        assert isinstance(screen, CertificatesScreen)
        return screen

    monkeypatch.setattr("ui.certificates.certificates_screen.confirm", lambda *_a, **_k: True)
    monkeypatch.setattr("ui.certificates.certificates_screen.choose_save_path", lambda *_a, **_k: None)
    return open_with


def test_the_very_page_is_shown_before_anything_is_numbered(
    open_screen: Callable[..., CertificatesScreen], settle: Settle
) -> None:
    screen = open_screen("王伟", "李娜")
    assert screen.light.light == "green"
    assert [due.person_name for due in screen.model.rows] == ["王伟", "李娜"]
    assert screen.issue_button.text() == "签发 2 份证书"
    assert page_count(screen.page._pdf) == 1
    fitted = screen.page.page.pixmap().width()
    screen.page.setFocus()
    QTest.keyClicks(screen.page, "++")
    settle()
    assert screen.page.page.pixmap().width() > fitted
    QTest.keyClick(screen.page, Qt.Key.Key_0)
    settle()
    assert screen.page.page.pixmap().width() == fitted


def test_issuing_numbers_saves_and_verifies(
    open_screen: Callable[..., CertificatesScreen],
    settle: Settle,
    tmp_path: Path,
    active_dialog: Callable[[], QDialog],
) -> None:
    screen = open_screen("王伟", "李娜")
    screen.issue_button.click()
    settle()
    numbers = [due.number for due in screen.model.rows]
    assert all(numbers)
    assert screen.banner.isVisible()
    assert not screen.issue_button.isEnabled()
    screen._save_to(tmp_path / "证书.pdf")
    settle()
    assert page_count((tmp_path / "证书.pdf").read_bytes()) == 2
    screen.verify_button.click()
    dialog = active_dialog()
    assert isinstance(dialog, VerifyDialog)
    dialog.check(tmp_path / "证书.pdf")
    settle()
    assert dialog.answer._text.text() == "有效：与登记一致"
    dialog.text.setPlainText("随便什么文字")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert "有效：" not in dialog.answer._text.text()
    dialog.reject()


def test_who_becomes_due_while_the_issue_waits_its_turn_gets_no_number(
    open_screen: Callable[..., CertificatesScreen], sqlite_store: Store, settle: Settle
) -> None:
    screen = open_screen("王伟")
    release = threading.Event()

    def import_more(work: UnitOfWork, _progress: Progress) -> None:
        release.wait(10)
        event = work.session.scalars(select(Event)).one()
        a_result(work.session, 2, event=event, person=a_person(work.session, name="李娜"))

    screen.context.change(screen, "正在导入…", import_more)
    screen.issue_button.click()
    release.set()
    settle()
    with sqlite_store.reading() as session:
        numbered = {due.person_name: bool(due.number) for due in due_certificates(session)}
    assert numbered == {"王伟": True, "李娜": False}


def test_printing_opens_a_file_of_its_own_and_leaves_none_behind(
    open_screen: Callable[..., CertificatesScreen],
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "荣誉证书.pdf"
    kept.write_bytes(b"mine")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    opened: list[Path] = []
    monkeypatch.setattr("ui.certificates.certificates_screen.open_in_viewer", opened.append)
    screen = open_screen("王伟")
    screen.print_out()
    settle()
    assert opened == []  # nothing is issued yet
    screen.issue_button.click()
    settle()
    for _again in range(2):
        screen.print_out()
        settle()
    assert [page_count(place.read_bytes()) for place in opened] == [1, 1]
    assert opened[0] != opened[1]
    assert opened[0].is_relative_to(tempfile.gettempdir())
    assert kept.read_bytes() == b"mine"


def test_what_was_printed_is_gone_when_the_program_ends() -> None:
    code = (
        "from ui.certificates.certificates_screen import new_print_file as new\n"
        "place = new('a.pdf'); place.write_text('x'); print(place.parent.parent)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True)
    assert done.stderr == b""
    assert not Path(done.stdout.decode().strip()).exists()


def test_a_character_that_no_font_has_stops_the_run_and_names_the_person(
    open_screen: Callable[..., CertificatesScreen], settle: Settle
) -> None:
    screen = open_screen("王伟", "李\U000323af")
    assert screen.light.light == "red"
    assert "李\U000323af" in screen.light.names.toPlainText()
    assert not screen.issue_button.isEnabled()
    screen.table.selectRow(1)
    settle()
    assert screen.page._pdf == b""


def test_the_list_is_searched_and_narrowed(
    open_screen: Callable[..., CertificatesScreen], settle: Settle
) -> None:
    screen = open_screen("王伟", "李娜")
    screen.search("娜")
    assert [due.person_name for due in screen.model.rows] == ["李娜"]
    screen.search("")
    screen.issued.click()
    assert screen.model.rows == []
    screen.arrive(contest="2024年新乡市职业技能大赛")
    settle()


def test_numbers_are_said_as_ranges() -> None:
    numbers = ["市0001号", "市0002号", "市0003号", "省0007号", "省0009号"]
    assert number_ranges(numbers) == ["市0001号 至 市0003号", "省0007号", "省0009号"]
