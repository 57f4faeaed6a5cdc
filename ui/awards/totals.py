"""The line under the award list: how many there are, how many are selected, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.formats import money
from app.words import tr
from ui.theme import tokens
from ui.widgets import row, text_label

if TYPE_CHECKING:
    from app.awards import SelectionTotal, StateCount


class Totals(QWidget):
    """Blocked awards are counted and named, never summed."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.sum, self.note = text_label(), text_label("", "strong"), text_label("", "asks")
        self.setLayout(row(self.count, self.sum, self.note, None, gap=tokens.WIDE))

    def show_total(self, total: SelectionTotal | list[StateCount]) -> None:
        """Show what a selection, or the whole list by its states, comes to."""
        if isinstance(total, list):
            self._show_list(total)
        else:
            text = tr("ui.awards.selected", n=f"{total.awards:,}", people=f"{total.people:,}")
            self._show(text, total.amount_fen, total.blocked)

    def _show_list(self, counts: list[StateCount]) -> None:
        text = tr("ui.awards.total", n=f"{sum(count.awards for count in counts):,}")
        blocked = sum(count.awards for count in counts if count.status == "blocked")
        self._show(text, sum(count.amount_fen for count in counts), blocked)

    def _show(self, text: str, amount_fen: int, blocked: int) -> None:
        self.count.setText(text)
        self.sum.setText(tr("ui.awards.sum", amount=money(amount_fen)))
        self.note.setText(tr("ui.awards.blocked-note", n=f"{blocked:,}") if blocked else "")
