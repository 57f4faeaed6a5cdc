"""What a person does in the workbench to correct how files are read: edits, answers, columns, rows, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from app.importing import (
    Finding,
    LineRole,
    Plan,
    RegionView,
    SheetView,
    field_titles,
    set_header_alias,
)
from app.words import scoped, tr
from ui.context import Context
from ui.importing.acts import Acts, is_about_line
from ui.importing.alike import Place
from ui.importing.answer_dialog import AnswerDialog, dialog_for
from ui.importing.cell_line import CellLine
from ui.importing.facts_dialog import FIELDS, FactsDialog
from ui.importing.files import ChosenFile, ChosenFiles
from ui.importing.finding_tree import Found
from ui.importing.row_menu import RowMenu
from ui.importing.sheet_grid import Cell
from ui.importing.sheet_view import SheetTable
from ui.importing.word_dialog import explain_word, explainable_field

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_importing.workbench")


class Here(Protocol):
    """Where one is in the workbench."""

    sheet: SheetTable
    line: CellLine
    about: Found | None

    @property
    def file(self) -> ChosenFile | None:
        """Return the current file."""

    @property
    def plan(self) -> Plan | None:
        """Return the plan of the current file."""

    @property
    def sheet_name(self) -> str:
        """Return the name of the current sheet."""

    def current_sheet(self) -> SheetView | None:
        """Return the current sheet as it is read now."""

    def current_row(self) -> int:
        """Return the number of the current row, from 1; 0 for none."""

    def findings_here(self) -> list[Finding]:
        """Return the findings of the current cell, or the one that is about no cell."""


class Correcting(QObject):
    """Carries out what is done at a place of the workbench."""

    def __init__(self, owner: QWidget, here: Here, files: ChosenFiles, context: Context) -> None:
        super().__init__(owner)
        self._owner, self._here, self._files, self._context = owner, here, files, context
        self.acts = Acts(files)
        here.sheet.mapped.connect(self._map)
        here.sheet.edited.connect(self._edit)
        here.sheet.spread.connect(self._edit_alike)
        here.sheet.menu_wanted.connect(self._offer_acts)
        here.line.proposed.connect(self._take_proposal)
        here.line.spread.connect(self._spread_edit)
        here.line.explained.connect(self._explain)
        here.line.answered.connect(self._answer)
        here.line.row_left_out.connect(lambda: self._set_lines([here.current_row()], LineRole.OUT))

    def _place(self, cell: Cell) -> Place | None:
        if self._here.file is None or self._here.sheet_name not in self._here.file.rows:
            return None
        return Place(self._here.file.path, self._here.sheet_name, *cell)

    def others_alike(self, cell: Cell) -> int:
        """Return how many other cells came with what stood in an edited cell."""
        place = self._place(cell)
        return len(self.acts.others_alike(self._here.file, place)) if self._here.file and place else 0

    def _edit(self, cells: dict[Cell, str]) -> None:
        places = {place: text for cell, text in cells.items() if (place := self._place(cell)) is not None}
        self.acts.edit(places)

    def _edit_alike(self, cells: dict[Cell, str]) -> None:
        """Let an edit hold for every cell with the same fault (Ctrl+Enter in the editor)."""
        for cell, text in cells.items():
            if self._here.file is not None and (place := self._place(cell)) is not None:
                self.acts.edit_alike(self._here.file, place, text, self._here.sheet.grid.findings_at(*cell))

    def _spread_edit(self) -> None:
        index = self._here.sheet.currentIndex()
        place = self._place((index.row() + 1, index.column()))
        if self._here.file is not None and place is not None:
            text = self._here.sheet.grid.text(place.row, place.column)
            self.acts.edit(dict.fromkeys(self.acts.others_alike(self._here.file, place), text))

    def _take_proposal(self) -> None:
        """Let the proposal of the current cell's question hold, wherever the same is asked."""
        finding = next((each for each in self._here.findings_here() if each.proposal), None)
        if finding is not None:
            self.acts.answer(finding, finding.proposal)

    def show_acts(self) -> None:
        view, here = self._here.current_sheet(), self._here.findings_here()
        grave = [finding for finding in here if finding.keeps_out]
        lines = [finding for finding in grave if view is not None and is_about_line(view, finding)]
        is_row = bool(grave) and not lines and self._here.about is None
        self._here.line.show_acts(
            answer=bool(lines), leave_out=is_row, explain=self._explainable() is not None
        )

    def _answer(self) -> None:
        """Ask what the line means that a question of the current cell is about."""
        view = self._here.current_sheet()
        asked = [each for each in self._here.findings_here() if each.keeps_out]
        finding = next((each for each in asked if view is not None and is_about_line(view, each)), None)
        if finding is not None:
            dialog = dialog_for(self._owner, finding)
            dialog.accepted.connect(lambda: self.acts.answer_as(finding, *dialog.answer()))
            dialog.open()

    def _region(self) -> RegionView | None:
        """Return the table that holds the current cell, else the first one of the sheet."""
        view, index = self._here.current_sheet(), self._here.sheet.currentIndex()
        if view is None:
            return None
        found = view.region_at(index.row() + 1, index.column()) if index.isValid() else None
        return found or (view.regions[0] if view.regions else None)

    def _set_lines(self, rows: list[int], role: LineRole | None) -> None:
        file, view = self._here.file, self._here.current_sheet()
        if file is not None and view is not None and rows:
            self.acts.set_lines(file, view, rows, role)

    def _map(self, place: int, field: str) -> None:
        view = self._here.current_sheet()
        if self._here.file is not None and view is not None:
            column = self._here.sheet.column_here(place)
            self.acts.map_column(self._here.file, view, self._region(), place, field)
            if column is not None and column.header.strip() and field != column.field:
                self._offer_to_remember(column.header, field)

    def _offer_to_remember(self, header: str, field: str) -> None:
        """Offer to read columns with this header so in every list from now on."""
        title = field_titles().get(field, "") or tr("ui_importing.sheet.ignored")

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            set_header_alias(unit, header, field=field)

        def done(_nothing: None) -> None:
            self._context.frame.show_toast(_w("remembered", header=header, title=title))

        def remember() -> None:
            self._context.change(self._owner, _w("remembering"), work, done)

        words, action = _w("remember", header=header), _w("remember-act")
        self._context.frame.show_toast(words, action=action, on_action=remember)

    def edit_facts(self) -> None:
        file, view = self._here.file, self._here.current_sheet()
        if file is not None and view is not None:
            region, about = self._region(), ""
            fields: tuple[str, ...] = FIELDS
            if region is not None and len(tables := view.beside(region)) > 1:
                about = tr("ui_importing.facts.of-tables-beside", count=len(tables), row=region.bottom)
                fields = tuple(name for name in FIELDS if name != "event")  # each has its own
            elif region is not None and len(view.regions) > 1:
                about = tr("ui_importing.facts.of-region", first=region.top, last=region.last)
            facts = region.facts if region is not None else view.facts
            dialog = FactsDialog(self._owner, facts, about=about, fields=fields)
            dialog.accepted.connect(lambda: self.acts.set_facts(file, view, region, dialog.facts()))
            dialog.open()

    def _offer_acts(self, place: QPoint) -> None:
        """Open the menu of the selected rows, their table and the sheet."""
        file, view = self._here.file, self._here.current_sheet()
        if file is not None and view is not None:
            rows = sorted({row for row, _ in self._here.sheet.selected_cells()}) or [self._here.current_row()]
            menu = RowMenu(
                self._owner, self.acts, file, view, rows, mapping=self._files.mapping(file, view.name)
            )
            menu.facts_wanted.connect(self.edit_facts)
            menu.meaning_wanted.connect(self._say_meaning)
            menu.popup(place)

    def _say_meaning(self, at: int) -> None:
        """Ask what a row says of the results below it."""
        file, view = self._here.file, self._here.current_sheet()
        if file is None or view is None:
            return
        texts = [text.strip() for text in file.rows[view.name].row(at) if text.strip()]
        dialog = AnswerDialog(self._owner, text=" ".join(texts)[:80])
        dialog.accepted.connect(lambda: self.acts.say(file, view, at, *dialog.answer()))
        dialog.open()

    def _explainable(self) -> tuple[Finding, str] | None:
        """Return a finding of the current cell and its field where the office may explain its word."""
        plan = self._here.plan
        for finding in self._here.findings_here() if plan is not None else ():
            if plan is not None and (field := explainable_field(finding, plan.sheets)):
                return finding, field
        return None

    def _explain(self) -> None:
        if (found := self._explainable()) is not None:
            explain_word(self._owner, self._context, *found, self._files.read_again)
