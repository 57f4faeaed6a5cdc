"""The parts screens are made of: each one thing, dressed by roles, with an accessible name."""

from __future__ import annotations

from ui.widgets.banner import Banner
from ui.widgets.buttons import filter_button, link_button, primary_button, quiet_button, second_button
from ui.widgets.card import Card, column, row, separator
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_figure import KeyFigure
from ui.widgets.labels import paragraph, text_label
from ui.widgets.pill import Pill, paint_pill
from ui.widgets.scroll import scrolled
from ui.widgets.section_header import SectionHeader

__all__ = [
    "Banner",
    "Card",
    "EmptyState",
    "KeyFigure",
    "Pill",
    "SectionHeader",
    "column",
    "filter_button",
    "link_button",
    "paint_pill",
    "paragraph",
    "primary_button",
    "quiet_button",
    "row",
    "scrolled",
    "second_button",
    "separator",
    "text_label",
]
