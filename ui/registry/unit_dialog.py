"""The dialog of a unit's facts: whether it lies outside the city, its district, a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from app.clock import office_day
from app.registry import UnitPage, rename_unit, set_unit_facts, unit_page
from app.text_limits import longest
from app.words import scoped, tr
from ui.context import Context
from ui.theme import tokens
from ui.widgets import (
    Field,
    choice,
    column,
    date_field,
    date_of,
    line,
    pair,
    primary_button,
    row,
    second_button,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.unit")


class UnitDialog(QDialog):
    """A changed name needs a basis; the former name is kept with its last day."""

    def __init__(self, parent: QWidget, context: Context, page: UnitPage) -> None:
        super().__init__(parent.window())
        self._context, self._page = context, page
        self.setWindowTitle(_w("edit"))
        self.setMinimumWidth(520)
        self.name = line(page.name)
        self.since = date_field(office_day(context.store.clock()))
        self.basis = line("", hint=_w("basis-hint"))
        places = [(_w("outside-unsaid"), None), (_w("outside-no"), False), (_w("outside-yes"), True)]
        self.is_outside, self.district = choice(places, page.is_outside), line(page.district)
        self._basis = Field(_w("basis"), self.basis, longest=longest("unit_name.basis"), is_document=True)
        self._name = Field(_w("name"), self.name, _w("name-why"), longest=longest("unit.name"))
        self._district = Field(_w("district"), self.district, longest=longest("unit.district"))
        self._since = Field(_w("since"), self.since)
        self.name.textChanged.connect(self._show_renaming)
        save = primary_button(tr("ui_registry.contest.save"), self._save)
        save.setDefault(True)
        parts = (
            self._name,
            pair(self._since, self._basis),
            pair(Field(_w("place"), self.is_outside), self._district),
            tokens.TIGHT,
            row(None, second_button(tr("ui.frame.cancel"), self.reject), save),
        )
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.WIDE))
        self._show_renaming()

    def _is_renamed(self) -> bool:
        return self.name.text().strip() != self._page.name

    def _show_renaming(self) -> None:
        for field in (self._since, self._basis):
            field.setEnabled(self._is_renamed())

    def _save(self) -> None:
        if self._is_renamed() and not self.basis.text().strip():
            self._basis.show_fault(_w("basis-needed"))
            self.basis.setFocus()
            return
        if not all(field.check_length() for field in (self._name, self._basis, self._district)):
            return
        page, name, basis = self._page, self.name.text(), self.basis.text()
        is_renamed, outside, district = (
            self._is_renamed(),
            self.is_outside.currentData(),
            self.district.text(),
        )
        since = date_of(self.since)

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            version = page.version
            if is_renamed:
                rename_unit(unit, page.id, name=name, since=since, basis=basis, version=version)
                unit.session.flush()
                version = unit_page(unit.session, page.id).version
            set_unit_facts(unit, page.id, is_outside=outside, district=district, version=version)

        self._context.change(self, tr("ui_registry.contest.saving"), work, lambda _done: self.accept())
