"""The choice of a ruling's scope: the whole policy, one contest, or one event."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QRadioButton, QWidget

from app.words import tr
from ui.theme import tokens
from ui.widgets import text_label

Place = tuple[str, str]  # contest and event
WHOLE, CONTEST, EVENT = range(3)


class ScopeChoice(QWidget):
    """`changed` is emitted when another scope is chosen; `scope` returns contest and event, "" for unlimited.

    `places` are the events that wait for the answer; `contest` and `event` those offered first.
    Some questions can only be answered event by event.
    """

    changed = Signal()

    def __init__(
        self, places: Sequence[Place], *, contest: str = "", event: str = "", only_event: bool = False
    ) -> None:
        super().__init__()
        here = [(contest, event)] if contest else []
        everywhere = list(dict.fromkeys([*here, *places]))
        contests = list(dict.fromkeys(place[0] for place in everywhere if place[0]))
        events = [place for place in everywhere if place[1]]
        self._group = QButtonGroup(self)
        self.contests, self.events = QComboBox(), QComboBox()
        for each in contests:
            self.contests.addItem(each, (each, ""))
        for place in events:
            self.events.addItem("　".join(place), place)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(tokens.GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(text_label(tr("ui.ruling.scope"), "strong"), 0, 0, 1, 2)
        self._add(WHOLE, "whole", None, is_offered=not only_event)
        self._add(CONTEST, "this-contest", self.contests, is_offered=bool(contests) and not only_event)
        self._add(EVENT, "this-event", self.events, is_offered=bool(events))
        if self._group.buttons():
            self._group.buttons()[0].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    def _add(self, place: int, key: str, choice: QComboBox | None, *, is_offered: bool) -> None:
        if not is_offered:
            return
        button = QRadioButton(tr(f"ui.ruling.{key}"))
        self._group.addButton(button, place)
        line = self._grid.rowCount()
        self._grid.addWidget(button, line, 0)
        if choice is not None:
            choice.setAccessibleName(button.text())
            choice.activated.connect(lambda _at: self._choose(button))
            self._grid.addWidget(choice, line, 1)

    def _choose(self, button: QRadioButton) -> None:
        if button.isChecked():
            self.changed.emit()
        button.setChecked(True)

    def _on_toggled(self, _place: int, is_on: bool) -> None:
        if is_on:
            self.changed.emit()

    def choose(self, place: int) -> None:
        """Choose WHOLE, CONTEST or EVENT."""
        self._group.button(place).setChecked(True)

    def scope(self) -> Place:
        """Return the contest and event that the ruling is limited to."""
        choices = {CONTEST: self.contests, EVENT: self.events}
        choice = choices.get(self._group.checkedId())
        found: Place = choice.currentData() if choice is not None else ("", "")
        return found
