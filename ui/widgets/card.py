"""Surfaces and the two layouts everything is arranged with."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme import mark, tokens

Part = QWidget | QLayout | int | None
Margin = int | tuple[int, int, int, int]  # all around, or left, top, right, bottom


def column(*parts: Part, margin: Margin = 0, gap: int = tokens.TIGHT) -> QVBoxLayout:
    """Return parts one below the other; an int is a fixed space, None takes what is left."""
    layout = QVBoxLayout()
    _fill(layout, parts, margin=margin, gap=gap)
    return layout


def row(*parts: Part, margin: Margin = 0, gap: int = tokens.TIGHT) -> QHBoxLayout:
    """Return parts side by side; an int is a fixed space, None takes what is left."""
    layout = QHBoxLayout()
    _fill(layout, parts, margin=margin, gap=gap)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[Part, ...], *, margin: Margin, gap: int) -> None:
    left, top, right, bottom = (margin,) * 4 if isinstance(margin, int) else margin
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


class Card(QFrame):
    """A surface with a hairline border that holds one thing."""

    def __init__(self, *parts: Part, margin: int = tokens.WIDE, gap: int = tokens.TIGHT) -> None:
        super().__init__()
        mark(self, "card")
        self.body = column(*parts, margin=margin, gap=gap)
        self.setLayout(self.body)


def separator() -> QFrame:
    """Return a hairline."""
    line = QFrame()
    mark(line, "line")
    return line
