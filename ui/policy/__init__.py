"""Policy (政策): rulings on what the documents leave open."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS: tuple[ScreenSpec, ...] = ()
