"""The counts of an import: new, changed, same and skipped rows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.importing import Counts, Kind, Plan
from app.words import tr
from ui.importing.rows import LOOKS
from ui.widgets import Pill, row


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
