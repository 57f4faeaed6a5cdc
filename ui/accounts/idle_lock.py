"""The idle lock: a window nobody touches is covered until somebody logs in; forms stay as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QWidget

from app.words import scoped
from ui.accounts.login import LoginForm
from ui.theme import mark, tokens
from ui.widgets import column, paragraph, primary_button, row, text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts import AccountRow
    from ui.context import Context

_w = scoped("ui_accounts")
MINUTE_MS = 60_000
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class IdleLock(QObject):
    """Watches the whole program; after `minutes` without a key or the mouse it locks (0: never).

    `unlocked` carries the actor who unlocked. It locks only where the present actor has a password.
    """

    unlocked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._context: Context | None = None
        self._people: Sequence[AccountRow] = ()
        self._covers: list[_Cover] = []
        self.dialog: LockDialog | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self.lock)

    def watch(self, context: Context, people: Sequence[AccountRow], minutes: int) -> None:
        """Lock the registry of `context`, which these people may use, after so many minutes."""
        self._context, self._people = context, people
        self._rest.setInterval(minutes * MINUTE_MS)
        self._begin()

    def _begin(self) -> None:
        """Wait for the rest; without passwords, as in a rehearsal, nothing needs to see every event."""
        application = QApplication.instance()
        if application is None or self.dialog is not None:
            return
        if self._rest.interval() and any(one.has_password for one in self._people):
            application.installEventFilter(self)
            self._rest.start()
        else:
            application.removeEventFilter(self)
            self._rest.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the rest anew at every touch."""
        if event.type() in _TOUCHES and self._rest.isActive():
            self._rest.start()
        return super().eventFilter(watched, event)

    def lock(self) -> None:
        """Cover every window of the program and ask who is there."""
        context = self._context
        present = [one for one in self._people if context is not None and one.id == context.actor.id]
        if context is None or self.dialog is not None or not any(one.has_password for one in present):
            return  # without a password, as in a rehearsal, there is nothing to prove
        self._rest.stop()
        self._covers = [_Cover(one) for one in QApplication.topLevelWidgets() if _shows_something(one)]
        host = QApplication.activeModalWidget() or self._window
        self.dialog = LockDialog(host, context, self._people)
        self.dialog.form.proved.connect(self._unlock)
        self.dialog.open()

    def _unlock(self, actor: object) -> None:
        if self.dialog is not None:
            self.dialog.finish()
        self.dialog = None
        for cover in self._covers:
            cover.uncover()
        self._covers = []
        self._begin()
        self.unlocked.emit(actor)


def _shows_something(window: QWidget) -> bool:
    return window.isVisible() and window.windowType() != Qt.WindowType.ToolTip


class LockDialog(QDialog):
    """Asks who is there. Escape does not close it."""

    def __init__(self, parent: QWidget, context: Context, people: Sequence[AccountRow]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(_w("locked"))
        self.setMinimumWidth(420)
        self.form = LoginForm(context.store, people, context.logged_in, chosen=context.actor.name)
        self.setLayout(
            column(
                text_label(_w("locked"), "section"),
                paragraph(_w("locked-text"), "quiet"),
                self.form,
                row(None, primary_button(_w("unlock"), self.form.try_it)),
                margin=tokens.ROOMY,
                gap=tokens.GAP,
            )
        )
        self.form.setFocus()

    def reject(self) -> None:
        """Stay: only whoever proves who he is goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Escape from closing the dialog."""
        event.accept()

    def finish(self) -> None:
        """Close it: somebody proved who he is."""
        self.accept()
        self.deleteLater()


class _Cover(QFrame):
    """Lies over all of a window, so that nobody reads it over a shoulder."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        mark(self, "ground")
        self.setAutoFillBackground(True)
        self.setLayout(column(None, row(None, text_label(_w("locked"), "quiet"), None), None))
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def uncover(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()
