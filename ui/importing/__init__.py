"""The import wizard (导入): files, what they were taken for, what is wrong, what would be written."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="importing",
        title="ui_importing.title",
        icon="import",
        section="work",
        screen="ui.importing.import_screen:ImportScreen",
    ),
)
