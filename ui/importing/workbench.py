"""The workbench of an import: all files, the sheet as it came, the person as understood, every finding.

Whatever is corrected here is kept as one value (`ChosenFiles.history`) and read again at once; the files
themselves are never touched.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QSplitter, QTabBar, QVBoxLayout, QWidget

from app.importing import Finding, Plan, SheetView, letter, people_of_row
from app.words import scoped
from ui.context import Context
from ui.importing.alike import place_of
from ui.importing.cell_line import CellLine
from ui.importing.correcting import Correcting
from ui.importing.counts_line import CountsLine
from ui.importing.facts_dialog import facts_words
from ui.importing.faults import Fault, every_found, faults, next_fault, sheet_number
from ui.importing.file_list import FileList
from ui.importing.files import ChosenFile, ChosenFiles
from ui.importing.finding_tree import FindingTree, Found, finding_place
from ui.importing.person_panel import PersonPanel
from ui.importing.sheet_view import SheetTable
from ui.theme import tokens
from ui.widgets import column, link_button, quiet_button, row, text_label

_w = scoped("ui_importing.workbench")
SPARE = 40  # empty rows to type in, of a list that is entered by hand
REST_MS = 60  # after a move in the grid, before the person's facts are drawn


class Workbench(QWidget):
    """Files on the left, the sheet in the middle, the person on the right, findings below."""

    def __init__(self, files: ChosenFiles, context: Context) -> None:
        super().__init__()
        self._files, self._context = files, context
        self._file: ChosenFile | None = None
        self.sheet_name = ""
        self._wanted: tuple[str, str, int, int] | None = None  # a place to go to once its file is read
        self._faults: list[Fault] | None = None  # of all files, once they were asked for
        self._is_behind = False  # files were read while a cell was open
        self.about: Found | None = None  # a finding that was chosen and is about no cell
        self.file_list, self.tabs = FileList(), QTabBar()
        self.line, self.sheet = CellLine(), SheetTable()
        self.person, self.findings = PersonPanel(), FindingTree()
        self.correcting = Correcting(self, self, files, context)
        self.counts, self.only_errors = CountsLine(), QCheckBox(_w("only-errors"))
        self.undo = quiet_button("", files.undo, icon="undo", name=_w("undo"))
        self.redo = quiet_button("", files.redo, icon="redo", name=_w("redo"))
        self.edit_facts = link_button(_w("facts"), self.correcting.edit_facts)
        self.next_button = link_button(_w("next"), self.next_fault)
        self._account, self._state, self._found = text_label("", "hint"), text_label("", "hint"), text_label()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_w("sheets"))
        tools = row(
            self.tabs,
            self._state,
            None,
            self._account,
            self.undo,
            self.redo,
            self.edit_facts,
            gap=tokens.TIGHT,
        )
        middle = _holding(column(tools, self.line, self.sheet, gap=6), stretch=2)
        upper = QSplitter()
        for part in (self.file_list, middle, self.person):
            upper.addWidget(part)
        upper.setStretchFactor(1, 1)
        upper.setSizes([164, 660, 308])
        head = row(
            text_label(_w("findings"), "section"), self._found, self.next_button, None, self.only_errors
        )
        lower = _holding(column(head, self.findings, gap=4), stretch=1)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(lower)
        whole.setStretchFactor(0, 1)
        whole.setSizes([400, 190])
        for splitter in (upper, whole):
            splitter.setHandleWidth(tokens.TIGHT)
            splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
            splitter.setChildrenCollapsible(False)
        self.setLayout(column(whole))
        self.setFocusProxy(self.sheet)

    def _connect(self) -> None:
        self._files.changed.connect(self.show_files)
        self._files.corrected.connect(self._show_corrections)
        self._files.checking.connect(self._show_checking)
        self.file_list.chosen.connect(self._choose_file)
        self.tabs.currentChanged.connect(self._choose_sheet)
        self.sheet.cells.closeEditor.connect(lambda *_how: QTimer.singleShot(0, self, self._catch_up))
        self.sheet.selectionModel().currentChanged.connect(lambda *_places: self._moved())
        self.sheet.grid.modelReset.connect(self._moved)
        self._rest.timeout.connect(self._show_person)
        self.person.cell_wanted.connect(lambda at: self.sheet.go_to(self.current_row(), at))
        self.only_errors.toggled.connect(lambda _on: self._show_findings())
        self.findings.gone_to.connect(self.go_to)
        self.findings.opened.connect(self._work_on)
        acts = {
            "F8": self.next_fault,
            "Shift+F8": self.previous_fault,
            "Ctrl+Z": self._files.undo,
            "Ctrl+Y": self._files.redo,
            "Ctrl+Shift+Z": self._files.redo,
            "Ctrl+PgDown": lambda: self._turn(1),
            "Ctrl+PgUp": lambda: self._turn(-1),
        }
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what is shown

    @property
    def plan(self) -> Plan | None:
        """Return the plan of the current file."""
        return self._file.plan if self._file is not None else None

    @property
    def file(self) -> ChosenFile | None:
        """Return the current file."""
        return self._file

    def current_sheet(self) -> SheetView | None:
        """Return the current sheet as it is read now."""
        plan = self.plan
        if plan is None:
            return None
        return next((each for each in plan.sheets if each.name == self.sheet_name), None)

    def current_row(self) -> int:
        """Return the number of the current row, from 1; 0 for none."""
        return self.sheet.currentIndex().row() + 1

    def place(self) -> tuple[str, str, int, int]:
        """Return where one is: file, sheet, row from 1 and column from 0."""
        path = str(self._file.path) if self._file is not None else ""
        return path, self.sheet_name, self.current_row(), max(self.sheet.currentIndex().column(), 0)

    def show_place_later(self, place: tuple[str, str, int, int]) -> None:
        """Go to a place as soon as its file has been read."""
        self._wanted = place

    def _show_wanted(self) -> None:
        path, sheet, row_number, at = self._wanted or ("", "", 0, 0)
        file = self._files.file_at(Path(path))
        if file is None or file.plan is None:
            return
        self._wanted = None
        self._file, self.sheet_name = file, sheet
        self.file_list.show_files(self._files.files, self._files.files.index(file))
        self._show_file()
        self.sheet.go_to(row_number, at)

    def show_files(self) -> None:
        """Show the files as they are read now; the current file, sheet and cell stay."""
        self._is_behind = self.sheet.is_editing
        if self._is_behind:
            return  # when the cell that is open is closed
        self._faults = None
        files = self._files.files
        if self._file not in files:
            self._file = next((each for each in files if each.plan is not None), files[0] if files else None)
        self.file_list.show_files(files, files.index(self._file) if self._file is not None else -1)
        self._show_file()
        self._show_findings()
        self._show_history()
        if self._wanted is not None:
            self._show_wanted()

    def _catch_up(self) -> None:
        if self._is_behind:
            self.show_files()

    def _choose_file(self, place: int) -> None:
        self._file = self._files.files[place]
        self._show_file()

    def _show_file(self) -> None:
        plan = self.plan
        names = [sheet.name for sheet in plan.sheets] if plan is not None else []
        if self.sheet_name not in names:
            filled = [sheet.name for sheet in plan.sheets if sheet.rows] if plan is not None else []
            self.sheet_name = next(iter(filled or names), "")
        self.tabs.blockSignals(True)
        if [self.tabs.tabText(at) for at in range(self.tabs.count())] != names:
            while self.tabs.count():
                self.tabs.removeTab(0)
            for name in names:
                self.tabs.addTab(name)
        self.tabs.setCurrentIndex(names.index(self.sheet_name) if self.sheet_name else -1)
        self.tabs.blockSignals(False)
        self.counts.show_plan(plan)
        self._show_sheet()

    def _choose_sheet(self, place: int) -> None:
        self.sheet_name = self.tabs.tabText(place) if place >= 0 else ""
        self._show_sheet()

    def _turn(self, by: int) -> None:
        """Go to the next sheet or the one before."""
        if count := self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % count)

    def _show_sheet(self) -> None:
        file, view = self._file, self.current_sheet()
        if file is None or view is None:
            self.sheet.grid.show_sheet(None, None, self.sheet.grid.mapping, ())
            self._moved()
            return
        was = (self.sheet.grid.sheet.name if self.sheet.grid.sheet else None, self.sheet.grid.columnCount())
        mapping = self._files.mapping(file, view.name)
        self.sheet.grid.spare = SPARE if file.is_entered else 0
        findings = file.plan.findings if file.plan is not None else ()
        self.sheet.grid.show_sheet(file.rows.get(view.name), view, mapping, findings)
        if was != (view.name, self.sheet.grid.columnCount()):
            self.sheet.fit_columns()
        self._account.setText(self._account_words())
        facts = facts_words(view.facts)
        self.edit_facts.setToolTip(facts or _w("no-facts"))
        if not self.sheet.currentIndex().isValid() and view.header_row:
            self.sheet.go_to(view.header_row + 1, 0)
        self._moved()

    def _account_words(self) -> str:
        """Return the row account of the current sheet."""
        accounts = self.plan.account if self.plan is not None else ()
        account = next((each for each in accounts if each.sheet == self.sheet_name), None)
        if account is None or not account.filled:
            return ""
        counts = {name: f"{getattr(account, name):,}" for name in ("filled", "taken", "kept_out", "named")}
        return _w("account", **counts)

    def _show_corrections(self) -> None:
        """Show edits at once, before the file is read again."""
        if self._file is not None and self.sheet_name:
            index = self.sheet.currentIndex()
            place = (index.row() + 1, index.column())
            self.sheet.grid.show_edits(self._files.mapping(self._file, self.sheet_name))
            if index.isValid():
                self.sheet.go_to(*place)
        self._show_history()
        self._moved()

    def _show_checking(self, is_checking: bool) -> None:
        self._state.setText(_w("checking") if is_checking else "")

    def _show_history(self) -> None:
        history = self._files.history
        for button, words, key in (
            (self.undo, history.undoable, "undo"),
            (self.redo, history.redoable, "redo"),
        ):
            button.setEnabled(bool(words))
            button.setToolTip(_w(f"{key}-what", words=words) if words else _w(key))

    def _show_findings(self) -> None:
        every = every_found(self._files.files)
        shown = [each for each in every if each.finding.keeps_out] if self.only_errors.isChecked() else every
        self.findings.show_found(shown)
        counts = {
            severity: f"{sum(each.finding.severity == severity for each in every):,}"
            for severity in ("error", "question", "warning")
        }
        self._found.setText(_w("found", **counts) if every else "")
        self.next_button.setVisible(bool(every))

    def _moved(self) -> None:
        """Follow the current cell: the line above the sheet at once, the person after a short rest."""
        self.about = None
        index, grid = self.sheet.currentIndex(), self.sheet.grid
        others, text = 0, ""
        if not index.isValid():
            self.line.show_cell("", original=None, findings=[])
        else:
            place = (index.row() + 1, index.column())
            view = grid.column_at(*reversed(place))
            title = view.header if view is not None else ""
            name = f"{letter(index.column())}{index.row() + 1}"
            findings = grid.findings_at(*place)
            self.line.show_cell(f"{name}　{title}".strip(), original=grid.original(*place), findings=findings)
            text = grid.text(*place)
            others = self.correcting.others_alike(place)
        self.line.show_alike(others, text)
        self.correcting.show_acts()
        self.sheet.horizontalHeader().viewport().update()  # another table may have other fields
        self._rest.start()

    def findings_here(self) -> list[Finding]:
        """Return the findings of the current cell, or the one that is about no cell."""
        if self.about is not None:
            return [self.about.finding]
        index = self.sheet.currentIndex()
        return self.sheet.grid.findings_at(index.row() + 1, index.column()) if index.isValid() else []

    def _show_person(self) -> None:
        plan, at = self.plan, self.current_row()
        if plan is None or self._files.is_checking:
            return
        people = people_of_row(plan, self.sheet_name, at) if at else []
        self.person.show_people(people, plan.findings_of_row(self.sheet_name, at) if at else ())

    # -- faults

    def next_fault(self) -> None:
        """Go to the next fault after the current cell, through all files, and from the start again (F8)."""
        self._go_on(is_back=False)

    def previous_fault(self) -> None:
        """Go to the fault before the current cell (Shift+F8)."""
        self._go_on(is_back=True)

    def _go_on(self, *, is_back: bool) -> None:
        if self._faults is None:
            self._faults = faults(self._files.files)
        fault = next_fault(self._faults, self._here(), is_back=is_back)
        if fault is None:
            self._context.frame.show_toast(_w("no-fault"))
            return
        self.findings.show_current(fault.found)
        self.go_to(fault.found)
        self.sheet.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _here(self) -> tuple[int, int, int, int]:
        if self._file is None:
            return (-1, -1, -1, -1)
        index = self.sheet.currentIndex()
        at = self._files.files.index(self._file)
        return at, sheet_number(self._file, self.sheet_name), index.row() + 1, index.column()

    def go_to(self, found: Found) -> bool:
        """Show the file, sheet and cell of a finding; False where it is about no cell."""
        file = self._files.file_at(found.path)
        if file is None:
            return False
        if file is not self._file or (found.finding.sheet and found.finding.sheet != self.sheet_name):
            self._file = file
            self.sheet_name = found.finding.sheet or self.sheet_name
            self.file_list.show_files(self._files.files, self._files.files.index(file))
            self._show_file()
        if not found.finding.row:
            self.about = found
            self.line.show_cell(finding_place(found.finding), original=None, findings=[found.finding])
            self.line.show_alike(0, "")
            self.correcting.show_acts()
            return False
        place = place_of(file, found.finding)
        return self.sheet.go_to(found.finding.row, place.column if place is not None else 0)

    def _work_on(self, found: Found) -> None:
        """Go to the cell of a finding and open it; a finding without a cell opens what would answer it."""
        if self.go_to(found):
            self.sheet.setFocus()
            self.sheet.edit(self.sheet.currentIndex())
        elif found.finding.sheet:
            self.correcting.edit_facts()


def _holding(layout: QVBoxLayout, *, stretch: int) -> QWidget:
    """Return a widget with a column layout whose part at `stretch` takes the rest."""
    holder = QWidget()
    layout.setStretch(stretch, 1)
    holder.setLayout(layout)
    return holder
