"""Settings (设置) of the registry: name, issuer, policy."""

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
