"""Design tokens: colours for light and dark, type scale, spacing, sizes.

Every text colour keeps a contrast of at least 4.5 on ground and surface; a test measures it.
"""

from __future__ import annotations

from dataclasses import dataclass

HINT, BODY, SECTION, TITLE, FIGURE = 12, 13, 15, 20, 28  # type scale, px
TIGHT, GAP, WIDE, ROOMY = 8, 12, 16, 24  # spacing, px, on a grid of 4
PAGE_MARGINS = (ROOMY, WIDE, ROOMY, WIDE)  # left, top, right, bottom of every page, below its title
CONTROL, RADIUS, ROW, COMPACT_ROW, ICON, BAR = 32, 6, 32, 26, 20, 56  # heights and sizes, px


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by meaning, as #RRGGBB. Colour says state, never alone: a pill has an icon and a word."""

    name: str
    ground: str
    surface: str
    line: str
    text: str
    quiet: str
    action: str
    on_action: str
    action_hover: str
    action_tint: str
    hover: str
    control_line: str
    done: str
    done_tint: str
    asks: str
    asks_tint: str
    wrong: str
    wrong_tint: str
    honour: str
    honour_tint: str

    def colour(self, role: str) -> str:
        """Return the colour of a role such as "asks" or "quiet"."""
        value: str = getattr(self, role)
        return value

    def tint(self, role: str) -> str:
        """Return the background that goes with a role's text; the hover ground for roles without one."""
        value: str = getattr(self, f"{role}_tint", self.hover)
        return value


LIGHT = Palette(
    name="light",
    ground="#F5F6F8",
    surface="#FFFFFF",
    line="#E2E5EA",
    text="#1B1F24",
    quiet="#5B6470",
    action="#1E5AA8",
    on_action="#FFFFFF",
    action_hover="#184B8D",
    action_tint="#E6EEF8",
    hover="#EDEFF3",
    control_line="#C6CCD5",
    done="#2B7549",
    done_tint="#E9F4ED",
    asks="#8F6000",
    asks_tint="#FBF3DF",
    wrong="#B3322A",
    wrong_tint="#FBEBEA",
    honour="#8A621F",
    honour_tint="#F8F1E4",
)

DARK = Palette(
    name="dark",
    ground="#17191C",
    surface="#202327",
    line="#343840",
    text="#E8EAED",
    quiet="#9AA3AE",
    action="#6CA4EE",
    on_action="#10151C",
    action_hover="#8AB7F3",
    action_tint="#26364B",
    hover="#2A2E34",
    control_line="#4A505A",
    done="#6CC08B",
    done_tint="#22352A",
    asks="#E0B04C",
    asks_tint="#3A3120",
    wrong="#F07F76",
    wrong_tint="#402725",
    honour="#D9B265",
    honour_tint="#383023",
)
