"""The third step of an import: what would be written, by kind, with the changes of each row."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from app.importing import Counts, Kind, Plan
from app.words import scoped, tr
from ui.importing.files import ChosenFiles
from ui.importing.rows import PlanTableModel, accepted_columns
from ui.tables import TableView
from ui.theme import tokens
from ui.widgets import Banner, KeyFigure, column, row

_w = scoped("ui_importing.accept")
KINDS = (Kind.NEW, Kind.CHANGED, Kind.SAME, Kind.SKIPPED)


class AcceptPage(QWidget):
    """Four key figures, new, changed, same and skipped, that filter the rows below."""

    def __init__(self, files: ChosenFiles) -> None:
        super().__init__()
        self._files = files
        self._kind: Kind | None = None
        self.figures = {kind: self._figure(kind) for kind in KINDS}
        self._banner = Banner("asks", "")
        self.file_choice = QComboBox()
        self.file_choice.setAccessibleName(tr("ui_importing.files.one"))
        self.rows = PlanTableModel(accepted_columns(), self)
        self.table = TableView(self.rows, name="import-rows")
        self.table.setAccessibleName(_w("rows"))
        self.table.set_empty_text(_w("none"))
        head = row(*self.figures.values(), gap=tokens.GAP)
        whole = column(head, self._banner, row(self.file_choice, None), self.table, gap=tokens.GAP)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.file_choice.activated.connect(lambda _at: self._show_rows())

    def _figure(self, kind: Kind) -> KeyFigure:
        title, hint = tr(f"importing.kind.{kind}"), _w(f"{kind}-hint")
        return KeyFigure(title, "0", hint, on_action=lambda: self.show_kind(kind))

    def counts(self) -> Counts:
        """Return the counts of all files together."""
        every = [plan.counts for plan in self._files.plans]
        names = ("rows", "new", "changed", "same", "skipped")
        return Counts(*(sum(getattr(each, name) for each in every) for name in names))

    def begin(self) -> None:
        """Show what would be written now."""
        counts = self.counts()
        for kind, figure in self.figures.items():
            figure.show_figure(f"{getattr(counts, kind):,}", _w(f"{kind}-hint"))
        self.file_choice.clear()
        for plan in self._files.plans:
            self.file_choice.addItem(plan.file_name)
        self.file_choice.setVisible(self.file_choice.count() > 1)
        self._banner.setVisible(counts.skipped > 0 or not self.writes())
        if not self.writes():
            self._banner.show_text("action", _w("nothing"))
        else:
            self._banner.show_text("asks", _w("skipped", count=f"{counts.skipped:,}"))
        self.show_kind(None)

    def writes(self) -> int:
        """Return how many rows would be written."""
        counts = self.counts()
        return counts.new + counts.changed

    def show_kind(self, kind: Kind | None) -> None:
        """Show the rows of one kind, or all."""
        self._kind = None if kind is self._kind else kind
        self._show_rows()

    def _show_rows(self) -> None:
        place = self.file_choice.currentIndex()
        plans: list[Plan] = self._files.plans
        self.rows.show_plan(plans[place] if 0 <= place < len(plans) else None, self._kind)
