"""A table, and below it what can be done with its chosen lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.tables.table_model import Column, ListTableModel
from ui.tables.view import TableView
from ui.theme import tokens
from ui.widgets import column, row, text_label

Line = TypeVar("Line")
Fits = Callable[[Any], bool]


def any_line(_line: object) -> bool:
    """Say that an act fits every line."""
    return True


class ActPane(QWidget, Generic[Line]):
    """`acts` are buttons with what every chosen line must be for them; None: they need no line."""

    def __init__(
        self,
        name: str,
        empty: str,
        columns: Sequence[Column[Line]],
        *,
        id_of: Callable[[Line], int],
        acts: Sequence[tuple[QWidget, Fits | None]] = (),
        on_chosen: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self._acts, self._on_chosen = tuple(acts), on_chosen
        self.model: ListTableModel[Line] = ListTableModel(columns, self, id_of=id_of)
        self.table = TableView(self.model)
        self.table.setAccessibleName(name)
        self.table.set_empty_text(empty)
        self.table.selection_changed.connect(self.tell)
        self.note = text_label("", "quiet")
        whole = column(self.table, gap=tokens.TIGHT)
        whole.setContentsMargins(0, 0, 0, 0)
        if self._acts:
            whole.addLayout(row(self.note, None, *(button for button, _fits in self._acts)))
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self._enable()

    def show_rows(self, rows: Sequence[Line]) -> None:
        """Show these lines; the first is chosen where none was."""
        self.model.show_rows(rows)
        if rows and not self.table.selected_count():
            self.table.selectRow(0)
        self.tell()

    def lines(self) -> list[Line]:
        """Return the chosen lines."""
        places = (self.model.position_of(each) for each in self.table.selected_ids())
        return [self.model.rows[place] for place in places if place is not None]

    def line(self) -> Line | None:
        """Return the one chosen line, None where none or several are."""
        chosen = self.lines()
        return chosen[0] if len(chosen) == 1 else None

    def tell(self) -> None:
        """Let the buttons follow what is chosen."""
        self._enable()
        self._on_chosen()

    def _enable(self) -> None:
        chosen = self.lines()
        for button, fits in self._acts:
            if fits is not None:
                button.setEnabled(bool(chosen) and all(fits(one) for one in chosen))
