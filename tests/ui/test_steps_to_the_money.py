"""The steps from three files that arrived to the list of money and the certificates, counted one by one.

An act is a click, a key (with its modifiers), files dropped, or a dialog of the system answered; typing into
a field is a text. Four people work, each at an account's own window; changing over at one machine is Ctrl+U
and Enter, and not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from app.accounts import AccountRole, account_rows, add_account
from app.awards import import_rulings, record_ruling
from app.paths import EXAMPLE
from app.policy import RulingFacts
from app.store import Store, create_store, open_store
from models import CalendarDay, Certificate, PaymentRun
from tests.ui.batches.driver import answer_next, button_of
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle
from ui.main_window import MainWindow
from ui.reports.today_screen import TodayScreen
from ui.widgets import TaskLine

ROLES = {
    "经办甲": AccountRole.CLERK,
    "复核乙": AccountRole.REVIEWER,
    "审批丙": AccountRole.APPROVER,
    "财务丁": AccountRole.FINANCE,
}


@dataclass
class Counted:
    """Does what people do at the window, and counts it by person."""

    window: MainWindow
    settle: Settle
    dialog: ActiveDialog
    acts: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)

    @property
    def who(self) -> str:
        assert self.window.context is not None
        return self.window.context.actor.name

    def sits_down(self, name: str) -> None:
        """Let the person of an account act, on today's page as after logging in."""
        assert self.window.context is not None
        with self.window.context.store.reading() as session:
            actor = next(row.actor for row in account_rows(session) if row.name == name)
        self.window.context.act_as(actor)
        self.window.open_screen("today")
        screen = self.window.current_screen()
        assert screen is not None
        screen.refresh()  # others worked meanwhile
        self.settle()

    def drop(self, files: list[Path]) -> None:
        """Drop files on the window."""
        self.acts[self.who] += 1
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data, buttons, keys)
        self.window.dropEvent(event)
        self.settle()

    def click(self, button: QWidget) -> None:
        """Click a button that is in sight and may be used."""
        self.acts[self.who] += 1
        assert button.isVisible()
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def confirms(self, words: str, begin: Callable[[], None]) -> None:
        """Begin an act that asks, and answer with the button of these words."""
        answer_next(words)
        begin()
        self.acts[self.who] += 1
        self.settle()

    def types(self, field_: QWidget, text: str) -> None:
        """Type into a field."""
        self.texts[self.who] += 1
        assert isinstance(field_, QLineEdit)
        field_.setFocus()
        QTest.keyClicks(field_, text) if text.isascii() else field_.insert(text)

    def task(self, about: str) -> QWidget:
        """Return the button of a task on today's page."""
        screen = self.window.current_screen()
        assert isinstance(screen, TodayScreen)
        lines = [line for line in screen.findChildren(TaskLine) if line.isVisible()]
        told = {"\n".join(label.text() for label in line.findChildren(QLabel)): line for line in lines}
        found = [line.button for words, line in told.items() if about in words]
        assert len(found) == 1, list(told)
        return found[0]

    def button(self, words: str) -> QAbstractButton:
        """Return the button of the screen in view."""
        screen = self.window.current_screen()
        assert screen is not None
        found = button_of(screen, words)
        assert found is not None, words
        return found

    def form(self) -> Any:
        """Return the form in front, filled with what it reads."""
        dialog = self.dialog()
        self.settle()
        return dialog

    def screen(self) -> Any:
        """Return the screen in view."""
        return self.window.current_screen()


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """A registry with four accounts, its rulings and its holidays; no results yet."""
    now = datetime(2024, 9, 2, 1, 0, tzinfo=UTC)
    place = str(tmp_path / "office.db")
    create_store(place, actor="管理员", settings={"name": "演练", "rehearsal": "1"}).close()
    store = open_store(place)
    store.clock = lambda: now
    with store.writing(actor="管理员") as work:
        add_account(work, "审批丙", [AccountRole.APPROVER, AccountRole.ADMINISTRATOR])
    with store.reading() as session:
        approver = next(row.actor for row in account_rows(session))
    with store.writing(actor=approver) as work:
        for name, role in ROLES.items():
            if name != "审批丙":
                add_account(work, name, [role])
        import_rulings(work, EXAMPLE / "rulings.yaml")
        record_ruling(work, RulingFacts("income-tax", "exempt", "示例税函〔2024〕6号", date(2024, 6, 1)))
        for day, words in ((date(2024, 9, 17), "中秋节"), (date(2024, 10, 1), "国庆节")):
            work.session.add(
                CalendarDay(day=day, is_working=False, name=words, recorded_by="审批丙", recorded_at=now)
            )
    return store


