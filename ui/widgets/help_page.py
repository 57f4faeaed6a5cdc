"""What F1 shows: what this screen is for, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from app.words import tr, words_of
from ui.theme import tokens
from ui.widgets.card import Part, column, separator
from ui.widgets.labels import paragraph, text_label


def help_page(text: str) -> QWidget:
    """Return the page; `text` is plain paragraphs, may be empty."""
    page = QWidget()
    parts: list[Part] = [paragraph(each) for each in text.split("\n") if each.strip()]
    if parts:
        parts += [4, separator(), 4]
    page.setLayout(
        column(*parts, text_label(tr("ui.help.keys"), "strong"), _keys(), None, margin=tokens.WIDE)
    )
    return page


def _keys() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.WIDE)
    grid.setColumnStretch(1, 1)
    for line, (keys, meaning) in enumerate(words_of("ui.keys").items()):
        grid.addWidget(text_label(keys, "quiet"), line, 0)
        grid.addWidget(text_label(meaning), line, 1)
    return grid
