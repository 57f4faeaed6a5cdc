"""Exports (导出): the payment workbook, the publicity list, the designation list."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="exports",
        title="ui_exports.title",
        icon="export",
        section="papers",
        screen="ui.exports.exports_screen:ExportsScreen",
    ),
)
