"""The start page: try the rehearsal, make an empty registry, or open one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.words import tr
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import Banner, Card, Part, column, paragraph, primary_button, row, second_button, text_label

WIDTH = 860


class StartPage(QWidget):
    """Three cards: rehearsal, empty registry, existing file."""

    def __init__(self, problem: str = "") -> None:
        super().__init__()
        self.example = primary_button(tr("ui.start.example-action"))
        self.empty = second_button(tr("ui.start.empty-action"))
        self.other = second_button(tr("ui.start.other-action"))
        self.setFocusProxy(self.example)
        cards = row(
            _card("rehearsal", "example", self.example),
            _card("file", "empty", self.empty),
            _card("folder", "other", self.other),
            gap=tokens.WIDE,
        )
        heading = text_label(tr("ui.start.heading"), "figure")
        parts: list[Part] = [heading, paragraph(tr("ui.start.sentence"), "quiet"), tokens.WIDE]
        if problem:
            parts += [Banner("wrong", problem), tokens.TIGHT]
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        middle.setLayout(column(*parts, cards))
        layout = column(None, row(None, middle, None), None)
        layout.setStretch(2, 2)
        self.setLayout(layout)
        mark(self, "ground")


def _card(icon: str, key: str, button: QPushButton) -> Card:
    picture = QLabel()

    def draw() -> None:
        palette = theme().palette
        picture.setPixmap(pixmap(icon, palette.action, size=28, ratio=picture.devicePixelRatioF()))

    draw()
    follow_theme(picture, draw)
    title, text = (
        text_label(tr(f"ui.start.{key}"), "section"),
        paragraph(tr(f"ui.start.{key}-text"), "quiet"),
    )
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    text.setMinimumHeight(64)
    return Card(picture, title, text, None, button, margin=20, gap=tokens.GAP)
