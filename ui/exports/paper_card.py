"""One list that can be exported: what is in it, what is not, and the button that writes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from app.words import tr
from ui.theme import follow_theme, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import Card, column, link_button, paragraph, primary_button, row, second_button, text_label


class PaperCard(Card):
    """`key` picks its words; `export` is what its button does."""

    def __init__(self, key: str, icon: str, export: Callable[[], object], *, is_first: bool) -> None:
        super().__init__(margin=tokens.WIDE, gap=tokens.TIGHT)
        self._key, self._icon, self._picture = key, icon, QLabel()
        self.summary, self.state = paragraph("", "strong"), paragraph("", "hint")
        self.left_out = link_button("")
        self.left_out.hide()
        make = primary_button if is_first else second_button
        self.button = make(tr("ui_exports.export"), export, icon="export")
        self.button.setAccessibleName(tr(f"ui_exports.{key}.title"))
        title = text_label(tr(f"ui_exports.{key}.title"), "section")
        text = paragraph(tr(f"ui_exports.{key}.text"), "quiet")
        words = column(title, text, 4, self.summary, self.state, self.left_out, gap=2)
        line = row(self._picture, words, self.button, gap=tokens.WIDE)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self._draw()
        follow_theme(self, self._draw)

    def show_content(self, summary: str, *, can_export: bool, state: str = "") -> None:
        """Show what would be in the list now."""
        self.summary.setText(summary)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.button.setEnabled(can_export)

    def _draw(self) -> None:
        colour = theme().palette.action
        self._picture.setPixmap(pixmap(self._icon, colour, size=32, ratio=self.devicePixelRatioF()))
