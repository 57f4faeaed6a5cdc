"""The start: opening the last registry, the start page, switching registries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def open_at_start(window: MainWindow, place: str | None) -> None:
    """Open the registry at `place`, else the last one, else offer to make one."""
    from ui.start.opening import Opening

    Opening(window).open_first(place)
