"""A number of a person that is masked until somebody asks for it; each look is an audit line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.words import scoped
from ui.widgets import link_button, row, text_label

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork
    from ui.context import Context

SHOWN_MS = 30_000  # the mask comes back after this long, and when the page is left
_w = scoped("ui_accounts")


class MaskedNumber(QWidget):
    """The masked number and a link that shows it in full for a while."""

    def __init__(self, context: Context, person: int, field: str, masked: str, *, name: str) -> None:
        super().__init__()
        self._context, self._person, self._field, self._masked = context, person, field, masked
        self.number = text_label(masked or "—")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.link = link_button(_w("show-number"), self._click)
        self.link.setAccessibleName(f"{_w('show-number')} {name}")
        self.link.setToolTip(_w("show-hint"))
        if not masked:
            self.link.hide()
        self._rest = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._rest.timeout.connect(self.cover)
        self.setLayout(row(self.number, None, self.link, gap=6))

    def cover(self) -> None:
        """Show the mask again."""
        self._rest.stop()
        self.number.setText(self._masked or "—")
        self.link.setText(_w("show-number"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask it when the page is left."""
        super().hideEvent(event)
        self.cover()

    def _click(self) -> None:
        if self._rest.isActive():
            self.cover()
            return
        person, field = self._person, self._field

        def act(work: UnitOfWork, _progress: Progress) -> str:
            from app.registry import look_at_number

            return look_at_number(work, person, field)

        self._context.change(self, _w("showing"), act, self._show)

    def _show(self, number: str) -> None:
        if not self.isVisible():  # the page was left meanwhile
            return
        self.number.setText(number)
        self.link.setText(_w("hide-number"))
        self._rest.start()
