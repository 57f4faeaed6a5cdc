"""Filters of the award list: year, level, and one round button per state with its count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from app.words import tr, words_of
from ui.widgets import FlowLayout, filter_button

if TYPE_CHECKING:
    from app.awards import AwardFilter, StateCount

ALWAYS = ("blocked", "proposed", "none")  # shown even when empty, so that the bar does not jump


def _states() -> list[str]:
    """Return the states in the order of the buttons: what waits first, what has no amount last."""
    names = [name for name in words_of("core.award-state") if name != "none"]
    return ["", *names, "none"]


class FilterBar(QWidget):
    """`changed` is emitted when the filter has changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._years, self._levels = QComboBox(), QComboBox()
        self._years.setAccessibleName(tr("ui.awards.year"))
        self._levels.setAccessibleName(tr("ui.awards.level"))
        self.show_years(())
        self._levels.addItem(tr("ui.awards.all-levels"), "")
        for level, name in words_of("core.level").items():
            self._levels.addItem(name, level)
        for combo in (self._years, self._levels):
            combo.activated.connect(lambda _place: self.changed.emit())
        self._group = QButtonGroup(self)
        self._states: dict[str, QPushButton] = {}
        for state in _states():
            button = filter_button("", self.changed.emit)
            self._group.addButton(button)
            self._states[state] = button
        self._states[""].setChecked(True)
        self.setLayout(FlowLayout(self._years, self._levels, *self._states.values()))
        self.show_counts(())

    def show_years(self, years: Iterable[int]) -> None:
        """Offer these years, keeping the one chosen."""
        chosen = self._years.currentData()
        self._years.clear()
        self._years.addItem(tr("ui.awards.all-years"), None)
        for year in years:
            self._years.addItem(tr("ui.awards.year-item", year=year), year)
        self._years.setCurrentIndex(max(self._years.findData(chosen), 0))

    def show_counts(self, counts: Iterable[StateCount]) -> None:
        """Show how many awards stand in each state; states that never occur stay hidden."""
        by_state: dict[str, int] = {}
        for count in counts:
            by_state[count.state] = by_state.get(count.state, 0) + count.awards
        for state, button in self._states.items():
            number = by_state.get(state, 0) if state else sum(by_state.values())
            name = tr(f"core.award-state.{state}") if state else ""
            text = (
                tr("ui.awards.chip", name=name, n=f"{number:,}")
                if state
                else tr("ui.awards.all", n=f"{number:,}")
            )
            button.setText(text)
            button.setAccessibleName(text)
            button.setVisible(not state or state in ALWAYS or bool(number))

    def buttons(self) -> list[QPushButton]:
        """Return the state buttons, "all" first."""
        return list(self._states.values())

    def choose(self, *, year: int | None = None, level: str = "", state: str = "") -> None:
        """Set the filter."""
        self._years.setCurrentIndex(max(self._years.findData(year), 0))
        self._levels.setCurrentIndex(max(self._levels.findData(level), 0))
        self._states[state].setChecked(True)

    def chosen(self, *, words: str = "") -> AwardFilter:
        """Return the filter, with the words searched for."""
        from app.awards import AwardFilter

        state = next(state for state, button in self._states.items() if button.isChecked())
        return AwardFilter(
            statuses=(state,) if state in ALWAYS else (),
            states=(state,) if state else (),
            level=self._levels.currentData(),
            year=self._years.currentData(),
            words=words,
        )
