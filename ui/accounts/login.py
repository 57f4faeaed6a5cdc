"""Logging in: on opening a registry with accounts, on switching accounts, on unlocking the window.

One form does all three: a list of people, moved through by the arrow keys while the keyboard stays in the
field below, which takes a PIN of whoever gave the password before, and a password of anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QWidget

from app.accounts import role_words
from app.errors import AppError
from app.words import error_text, scoped, tr
from ui.messages import show_error
from ui.operation import Operation
from ui.theme import mark, tokens
from ui.widgets import (
    Card,
    column,
    fit_height,
    link_button,
    paragraph,
    primary_button,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.accounts import AccountRow, Actor
    from app.progress import Progress
    from app.store import Store

_w = scoped("ui_accounts")
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_MOST_LINES, _LINE = 6, 32  # lines of the list seen at once, px each


class LoginForm(QWidget):
    """A list of people, a field for the secret of the one chosen, a message below it.

    `proved` carries the actor. `logged_in` are the ids of accounts that gave their password in this run;
    the form adds to it.
    """

    proved = Signal(object)

    def __init__(
        self, store: Store, people: Sequence[AccountRow], logged_in: set[int], *, chosen: str = ""
    ) -> None:
        super().__init__()
        self._store, self._logged_in = store, logged_in
        known = [one for one in people if one.id in logged_in]
        self._people = [*known, *(one for one in people if one.id not in logged_in)]
        self.names = QListWidget()
        self.names.setAccessibleName(_w("people"))
        self.names.addItems([_line(one) for one in self._people])
        self.names.setFixedHeight(min(len(self._people), _MOST_LINES) * _LINE + 8)
        self.names.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._label = text_label("", "strong")
        self.secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.secret.installEventFilter(self)
        self.secret.returnPressed.connect(self.try_it)
        self.secret.textEdited.connect(lambda: self._show_fault(""))
        self._label.setBuddy(self.secret)
        self._none = paragraph(_w("no-secret"), "quiet")
        self.fault = paragraph("", "wrong")
        self.fault.hide()
        self.setFocusProxy(self.secret)
        self.setLayout(column(self.names, self._label, self.secret, self._none, self.fault, gap=tokens.TIGHT))
        self.names.currentRowChanged.connect(self._choose)
        self.names.itemActivated.connect(lambda _item: self.try_it())
        rows = [place for place, one in enumerate(self._people) if one.name == chosen]
        self.names.setCurrentRow(rows[0] if rows else 0)

    def person(self) -> AccountRow:
        """Return whoever is chosen."""
        return self._people[max(self.names.currentRow(), 0)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move through the list while the keyboard stays in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            step = 1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1
            self.names.setCurrentRow((self.names.currentRow() + step) % self.names.count())
            return True
        return super().eventFilter(watched, event)

    def try_it(self) -> None:
        """Check the secret in the background."""
        if not self.isEnabled():
            return
        self.setEnabled(False)
        person, secret = self.person(), self.secret.text()
        work = partial(_prove, self._store, person, secret, frozenset(self._logged_in))
        Operation(self, _w("checking"), work, quiet=True).start(self._done, self._failed)

    def _takes_pin(self) -> bool:
        person = self.person()
        return person.id in self._logged_in and person.has_pin

    def _choose(self, _row: int) -> None:
        person = self.person()
        name = _w("pin" if self._takes_pin() else "password")
        self._label.setText(name)
        self.secret.setAccessibleName(f"{person.name} {name}")
        self.secret.clear()
        for part in (self._label, self.secret):
            part.setVisible(person.has_password)
        self._none.setVisible(not person.has_password)
        self.setFocusProxy(self.secret if person.has_password else self.names)
        self._show_fault("")

    def _done(self, actor: Actor) -> None:
        self.setEnabled(True)
        self.secret.clear()
        if actor.id is not None:
            self._logged_in.add(actor.id)
        self.proved.emit(actor)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        self.secret.selectAll()
        self.secret.setFocus()
        if isinstance(error, AppError):
            self._show_fault(error_text(error))
        else:
            show_error(self, error)

    def _show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        mark(self.secret, "wrong" if text else "")
        if isinstance(dialog := self.window(), QDialog):
            QTimer.singleShot(0, dialog, lambda: fit_height(dialog))


class LoginPage(QWidget):
    """The page that stands before a registry with accounts. `other_clicked` asks for another registry."""

    other_clicked = Signal()

    def __init__(self, store: Store, people: Sequence[AccountRow], *, name: str, chosen: str) -> None:
        super().__init__()
        self.logged_in: set[int] = set()
        self.form = LoginForm(store, people, self.logged_in, chosen=chosen)
        self.enter = primary_button(_w("log-in"), self.form.try_it)
        card = Card(
            text_label(_w("log-in-to", name=name), "section"),
            paragraph(_w("log-in-text"), "quiet"),
            self.form,
            row(link_button(tr("ui.frame.switch-registry"), self.other_clicked.emit), None, self.enter),
            margin=tokens.ROOMY,
            gap=tokens.GAP,
        )
        card.setFixedWidth(460)
        layout = column(None, row(None, card, None), None)
        self.setLayout(layout)
        self.setFocusProxy(self.form)
        mark(self, "ground")


class SwitchDialog(QDialog):
    """Switches to another account: one key opens it, a PIN and Enter close it. `actor` is who came out."""

    switch_clicked = Signal()

    def __init__(
        self, parent: QWidget, store: Store, people: Sequence[AccountRow], logged_in: set[int], *, actor: str
    ) -> None:
        super().__init__(parent)
        self.actor: Actor | None = None
        self.setWindowTitle(_w("switch"))
        self.setMinimumWidth(420)
        others = [one for one in people if one.id in logged_in and one.name != actor]
        self.form = LoginForm(store, people, logged_in, chosen=others[0].name if others else actor)
        self.form.proved.connect(self._proved)
        enter = primary_button(_w("switch-to"), self.form.try_it)
        self.setLayout(
            column(
                text_label(_w("switch"), "section"),
                paragraph(_w("switch-text"), "quiet"),
                self.form,
                row(
                    link_button(tr("ui.frame.switch-registry"), self._switch),
                    None,
                    second_button(tr("ui.frame.cancel"), self.reject),
                    enter,
                ),
                margin=tokens.ROOMY,
                gap=tokens.GAP,
            )
        )
        self.form.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes whoever is chosen, where nothing is to be typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.form.person().has_password:
            self.form.try_it()
        else:
            super().keyPressEvent(event)

    def _proved(self, actor: Actor) -> None:
        self.actor = actor
        self.accept()

    def _switch(self) -> None:
        self.reject()
        self.switch_clicked.emit()


def _line(person: AccountRow) -> str:
    return _w("person", name=person.name, roles=role_words(person.roles))


def _prove(
    store: Store, person: AccountRow, secret: str, logged_in: frozenset[int], _progress: Progress
) -> Actor:
    from app.accounts import authenticate, switch_account

    if person.id in logged_in and person.has_pin:
        return switch_account(store, person.name, secret, logged_in=logged_in)
    return authenticate(store, person.name, secret)
