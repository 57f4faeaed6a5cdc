"""The side panel of a register's line: who and what, its state, facts, acts, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from app.formats import chinese_date
from app.introductions import Precondition
from app.registry import Act
from app.words import tr
from ui.theme import follow_theme, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import Pill, column, fact_grid, link_button, paragraph, row, scrolled, text_label

# how the states of the registers look, by the looks of ui.widgets.pill
LOOKS = {
    "designated": "approved",
    "recognised": "approved",
    "standing": "approved",
    "under-review": "held",
    "passed-on": "superseded",
    "withdrawn": "superseded",
    "fallen": "revoked",
    "unconfirmed": "draft",
    "claimed": "proposed",
}


def look(state: str) -> str:
    """Return the look of a register's state."""
    return LOOKS.get(state, state)


class LinePanel(QWidget):
    """Sections one below the other, longer than the window if need be."""

    def __init__(self, name: str, note: str, *, state: str, state_text: str) -> None:
        super().__init__()
        self._inner = QWidget()
        self._body = column(gap=tokens.GAP, margin=tokens.WIDE)
        title = row(paragraph(name, "section"), *((Pill(look(state), state_text),) if state_text else ()))
        title.setStretch(0, 1)
        self._body.addLayout(title)
        if note:
            self._body.addWidget(paragraph(note, "quiet"))
        self._inner.setLayout(self._body)
        self.setLayout(column(scrolled(self._inner)))

    def add_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Add what can be done, two to a line."""
        for start in range(0, len(buttons), 2):
            self._body.addLayout(row(*buttons[start : start + 2], None))

    def add_facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add facts with their labels; empty ones are left out."""
        self._body.addWidget(fact_grid([(label, text) for label, text in pairs if text]))

    def add_section(self, title: str, parts: Sequence[QWidget]) -> None:
        """Add a heading and what belongs under it; nothing where there is nothing."""
        if parts:
            self._body.addWidget(text_label(title, "section"))
            for part in parts:
                self._body.addWidget(part)

    def add_acts(self, acts: Sequence[Act]) -> None:
        """Add what was done, the latest first."""
        self.add_section(tr("ui_registers.acts"), [_act(each) for each in reversed(acts)])

    def add_preconditions(self, found: Sequence[Precondition]) -> None:
        """Add the preconditions, each with a tick or a cross and in words."""
        self.add_section(tr("ui_registers.preconditions"), [_Precondition(each) for each in found])

    def finish(self) -> LinePanel:
        """Push everything to the top."""
        self._body.addStretch(1)
        return self


def linked(text: str, note: str, on_click: Callable[[], object]) -> QWidget:
    """Return a line that can be clicked, with a quiet note under it."""
    holder = QWidget()
    holder.setLayout(column(row(link_button(text, on_click), None), paragraph(note, "hint"), gap=0))
    return holder


def noted(text: str, note: str) -> QWidget:
    """Return a line with a quiet note under it."""
    holder = QWidget()
    holder.setLayout(column(paragraph(text, "strong"), paragraph(note, "hint"), gap=0))
    return holder


def _act(act: Act) -> QWidget:
    head = f"{chinese_date(act.happened_on)}　{tr(f'registers.act.{act.act}')}"
    return noted(head, " · ".join(filter(None, (act.document, act.reason, act.recorded_by))))


class _Precondition(QWidget):
    def __init__(self, found: Precondition) -> None:
        super().__init__()
        self._is_met, self._icon = found.is_met, QLabel()
        layout = row(self._icon, paragraph(found.text))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setAccessibleName(found.text)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        name, role = ("done", "done") if self._is_met else ("wrong", "wrong")
        colour = theme().palette.colour(role)
        self._icon.setPixmap(pixmap(name, colour, size=16, ratio=self.devicePixelRatioF()))
