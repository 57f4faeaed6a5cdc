"""The board of batches (批次看板): a column for each step, a card for each batch."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.accounts import Right
from app.batches import BatchRow, batch_rows
from app.changes import Changes
from app.words import scoped
from ui.batches.card import BatchCard
from ui.batches.menu import batch_menu
from ui.batches.new_batch_dialog import NewBatchDialog
from ui.batches.steps import take_next
from ui.context import Context
from ui.screens import Screen
from ui.theme import mark, tokens
from ui.widgets import (
    EmptyState,
    clear,
    column,
    primary_button,
    row,
    scrolled,
    separator,
    text_label,
)

_w = scoped("ui_batches")
COLUMNS = ("draft", "review", "publicity", "approval", "payment", "archived")
NARROWEST = 164  # px of a column; a narrower window scrolls sideways
MOST_ARCHIVED = 12  # cards; the search finds the older ones


class BoardColumn(QWidget):
    """One step with its cards, the newest on top."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self.cards: list[BatchCard] = []
        self.setMinimumWidth(NARROWEST)
        self._count = text_label("", "quiet")
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(tokens.TIGHT)
        self.area = scrolled(inner)
        title = text_label(_w(f"column.{state}"), "strong")
        head = row(title, self._count, None, gap=6)
        whole = column(head, separator(), self.area, gap=tokens.TIGHT)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_cards(self, cards: list[BatchCard], *, hidden: int = 0) -> None:
        """Show these cards; `hidden` more stand in this step."""
        clear(self._body)
        self.cards = cards
        self._count.setText(f"{len(cards) + hidden}" if cards else "")
        for card in cards:
            self._body.addWidget(card)
        if hidden:
            self._body.addWidget(text_label(_w("more-archived", n=hidden), "hint"))
        self._body.addStretch(1)


class BoardScreen(Screen):
    """Every batch at the step where it stands."""

    is_of_today = True
    interest = Changes.BATCHES | Changes.AWARDS | Changes.PAYMENTS | Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = _w("search-hint")
        self._words = ""
        self._rows: list[BatchRow] = []
        self._chosen: int | None = None
        self._takes_focus = True
        self.columns = {state: BoardColumn(state) for state in COLUMNS}
        self.count = text_label("", "quiet")
        self.new = primary_button(_w("new"), self.new_batch, icon="plus")
        self.new.setToolTip(_w("new-tip"))
        context.needs(Right.ASSEMBLE, self.new)
        self.empty = EmptyState(
            "batches", _w("empty"), _w("empty-text"), action=_w("empty-action"), on_action=self.new_batch
        )
        context.needs(Right.ASSEMBLE, self.empty.button)
        self._pages = QStackedWidget()
        self.area = self._board()
        self._pages.addWidget(self.area)
        self._pages.addWidget(self.empty)
        layout = column(row(self.count, None, self.new), self._pages, gap=tokens.GAP)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _board(self) -> QScrollArea:
        inner, across = QWidget(), row(*self.columns.values(), gap=tokens.GAP)
        for place in range(len(self.columns)):
            across.setStretch(place, 1)
        inner.setLayout(across)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        mark(inner, "scroll")
        area.setWidget(inner)
        return area

    # -- what the frame asks

    def refresh(self) -> None:
        """Read the batches again."""
        self.context.ask(self, batch_rows, self._show, topic="batches")

    def arrive(self, **arguments: Any) -> None:
        """Choose the card of one `batch`."""
        self._chosen, self._takes_focus = int(arguments.get("batch", 0)) or None, True
        self.refresh()

    def search(self, text: str) -> None:
        """Show only the batches whose name holds `text`."""
        self._words = text.strip()
        self._show(self._rows)

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    # -- the cards

    def _show(self, rows: list[BatchRow]) -> None:
        wanted = self._chosen  # as cards go, the focus passes over others and would choose them
        self._takes_focus = self._takes_focus or self._has_focus()
        self._rows = rows
        self._pages.setCurrentIndex(0 if rows else 1)
        self.new.setVisible(bool(rows))
        shown = [each for each in rows if self._words.casefold() in each.name.casefold()]
        self._say_count(shown)
        for state, board_column in self.columns.items():
            mine = [each for each in shown if _column_of(each) == state]
            most = MOST_ARCHIVED if state == "archived" and not self._words else len(mine)
            board_column.show_cards([self._card(each) for each in mine[:most]], hidden=len(mine[most:]))
        self._choose(self.card(wanted) or next(iter(self.cards()), None))
        if self._takes_focus:
            self._takes_focus = False
            self._focus_chosen()

    def _has_focus(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus() and focus is not self.new

    def _say_count(self, shown: list[BatchRow]) -> None:
        if self._words:
            self.count.setText(_w("found", words=self._words, shown=len(shown), total=len(self._rows)))
        else:
            waiting = sum(each.next_right is not None for each in shown)
            self.count.setText(_w("count", n=len(shown), waiting=waiting) if shown else "")

    def _card(self, batch: BatchRow) -> BatchCard:
        card = BatchCard(self.context, batch)
        card.opened.connect(partial(self.context.open, "batch", batch=batch.id))
        card.stepped.connect(partial(self._step, batch))
        card.chosen.connect(partial(self._choose, card))
        card.moved.connect(self._move)
        card.menu_wanted.connect(partial(self._open_menu, batch))
        return card

    def cards(self) -> list[BatchCard]:
        """Return every card, column by column."""
        return [card for board_column in self.columns.values() for card in board_column.cards]

    def card(self, batch_id: int | None) -> BatchCard | None:
        """Return the card of a batch, None where it is not shown."""
        return next((card for card in self.cards() if card.batch.id == batch_id), None)

    def _choose(self, chosen: BatchCard | None) -> None:
        self._chosen = None if chosen is None else chosen.batch.id
        for card in self.cards():
            card.show_chosen(is_chosen=card is chosen)
        if chosen is not None:
            self.setFocusProxy(chosen)

    def _focus_chosen(self) -> None:
        is_typing = isinstance(self.window().focusWidget(), QLineEdit)
        if not is_typing and (card := self.card(self._chosen)) is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, across: int, down: int) -> None:
        """Go to the next card in a direction; sideways past the steps where no batch stands."""
        filled = [each for each in self.columns.values() if each.cards]
        at = next((place for place, each in enumerate(filled) if self.card(self._chosen) in each.cards), 0)
        line = next(
            (place for place, card in enumerate(filled[at].cards) if card.batch.id == self._chosen), 0
        )
        goal = filled[min(max(at + across, 0), len(filled) - 1)]
        card = goal.cards[min(max(line + down, 0), len(goal.cards) - 1)]
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        goal.area.ensureWidgetVisible(card)
        self.area.ensureWidgetVisible(card)

    # -- what can be done

    def _step(self, batch: BatchRow) -> None:
        take_next(self, self.context, batch)

    def _open_menu(self, batch: BatchRow, place: QPoint) -> None:
        self.menu = batch_menu(self, self.context, batch, is_on_board=True)
        self.menu.popup(place)

    def new_batch(self) -> None:
        """Ask what a new batch takes."""

        def made(batch: int) -> None:
            self.context.open("batches", batch=batch)

        NewBatchDialog(self, self.context, made).open()


def _column_of(batch: BatchRow) -> str:
    return batch.state if batch.state in COLUMNS else "archived"
