"""Settings (设置): what the registry says of itself, and who acts."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen, ScreenSpec


def _settings(context: Context) -> Screen:
    from ui.settings.settings_screen import SettingsScreen

    return SettingsScreen(context)


SCREENS = (
    ScreenSpec(key="settings", title="ui.settings.title", icon="system", section="system", make=_settings),
)
