"""Accounts in the window: the first one, logging in, switching, locking, rights, full numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.accounts import AccountRole, Actor, add_account, authenticate, disable_account, set_pin
from app.changes import Changes
from app.rehearsal import make_rehearsal
from app.settings import set_one_person_mode
from app.store import Store, create_store, open_store
from models import AuditEntry
from tests.builders import a_person, a_result
from tests.ui.conftest import ActiveDialog, Settle
from ui.accounts import FirstRunPage, LoginPage, SwitchDialog
from ui.accounts.accounts_screen import AccountsScreen
from ui.accounts.dialogs import NewAccountDialog, SecretDialog
from ui.accounts.idle_lock import LockDialog
from ui.application import all_screens
from ui.main_window import MainWindow
from ui.registry.masked_number import MaskedNumber
from ui.start.opening import Opening

PASSWORD = "牧野之春2024"
BOSS, CLERK, REVIEWER = "管理员戊", "经办甲", "复核乙"
NUMBER = "410702199001011234"


class Office:
    """A window on a registry with an administrator, a clerk with a PIN and a reviewer."""

    def __init__(self, window: MainWindow, settle: Settle, place: str) -> None:
        self.window, self.settle, self.place = window, settle, place
        self.opening = Opening(window)

    def open(self) -> LoginPage:
        self.opening.open_first(self.place)
        self.settle()
        page = self.window.pages.currentWidget()
        assert isinstance(page, LoginPage)
        return page

    def log_in(self, name: str, password: str = PASSWORD) -> None:
        form = self.open().form
        form.names.setCurrentRow(_row(form.names, name))
        QTest.keyClicks(form.secret, password) if password.isascii() else form.secret.setText(password)
        QTest.keyClick(form.secret, Qt.Key.Key_Return)
        self.settle()

    @property
    def actor(self) -> str:
        assert self.window.context is not None
        return self.window.context.actor.name

    @property
    def store(self) -> Store:
        assert self.window.context is not None
        return self.window.context.store


def _row(names: object, name: str) -> int:
    rows = range(names.count())  # type: ignore[attr-defined]
    return next(row for row in rows if names.item(row).text().startswith(name))  # type: ignore[attr-defined]


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> MainWindow:
    made = MainWindow(all_screens())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def office(window: MainWindow, settle: Settle, tmp_path: Path) -> Iterator[Office]:
    place = str(tmp_path / "登记簿.db")
    store = create_store(place)
    with store.writing(actor="安装人") as work:
        add_account(work, BOSS, [AccountRole.ADMINISTRATOR], password=PASSWORD)
        add_account(work, CLERK, [AccountRole.CLERK], password=PASSWORD)
        add_account(work, REVIEWER, [AccountRole.REVIEWER], password=PASSWORD)
    clerk = authenticate(store, CLERK, PASSWORD)
    with store.writing(actor=clerk) as work:
        set_pin(work, clerk.id or 0, "2580")
        person = a_person(work.session, name="王伟", id_number=NUMBER)
        a_result(work.session, person=person)
    store.close()
    office = Office(window, settle, place)
    yield office
    if window.context is not None:
        window.context.store.close()


def test_a_registry_with_accounts_opens_after_a_login(office: Office) -> None:
    page = office.open()
    assert office.window.context is None
    assert not office.window.rail.isEnabled()
    page.form.names.setCurrentRow(_row(page.form.names, CLERK))
    page.form.secret.setText("不是这个密码")
    page.enter.click()
    office.settle()
    assert "密码不对" in page.form.fault.text()
    assert office.window.context is None
    page.form.secret.setText(PASSWORD)
    page.enter.click()
    office.settle()
    assert office.actor == CLERK
    assert office.window.top.actor.text() == "经办甲（经办）"
    assert office.window.status.reservations.text() == ""


def test_the_first_run_makes_the_administrator(
    window: MainWindow, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "新.db"
    monkeypatch.setattr("ui.file_dialogs.QFileDialog.getSaveFileName", lambda *_all: (str(place), ""))
    Opening(window).make_empty()
    settle()
    page = window.pages.currentWidget()
    assert isinstance(page, FirstRunPage)
    page.name.setText(BOSS)
    page.password.setText(PASSWORD)
    page.again.setText("另一个密码2024")
    page.make.click()
    assert "不一样" in page.fault.text()
    page.again.setText(PASSWORD)
    page.make.click()
    settle()
    assert window.context is not None
    assert (window.context.actor.name, window.context.actor.id) == (BOSS, 1)
    window.context.store.close()


def test_a_switch_is_one_key_and_a_pin(office: Office, active_dialog: ActiveDialog) -> None:
    office.log_in(CLERK)
    _switch(office, active_dialog, REVIEWER, PASSWORD)
    assert office.actor == REVIEWER
    _switch(office, active_dialog, "", "2580")  # whoever logged in before is chosen already
    assert office.actor == CLERK


def _switch(office: Office, active_dialog: ActiveDialog, name: str, secret: str) -> None:
    def fill() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, SwitchDialog)
        if name:
            dialog.form.names.setCurrentRow(_row(dialog.form.names, name))
        dialog.form.secret.setText(secret)
        QTest.keyClick(dialog.form.secret, Qt.Key.Key_Return)

    office.window.activateWindow()
    office.settle()
    QTimer.singleShot(200, fill)
    QTest.keyClick(office.window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    office.settle()


def test_the_lock_keeps_what_was_typed_and_asks_who_is_there(office: Office) -> None:
    office.log_in(CLERK)
    office.window.top.search.setText("没有保存的字")
    QTest.keyClick(office.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = office.opening._locks.dialog  # type: ignore[union-attr]
    assert isinstance(dialog, LockDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.form.secret.setText("1111")
    QTest.keyClick(dialog.form.secret, Qt.Key.Key_Return)
    office.settle()
    assert dialog.form.fault.text()
    dialog.form.secret.setText("2580")
    QTest.keyClick(dialog.form.secret, Qt.Key.Key_Return)
    office.settle()
    assert office.opening._locks.dialog is None  # type: ignore[union-attr]
    assert office.window.top.search.text() == "没有保存的字"
    assert office.actor == CLERK


def test_a_window_that_nobody_touches_locks_after_the_minutes_set(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.accounts.idle_lock.MINUTE_MS", 4_000)
    office.log_in(CLERK)  # 15 minutes: one minute here
    locks = office.opening._locks
    assert locks is not None
    rest = locks._rest
    rest.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one tells what is left in steps
    rest.start()
    for _key in range(3):  # somebody types
        qtbot.wait(200)
        left = rest.remainingTime()
        QTest.keyClick(office.window.top.search, Qt.Key.Key_A)
        assert rest.remainingTime() > left
    assert locks.dialog is None
    rest.start(300)  # what is left of the minute
    qtbot.waitUntil(lambda: locks.dialog is not None, timeout=10_000)
    assert locks.dialog is not None
    rest.setInterval(60_000)
    locks.dialog.form.secret.setText("2580")
    QTest.keyClick(locks.dialog.form.secret, Qt.Key.Key_Return)
    office.settle()
    assert locks.dialog is None


def test_a_button_whose_right_is_lacking_is_disabled_and_says_why(
    office: Office, active_dialog: ActiveDialog
) -> None:
    office.log_in(CLERK)
    office.window.open_screen("accounts")
    office.settle()
    screen = office.window.current_screen()
    assert isinstance(screen, AccountsScreen)
    assert not screen.add.isEnabled()
    assert "管理员" in screen.add.toolTip()
    assert not screen.save.isEnabled()
    _switch(office, active_dialog, BOSS, PASSWORD)
    assert screen.add.isEnabled()
    assert screen.save.isEnabled()


def test_an_administrator_adds_an_account_and_changes_roles(office: Office) -> None:
    office.log_in(BOSS)
    office.window.open_screen("accounts")
    office.settle()
    screen = office.window.current_screen()
    assert isinstance(screen, AccountsScreen)
    dialog = NewAccountDialog(screen, office.window.context, is_first=False)  # type: ignore[arg-type]
    dialog.show()
    dialog.name.setText("经办 甲")
    dialog.secret.secret.setText(PASSWORD)
    dialog.secret.again.setText(PASSWORD)
    dialog.save.click()
    office.settle()
    assert dialog.isVisible()
    assert "同名" in dialog.fault.text()
    dialog.name.setText("财务丁")
    dialog.save.click()
    office.settle()
    assert not dialog.isVisible()
    assert screen.model.rowCount() == 4
    screen.table.selectRow(3)
    screen.roles.boxes[AccountRole.CLERK].setChecked(False)
    screen.roles.boxes[AccountRole.FINANCE].setChecked(True)
    screen.save.click()
    office.settle()
    assert screen.model.rows[3].roles == (AccountRole.FINANCE,)


def test_ones_own_password_is_changed_only_by_who_knows_the_present_one(office: Office) -> None:
    office.log_in(BOSS)
    office.window.open_screen("accounts")
    office.settle()
    screen, context = office.window.current_screen(), office.window.context
    assert isinstance(screen, AccountsScreen)
    assert context is not None
    assert context.actor.id is not None
    dialog = SecretDialog(screen, context, account=context.actor.id, name=BOSS, has_password=True)
    dialog.show()
    for field in (dialog.secret.secret, dialog.secret.again):
        field.setText("另一个密码2025")
    dialog.present.setText("2580")
    dialog.save.click()
    office.settle()
    assert "密码不对" in dialog.fault.text()
    assert authenticate(context.store, BOSS, PASSWORD).name == BOSS
    dialog.present.setText(PASSWORD)
    dialog.save.click()
    office.settle()
    assert not dialog.isVisible()
    assert authenticate(context.store, BOSS, "另一个密码2025").name == BOSS


def test_a_full_number_is_shown_on_request_and_every_look_is_recorded(office: Office) -> None:
    office.log_in(CLERK)
    office.window.open_screen("person", person=1)
    office.settle()
    screen = office.window.current_screen()
    assert screen is not None
    (number,) = (
        one for one in screen.findChildren(MaskedNumber) if one.link.accessibleName().endswith("身份证")
    )
    assert NUMBER not in number.number.text()
    number.link.click()
    office.settle()
    assert number.number.text() == NUMBER
    office.window.open_screen("awards")
    office.settle()
    assert NUMBER not in number.number.text()
    with office.store.reading() as session:
        looks = session.scalars(select(AuditEntry).where(AuditEntry.action == "look")).all()
    assert [(one.actor, one.subject, one.subject_id, one.detail) for one in looks] == [
        (CLERK, "person", "1", '{"field": "id_number"}')
    ]


def test_one_person_mode_stands_in_the_status_line(office: Office) -> None:
    office.log_in(BOSS)
    context = office.window.context
    assert context is not None
    with office.store.writing(actor=context.actor) as work:
        set_one_person_mode(work, True, reason="只有一人")
    context.bus.publish(Changes.SETTINGS)
    office.settle()
    assert "单人办理" in office.window.status.reservations.text()


def test_the_rehearsal_opens_as_its_clerk_and_switches_without_a_password(
    window: MainWindow, settle: Settle, tmp_path: Path, active_dialog: ActiveDialog
) -> None:
    place = str(tmp_path / "演练.db")
    make_rehearsal(place)
    office = Office(window, settle, place)
    office.opening.open_first(place)
    settle()
    assert office.actor == "经办甲"
    _choose_without_password(office, active_dialog, "复核乙")
    assert office.actor == "复核乙"
    office.store.close()


def _choose_without_password(office: Office, active_dialog: ActiveDialog, name: str) -> None:
    def choose() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, SwitchDialog)
        dialog.form.names.setCurrentRow(_row(dialog.form.names, name))
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(200, choose)
    office.window.top.actor.click()
    office.settle()
    office.settle()


def test_passwords_are_never_shown(office: Office) -> None:
    page = office.open()
    assert page.form.secret.echoMode() == QLineEdit.EchoMode.Password


def test_an_account_that_was_disabled_meanwhile_cannot_write(
    office: Office, shown_errors: list[BaseException]
) -> None:
    office.log_in(CLERK)
    other = open_store(office.place)
    boss = authenticate(other, BOSS, PASSWORD)
    with other.writing(actor=boss) as work:
        disable_account(work, 2)
    other.close()
    context = office.window.context
    assert context is not None
    context.change(office.window, "", lambda work, _progress: work.audit("look", "registry"))
    office.settle()
    assert [getattr(error, "code", "") for error in shown_errors] == ["account-disabled"]


def test_an_actor_of_the_window_is_an_account(office: Office) -> None:
    office.log_in(CLERK)
    context = office.window.context
    assert context is not None
    assert context.actor == Actor(2, CLERK, frozenset({AccountRole.CLERK}))
