"""Blocks that pages are made of: cards, section heads, key figures, task lines, banners."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets.buttons import primary_button, second_button
from ui.widgets.labels import paragraph, text_label
from ui.widgets.layouts import Part, column, row

Centre = Qt.AlignmentFlag.AlignCenter
_BANNER_ICONS = {"asks": "warning", "wrong": "wrong", "done": "done", "action": "info"}


class Card(QFrame):
    """A surface with a thin border; `body` is its layout."""

    def __init__(self, *parts: Part, margin: int = tokens.WIDE, gap: int = tokens.TIGHT) -> None:
        super().__init__()
        mark(self, "card")
        self.body = column(*parts, margin=margin, gap=gap)
        self.setLayout(self.body)


def separator() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    mark(line, "line")
    return line


class SectionHeader(QWidget):
    """The head of a section: title, a quiet `note` beside it, actions on the right."""

    def __init__(self, title: str, *actions: QWidget, note: str = "") -> None:
        super().__init__()
        self.note = text_label(note, "quiet")
        self.setLayout(row(text_label(title, "section"), self.note, None, *actions))


class KeyFigure(Card):
    """A big number with a label above and a hint below; with `on_action` it can be clicked."""

    def __init__(
        self,
        label: str,
        figure: str = "—",
        hint: str = "",
        *,
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(gap=0)
        self._label = label
        self.figure = _link(on_action) if on_action else text_label("", "figure")
        self.hint = text_label("", "hint")
        for part in (text_label(label, "quiet"), self.figure, self.hint):
            self.body.addWidget(part)
        self.show_figure(figure, hint)

    def show_figure(self, figure: str, hint: str = "") -> None:
        """Show another number."""
        self.figure.setText(figure)
        self.figure.setAccessibleName(f"{self._label} {figure}")
        self.hint.setText(hint)

    def show_state(self, role: str) -> None:
        """Colour the hint by a role, e.g. "done" or "wrong"; its words say the same."""
        mark(self.hint, role)


def _link(on_action: Callable[[], object]) -> QLabel | QPushButton:
    button = QPushButton()
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: on_action())  # noqa: PLW0108 - without the signal's «checked»
    mark(button, "figure-link")
    return button


class TaskLine(QWidget):
    """One thing to do: icon, sentence and reason on the left, the button that does it on the right."""

    def __init__(self, icon: str, text: str, why: str, *, step: str, on_step: Callable[[], object]) -> None:
        super().__init__()
        self._icon, self._picture = icon, QLabel()
        self.button = second_button(step, on_step)
        self.button.setAccessibleName(f"{step}：{text}")
        self.button.setMinimumWidth(96)
        words = column(text_label(text, "strong"), text_label(why, "hint"), gap=0)
        layout = row(self._picture, 4, words, None, self.button)
        layout.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.GAP, tokens.TIGHT)
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        colour = theme().palette.asks
        self._picture.setPixmap(pixmap(self._icon, colour, ratio=self.devicePixelRatioF()))


class Banner(QFrame):
    """A coloured line about the whole page, with at most one button.

    `kind` is "asks", "wrong", "done" or "action" (a plain hint).
    """

    def __init__(
        self,
        kind: str,
        text: str,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._kind = kind
        mark(self, f"banner-{kind}")
        self._picture, self._text = QLabel(), paragraph(text)
        layout = row(self._picture, margin=0)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addWidget(self._text, stretch=1)
        if action:
            layout.addWidget(second_button(action, on_action))
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def show_text(self, kind: str, text: str) -> None:
        """Show another text of another kind."""
        self._kind = kind
        mark(self, f"banner-{kind}")
        self._text.setText(text)
        self._draw()

    def _draw(self) -> None:
        colour = theme().palette.colour(self._kind)
        self._picture.setPixmap(pixmap(_BANNER_ICONS[self._kind], colour, ratio=self.devicePixelRatioF()))


class EmptyState(QWidget):
    """What an empty list shows: an icon, what the list is for, and at most one button."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        mark(self, "surface")
        self._icon, self._picture = icon, QLabel(alignment=Centre)
        heading, sentence = text_label(title, "section"), text_label(text, "quiet")
        heading.setAlignment(Centre)
        sentence.setAlignment(Centre)
        sentence.setWordWrap(True)
        layout = column(None, self._picture, 4, heading, sentence, margin=tokens.ROOMY)
        if action:
            self.button = primary_button(action, on_action)
            layout.addSpacing(tokens.TIGHT)
            layout.addLayout(row(None, self.button, None))
        layout.addStretch(2)
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon, theme().palette.control_line, size=48, ratio=ratio))
