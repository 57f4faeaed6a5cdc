"""Fields of dialogs: a labelled field with its message below, choices, days that may be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.clock import office_day, utc_now
from app.document_numbers import corrected_brackets
from app.words import tr
from ui.theme import mark
from ui.widgets.labels import text_label
from ui.widgets.layouts import column, row


class Field(QWidget):
    """A label, the field below it, and below that a hint and the message of what is wrong.

    `longest` is the most characters of a text field (`app.text_limits.longest`): one that is longer is told
    while it is typed, and `check_length` refuses it. In a text field of documents (`is_document`) numbers are
    brought into their right form once they are typed, and what stood there is said.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        hint: str = "",
        *,
        longest: int | None = None,
        is_document: bool = False,
    ) -> None:
        super().__init__()
        self.field, self._longest = field, longest
        if isinstance(field, QLineEdit):
            field.textChanged.connect(lambda: self.show_fault(self._length_fault()))
            if is_document:
                field.editingFinished.connect(self._correct_numbers)
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

    def _correct_numbers(self) -> None:
        assert isinstance(self.field, QLineEdit)  # noqa: S101 - connected for these only
        paper = corrected_brackets(self.field.text())
        if paper.as_written:
            self.field.setText(paper.number)
            self._hint.setText(tr("core.basis.corrected", written=paper.as_written, number=paper.number))
            self._hint.show()

    def check_length(self) -> bool:
        """Return whether the text is short enough; otherwise show a message and move the keyboard there."""
        fault = self._length_fault()
        if fault:
            self.show_fault(fault)
            self.field.setFocus()
        return not fault

    def _length_fault(self) -> str:
        if self._longest is None or not isinstance(self.field, QLineEdit):
            return ""
        length = len(self.field.text().strip())
        return tr("ui_forms.too-long", most=self._longest, length=length) if length > self._longest else ""


class OptionalDay(QWidget):
    """A date that may be unknown: a check box and a date field, which shows `today` while it is unknown."""

    def __init__(self, label: str, day: date | None, *, today: date | None = None) -> None:
        super().__init__()
        shown = day or today or office_day(utc_now())
        self.known, self.day = QCheckBox(label), date_field(shown, name=label)
        self.day.setMinimumWidth(150)
        self.known.toggled.connect(self.day.setEnabled)
        self.known.setChecked(day is not None)
        self.day.setEnabled(day is not None)
        self.setLayout(row(self.known, self.day, None))
        self.setFocusProxy(self.known)

    def value(self) -> date | None:
        """Return the day, None while unknown."""
        return date_of(self.day) if self.known.isChecked() else None


def date_field(day: date, *, name: str = "") -> QDateEdit:
    """Return a field for a day with a calendar; `name` is read out where no label stands beside it."""
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy年M月d日")
    if name:
        field.setAccessibleName(name)
        field.lineEdit().setAccessibleName(name)
    return field


def date_of(field: QDateEdit) -> date:
    """Return the day that a date field shows."""
    day = field.date()
    return date(day.year(), day.month(), day.day())


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
