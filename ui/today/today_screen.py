"""Today's page."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen


class TodayScreen(Screen):
    """What must be done today."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
