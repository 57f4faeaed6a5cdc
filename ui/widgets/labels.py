"""Labels: one line, or a paragraph that wraps and can be selected and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import mark

NARROWEST = 24
Interaction = Qt.TextInteractionFlag


def text_label(text: str = "", role: str = "") -> QLabel:
    """Return a one-line label; never interprets its text as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        mark(label, role)
    return label


def paragraph(text: str = "", role: str = "") -> QLabel:
    """Return a label that wraps and whose text can be selected with mouse and keyboard."""
    label = text_label(text, role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Interaction.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)  # «Ignored» would make Qt reserve the height of a narrow column
    label.setSizePolicy(policy)
    label.setMinimumWidth(NARROWEST)
    return label
