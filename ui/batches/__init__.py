"""Batches (批次): the board, the page of one batch, and the dialogs of each step."""

from __future__ import annotations

from ui.context import Session
from ui.screens import ScreenSpec


def _waiting(session: Session) -> int:
    """Return how many batches wait for somebody to act; one whose publicity runs waits for nobody."""
    from app.batches import OPEN_STATES, batch_rows

    return sum(row.next_right is not None for row in batch_rows(session, states=OPEN_STATES))


SCREENS = (
    ScreenSpec(
        key="batches",
        title="ui_batches.title",
        icon="batches",
        section="work",
        screen="ui.batches.board_screen:BoardScreen",
        waiting=_waiting,
    ),
    ScreenSpec(
        key="batch",
        title="ui_batches.page.title",
        icon="batches",
        section="work",
        screen="ui.batches.batch_screen:BatchScreen",
        in_rail=False,
    ),
)
