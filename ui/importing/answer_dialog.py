"""The dialog that answers what a line above or between results means: a field and its value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from app.importing import Finding, field_choices, field_titles
from app.words import scoped, tr
from ui.theme import mark, tokens
from ui.widgets import column, paragraph, primary_button, row, second_button, text_label

_w = scoped("ui_importing.answer")
FIELDS = (
    *("event", "group", "form", "rank", "medal", "grade", "unit", "role", "team_no"),
    *("contest", "level", "class_basis", "published_on", "started_on", "organiser"),
)


class AnswerDialog(QDialog):
    """Asks for a field and its value; `field` "" means that the line says nothing."""

    def __init__(
        self, parent: QWidget, *, text: str, question: str = "", field: str = "", values: Sequence[str] = ()
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(_w("title"))
        self.setMinimumWidth(460)
        titles = field_titles()
        self.field_choice, self.value_choice = QComboBox(), QComboBox()
        self.field_choice.setAccessibleName(_w("field"))
        self.value_choice.setAccessibleName(_w("value"))
        for name in FIELDS:
            self.field_choice.addItem(titles[name], name)
        self.field_choice.addItem(_w("nothing"), "")
        self.field_choice.setCurrentIndex(max(self.field_choice.findData(field), 0))
        self.value_choice.setEditable(True)
        if (line := self.value_choice.lineEdit()) is not None:
            mark(line, "bare")
        self._values = [value for value in dict.fromkeys((*values, text)) if value]
        self._show_values()
        self.field_choice.currentIndexChanged.connect(lambda _at: self._show_values())
        save = primary_button(_w("save"), self.accept)
        save.setDefault(True)
        buttons = row(None, second_button(tr("ui.frame.cancel"), self.reject), save)
        about = paragraph(question or _w("about", text=text), "quiet")
        field_part = column(text_label(_w("field"), "strong"), self.field_choice, gap=4)
        value_part = column(text_label(_w("value"), "strong"), self.value_choice, gap=4)
        self.setLayout(column(about, field_part, value_part, 4, buttons, margin=tokens.ROOMY, gap=tokens.GAP))
        self.value_choice.setFocus()

    def _show_values(self) -> None:
        """Offer the words of the field, after those that were found."""
        field = self.field_choice.currentData()
        self.value_choice.clear()
        self.value_choice.addItems(list(dict.fromkeys((*self._values, *field_choices(field)))))
        self.value_choice.setEnabled(bool(field))

    def answer(self) -> tuple[str, str]:
        """Return the field and the value, both "" where the line says nothing."""
        field = self.field_choice.currentData()
        return (field, self.value_choice.currentText().strip()) if field else ("", "")


def dialog_for(parent: QWidget, finding: Finding) -> AnswerDialog:
    """Return the dialog that answers a question."""
    values = [finding.proposal] if finding.proposal else []
    return AnswerDialog(
        parent, text=finding.value, question=finding.message, field=finding.field, values=values
    )
