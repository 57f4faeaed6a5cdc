"""Exports (导出): the payment workbook, the publicity list, the designation list."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen, ScreenSpec


def _exports(context: Context) -> Screen:
    from ui.exports.exports_screen import ExportsScreen

    return ExportsScreen(context)


SCREENS = (
    ScreenSpec(key="exports", title="ui_exports.title", icon="export", section="papers", make=_exports),
)
