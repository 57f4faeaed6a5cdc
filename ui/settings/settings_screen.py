"""The registry's own facts. A change is kept when the field is left; there is no button to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.changes import Changes
from app.words import word
from ui.context import Context, Session
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import Card, column, paragraph, row, scrolled, text_label

if TYPE_CHECKING:
    from app.progress import Progress
    from app.settings import RegistrySettings
    from app.unit_of_work import UnitOfWork

WIDTH = 720
FIELDS = ("name", "issuer")


class SettingsScreen(Screen):
    """Name and issuer to be changed, the rest to be read."""

    interest = Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fields = {key: QLineEdit() for key in FIELDS}
        self._kept: dict[str, str] = {}
        self._policy, self._kind = paragraph(), paragraph()
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.WIDE)
        grid.setVerticalSpacing(tokens.GAP)
        grid.setColumnStretch(1, 1)
        for key, field in self.fields.items():
            field.setAccessibleName(word(f"ui.settings.{key}"))
            field.editingFinished.connect(lambda key=key: self._keep(key))
            why = text_label(word(f"ui.settings.{key}-why"), "hint")
            _add(grid, word(f"ui.settings.{key}"), field, why)
        _add(grid, word("ui.settings.policy"), self._policy)
        _add(grid, word("ui.settings.kind"), self._kind)
        _add(grid, word("ui.settings.place"), paragraph(context.store.name, "quiet"))
        card = Card(text_label(word("ui.settings.registry"), "section"), 4, grid, margin=tokens.ROOMY)
        card.setFixedWidth(WIDTH)
        page = QWidget()
        page.setLayout(column(row(card, None), None, margin=tokens.PAGE_MARGINS))
        self.setLayout(column(scrolled(page)))
        self.setFocusProxy(self.fields["name"])

    def refresh(self) -> None:
        """Read what the registry says of itself."""
        self.context.ask(self, _read, self._show, topic="settings")

    def help_text(self) -> str:
        """Return what F1 tells."""
        return word("ui.settings.help")

    def _show(self, settings: RegistrySettings) -> None:
        self._kept = {"name": settings.name, "issuer": settings.issuer}
        for key, field in self.fields.items():
            field.setText(self._kept[key])
        self._policy.setText(settings.policy)
        self._kind.setText(word("ui.settings.rehearsal" if settings.is_rehearsal else "ui.settings.real"))

    def _keep(self, key: str) -> None:
        value = self.fields[key].text().strip()
        if value == self._kept.get(key, value):
            return
        if not value:
            self.fields[key].setText(self._kept[key])
            self.context.frame.tell(word("ui.settings.empty"))
            return
        self._kept[key] = value

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.settings import write_setting

            write_setting(work, key, value)

        said = word("ui.settings.saved", name=word(f"ui.settings.{key}"))
        self.context.change(
            self, word("ui.settings.saving"), act, lambda _none: self.context.frame.tell(said)
        )


def _add(grid: QGridLayout, label: str, widget: QWidget, why: QWidget | None = None) -> None:
    line = grid.rowCount()
    name = text_label(label, "quiet")
    if isinstance(widget, QLineEdit):
        name.setContentsMargins(0, 6, 0, 0)  # on the line of what stands in the field
    grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(widget, line, 1)
    if why is not None:
        grid.addWidget(why, line + 1, 1)


def _read(session: Session) -> RegistrySettings:
    from app.settings import registry_settings

    return registry_settings(session)
