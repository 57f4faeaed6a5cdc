"""Looks: design tokens, style sheet, icons, fonts, in the light or dark palette of the system.

from ui.theme import theme, set_icon, tokens
theme().palette.asks          # colours now
follow_theme(self, self._draw)  # again whenever the system switches
set_icon(button, "print")     # drawn in the text colour, redrawn when the colours change
mark(label, "quiet")          # a role of the style sheet; see ui/theme/style_sheet.py
"""

from __future__ import annotations

from ui.theme.current import Theme, follow_theme, theme
from ui.theme.icons import icon, set_icon
from ui.theme.style_sheet import mark

__all__ = ["Theme", "follow_theme", "icon", "mark", "set_icon", "theme"]
