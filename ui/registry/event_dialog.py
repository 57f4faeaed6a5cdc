"""The dialog of an event's facts: form, occupation, demonstration, selection, a class of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from app.registry import EventFactsEdit, EventRow, set_event_facts
from app.text_limits import longest
from app.words import scoped, tr, words_of
from ui.context import Context
from ui.registry.wording import word_of
from ui.theme import tokens
from ui.widgets import (
    Field,
    choice,
    column,
    line,
    pair,
    paragraph,
    primary_button,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.event")


class EventDialog(QDialog):
    """Saves all facts in one unit of work."""

    def __init__(self, parent: QWidget, context: Context, event: EventRow) -> None:
        super().__init__(parent.window())
        self._context, self._event = context, event
        self.setWindowTitle(_w("edit"))
        self.setMinimumWidth(520)
        forms = [(_w("form-unrecorded"), ""), *((text, key) for key, text in words_of("core.form").items())]
        classes = [
            (_w("class-of-contest"), None),
            *((text, key) for key, text in words_of("core.class").items()),
        ]
        self.form = choice(forms, event.form)
        self.occupation = line(event.occupation, hint=event.name)
        self.is_demonstration = QCheckBox(_w("is-demonstration"))
        self.is_demonstration.setChecked(event.is_demonstration)
        self.is_selection = QCheckBox(_w("is-selection"))
        self.is_selection.setChecked(event.is_selection)
        self.own_class = choice(classes, event.own_class)
        self.own_class_basis = line(event.own_class_basis, hint=tr("ui_registry.contest.class-basis-hint"))
        self._basis = Field(
            _w("own-class-basis"),
            self.own_class_basis,
            longest=longest("event.own_class_basis"),
            is_document=True,
        )
        self._occupation = Field(
            _w("occupation"), self.occupation, _w("occupation-why"), longest=longest("event.occupation")
        )
        self.own_class.currentIndexChanged.connect(self._show_basis)
        self._arrange()
        self._show_basis()

    def _arrange(self) -> None:
        save = primary_button(tr("ui_registry.contest.save"), self._save)
        save.setDefault(True)
        head = column(
            paragraph(self._event.name, "section"),
            text_label(word_of("group", self._event.group), "hint"),
            gap=4,
        )
        parts = (
            head,
            pair(Field(_w("form"), self.form), self._occupation),
            row(self.is_demonstration, self.is_selection, None, gap=tokens.WIDE),
            pair(Field(_w("own-class"), self.own_class), self._basis),
            tokens.TIGHT,
            row(None, second_button(tr("ui.frame.cancel"), self.reject), save),
        )
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.WIDE))

    def _show_basis(self) -> None:
        self.own_class_basis.setEnabled(self.own_class.currentData() is not None)

    def _save(self) -> None:
        own, basis = self.own_class.currentData(), self.own_class_basis.text()
        if own and not basis.strip():
            self._basis.show_fault(tr("ui_registry.contest.class-basis-needed"))
            self.own_class_basis.setFocus()
            return
        if not all(field.check_length() for field in (self._occupation, self._basis)):
            return
        event = self._event
        facts = EventFactsEdit(
            form=self.form.currentData(),
            occupation=self.occupation.text(),
            is_demonstration=self.is_demonstration.isChecked(),
            is_selection=self.is_selection.isChecked(),
            own_class=own,
            own_class_basis=basis if own else "",
        )

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            set_event_facts(unit, event.id, facts=facts, version=event.version)

        self._context.change(self, tr("ui_registry.contest.saving"), work, lambda _done: self.accept())
