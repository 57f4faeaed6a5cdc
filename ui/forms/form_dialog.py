"""The dialog of every act that asks for facts: its fields from data, messages beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDialog, QGridLayout, QLineEdit, QWidget

from app.clock import office_day
from app.registry import SearchHit
from app.words import tr
from ui.context import Context
from ui.forms.form_field import FormField, person_fields, unit_fields
from ui.forms.look_up import LookUpOrEnter
from ui.theme import mark, tokens
from ui.widgets import (
    Field,
    OptionalDay,
    choice,
    column,
    date_field,
    date_of,
    line,
    paragraph,
    row,
    second_button,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.registry import Entered
    from app.unit_of_work import UnitOfWork

Values = Mapping[str, Any]
MOST_IN_ONE_COLUMN = 5


class FormDialog(QDialog):
    """Asks for the values of `fields`; `about` says what they are for.

    `save` gets the dialog and the values by name once all needed ones are there; it closes the dialog
    (`accept`) when the act has succeeded.
    """

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
            name: Field(
                each.label,
                self.inputs[name],
                each.why,
                longest=each.longest(),
                is_document=each.is_document,
            )
            for name, each in self._fields.items()
        }
        act = second_button(action, self._check)
        mark(act, "danger" if is_danger else "primary")
        act.setDefault(not is_danger)
        self.act = act
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        cancel.setDefault(is_danger)
        heading = paragraph(about, "quiet")
        if not about:
            heading.hide()
        buttons = row(None, cancel, act)
        parts = (heading, self._arranged(), tokens.TIGHT, buttons)
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.GAP))

    def _arranged(self) -> QGridLayout:
        """Return the fields in one column, in two where there are many."""
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
            return date_field(field.value or office_day(self._context.store.clock()))
        if field.kind == "optional-day":
            return OptionalDay(field.hint, field.value, today=office_day(self._context.store.clock()))
        if field.kind == "choice":
            return choice(field.options, field.value)
        if field.kind == "check":
            box = QCheckBox(field.hint)
            box.setChecked(bool(field.value))
            return box
        if field.kind in ("person", "unit"):
            return self._look_up(field.kind)
        return line(str(field.value or ""), hint=field.hint)

    def _look_up(self, kind: str) -> LookUpOrEnter:
        field = LookUpOrEnter(self._context, kind)
        field.enter_clicked.connect(
            lambda name: enter_new(self, self._context, kind, name=name, on_entered=field.look_up.choose)
        )
        return field

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the texts need where they wrap; Qt reckons them unwrapped."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take just the height that the content needs at the present width."""
        if (layout := self.layout()) is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def values(self) -> dict[str, Any]:
        """Return the values of all fields, by name."""
        return {name: _value(widget) for name, widget in self.inputs.items()}

    def show_fault(self, name: str, text: str) -> None:
        """Show a message under a field and move the keyboard there."""
        self._holders[name].show_fault(text)
        self.inputs[name].setFocus()
        self.fit()

    def _check(self) -> None:
        values = self.values()
        missing = [
            name for name, each in self._fields.items() if each.is_needed and values[name] in ("", None)
        ]
        for name, holder in self._holders.items():
            kind = self._fields[name].kind
            fault = "choose" if kind in ("person", "unit") else "needed"
            holder.show_fault(tr(f"ui_forms.{fault}") if name in missing else "")
        self.fit()
        if missing:
            self.inputs[missing[0]].setFocus()
        elif all(holder.check_length() for holder in self._holders.values()):
            self._save(self, values)


def enter_new(
    owner: QWidget, context: Context, kind: str, *, name: str, on_entered: Callable[[SearchHit], None]
) -> FormDialog:
    """Open the dialog that enters a "person" or a "unit"; `on_entered` gets what was entered."""

    def save(dialog: FormDialog, values: Values) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> Entered:
            from app.registry import enter_person, enter_unit

            return enter_person(unit, **values) if kind == "person" else enter_unit(unit, **values)

        def done(entered: Entered) -> None:
            dialog.accept()
            on_entered(SearchHit(kind, entered.id, entered.name, ""))
            for warning in entered.warnings:
                context.frame.show_toast(warning)

        context.change(dialog, tr("ui_forms.saving"), work, done)

    action = tr(f"ui_forms.act.enter-{kind}")
    dialog = FormDialog(
        owner,
        context,
        person_fields(name) if kind == "person" else unit_fields(name),
        title=action,
        about=tr(f"ui_forms.enter.{kind}-about"),
        action=action,
        save=save,
    )
    dialog.open()
    return dialog


def _value(widget: QWidget) -> Any:
    if isinstance(widget, LookUpOrEnter):
        return widget.value()
    if isinstance(widget, OptionalDay):
        return widget.value()
    if isinstance(widget, QDateEdit):
        return date_of(widget)
    if isinstance(widget, QComboBox):
        return widget.currentData()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    assert isinstance(widget, QLineEdit)  # noqa: S101 - the only kind left
    return widget.text().strip()
