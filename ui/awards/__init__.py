"""Awards (奖励): the list, and beside it where each yuan comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.words import tr
from ui.context import Context, Session
from ui.screens import Screen, ScreenSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.awards import AssessReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


def _awards(context: Context) -> Screen:
    from ui.awards.awards_screen import AwardsScreen

    return AwardsScreen(context)


def _blocked(session: Session) -> int:
    from app.awards import AwardFilter, award_counts

    return sum(count.awards for count in award_counts(session, AwardFilter(statuses=("blocked",))))


def assess(owner: QWidget, context: Context, on_done: Callable[[], None] | None = None) -> None:
    """Assess everything in the background and say what came of it."""

    def work(unit: UnitOfWork, progress: Progress) -> AssessReport:
        from app.awards import assess_all

        return assess_all(unit, progress)

    def done(report: AssessReport) -> None:
        key = "ui.awards.assessed" if report.written else "ui.awards.assessed-same"
        context.frame.show_toast(tr(key, n=f"{report.results:,}", written=f"{report.written:,}"))
        if on_done is not None:
            on_done()

    context.change(owner, tr("ui.awards.assessing"), work, done)


def explain(owner: QWidget, context: Context, award_id: int) -> None:
    """Show in the side panel where an award comes from."""
    from ui.awards.explanation_panel import read_explained, show_explained

    context.ask(
        owner,
        lambda session: read_explained(session, award_id),
        lambda explained: show_explained(context, explained),
        topic="explanation",
    )


SCREENS = (
    ScreenSpec(
        key="awards", title="ui.awards.title", icon="awards", section="work", make=_awards, waiting=_blocked
    ),
)
