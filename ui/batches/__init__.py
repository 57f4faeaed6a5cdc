"""Batches (批次): the board, the page of one batch, and the dialogs of each step."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ui.context import Session
from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.batches.new_batch_dialog import new_batch
    from ui.batches.steps import begin_next_step

__all__ = ["SCREENS", "begin_next_step", "new_batch"]

_LATE = {"begin_next_step": "ui.batches.steps", "new_batch": "ui.batches.new_batch_dialog"}


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_LATE[name]), name)


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
