"""Awards (奖励): the list, and beside it where each yuan comes from."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS: tuple[ScreenSpec, ...] = ()
