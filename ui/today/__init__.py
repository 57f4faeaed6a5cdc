"""Today (今日): what must be done, each line one next step, and the figures of the year."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen, ScreenSpec


def _today(context: Context) -> Screen:
    from ui.today.today_screen import TodayScreen

    return TodayScreen(context)


SCREENS = (ScreenSpec(key="today", title="ui.today.title", icon="today", section="work", make=_today),)
