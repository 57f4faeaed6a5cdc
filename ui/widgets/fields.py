"""Fields of dialogs: a labelled field with its message below, choices, days that may be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.labels import text_label
from ui.widgets.layouts import column, row


class Field(QWidget):
    """A label, the field below it, and below that a hint and the message of what is wrong."""

    def __init__(self, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        field.setAccessibleName(label)
        name = text_label(label, "strong")
        name.setBuddy(field)
        self._hint, self._fault = QLabel(hint), text_label("", "wrong")
        mark(self._hint, "hint")
        self._hint.setWordWrap(True)
        if not hint:
            self._hint.hide()
        self._fault.hide()
        self.setLayout(column(name, field, self._hint, self._fault, gap=4))

    def show_fault(self, text: str) -> None:
        """Show what is wrong with the field, "" for nothing."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        mark(self.field, "wrong" if text else "")


class OptionalDay(QWidget):
    """A date that may be unknown: a check box and a date field."""

    def __init__(self, label: str, day: date | None) -> None:
        super().__init__()
        self.known, self.day = QCheckBox(label), QDateEdit(QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setMinimumWidth(150)
        self.day.setAccessibleName(label)
        self.known.toggled.connect(self.day.setEnabled)
        self.known.setChecked(day is not None)
        self.day.setEnabled(day is not None)
        if day is not None:
            self.day.setDate(QDate(day.year, day.month, day.day))
        self.setLayout(row(self.known, self.day, None))
        self.setFocusProxy(self.known)

    def value(self) -> date | None:
        """Return the day, None while unknown."""
        day = self.day.date()
        return date(day.year(), day.month(), day.day()) if self.known.isChecked() else None


def line(text: str, *, hint: str = "") -> QLineEdit:
    """Return a text field; `hint` stands in it while it is empty."""
    field = QLineEdit(text)
    field.setPlaceholderText(hint)
    return field


def choice(options: Iterable[tuple[str, object]], chosen: object) -> QComboBox:
    """Return a choice of words with their values."""
    field = QComboBox()
    for text, value in options:
        field.addItem(text, value)
    field.setCurrentIndex(max(field.findData(chosen), 0))
    field.setMinimumContentsLength(12)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return field


def pair(left: QWidget, right: QWidget, *, gap: int = 16) -> QVBoxLayout:
    """Return two fields side by side, of the same width."""
    both = row(gap=gap)
    for each in (left, right):
        both.addWidget(each, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
    return column(both)
