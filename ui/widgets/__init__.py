"""Widgets that screens are made of. Each has an accessible name; its looks are a role of the style sheet."""

from __future__ import annotations

from ui.widgets.buttons import filter_button, link_button, primary_button, quiet_button, second_button
from ui.widgets.cards import (
    Banner,
    Card,
    EmptyState,
    KeyFigure,
    SectionHeader,
    TaskLine,
    separator,
)
from ui.widgets.fields import Field, OptionalDay, choice, date_field, date_of, line, pair
from ui.widgets.labels import fact_grid, numbered, paragraph, quotation, text_label
from ui.widgets.layouts import FlowLayout, Part, clear, column, fit_height, row, scrolled
from ui.widgets.pill import Pill, paint_pill

__all__ = [
    "Banner",
    "Card",
    "EmptyState",
    "Field",
    "FlowLayout",
    "KeyFigure",
    "OptionalDay",
    "Part",
    "Pill",
    "SectionHeader",
    "TaskLine",
    "choice",
    "clear",
    "column",
    "date_field",
    "date_of",
    "fact_grid",
    "filter_button",
    "fit_height",
    "line",
    "link_button",
    "numbered",
    "paint_pill",
    "pair",
    "paragraph",
    "primary_button",
    "quiet_button",
    "quotation",
    "row",
    "scrolled",
    "second_button",
    "separator",
    "text_label",
]
