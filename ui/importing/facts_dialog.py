"""The dialog of contest facts that hold for a whole sheet: as found above its header, or entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from app.importing import field_choices, field_titles
from app.words import tr
from ui.theme import mark, tokens
from ui.widgets import column, paragraph, primary_button, row, second_button, text_label

FIELDS = ("contest", "level", "class_basis", "published_on", "started_on", "event", "organiser")


class FactsDialog(QDialog):
    """A field left empty is read from the sheet's own columns."""

    def __init__(
        self,
        parent: QWidget,
        facts: Mapping[str, str],
        *,
        about: str = "",
        fields: Sequence[str] = FIELDS,
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(tr("ui_importing.facts.title"))
        self.setMinimumWidth(480)
        self._fields: dict[str, QLineEdit] = {}
        self._found = facts
        parts: list[QWidget] = [paragraph(about or tr("ui_importing.facts.text"), "quiet")]
        for name in fields:
            field = self._field(name, facts.get(name, ""))
            holder = QWidget()
            holder.setLayout(column(text_label(field_titles()[name], "strong"), field, gap=4))
            parts.append(holder)
        save = primary_button(tr("ui_importing.facts.save"), self.accept)
        save.setDefault(True)
        buttons = row(None, second_button(tr("ui.frame.cancel"), self.reject), save)
        self.setLayout(column(*parts, 4, buttons, margin=tokens.ROOMY, gap=tokens.GAP))

    def _field(self, name: str, text: str) -> QWidget:
        if name == "level":
            return self._level(text)
        field = self._fields[name] = QLineEdit(text)
        field.setAccessibleName(field_titles()[name])
        field.setPlaceholderText(tr(f"ui_importing.facts.hint.{name}"))
        return field

    def _level(self, text: str) -> QComboBox:
        choice = QComboBox()
        choice.setEditable(True)
        choice.addItems(["", *field_choices("level")])
        choice.setCurrentText(text)
        choice.setAccessibleName(field_titles()["level"])
        line = choice.lineEdit()
        assert line is not None  # noqa: S101 - an editable choice has one
        mark(line, "bare")
        self._fields["level"] = line
        return choice

    def facts(self) -> dict[str, str]:
        """Return the facts that were changed, by field; "" where one was emptied."""
        entered = {name: line.text().strip() for name, line in self._fields.items()}
        return {name: text for name, text in entered.items() if text != self._found.get(name, "")}


def facts_words(facts: Mapping[str, str]) -> str:
    """Return the facts found above the header in one line."""
    titles = field_titles()
    return " · ".join(f"{titles.get(name, name)}：{text}" for name, text in facts.items() if text)
