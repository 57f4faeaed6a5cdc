"""The second step of an import: the sheet as it came, the rows as read, the findings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSplitter, QWidget

from app.importing import Counts, Finding, Kind, Plan, SheetView
from app.words import scoped, tr
from ui.context import Context
from ui.importing.facts_dialog import FactsDialog, facts_words
from ui.importing.files import ChosenFile, ChosenFiles
from ui.importing.rows import LOOKS, PlanTableModel, findings_model, understood_columns
from ui.importing.sheet_view import SheetTable
from ui.importing.word_dialog import explain_word, explainable_field
from ui.tables import TableView
from ui.theme import tokens
from ui.widgets import Pill, column, link_button, paragraph, row, text_label

_w = scoped("ui_importing.preview")
_GRAVITY = {"error": 0, "question": 1, "warning": 2, "info": 3}


class CountsLine(QWidget):
    """The counts of new, changed, same and skipped rows, as pills."""

    def __init__(self) -> None:
        super().__init__()
        self._pills = {kind: Pill(LOOKS[kind], "") for kind in Kind}
        self.setLayout(row(*self._pills.values()))
        self.show_counts(Counts())

    def show_plan(self, plan: Plan | None) -> None:
        """Show the counts of a plan."""
        self.show_counts(plan.counts if plan else Counts())

    def show_counts(self, counts: Counts) -> None:
        """Show these counts."""
        numbers = {
            Kind.NEW: counts.new,
            Kind.CHANGED: counts.changed,
            Kind.SAME: counts.same,
            Kind.SKIPPED: counts.skipped,
        }
        for kind, pill in self._pills.items():
            look = LOOKS[kind] if numbers[kind] else "none"
            pill.show_state(look, f"{tr(f'importing.kind.{kind}')} {numbers[kind]:,}")


class RowNumber(QLineEdit):
    """A field for a row number, from 1."""

    def __init__(self) -> None:
        super().__init__("1")
        self.setValidator(QIntValidator(1, 999, self))
        self.setFixedWidth(56)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def value(self) -> int:
        """Return the number."""
        return int(self.text() or 1)

    def show_number(self, number: int) -> None:
        """Show another number."""
        self.setText(str(number))


class PreviewPage(QWidget):
    """The sheet on the left, its rows on the right, findings below.

    A correction of header row, columns or contest facts reads the file again.
    """

    def __init__(self, files: ChosenFiles, context: Context) -> None:
        super().__init__()
        self._files, self._context = files, context
        self._file: ChosenFile | None = None
        self.file_choice, self.sheet_choice = QComboBox(), QComboBox()
        self.header_row, self.left_out = RowNumber(), QCheckBox(_w("left-out"))
        self.sheet = SheetTable()
        self.rows = PlanTableModel(understood_columns(), self)
        self.row_table = TableView(self.rows)
        self.findings = findings_model(self)
        self.finding_table = TableView(self.findings, name="findings")
        self.counts, self.only_errors = CountsLine(), QCheckBox(_w("only-errors"))
        self._facts, self.edit_facts = paragraph("", "quiet"), link_button(_w("facts"), self._edit_facts)
        self._found = text_label("", "quiet")
        self.explain = link_button(_w("explain"), self._explain)
        self._build()
        self._connect()

    def _build(self) -> None:
        names = {
            self.file_choice: "file",
            self.sheet_choice: "sheet",
            self.header_row: "header-row",
            self.row_table: "understood",
            self.finding_table: "findings",
        }
        for widget, name in names.items():
            widget.setAccessibleName(_w(name))
        self.row_table.set_compact(True)
        self.finding_table.set_compact(True)
        self.finding_table.set_empty_text(_w("no-findings"))
        self.row_table.set_empty_text(_w("no-rows"))
        head = row(
            self.file_choice,
            self.sheet_choice,
            text_label(_w("header-at"), "quiet"),
            self.header_row,
            text_label(_w("header-row-unit"), "quiet"),
            self.left_out,
            None,
            self.counts,
        )
        left = QWidget()
        left.setLayout(
            column(
                row(text_label(_w("as-it-came"), "section"), None, text_label(_w("how"), "hint")), self.sheet
            )
        )
        right = QWidget()
        right.setLayout(column(row(text_label(_w("understood"), "section"), None), self.row_table))
        upper = QSplitter()
        for part in (left, right):
            upper.addWidget(part)
        upper.setSizes([620, 520])
        lower = QWidget()
        title = row(text_label(_w("findings"), "section"), self._found, self.explain, None, self.only_errors)
        lower.setLayout(column(title, self.finding_table))
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(lower)
        whole.setSizes([320, 200])
        for splitter in (upper, whole):
            splitter.setHandleWidth(tokens.WIDE)
            splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
            splitter.setChildrenCollapsible(False)
        facts = row(self._facts, self.edit_facts)
        facts.setStretch(0, 1)
        page = column(head, facts, whole, gap=tokens.TIGHT)
        page.setStretch(2, 1)
        self.setLayout(page)

    def _connect(self) -> None:
        self._files.changed.connect(self.show_files)
        self.file_choice.activated.connect(self._choose_file)
        self.sheet_choice.activated.connect(lambda _at: self._show_sheet())
        self.header_row.editingFinished.connect(self._set_header_row)
        self.left_out.clicked.connect(self._leave_out)
        self.sheet.mapped.connect(self._map)
        self.only_errors.toggled.connect(lambda _on: self._show_findings())
        self.finding_table.selection_changed.connect(self._go_to_finding)
        self.row_table.selection_changed.connect(self._go_to_row)

    # -- what is shown

    def show_files(self) -> None:
        """Show the current file again, or the first that was read."""
        readable = [file for file in self._files.files if file.plan is not None]
        if self._file not in readable:
            self._file = readable[0] if readable else None
        self.file_choice.clear()
        for file in readable:
            self.file_choice.addItem(file.path.name)
        self.file_choice.setVisible(len(readable) > 1)
        if self._file is not None:
            self.file_choice.setCurrentIndex(readable.index(self._file))
        self._show_file()

    def _choose_file(self, place: int) -> None:
        readable = [file for file in self._files.files if file.plan is not None]
        self._file = readable[place]
        self._show_file()

    @property
    def plan(self) -> Plan | None:
        """Return the plan of the current file."""
        return self._file.plan if self._file is not None else None

    def _show_file(self) -> None:
        plan = self.plan
        chosen = self.sheet_choice.currentText()
        self.sheet_choice.clear()
        for sheet in plan.sheets if plan else ():
            self.sheet_choice.addItem(sheet.name)
        self.sheet_choice.setCurrentIndex(max(self.sheet_choice.findText(chosen), 0))
        self.sheet_choice.setVisible(self.sheet_choice.count() > 1)
        self.rows.show_plan(plan)
        self.counts.show_plan(plan)
        self._show_findings()
        self._show_sheet()

    def current_sheet(self) -> SheetView | None:
        """Return the current sheet."""
        plan, place = self.plan, self.sheet_choice.currentIndex()
        return plan.sheets[place] if plan is not None and 0 <= place < len(plan.sheets) else None

    def _show_sheet(self) -> None:
        sheet, plan = self.current_sheet(), self.plan
        self.sheet.model_.show_sheet(sheet, plan.findings if plan else ())
        if sheet is None:
            return
        self.header_row.show_number(max(sheet.header_row, 1))
        self.left_out.setChecked(sheet.is_left_out)
        facts = facts_words(sheet.facts)
        self._facts.setText(facts or _w("no-facts"))
        for at, view in enumerate(sheet.columns):
            width = 168 if view.field in ("id_number", "unit", "bank_account") else 112
            self.sheet.setColumnWidth(at, width)

    def _show_findings(self) -> None:
        plan = self.plan
        every = sorted(plan.findings if plan else (), key=lambda each: _GRAVITY[each.severity])
        kept_out = [each for each in every if each.keeps_out]
        errors = sum(each.severity == "error" for each in kept_out)
        self.findings.show_rows(kept_out if self.only_errors.isChecked() else every)
        self._show_explain()
        counts = {"errors": errors, "questions": len(kept_out) - errors, "others": len(every) - len(kept_out)}
        self._found.setText(_w("found", **{name: f"{count:,}" for name, count in counts.items()}))

    # -- going to the cell

    def _finding(self) -> Finding | None:
        """Return the finding that is selected."""
        position = self.finding_table.currentIndex()
        return self.findings.row_at(position.row()) if position.isValid() else None

    def _go_to_finding(self) -> None:
        finding = self._finding()
        self._show_explain()
        if finding is None or not finding.row:
            return
        if (place := self.rows.position_of_row(finding.sheet, finding.row)) is not None:
            self.row_table.selectRow(place)
        self._go_to(finding.sheet, finding.row, finding.column)

    def _go_to_row(self) -> None:
        position = self.row_table.currentIndex()
        view = self.rows.row_at(position.row()) if position.isValid() else None
        if view is not None and self.sheet.currentIndex().row() + 1 != view.row:
            self._go_to(view.sheet, view.row, "")

    def _go_to(self, sheet: str, row_number: int, column_text: str) -> None:
        place = self.sheet_choice.findText(sheet)
        if place >= 0 and place != self.sheet_choice.currentIndex():
            self.sheet_choice.setCurrentIndex(place)
            self._show_sheet()
        self.sheet.go_to(row_number, column_text)

    # -- corrections

    def _explainable(self) -> tuple[Finding, str] | None:
        """Return the selected finding and its field where the office may say what its word means."""
        finding, plan = self._finding(), self.plan
        field = explainable_field(finding, plan.sheets) if finding is not None and plan is not None else ""
        return (finding, field) if finding is not None and field else None

    def _show_explain(self) -> None:
        self.explain.setEnabled(self._explainable() is not None)

    def _explain(self) -> None:
        if (found := self._explainable()) is not None:
            explain_word(self, self._context, *found, self._files.read_again)

    def _correct(self, **corrections: object) -> None:
        sheet = self.current_sheet()
        if self._file is not None and sheet is not None:
            self._files.correct(self._file, sheet.name, **corrections)

    def _set_header_row(self) -> None:
        sheet = self.current_sheet()
        if sheet is not None and self.header_row.value() != max(sheet.header_row, 1):
            self._correct(header_row=self.header_row.value(), columns={})

    def _leave_out(self, is_out: bool) -> None:
        self._correct(is_left_out=is_out)

    def _map(self, place: int, field: str) -> None:
        sheet = self.current_sheet()
        if sheet is None or self._file is None:
            return
        columns = {each.index: each.field for each in sheet.columns}
        taken = [at for at, had in columns.items() if field and had == field and at != place]
        columns |= dict.fromkeys(taken, "") | {place: field}
        self._correct(columns=columns, header_row=sheet.header_row)

    def _edit_facts(self) -> None:
        sheet = self.current_sheet()
        if sheet is not None:
            dialog = FactsDialog(self, sheet.facts)
            dialog.accepted.connect(lambda: self._correct(facts=dialog.facts()))
            dialog.open()
