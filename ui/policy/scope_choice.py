"""For what a ruling holds: the whole policy, one contest, or one event."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.words import word
from ui.widgets import column, text_label

WHOLE, CONTEST, EVENT = range(3)


class ScopeChoice(QWidget):
    """`changed` tells that another scope is chosen. `scope` gives contest and event, "" for unlimited."""

    changed = Signal()

    def __init__(self, *, contest: str, event: str, only_event: bool) -> None:
        super().__init__()
        self._contest, self._event = contest, event
        self._group = QButtonGroup(self)
        texts = {WHOLE: word("ui.ruling.whole")} if not only_event else {}
        if contest and not only_event:
            texts[CONTEST] = word("ui.ruling.this-contest", name=contest)
        if event:
            texts[EVENT] = word("ui.ruling.this-event", name=f"{contest} {event}")
        buttons = [self._button(place, text) for place, text in texts.items()]
        if buttons:
            buttons[0].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)
        self.setLayout(column(text_label(word("ui.ruling.scope"), "strong"), *buttons, gap=0))

    def _button(self, place: int, text: str) -> QRadioButton:
        button = QRadioButton(text)
        self._group.addButton(button, place)
        return button

    def _on_toggled(self, _place: int, is_on: bool) -> None:
        if is_on:
            self.changed.emit()

    def scope(self) -> tuple[str, str]:
        """Return contest and event the ruling is narrowed to."""
        place = self._group.checkedId()
        return (self._contest if place in (CONTEST, EVENT) else ""), (self._event if place == EVENT else "")
