"""The line above the sheet: the current cell, what is wrong with it, and what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from app.importing import Finding
from app.words import scoped
from ui.importing.gravity import ICONS, ROLES
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import link_button, row, text_label

_w = scoped("ui_importing.cell")
HEIGHT = 34


class CellLine(QFrame):
    """`proposed` is emitted where a proposal is taken, `spread` where an edit is to hold for all alike."""

    proposed = Signal()
    spread = Signal()
    explained = Signal()
    answered = Signal()
    row_left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "card")
        self.setFixedHeight(HEIGHT)
        self._picture = QLabel()
        self._picture.setFixedWidth(16)
        self._severity = ""
        self._place = text_label("", "strong")
        self._message = _Elided()
        self.propose = link_button("", self.proposed.emit)
        self.answer = link_button(_w("answer"), self.answered.emit)
        self.leave_out = link_button(_w("row-out"), self.row_left_out.emit)
        self.spread_button = link_button("", self.spread.emit)
        self.explain = link_button(_w("explain"), self.explained.emit)
        layout = row(
            *(self._place, self._picture, self._message, self.propose),
            *(self.answer, self.explain, self.leave_out, self.spread_button),
        )
        layout.setContentsMargins(tokens.GAP, 0, tokens.TIGHT, 0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        follow_theme(self, self._draw)

    def show_cell(self, place: str, *, original: str | None, findings: list[Finding]) -> None:
        """Show a cell; `original` is what stood there before it was edited."""
        self._place.setText(place)
        self._severity = findings[0].severity if findings else ""
        texts = [finding.message for finding in findings]
        if original is not None:
            texts.insert(0, _w("original", text=original or _w("empty")))
        self._message.show_text("　".join(texts) or (_w("fine") if place else _w("hint")))
        mark(self._message, ROLES[self._severity] if self._severity else "quiet")
        proposal = next((each.proposal for each in findings if each.proposal), "")
        self.propose.setText(_w("propose", text=proposal))
        self.propose.setVisible(bool(proposal))
        self._draw()

    def show_acts(self, *, answer: bool, leave_out: bool, explain: bool) -> None:
        """Offer what can be done about the findings."""
        self.answer.setVisible(answer)
        self.leave_out.setVisible(leave_out)
        self.explain.setVisible(explain)

    @property
    def message(self) -> str:
        """Return what is said of the cell, whole."""
        return self._message.accessibleName()

    def show_alike(self, count: int, text: str) -> None:
        """Offer to let an edit hold for `count` cells more; 0 offers nothing."""
        self.spread_button.setText(_w("spread", count=f"{count:,}", text=text[:20] or _w("empty")))
        self.spread_button.setVisible(count > 0)

    def _draw(self) -> None:
        self._picture.setVisible(bool(self._severity))
        if self._severity:
            colour = theme().palette.colour(ROLES[self._severity])
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(pixmap(ICONS[self._severity], colour, size=16, ratio=ratio))


class _Elided(QLabel):
    """A line of text that is cut to the room it has; the whole stands in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._cut()
