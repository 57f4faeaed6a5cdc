"""A tab of the page of a batch: a table, and below it what can be done with the chosen line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, row

Line = TypeVar("Line")


class TablePane(QWidget, Generic[Line]):
    """`acts` stand below the table; those in `on_line` are disabled while no line is chosen."""

    def __init__(
        self,
        name: str,
        empty: str,
        columns: Sequence[Column[Line]],
        *,
        id_of: Callable[[Line], int],
        acts: Sequence[QWidget] = (),
        on_line: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._on_line = tuple(on_line)
        self.model: ListTableModel[Line] = ListTableModel(columns, self, id_of=id_of)
        self.table = TableView(self.model)
        self.table.setAccessibleName(name)
        self.table.set_empty_text(empty)
        self.table.selection_changed.connect(self._on_selection)
        whole = column(self.table, gap=tokens.GAP)
        if acts:
            whole.addLayout(row(None, *acts))
        whole.setContentsMargins(0, tokens.GAP, 0, 0)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self._on_selection()

    def show_rows(self, rows: Sequence[Line]) -> None:
        """Show these lines."""
        self.model.show_rows(rows)
        self._on_selection()

    def line(self) -> Any:
        """Return the chosen line, None where none is."""
        chosen = self.table.selected_ids()
        place = self.model.position_of(chosen[0]) if chosen else None
        return None if place is None else self.model.row_at(place)

    def _on_selection(self) -> None:
        for button in self._on_line:
            button.setEnabled(self.line() is not None)
