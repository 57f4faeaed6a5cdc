"""Eligibility (资格): who may be promoted, put up for an allowance, or go by the green channel."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="eligibility",
        title="ui_eligibility.eligibility.title",
        icon="eligibility",
        section="papers",
        screen="ui.eligibility.eligibility_screen:EligibilityScreen",
    ),
)
