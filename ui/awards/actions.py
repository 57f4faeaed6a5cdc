"""What can be done with awards from several screens: assess them, make their calculation slips (核算单)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.words import tr
from ui.context import Context
from ui.file_dialogs import choose_save_path, open_in_viewer

if TYPE_CHECKING:
    from app.awards import AssessReport, SlipReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


def assess(owner: QWidget, context: Context, on_done: Callable[[], None] | None = None) -> None:
    """Assess all results in the background and show a toast with the outcome."""

    def work(unit: UnitOfWork, progress: Progress) -> AssessReport:
        from app.awards import assess_all

        return assess_all(unit, progress)

    def done(report: AssessReport) -> None:
        key = "ui.awards.assessed" if report.written else "ui.awards.assessed-same"
        context.frame.show_toast(tr(key, n=f"{report.results:,}", written=f"{report.written:,}"))
        if on_done is not None:
            on_done()

    context.change(owner, tr("ui.awards.assessing"), work, done)


def make_slips(parent: QWidget, context: Context, awards: Sequence[int], *, name: str) -> None:
    """Write the slips of these awards to a file the user chooses; `name` suggests the file's name."""
    title, kind = tr("ui.explain.slip-file"), tr("ui.explain.slip-kind")
    place = choose_save_path(parent, title, name=tr("ui.explain.slip-name", name=name), kinds=kind)
    if place is None:
        return

    store = context.store

    def work(progress: Progress) -> SlipReport:
        from app.awards import export_slips

        with store.reading() as session:
            return export_slips(session, place, award_ids=awards, now=store.clock(), progress=progress)

    def done(report: SlipReport) -> None:
        said = tr("ui.explain.slip-made", people=f"{report.people:,}", awards=f"{report.awards:,}")
        context.frame.show_toast(
            said, action=tr("ui.explain.slip-open"), on_action=lambda: open_in_viewer(place)
        )

    context.run(parent, tr("ui.explain.slip-making"), work, done)