def import_three_files(acts: Counted) -> None:
    acts.sits_down("经办甲")
    acts.drop(sorted(EXAMPLE.glob("*.[xc]*")))
    for _step in ("来源", "核对", "写入"):
        acts.click(acts.screen().next)


def confirm_every_contest(acts: Counted) -> None:
    acts.sits_down("复核乙")
    acts.click(acts.task("等第二个人确认"))
    acts.confirms("全部确认", lambda: acts.click(acts.screen().confirm_every))


def lead_a_batch_to_its_publication(acts: Counted) -> None:
    acts.sits_down("经办甲")
    acts.click(acts.task("还没有列入批次"))
    acts.click(acts.form().submit)
    acts.sits_down("复核乙")
    acts.click(acts.task("等复核"))
    acts.confirms("复核", lambda: acts.click(acts.button("复核")))
    acts.sits_down("经办甲")
    acts.click(acts.task("等公示"))
    form = acts.form()
    acts.types(form.inputs["contact"], "王敏，0373-3051234")
    acts.click(form.act)


def close_and_approve_it(acts: Counted) -> None:
    acts.sits_down("经办甲")
    acts.confirms("结束公示", lambda: acts.click(acts.task("公示期满")))
    acts.sits_down("审批丙")
    acts.click(acts.task("等审批"))
    acts.click(acts.button("审批"))
    form = acts.form()
    acts.types(form.inputs["document"], "示例〔2024〕20号")
    acts.click(form.act)


def list_the_money(acts: Counted) -> None:
    acts.sits_down("财务丁")
    acts.click(acts.task("等做发放表"))
    form = acts.form()
    acts.types(form.fund, "竞赛奖励专项资金")
    acts.click(form.make)
    acts.confirms("导出发放表", lambda: acts.click(acts.button("导出发放表")))


def issue_the_certificates(acts: Counted) -> None:
    acts.sits_down("经办甲")
    acts.click(acts.task("证书可以签发"))
    acts.confirms("编号并签发", lambda: acts.click(acts.screen().issue_button))


def test_fourteen_acts_of_the_clerk_lead_from_three_files_to_money_and_certificates(
    office: Store,
    open_window: OpenWindow,
    settle: Settle,
    active_dialog: ActiveDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window(office)
    acts = Counted(window, settle, active_dialog)
    saved: list[Path] = []

    def save(_parent: object, _title: str, *, name: str, kinds: str, folder: Path | None = None) -> Path:
        acts.acts[acts.who] += 1
        saved.append(tmp_path / f"{len(saved)}-{name}")
        return saved[-1]

    for place in ("ui.payments.acts", "ui.certificates.certificates_screen"):
        monkeypatch.setattr(f"{place}.choose_save_path", save)
    import_three_files(acts)
    confirm_every_contest(acts)
    lead_a_batch_to_its_publication(acts)
    over = office.clock() + timedelta(days=8)
    office.clock = lambda: over
    close_and_approve_it(acts)
    list_the_money(acts)
    issue_the_certificates(acts)

    assert [file.exists() for file in saved] == [True, True]
    with office.reading() as session:
        assert session.query(PaymentRun).one().exported_at is not None
        assert session.query(Certificate).count() > 0
    assert acts.acts == {"经办甲": 14, "复核乙": 6, "审批丙": 3, "财务丁": 5}
    assert acts.texts == {"经办甲": 1, "审批丙": 1, "财务丁": 1}  # of clerk and finance the first time only
    office.close()
