"""The menu of the selected rows: what they are, what they mean, which table and sheet they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.importing import LineRole, SheetMapping, SheetView
from app.words import scoped
from ui.importing.acts import Acts
from ui.importing.files import ChosenFile

_w = scoped("ui_importing.workbench")


class RowMenu(QMenu):
    """Offers the acts on `rows`, from 1; `meaning_wanted` carries a row whose meaning is to be said."""

    facts_wanted = Signal()
    meaning_wanted = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        acts: Acts,
        file: ChosenFile,
        view: SheetView,
        rows: Sequence[int],
        *,
        mapping: SheetMapping,
    ) -> None:
        super().__init__(parent)
        self._acts, self._file, self._view = acts, file, view
        first = rows[0] if rows else 0
        if first:
            self._offer(_w("header-here", row=first), lambda: acts.set_header_row(file, view, first))
            self._offer_table(first)
            words = _w("row-out") if len(rows) == 1 else _w("rows-out", count=f"{len(rows):,}")
            self._offer(words, lambda: acts.set_lines(file, view, rows, LineRole.OUT))
            self._offer(_w("row-result"), lambda: acts.set_lines(file, view, rows, LineRole.RESULT))
            if any(row in mapping.lines for row in rows):
                self._offer(_w("row-auto"), lambda: acts.set_lines(file, view, rows, None))
            self._offer(_w("meaning"), lambda: self.meaning_wanted.emit(first))
            self.addSeparator()
        self._offer(_w("facts"), self.facts_wanted.emit)
        key = "take-in" if view.is_left_out else "leave-out"
        self._offer(_w(key), lambda: acts.leave_out(file, view, is_out=not view.is_left_out))
        self.aboutToHide.connect(self.deleteLater)

    def _offer(self, words: str, act: Callable[[], object]) -> None:
        self.addAction(words).triggered.connect(lambda _checked: act())

    def _offer_table(self, row: int) -> None:
        """Offer to drop the table that holds a row, or to join it with the one above."""
        region = self._view.region_at(row)
        if region is None:
            return
        acts, file, view = self._acts, self._file, self._view
        header = list(range(region.top, region.bottom + 1))
        if region.top <= row <= region.bottom and region is not view.regions[0]:
            self._offer(_w("join"), lambda: acts.set_lines(file, view, header, LineRole.OUT))
        if len(view.regions) > 1:
            tables = view.beside(region)  # a row is left out for all of them
            key = "regions-out" if len(tables) > 1 else "region-out"
            last = max(table.last for table in tables)
            words = _w(key, first=region.top, last=last, count=len(tables))
            runs = [run for table in tables for run in table.runs]
            whole = sorted({*header, *(at for first, end in runs for at in range(first, end + 1))})
            self._offer(words, lambda: acts.set_lines(file, view, whole, LineRole.OUT))
