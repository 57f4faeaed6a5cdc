"""Drives the board of batches by key and click, as one after the other of four people."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDateEdit,
    QDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from app.accounts import AccountRole, Actor
from tests.app.batches.office import APPROVER, CLERK, FINANCE, REVIEWER
from ui.batches.board_screen import BoardScreen
from ui.batches.card import BatchCard
from ui.forms import FormDialog
from ui.main_window import MainWindow

ROLES = {
    CLERK: AccountRole.CLERK,
    REVIEWER: AccountRole.REVIEWER,
    APPROVER: AccountRole.APPROVER,
    FINANCE: AccountRole.FINANCE,
}
WAIT_MS = 20
MOST_TRIES = 500


class BoardDriver:
    """What people do on the board."""

    def __init__(
        self, window: MainWindow, settle: Callable[[], None], active_dialog: Callable[[], QDialog]
    ) -> None:
        self.window = window
        self._settle, self._active_dialog = settle, active_dialog

    def act_as(self, who: str) -> None:
        """Let another person, with the one role that is theirs, sit down at the window."""
        assert self.window.context is not None
        actor = Actor(None, who, frozenset({ROLES[who]}))
        self.window.context.act_as(actor)

    def open(self) -> BoardScreen:
        """Open the board and bring it up to date, as others act on the registry too."""
        self.window.open_screen("batches")
        self.window.activateWindow()
        QTest.keyClick(self.window, Qt.Key.Key_F5)
        self._settle()
        screen = self.window.current_screen()
        assert isinstance(screen, BoardScreen)
        return screen

    def card(self, name: str) -> BatchCard:
        """Return the card of a batch, wherever it stands."""
        screen = self.open()
        return next(card for card in screen.cards() if card.batch.name == name)

    def where(self, name: str) -> str:
        """Return the step in whose column the card stands."""
        screen = self.open()
        return next(
            state
            for state, column in screen.columns.items()
            if any(card.batch.name == name for card in column.cards)
        )

    def press(self, name: str) -> None:
        """Press the button of the next step with the mouse."""
        button = self.card(name).step
        assert button is not None
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def step(self, name: str, *, answer: str = "") -> None:
        """Take the next step; where a question is expected, press the button `answer` in it."""
        if answer:
            answer_next(answer)
        self.press(name)
        self._settle()

    def fill(self, **values: str) -> FormDialog:
        """Fill the form in front and press its button."""
        dialog = self._active_dialog()
        assert isinstance(dialog, FormDialog)
        for name, value in values.items():
            field = dialog.inputs[name]
            assert isinstance(field, QLineEdit)
            assert not isinstance(field, QDateEdit)
            field.setFocus()
            field.selectAll()
            field.insert(value)
        self._settle()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        self._settle()
        return dialog


def answer_next(words: str, *, said: list[str] | None = None, tries: int = 0) -> None:
    """Press the button `words` of the next message box or dialog once it is open."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        button = None if box is None else button_of(box, words)
        if button is None:
            assert tries < MOST_TRIES, words
            answer_next(words, said=said, tries=tries + 1)
            return
        if said is not None and isinstance(box, QMessageBox):
            said.append(f"{box.text()}\n{box.informativeText()}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(WAIT_MS, look)


def button_of(widget: QWidget, words: str) -> QAbstractButton | None:
    """Return the button with these words, without its mnemonic."""
    buttons = widget.findChildren(QAbstractButton)
    return next((each for each in buttons if each.text().split("(")[0] == words), None)
