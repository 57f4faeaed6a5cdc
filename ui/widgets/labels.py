"""Text on a page: labels, paragraphs, facts in two columns, numbered steps, quotations."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import mark, tokens

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


Top = Qt.AlignmentFlag.AlignTop


def fact_grid(pairs: Iterable[tuple[str, str | QWidget]], *, numbers: bool = False) -> QWidget:
    """Return labels and values, texts or widgets, in two columns; with `numbers` texts are right-aligned."""
    grid = _grid()
    for line, (label, value) in enumerate(pairs):
        name = paragraph(label) if numbers else _label(label)
        content = value if isinstance(value, QWidget) else _value(value, is_number=numbers)
        grid.addWidget(name, line, 0, Top)
        grid.addWidget(content, line, 1, Top | Qt.AlignmentFlag.AlignRight if numbers else Top)
    grid.setColumnStretch(0 if numbers else 1, 1)
    return _holding(grid)


def numbered(steps: Iterable[str]) -> QWidget:
    """Return a numbered list of steps."""
    grid = _grid()
    grid.setColumnStretch(1, 1)
    for number, step in enumerate(steps, start=1):
        grid.addWidget(text_label(f"{number}", "quiet"), number, 0, Top)
        grid.addWidget(paragraph(step), number, 1, Top)
    return _holding(grid)


def quotation(text: str) -> QFrame:
    """Return a verbatim quotation from a document, with a bar at its left."""
    frame = QFrame()
    mark(frame, "quote")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(tokens.GAP, tokens.TIGHT, tokens.GAP, tokens.TIGHT)
    layout.addWidget(paragraph(text))
    return frame


def _value(text: str, *, is_number: bool) -> QWidget:
    return text_label(text, "strong") if is_number else paragraph(text)


def _label(text: str) -> QWidget:
    label = text_label(text, "quiet")
    label.setMinimumWidth(72)
    return label


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.GAP)
    grid.setVerticalSpacing(4)
    return grid


def _holding(grid: QGridLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(grid)
    return holder
