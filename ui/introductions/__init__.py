"""Introductions (引进): the registers of introduced people and of subsidy claims."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="introductions",
        title="ui_introductions.introductions.title",
        icon="introductions",
        section="papers",
        screen="ui.introductions.introductions_screen:IntroductionsScreen",
    ),
    ScreenSpec(
        key="subsidies",
        title="ui_introductions.subsidies.title",
        icon="standards",
        section="papers",
        screen="ui.introductions.subsidies_screen:SubsidiesScreen",
        in_rail=False,
    ),
)
