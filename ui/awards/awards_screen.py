"""The award list (奖励): filters above, the list, its totals below, the explanation beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.changes import Changes
from app.formats import money
from app.words import tr
from ui.awards.actions import assess, make_slips, review
from ui.awards.columns import CONTEST, UNIT, award_columns
from ui.awards.explanation_panel import explain
from ui.awards.filter_bar import FilterBar
from ui.context import Context, Session
from ui.screens import Screen
from ui.tables import IdVectorTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.awards import AwardFilter, AwardRow, SelectionTotal, StateCount
    from app.listing import Listing
REST_MS = 90  # walking down the list does not ask for every row passed
ROOMY_WIDTH, NARROW_WIDTH = 960, 640  # narrower than these, the unit and then the contest give way


class Totals(QWidget):
    """The line below the list: how many are listed or selected, and their sum without blocked awards."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.sum, self.note = text_label(), text_label("", "strong"), text_label("", "asks")
        self.setLayout(row(self.count, self.sum, self.note, None, gap=tokens.WIDE))

    def show_total(self, total: SelectionTotal | list[StateCount]) -> None:
        """Show the total of a selection, or of the whole list by its states."""
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


class AwardsScreen(Screen):
    """Every award, also those without an amount."""

    interest = Changes.AWARDS | Changes.RESULTS | Changes.RULINGS | Changes.STANDARDS | Changes.CONTESTS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = tr("ui.awards.search-hint")
        self._words = ""
        self._does_explain = True
        self._wanted: int | None = None  # the award to go to once the list stands
        self.filters, self.totals = FilterBar(), Totals()
        self.model: IdVectorTableModel[AwardRow] = IdVectorTableModel(award_columns(), self)
        self.model.failed.connect(context.show_failure)
        self.table = TableView(self.model, name="awards")
        self.table.setAccessibleName(tr("ui.awards.table"))
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._on_rest)
        self._connect()
        reassess = second_button(tr("ui.awards.reassess"), self._assess, icon="calculate")
        context.needs(Right.ASSESS, reassess)
        slips = second_button(tr("ui.explain.slip"), self.print_out, icon="print")
        slips.setToolTip(tr("ui.awards.slips-tip"))
        head = row()
        head.addWidget(self.filters, stretch=1)
        for button in (slips, reassess):
            head.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        self.review = primary_button(tr("ui.awards.review"), self._review, icon="check")
        context.needs(Right.REVIEW, self.review)
        self.review.setToolTip(tr("ui.awards.review-tip"))
        self.review.setEnabled(False)
        foot = row()
        foot.addWidget(self.totals, stretch=1)
        foot.addWidget(self.review)
        layout = column(head, self.table, foot, gap=tokens.GAP)
        layout.setContentsMargins(tokens.ROOMY, tokens.WIDE, tokens.ROOMY, tokens.GAP)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.table.selection_changed.connect(self._rest.start)
        self.table.opened.connect(lambda _id: self.explain())
        self.table.typed.connect(self.search)
        self.model.loaded.connect(self._on_loaded)

    def refresh(self) -> None:
        """Read the list and its counts again."""
        self._show_list()
        chosen = self._chosen_without_state()
        self.context.ask(self, lambda session: _counts(session, chosen), self._show_counts, topic="counts")

    def arrive(self, **arguments: Any) -> None:
        """Filter by `status`, `level` and `year`, or select one `award`."""
        if "award" in arguments:
            self._wanted = int(arguments["award"])
            self.filters.choose()
            self.refresh()
            self._explain_award(self._wanted)
            return
        year, level, state = (arguments.get(name) for name in ("year", "level", "status"))
        self.filters.choose(year=year, level=level or "", state=state or "")
        self.refresh()

    def search(self, text: str) -> None:
        """Show only the awards of the people or units searched for."""
        self._words = text
        self.refresh()

    def explain(self) -> None:
        """Explain the selected award in the side panel."""
        self._does_explain = True
        if (award := self.table.current_id()) is not None:
            self._explain_award(award)

    def print_out(self) -> None:
        """Make the calculation slips of the selected awards, a page per person."""
        if ids := self.table.selected_ids():
            make_slips(self, self.context, ids, name=tr("ui.awards.title"))

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.awards.help")

    # -- the list

    def _show_list(self) -> None:
        chosen, store = self.filters.chosen(words=self._words), self.context.store

        def listing_of(order: str, descending: bool) -> Listing[AwardRow]:
            from app.awards import award_listing

            return award_listing(store, chosen, order=order, descending=descending)

        self.table.set_empty_text("")
        self.model.show_listing(listing_of)

    def _chosen_without_state(self) -> AwardFilter:
        from dataclasses import replace

        return replace(self.filters.chosen(words=self._words), statuses=(), states=())

    def _on_loaded(self) -> None:
        self.table.set_empty_text(tr("ui.awards.empty"))
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        self._rest.start()

    def _show_counts(self, read: tuple[list[StateCount], list[int]]) -> None:
        counts, years = read
        self.filters.show_counts(counts)
        self.filters.show_years(years)

    # -- the selection

    def _on_rest(self) -> None:
        selected = self.table.selected_count()
        self.review.setEnabled(selected > 0)
        if 1 < selected < self.model.rowCount():
            self._ask_total(self.table.selected_ids())
        else:
            self._ask_total(None)
        if not self.model.rowCount():
            self.context.frame.close_panel()
        if selected and self._does_explain and (award := self.table.current_id()) is not None:
            self._explain_award(award)

    def _ask_total(self, ids: list[int] | None) -> None:
        chosen = self.filters.chosen(words=self._words)
        self.context.ask(
            self, lambda session: _total(session, chosen, ids), self.totals.show_total, topic="total"
        )

    def _explain_award(self, award: int) -> None:
        explain(self, self.context, award, on_close=self._stop_explaining)

    def _stop_explaining(self) -> None:
        self._does_explain = False

    def _review(self) -> None:
        if ids := self.table.selected_ids():
            review(self, self.context, ids)

    def _assess(self) -> None:
        assess(self, self.context)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide columns where there is little room; the side panel shows their content."""
        super().resizeEvent(event)
        self.table.setColumnHidden(UNIT, self.width() < ROOMY_WIDTH)
        self.table.setColumnHidden(CONTEST, self.width() < NARROW_WIDTH)


def _counts(session: Session, chosen: AwardFilter) -> tuple[list[StateCount], list[int]]:
    from app.awards import award_counts
    from app.registry import contest_years

    return award_counts(session, chosen), list(contest_years(session))


def _total(session: Session, chosen: AwardFilter, ids: list[int] | None) -> SelectionTotal | list[StateCount]:
    from app.awards import award_counts, selection_total

    return award_counts(session, chosen) if ids is None else selection_total(session, ids)
