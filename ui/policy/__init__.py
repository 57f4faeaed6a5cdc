"""Policy (政策): the documents, rulings on what they leave open, standards, what-if and calculators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.context import Session
from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.policy.ruling_dialog import open_ruling

__all__ = ["SCREENS", "open_ruling"]


def __getattr__(name: str) -> Any:
    """Import the ruling dialog when it is first needed, not when the window starts."""
    if name == "open_ruling":
        from ui.policy.ruling_dialog import open_ruling

        return open_ruling
    raise AttributeError(name)


def _waiting(session: Session) -> int:
    from app.reports import open_questions

    return len(open_questions(session))


SCREENS = (
    ScreenSpec(
        key="rulings",
        title="ui.rulings.title",
        icon="rulings",
        section="policy",
        screen="ui.policy.rulings_screen:RulingsScreen",
        waiting=_waiting,
    ),
    ScreenSpec(
        key="library",
        title="ui.library.title",
        icon="policy",
        section="policy",
        screen="ui.policy.library_screen:LibraryScreen",
    ),
    ScreenSpec(
        key="standards",
        title="ui.standards.title",
        icon="standards",
        section="policy",
        screen="ui.policy.standards_screen:StandardsScreen",
    ),
    ScreenSpec(
        key="what-if",
        title="ui.whatif.title",
        icon="what-if",
        section="policy",
        screen="ui.policy.what_if_screen:WhatIfScreen",
    ),
    ScreenSpec(
        key="calculators",
        title="calculators.ui.title",
        icon="calculate",
        section="policy",
        screen="ui.policy.calculators_screen:CalculatorsScreen",
        in_rail=False,  # opened from the what-if screen
    ),
    ScreenSpec(
        key="check",
        title="ui.check.title",
        icon="self-check",
        section="system",
        screen="ui.policy.check_screen:CheckScreen",
    ),
)
