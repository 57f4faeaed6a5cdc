"""The import wizard (导入): files, what they were taken for, what is wrong, what would be written."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen, ScreenSpec


def _importing(context: Context) -> Screen:
    from ui.importing.import_screen import ImportScreen

    return ImportScreen(context)


SCREENS = (
    ScreenSpec(key="importing", title="ui_importing.title", icon="import", section="work", make=_importing),
)
