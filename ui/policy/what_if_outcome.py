"""The outcome of a comparison: cost by level and year, and the awards that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.formats import money, money_difference
from app.words import tr, words_of
from ui.context import Session
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, KeyFigure, SectionHeader, clear, column, row, second_button, text_label

if TYPE_CHECKING:
    from app.policy import Outcome, WhatIf, WhatIfChange

MOST_LISTED = 2_000
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class ChangeLine:
    """One award that would differ, with its person's name."""

    person: str
    change: WhatIfChange


@dataclass(frozen=True)
class Comparison:
    """A comparison, and its largest changes with names."""

    what_if: WhatIf
    lines: tuple[ChangeLine, ...]


def read_comparison(session: Session, what_if: WhatIf) -> Comparison:
    """Return the comparison with names for its largest changes."""
    from app.awards import award_page

    changes = sorted(what_if.changed, key=lambda change: -abs(change.difference_fen))[:MOST_LISTED]
    names = {row.id: row.person for row in award_page(session, [change.entry for change in changes])}
    return Comparison(what_if, tuple(ChangeLine(names.get(each.entry, ""), each) for each in changes))


class WhatIfOutcome(QWidget):
    """Key figures, two small tables, and the list of changes."""

    def __init__(self) -> None:
        super().__init__()
        self._scenario = SectionHeader("")
        names = ("before", "after", "difference", "people")
        self.figures = {name: KeyFigure(tr(f"ui.whatif.{name}")) for name in names}
        self._levels, self._years = QGridLayout(), QGridLayout()
        self.model: ListTableModel[ChangeLine] = ListTableModel(
            _columns(), self, id_of=lambda line: line.change.entry, sort_value=_sort_value
        )
        self.table = TableView(self.model, name="what-if")
        self.table.setAccessibleName(tr("ui.whatif.list"))
        figures = row(*self.figures.values(), gap=tokens.GAP)
        tables = row(_card("by-level", self._levels), _card("by-year", self._years), gap=tokens.GAP)
        for line in (figures, tables):
            for place in range(line.count()):
                line.setStretch(place, 1)
        self.save = second_button(tr("ui.whatif.save"), icon="export")
        self._list_head = SectionHeader(tr("ui.whatif.list"), self.save)
        layout = column(figures, tables, self._list_head, self.table, gap=tokens.GAP)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def show_comparison(self, comparison: Comparison, scenario: str) -> None:
        """Show a comparison."""
        found = comparison.what_if
        self.figures["before"].show_figure(money(found.before_fen), tr("ui.whatif.before-hint"))
        hint = tr("ui.whatif.trial", n=len(found.notes)) if found.notes else scenario[:40]
        self.figures["after"].show_figure(money(found.after_fen), hint)
        self.figures["after"].setToolTip("\n".join(found.notes))
        changed = tr("ui.whatif.changed", n=f"{len(found.changed):,}")
        if found.frozen:
            changed = tr("ui.whatif.changed-and-frozen", changed=changed, n=f"{len(found.frozen):,}")
        self.figures["difference"].show_figure(money_difference(found.after_fen - found.before_fen), changed)
        people = tr("ui.whatif.gain-lose", gain=f"{found.gain:,}", lose=f"{found.lose:,}")
        self.figures["people"].show_figure(f"+{found.gain:,} / -{found.lose:,}", people)
        costs = {level: (before, after) for level, before, after in found.by_level}
        levels = [(name, *costs[level]) for level, name in words_of("core.level").items() if level in costs]
        years = [(tr("ui.whatif.year-n", year=year), before, after) for year, before, after in found.by_year]
        _fill(self._levels, levels)
        _fill(self._years, years)
        key = "list-note" if len(comparison.lines) == len(found.changed) else "list-first"
        self._list_head.note.setText(tr(f"ui.whatif.{key}", n=f"{MOST_LISTED:,}"))
        self.model.show_rows(comparison.lines)


def _card(key: str, grid: QGridLayout) -> Card:
    grid.setHorizontalSpacing(tokens.WIDE)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    return Card(text_label(tr(f"ui.whatif.{key}"), "strong"), grid, None)


def _fill(grid: QGridLayout, lines: Sequence[tuple[str, int, int]]) -> None:
    clear(grid)
    heads = ("", tr("ui.whatif.before"), tr("ui.whatif.after"), tr("ui.whatif.difference"))
    rows = [
        heads,
        *(
            (name, money(before), money(after), money_difference(after - before))
            for name, before, after in lines
        ),
    ]
    for place, texts in enumerate(rows):
        for at, text in enumerate(texts):
            label = text_label(text, "hint" if place == 0 else "strong" if at == 3 else "")
            if at:
                label.setAlignment(_RIGHT)
            grid.addWidget(label, place, at)


def _amount(outcome: Outcome) -> str:
    if outcome.amount_fen is not None:
        return money(outcome.amount_fen)
    return tr("ui.whatif.blocked" if outcome.status == "blocked" else "ui.whatif.none")


def _sort_value(key: str, line: ChangeLine) -> object:
    change = line.change
    values: dict[str, object] = {
        "person": line.person,
        "contest": change.contest,
        "before": change.before.amount_fen or 0,
        "after": change.after.amount_fen or 0,
        "difference": change.difference_fen,
    }
    return values[key]


def _columns() -> tuple[Column[ChangeLine], ...]:
    title = "ui.whatif.{}".format
    return (
        Column(tr(title("person")), lambda line: line.person, 100, sort="person", is_strong=True),
        Column(tr(title("contest")), lambda line: line.change.contest, 220, sort="contest", stretch=True),
        Column(tr(title("event")), lambda line: line.change.event, 160),
        Column(
            tr(title("before")),
            lambda line: _amount(line.change.before),
            120,
            sort="before",
            is_number=True,
        ),
        Column(
            tr(title("after")), lambda line: _amount(line.change.after), 120, sort="after", is_number=True
        ),
        Column(
            tr(title("difference")),
            lambda line: money_difference(line.change.difference_fen),
            130,
            sort="difference",
            is_number=True,
            is_strong=True,
        ),
    )
