"""One answer to an open question: what it says, what it would cost, whom it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QRadioButton

from app.formats import money
from app.words import tr
from ui.theme import mark
from ui.widgets import Card, paragraph, text_label

if TYPE_CHECKING:
    from app.awards import AnswerPreview


class AnswerCard(Card):
    """A card that is chosen by its radio button or by a click anywhere on it."""

    chosen = Signal()

    def __init__(self, answer: str, words: str) -> None:
        super().__init__(gap=4)
        self.answer = answer
        self.radio = QRadioButton(words)
        self.radio.toggled.connect(self._on_toggled)
        self._figure, self._counts = text_label("—", "figure"), paragraph("", "quiet")
        self._open = paragraph("", "asks")
        for part in (self.radio, self._figure, self._counts, self._open):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._open.hide()

    def show_effect(self, effect: AnswerPreview) -> None:
        """Show what this answer would come to."""
        self._figure.setText(money(effect.total_fen))
        counts = tr("ui.ruling.counts", proposed=f"{effect.proposed:,}", nothing=f"{effect.nothing:,}")
        self._counts.setText(counts)
        self._open.setVisible(bool(effect.blocked))
        self._open.setText(tr("ui.ruling.still-open", n=f"{effect.blocked:,}"))
        self.radio.setAccessibleName(" ".join([self.radio.text(), self._figure.text(), counts]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this answer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.radio.setChecked(True)
            self.radio.setFocus()

    def _on_toggled(self, is_chosen: bool) -> None:
        mark(self, "card-chosen" if is_chosen else "card")
        if is_chosen:
            self.chosen.emit()
