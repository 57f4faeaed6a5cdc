"""Awards (奖励): the award list, and the explanation of each amount beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.awards.actions import assess
from ui.context import Session
from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.awards.explanation_panel import explain

__all__ = ["SCREENS", "assess", "explain"]


def __getattr__(name: str) -> Any:
    """Import the explanation panel when it is first needed, not when the window starts."""
    if name == "explain":
        from ui.awards.explanation_panel import explain

        return explain
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
