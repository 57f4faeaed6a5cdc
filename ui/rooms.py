"""The rooms of the window, in the order of the rail. A room adds its `SCREENS` here and nowhere else."""

from __future__ import annotations

from ui.screens import ScreenSpec


def all_screens() -> tuple[ScreenSpec, ...]:
    """Return every screen, top to bottom."""
    from ui import (
        awards,
        certificates,
        eligibility,
        exports,
        honours,
        importing,
        introductions,
        payments,
        policy,
        registry,
        settings,
        today,
    )

    return (
        *today.SCREENS,
        *importing.SCREENS,
        *registry.SCREENS,
        *awards.SCREENS,
        *certificates.SCREENS,
        *honours.SCREENS,
        *introductions.SCREENS,
        *payments.SCREENS,
        *eligibility.SCREENS,
        *exports.SCREENS,
        *policy.SCREENS,
        *settings.SCREENS,
    )
