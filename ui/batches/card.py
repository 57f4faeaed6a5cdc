"""The card of a batch on the board: what it comes to, its days left, what blocks it, its one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from app.batches import BatchRow, BatchStep
from app.formats import money
from app.words import scoped
from ui.context import Context
from ui.theme import mark, tokens
from ui.widgets import Pill, column, primary_button, quiet_button, row, second_button, text_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

_w = scoped("ui_batches")
Key = Qt.Key
_MOVES = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
INSET = 10  # px, inside the card: six of them share the width of the window


class BatchCard(QFrame):
    """One batch. The arrow keys go to other cards (`moved`), Enter opens it, Alt+N takes its next step."""

    opened = Signal()
    stepped = Signal()
    chosen = Signal()
    menu_wanted = Signal(QPoint)
    moved = Signal(int, int)

    def __init__(self, context: Context, batch: BatchRow) -> None:
        super().__init__()
        self.batch = batch
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_spoken(batch))
        more = quiet_button("", self._open_menu, icon="more", name=_w("more-of", batch=batch.name))
        mark(more, "link")  # as low as a line of text
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more = more
        head = row(_wrapped(batch.name, "strong"), more, gap=4)
        head.setStretch(0, 1)
        head.setAlignment(more, Qt.AlignmentFlag.AlignTop)
        body = column(head, text_label(money(batch.amount_fen), "section"), margin=INSET, gap=4)
        body.addWidget(text_label(counts(batch), "hint"))
        self._add_state(body)
        is_waiting = batch.next_step == BatchStep.WAIT  # its pill and its day say so already
        for text in () if is_waiting else batch.blocks:
            body.addWidget(_wrapped(text, "asks"))
        for text in batch.notes:
            body.addWidget(_wrapped(text, "hint"))
        self.step = step_button(context, batch, self.stepped.emit)
        if self.step is not None:
            body.addSpacing(4)
            body.addWidget(self.step)
        self.setLayout(body)
        self.show_chosen(is_chosen=False)

    def _add_state(self, body: QVBoxLayout) -> None:
        if (words := state_pill(self.batch)) is not None:
            body.addLayout(row(Pill(*words), None))
            if self.batch.ends_on is not None:
                day = f"{self.batch.ends_on:%Y-%m-%d}"
                body.addWidget(text_label(_w("until", day=day), "hint"))

    def show_chosen(self, *, is_chosen: bool) -> None:
        """Draw the card as the one that the keys act on, or as one of the others."""
        mark(self, "card-chosen" if is_chosen else "card")
        if self.step is not None:
            words = self.batch.next_words
            has_key = is_chosen and self.batch.next_step != BatchStep.WAIT
            self.step.setText(f"{words}(&N)" if has_key else words)

    def _open_menu(self) -> None:
        self.chosen.emit()
        self.menu_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    # Qt's own calls

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the chosen card."""
        super().focusInEvent(event)
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard, also where a text in the card was clicked."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the page of the batch."""
        super().mouseDoubleClickEvent(event)
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another card, or open this one."""
        key = Key(event.key())
        if key in _MOVES:
            self.moved.emit(*_MOVES[key])
        elif key in (Key.Key_Return, Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what else can be done with the batch."""
        self.chosen.emit()
        self.menu_wanted.emit(event.globalPos())


def counts(batch: BatchRow) -> str:
    """Return how many awards a batch holds, and how many of them are held by objections or left it."""
    parts = [_w("awards", n=f"{batch.awards:,}")]
    if batch.held:
        parts.append(_w("held", n=f"{batch.held:,}"))
    if batch.left:
        parts.append(_w("left", n=f"{batch.left:,}"))
    return " · ".join(parts)


def state_pill(batch: BatchRow) -> tuple[str, str] | None:
    """Return the look and the words of what must be seen at once: days left, over, given up."""
    if batch.next_step == BatchStep.WAIT:
        return "publicised", _w("days-left", n=batch.days_left or 0)
    if batch.next_step == BatchStep.CLOSE:
        return "due", _w("over")
    if batch.state == "dissolved":
        return "withdrawn", batch.state_words
    return None


def step_button(
    context: Context, batch: BatchRow, act: object, *, is_first: bool = False
) -> QPushButton | None:
    """Return the button of the next step, None where nothing is left to do.

    It is disabled, with the reason as its tool tip, while the publicity runs and for whoever lacks the right.
    """
    if batch.next_step == BatchStep.NOTHING:
        return None
    button = (primary_button if is_first else second_button)(batch.next_words)
    button.setAccessibleName(_w("step-of", step=batch.next_words, batch=batch.name))
    if batch.next_step == BatchStep.WAIT:
        button.setEnabled(False)
        button.setToolTip("；".join(batch.blocks))
        return button
    button.clicked.connect(act)
    if batch.next_right is not None:
        context.needs(batch.next_right, button)
    return button


def _wrapped(text: str, role: str) -> QLabel:
    label = text_label(text, role)
    label.setWordWrap(True)
    label.setMinimumWidth(tokens.ROOMY)
    return label


def _spoken(batch: BatchRow) -> str:
    parts = (batch.name, batch.state_words, money(batch.amount_fen), counts(batch), *batch.blocks)
    return "，".join(parts)
