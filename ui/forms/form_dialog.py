"""One dialog for every act on a register: what it is about above, its fields, faults under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDialog, QGridLayout, QLineEdit, QWidget

from app.clock import office_day
from app.words import tr
from ui.context import Context
from ui.forms.look_up import LookUpOrEnter
from ui.theme import mark, tokens
from ui.widgets import column, paragraph, row, second_button
from ui.widgets.form import Field, choice, line

Kind = Literal["text", "day", "choice", "check", "person", "unit"]
Values = Mapping[str, Any]
MOST_IN_ONE_COLUMN = 5


@dataclass(frozen=True)
class FormField:
    """A field of the dialog; `options` are words with their values, for a choice."""

    name: str
    label: str
    kind: Kind = "text"
    is_needed: bool = True
    hint: str = ""
    why: str = ""
    value: Any = None
    options: Sequence[tuple[str, object]] = ()


class FormDialog(QDialog):
    """`save` gets the values by name; the dialog closes when `done` is called."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        fields: Sequence[FormField],
        *,
        title: str,
        about: str,
        action: str,
        save: Callable[[FormDialog, Values], None],
        is_danger: bool = False,
    ) -> None:
        super().__init__(parent.window())
        self._context, self._fields, self._save = context, {each.name: each for each in fields}, save
        self.setWindowTitle(title)
        self.inputs = {each.name: self._input(each) for each in fields}
        self._holders = {
            name: Field(each.label, self.inputs[name], each.why) for name, each in self._fields.items()
        }
        act = second_button(action, self._check)
        mark(act, "danger" if is_danger else "primary")
        act.setDefault(not is_danger)
        self.act = act
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        cancel.setDefault(is_danger)
        said = paragraph(about, "quiet")
        if not about:
            said.hide()
        buttons = row(None, cancel, act)
        parts = (said, self._arranged(), tokens.TIGHT, buttons)
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.GAP))

    def _arranged(self) -> QGridLayout:
        """One field below the other; two side by side where there are many."""
        across = 2 if len(self._holders) > MOST_IN_ONE_COLUMN else 1
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.WIDE)
        grid.setVerticalSpacing(tokens.GAP)
        for place, holder in enumerate(self._holders.values()):
            grid.addWidget(holder, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        for place in range(across):
            grid.setColumnStretch(place, 1)
        self.setMinimumWidth(480 if across == 1 else 640)
        return grid

    def _input(self, field: FormField) -> QWidget:
        if field.kind == "day":
            return _day(field.value or office_day(self._context.store.clock()))
        if field.kind == "choice":
            return choice(field.options, field.value)
        if field.kind == "check":
            box = QCheckBox(field.hint)
            box.setChecked(bool(field.value))
            return box
        if field.kind in ("person", "unit"):
            return LookUpOrEnter(self._context, field.kind)
        return line(str(field.value or ""), hint=field.hint)

    def values(self) -> dict[str, Any]:
        """Return what was entered, by name."""
        return {name: _value(widget) for name, widget in self.inputs.items()}

    def show_fault(self, name: str, text: str) -> None:
        """Say what is wrong with a field, and go to it."""
        self._holders[name].show_fault(text)
        self.inputs[name].setFocus()

    def _check(self) -> None:
        values = self.values()
        missing = [
            name for name, each in self._fields.items() if each.is_needed and values[name] in ("", None)
        ]
        for name, holder in self._holders.items():
            kind = self._fields[name].kind
            fault = "choose" if kind in ("person", "unit") else "needed"
            holder.show_fault(tr(f"ui_forms.{fault}") if name in missing else "")
        if missing:
            self.inputs[missing[0]].setFocus()
        else:
            self._save(self, values)


def _day(value: date) -> QDateEdit:
    field = QDateEdit(QDate(value.year, value.month, value.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy年M月d日")
    return field


def _value(widget: QWidget) -> Any:
    if isinstance(widget, LookUpOrEnter):
        return widget.value()
    if isinstance(widget, QDateEdit):
        day = widget.date()
        return date(day.year(), day.month(), day.day())
    if isinstance(widget, QComboBox):
        return widget.currentData()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    assert isinstance(widget, QLineEdit)  # noqa: S101 - the only kind left
    return widget.text().strip()
