"""The results screen: contests on the left, the events and results of one on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.accounts import Right
from app.changes import Changes
from app.registry import ContestRow, SearchHit, contest_rows, contest_years, draft_ids, search
from app.words import tr, words_of
from ui.context import Context, Session
from ui.messages import confirm
from ui.registry.contest_pane import ContestPane
from ui.registry.two_line_list import TwoLineItem, TwoLineList
from ui.registry.wording import contest_note, contest_waits
from ui.screens import Screen
from ui.theme import tokens
from ui.widgets import EmptyState, column, filter_button, row, second_button

LIST_WIDTH = 316
MOST_NAMED = 12  # contests in one question


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
        self.confirm_every = second_button("", self._confirm_every, icon="check")
        context.needs(Right.CONFIRM, self.confirm_every)
        self.confirm_every.hide()
        self._unconfirmed: list[ContestRow] = []
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
        narrow = row(self.years, self.levels, self.waiting, None)
        left.setLayout(column(narrow, self.list, self.confirm_every, gap=tokens.GAP))
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
        self._unconfirmed = [each for each in rows if each.unconfirmed]
        self._show_confirm_every()
        if self.waiting.isChecked():
            rows = [each for each in rows if contest_waits(each)[1]]
        self._show([_contest_item(each) for each in rows], tr("ui_registry.no-contests"))

    def _show_confirm_every(self) -> None:
        count = sum(each.unconfirmed for each in self._unconfirmed)
        self.confirm_every.setVisible(len(self._unconfirmed) > 1)
        words = {"contests": f"{len(self._unconfirmed):,}", "count": f"{count:,}"}
        self.confirm_every.setText(tr("ui_registry.confirm.every", **words))

    def _confirm_every(self) -> None:
        """Confirm what waits in all contests of the list, after naming each with its number."""
        contests, actor = list(self._unconfirmed), self.context.actor
        count = sum(each.unconfirmed for each in contests)
        words = {"contests": f"{len(contests):,}", "count": f"{count:,}"}
        named = [
            tr("ui_registry.confirm.one", name=each.name, count=f"{each.unconfirmed:,}") for each in contests
        ]
        rest = len(named) - MOST_NAMED
        if rest > 0:
            named = [*named[:MOST_NAMED], tr("ui_registry.confirm.rest", count=rest)]
        text, action = tr("ui_registry.confirm.every-ask", **words), tr("ui_registry.confirm.every-do")
        if not confirm(self, text, action=action, detail="\n".join(named)):
            return
        wanted = [each.id for each in contests]

        def read(session: Session) -> list[int]:
            return [one for contest in wanted for one in draft_ids(session, contest_id=contest)]

        self.context.ask(self, read, lambda ids: self.pane.confirm_ids(ids, actor), topic="drafts")

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
