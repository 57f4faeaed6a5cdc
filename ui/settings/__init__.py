"""Settings (设置): what the registry says of itself, and who acts."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="settings",
        title="ui.settings.title",
        icon="system",
        section="system",
        screen="ui.settings.settings_screen:SettingsScreen",
    ),
)
