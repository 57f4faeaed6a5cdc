"""The screen of one unit: results of its people, titles, former names, timeline."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from app.accounts import Right
from app.changes import Changes
from app.formats import chinese_date, money
from app.listing import Listing
from app.record_histories import RecordKind
from app.registry import ResultFilter, ResultRow, UnitPage, result_listing, unit_page
from app.reports import unit_timeline
from app.words import scoped, tr
from ui.audit import RecordHistorySection
from ui.context import Context
from ui.registry.columns import result_columns
from ui.registry.merging import Kept, begin_merge
from ui.registry.timeline_table import TimelineTable
from ui.registry.unit_dialog import UnitDialog
from ui.registry.wording import word_of
from ui.screens import Screen
from ui.tables import IdVectorTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, Pill, clear, column, fact_grid, paragraph, row, second_button, text_label

_w = scoped("ui_registry.unit")


class UnitScreen(Screen):
    """Shows the unit whose id is given as `unit`."""

    interest = Changes.UNITS | Changes.RESULTS | Changes.AWARDS | Changes.DESIGNATIONS | Changes.HONOURS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._unit: int | None = None
        self.page: UnitPage | None = None
        self._name, self._former = paragraph("", "title"), paragraph("", "hint")
        self._facts, self._titles = Card(gap=tokens.TIGHT), Card(gap=tokens.TIGHT)
        self.model: IdVectorTableModel[ResultRow] = IdVectorTableModel(result_columns(with_unit=False), self)
        self.model.failed.connect(context.show_failure)
        self.table = TableView(self.model, name="results-of-unit")
        self.table.setAccessibleName(_w("results"))
        self.table.set_empty_text(_w("no-results"))
        self.table.opened.connect(self._open_person)
        self.edit = second_button(_w("edit"), self._edit, icon="edit")
        self.merge = second_button(tr("ui_registry.merge.title"), self._merge, icon="link")
        context.needs(Right.RECORD, self.edit, self.merge)
        head = row(column(self._name, self._former, gap=2), self.merge, self.edit)
        head.setStretch(0, 1)
        side = column(self._facts, self._titles, None, gap=tokens.WIDE)
        for card in (self._facts, self._titles):
            card.setFixedWidth(280)
        self.timeline = TimelineTable(self.context)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_w("title"))
        for widget, name in ((self.table, "results"), (self.timeline, "timeline")):
            holder = QWidget()
            holder.setLayout(column(tokens.TIGHT, widget))
            self.tabs.addTab(holder, _w(name))
        lists = column(self.tabs)
        body = row(side, lists, gap=tokens.WIDE)
        body.setStretch(1, 1)
        self.history = RecordHistorySection(context, RecordKind.UNIT)
        whole = column(head, body, self.history, margin=tokens.ROOMY, gap=tokens.GAP)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        QShortcut(QKeySequence("F2"), self, self._edit)

    def arrive(self, **arguments: Any) -> None:
        """Show a unit."""
        self._unit = int(arguments["unit"])
        self.refresh()

    def refresh(self) -> None:
        """Read the unit and its results again."""
        if (unit := self._unit) is None:
            return
        self.history.show_record(unit)
        store = self.context.store

        def listing_of(order: str, descending: bool) -> Listing[ResultRow]:
            return result_listing(
                store, ResultFilter(unit_id=unit, with_annulled=True), order=order, descending=descending
            )

        self.context.ask(self, lambda session: unit_page(session, unit), self._show, topic="page")
        self.context.ask(
            self, lambda session: unit_timeline(session, unit), self.timeline.show_moments, topic="timeline"
        )
        self.model.show_listing(listing_of)

    def explain(self) -> None:
        """Explain the award of the selected result."""
        from ui.awards import explain

        if (result := self.table.current_id()) is not None:
            explain(self, self.context, result)

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _show(self, page: UnitPage) -> None:
        self.page = page
        self._name.setText(page.name)
        former = "；".join(_former(each.name, each.until) for each in page.former_names)
        self._former.setText(_w("former", names=former) if former else page.credit_code)
        _refill(self._facts, self._fact_parts(page))
        _refill(self._titles, self._title_parts(page))

    def _fact_parts(self, page: UnitPage) -> list[QWidget]:
        outside = {None: "outside-unsaid", False: "outside-no", True: "outside-yes"}[page.is_outside]
        facts = (
            (_w("credit-code"), page.credit_code or "—"),
            (_w("place"), _w(outside)),
            (_w("district"), page.district or "—"),
            (_w("people"), f"{page.people:,}"),
            (_w("sent"), f"{page.results:,}"),
        )
        return [
            text_label(_w("amount"), "quiet"),
            text_label(money(page.amount_fen), "figure"),
            fact_grid(facts),
        ]

    def _title_parts(self, page: UnitPage) -> list[QWidget]:
        parts: list[QWidget] = [text_label(_w("titles"), "strong")]
        for title in page.titles:
            parts.append(paragraph(title.title))
            parts.append(
                Pill(
                    _TITLE_LOOK.get(title.state, title.state),
                    word_of("honours.designation-state", title.state),
                )
            )
        if not page.titles:
            parts.append(paragraph(_w("no-titles"), "quiet"))
        return parts

    def _edit(self) -> None:
        if self.page is not None:
            UnitDialog(self, self.context, self.page).open()

    def _merge(self) -> None:
        if self.page is not None:
            begin_merge(self, self.context, Kept("unit", self.page.id, self.page.name))

    def _open_person(self, _result: int) -> None:
        row_shown = self.model.row_at(self.table.currentIndex().row())
        if row_shown is not None:
            self.context.open("person", person=row_shown.person_id)


_TITLE_LOOK = {"designated": "approved", "under-review": "held", "passed-on": "superseded"}


def _former(name: str, until: Any) -> str:
    return f"{name}（{_w('until', day=chinese_date(until))}）" if until else name


def _refill(card: Card, parts: list[QWidget]) -> None:
    clear(card.body)
    for part in parts:
        card.body.addWidget(part)
