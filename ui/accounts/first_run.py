"""The first-run page: make the administrator's account, or go on without accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.accounts import AccountRole
from app.errors import AppError
from app.words import error_text, scoped
from ui.messages import show_error
from ui.operation import Operation
from ui.theme import mark, tokens
from ui.widgets import Card, Field, column, paragraph, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.accounts import Actor
    from app.progress import Progress
    from app.store import Store

_w = scoped("ui_accounts")


class FirstRunPage(QWidget):
    """Asks for the administrator's name and password. `made` carries the actor; `skipped` says: without."""

    made, skipped = Signal(object), Signal()

    def __init__(self, store: Store, *, name: str) -> None:
        super().__init__()
        self._store = store
        self.name = QLineEdit(name)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.again = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.roles_note = paragraph(_w("first-roles"), "hint")
        self.fault = paragraph("", "wrong")
        self.fault.hide()
        self.make = primary_button(_w("first-make"), self._make)
        self.skip = second_button(_w("first-skip"), self.skipped.emit)
        for field in (self.name, self.password, self.again):
            field.returnPressed.connect(self._make)
        card = Card(
            text_label(_w("first-title"), "section"),
            paragraph(_w("first-text"), "quiet"),
            Field(_w("name"), self.name),
            Field(_w("password"), self.password, _w("password-hint")),
            Field(_w("password-again"), self.again),
            self.roles_note,
            self.fault,
            row(self.skip, None, self.make),
            paragraph(_w("first-skip-text"), "hint"),
            margin=tokens.ROOMY,
            gap=tokens.GAP,
        )
        card.setFixedWidth(520)
        self.setLayout(column(None, row(None, card, None), None))
        self.setFocusProxy(self.password)
        mark(self, "ground")

    def _make(self) -> None:
        if self.password.text() != self.again.text():
            self._show_fault(_w("password-differs"))
            self.again.setFocus()
            return
        store, name, password = self._store, self.name.text(), self.password.text()

        def work(_progress: Progress) -> Actor:
            return _made(store, name, password)

        self.make.setEnabled(False)
        Operation(self, _w("saving"), work).start(self.made.emit, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        if isinstance(error, AppError):
            self._show_fault(error_text(error))
        else:
            show_error(self, error)

    def _show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))


def _made(store: Store, name: str, password: str) -> Actor:
    from app.accounts import add_account, authenticate

    with store.writing(actor=name) as work:
        add_account(work, name, [AccountRole.ADMINISTRATOR], password=password)
    return authenticate(store, name, password)
