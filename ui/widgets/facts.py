"""Facts in two columns, numbered steps, and words quoted from a document."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.theme import mark, tokens
from ui.widgets.labels import paragraph, text_label

Top = Qt.AlignmentFlag.AlignTop


def fact_grid(pairs: Iterable[tuple[str, str]], *, numbers: bool = False) -> QWidget:
    """Return labels and values side by side; with `numbers` the values stand at the right edge."""
    grid = _grid()
    for line, (label, value) in enumerate(pairs):
        name, said = (
            (paragraph(label), text_label(value, "strong")) if numbers else (_label(label), paragraph(value))
        )
        grid.addWidget(name, line, 0, Top)
        grid.addWidget(said, line, 1, Top | Qt.AlignmentFlag.AlignRight if numbers else Top)
    grid.setColumnStretch(0 if numbers else 1, 1)
    return _holding(grid)


def numbered(steps: Iterable[str]) -> QWidget:
    """Return steps with their numbers in a column of their own."""
    grid = _grid()
    grid.setColumnStretch(1, 1)
    for number, step in enumerate(steps, start=1):
        grid.addWidget(text_label(f"{number}", "quiet"), number, 0, Top)
        grid.addWidget(paragraph(step), number, 1, Top)
    return _holding(grid)


def quotation(text: str) -> QFrame:
    """Return words taken verbatim from a document, set off by a bar."""
    frame = QFrame()
    mark(frame, "quote")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(tokens.GAP, tokens.TIGHT, tokens.GAP, tokens.TIGHT)
    layout.addWidget(paragraph(text))
    return frame


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
