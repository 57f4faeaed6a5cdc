"""The results screen: contests on the left, the events and results of one on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.registry import ContestRow, SearchHit, contest_rows, contest_years, search
from app.words import tr, words_of
from ui.context import Context, Session
from ui.registry.contest_pane import ContestPane
from ui.registry.two_line_list import TwoLineItem, TwoLineList
from ui.registry.wording import contest_note, contest_waits
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import EmptyState, column, filter_button, row

LIST_WIDTH = 316


class ResultsScreen(Screen):
    """Contests and their results, or what a search finds."""

    interest = Changes.CONTESTS | Changes.RESULTS | Changes.AWARDS | Changes.IMPORTS | Changes.UNITS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = tr("ui_registry.search-hint")
        self._text = ""
        self._wanted: tuple[str, int] | None = None
        self.years, self.levels = QComboBox(), QComboBox()
        self.waiting = filter_button(tr("ui_registry.only-waiting"), self.refresh)
        self.list = TwoLineList()
        self.pane = ContestPane(context)
        self._pages = QStackedWidget()
        self._build()
        self.list.selection_changed.connect(self._on_chosen)
        self.list.opened.connect(lambda _key: self._open_chosen())
        self.list.typed.connect(self.search)

    def _build(self) -> None:
        self.years.setAccessibleName(tr("ui_registry.column.year"))
        self.levels.setAccessibleName(tr("ui_registry.column.level"))
        self.list.setAccessibleName(tr("ui_registry.list"))
        self.years.addItem(tr("ui_registry.all-years"), None)
        self.levels.addItem(tr("ui_registry.all-levels"), "")
        for level, name in words_of("core.level").items():
            self.levels.addItem(name, level)
        self.years.activated.connect(lambda _at: self.refresh())
        self.levels.activated.connect(lambda _at: self.refresh())
        left = QWidget()
        left.setLayout(column(row(self.years, self.levels, self.waiting, None), self.list, gap=tokens.GAP))
        left.setMinimumWidth(280)
        splitter = QSplitter()
        splitter.setHandleWidth(tokens.WIDE)
        splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        splitter.addWidget(left)
        splitter.addWidget(self.pane)
        splitter.setSizes([LIST_WIDTH, 800])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        page = QWidget()
        page.setLayout(column(splitter, margin=tokens.PAGE_MARGINS))
        self._pages.addWidget(page)
        self._pages.addWidget(self._nothing_yet())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setFocusProxy(self.list)

    def _nothing_yet(self) -> QWidget:
        return EmptyState(
            "import",
            tr("ui_registry.empty"),
            tr("ui_registry.empty-text"),
            action=tr("ui_registry.import"),
            on_action=lambda: self.context.open("importing"),
        )

    # -- what the frame asks

    def refresh(self) -> None:
        """Read the contests, or what the search finds, again."""
        year, level, text = self.years.currentData(), self.levels.currentData(), self._text
        if text:
            self.context.ask(self, lambda session: search(session, text), self._show_found, topic="list")
        else:
            self.context.ask(
                self, lambda session: _read(session, year, level), self._show_contests, topic="list"
            )
        self.pane.refresh()

    def arrive(self, **arguments: Any) -> None:
        """Show what is `waiting` for confirmation, one `contest`, or what a search for `text` finds."""
        if "contest" in arguments:
            self._wanted = ("contest", int(arguments["contest"]))
        self._text = str(arguments.get("text", ""))
        self.waiting.setChecked(bool(arguments.get("waiting", False)))
        self.refresh()

    def search(self, text: str) -> None:
        """Show the people, units, contests, events and certificates that `text` finds, and their results."""
        self._text = text.strip()
        self.refresh()
        if self._text:
            self.pane.show_search(self._text)

    def explain(self) -> None:
        """Explain the award of the selected result."""
        self.pane.explain()

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui_registry.help")

    # -- the list

    def _show_contests(self, read: tuple[list[ContestRow], list[int]]) -> None:
        rows, years = read
        self._show_years(years)
        self._pages.setCurrentIndex(1 if not years else 0)
        if self.waiting.isChecked():
            rows = [each for each in rows if contest_waits(each)[1]]
        self._show([_contest_item(each) for each in rows], tr("ui_registry.no-contests"))

    def _show_found(self, things: list[SearchHit]) -> None:
        self._pages.setCurrentIndex(0)
        lines = [TwoLineItem(each.id, each.kind, each.title, _found_note(each)) for each in things]
        self.list.lines.show_rows(lines)
        self.list.set_empty_text(tr("ui_registry.nothing-found", text=self._text))

    def _show(self, lines: Sequence[TwoLineItem], empty: str) -> None:
        self.list.lines.show_rows(lines)
        self.list.set_empty_text(empty)
        if self._wanted is not None and self.list.choose(*self._wanted):
            self._wanted = None
        elif lines and self.list.selected_count() == 0:
            self.list.selectRow(0)
        elif not lines:
            self.pane.show_nothing()

    def _show_years(self, years: list[int]) -> None:
        if self.years.count() == len(years) + 1:
            return
        chosen = self.years.currentData()
        while self.years.count() > 1:
            self.years.removeItem(1)
        for year in years:
            self.years.addItem(tr("ui_registry.year", year=year), year)
        self.years.setCurrentIndex(max(self.years.findData(chosen), 0))

    def _on_chosen(self) -> None:
        line = self.list.chosen()
        if line is None or self.list.selected_count() == 0:
            return
        if line.kind == "contest":
            self.pane.show_contest(line.id)
        elif line.kind == "event":
            self.pane.show_event(line.id)
        else:
            self.pane.show_of(line.kind, line.id, line.name)

    def _open_chosen(self) -> None:
        line = self.list.chosen()
        if line is not None and line.kind in ("person", "unit"):
            self.context.open(line.kind, **{line.kind: line.id})
        else:
            self.pane.table.setFocus()


def _read(session: Session, year: int | None, level: str) -> tuple[list[ContestRow], list[int]]:
    return contest_rows(session, year=year, level=level), contest_years(session)


def _contest_item(contest: ContestRow) -> TwoLineItem:
    return TwoLineItem(contest.id, "contest", contest.name, contest_note(contest), *contest_waits(contest))


def _found_note(thing: SearchHit) -> str:
    return " · ".join(filter(None, (tr(f"ui_registry.kind.{thing.kind}"), thing.hint)))
