"""Awards (奖励): the award list, and the explanation of each amount beside it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ui.context import Session
from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.awards.actions import assess
    from ui.awards.explanation_panel import explain
    from ui.awards.restore_dialog import open_restore

__all__ = ["SCREENS", "assess", "explain", "open_restore"]

_MODULES = {
    "assess": "ui.awards.actions",
    "explain": "ui.awards.explanation_panel",
    "open_restore": "ui.awards.restore_dialog",
}


def __getattr__(name: str) -> Any:
    """Import what other rooms use when it is first used, not when the window starts."""
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(name)


def _blocked(session: Session) -> int:
    from app.awards import AwardFilter, award_counts

    return sum(count.awards for count in award_counts(session, AwardFilter(statuses=("blocked",))))


SCREENS = (
    ScreenSpec(
        key="awards",
        title="ui.awards.title",
        icon="awards",
        section="work",
        screen="ui.awards.awards_screen:AwardsScreen",
        waiting=_blocked,
    ),
)
