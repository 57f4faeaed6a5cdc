"""The import (导入): files, the workbench where they are put right, acceptance, what comes next."""

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
    ScreenSpec(
        key="import-history",
        title="ui_importing.history.title",
        icon="clock",
        section="work",
        screen="ui.importing.history_screen:ImportHistoryScreen",
        in_rail=False,
    ),
    ScreenSpec(
        key="import-remembered",
        title="importing.remembered.title",
        icon="rulings",
        section="work",
        screen="ui.importing.remembered_screen:RememberedScreen",
        in_rail=False,
    ),
)
