"""Roles that the style sheet knows: a widget says what it is, the sheet says how that looks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def mark(widget: QWidget, role: str) -> None:
    """Give `widget` a role of the style sheet: "title", "section", "quiet", "hint", "figure", "primary",
    "link", "quiet-button", "danger", "surface", "card", "line", "asks", "wrong", "done", "honour"."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
