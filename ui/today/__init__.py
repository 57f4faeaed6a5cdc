"""Today (今日): what must be done, each line one next step, and the figures of the year."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="today",
        title="ui.today.title",
        icon="today",
        section="work",
        screen="ui.today.today_screen:TodayScreen",
    ),
)
