"""Make calculation slips (核算单) of awards: choose where, write in the background, offer to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.words import tr
from ui.context import Context

if TYPE_CHECKING:
    from app.awards import SlipReport
    from app.progress import Progress


def make_slips(parent: QWidget, context: Context, awards: Sequence[int], *, name: str) -> None:
    """Write the slips of these awards to a file the user chooses; `name` suggests the file's name."""
    title, kind = tr("ui.explain.slip-file"), tr("ui.explain.slip-kind")
    suggestion = tr("ui.explain.slip-name", name=name)
    place, _kind = QFileDialog.getSaveFileName(parent, title, suggestion, kind)
    if not place:
        return

    def work(progress: Progress) -> SlipReport:
        from app.awards import export_slips
        from app.clock import utc_now

        with context.store.reading() as session:
            return export_slips(session, place, award_ids=awards, now=utc_now(), progress=progress)

    def done(report: SlipReport) -> None:
        said = tr("ui.explain.slip-made", people=f"{report.people:,}", awards=f"{report.awards:,}")
        context.frame.show_toast(said, action=tr("ui.explain.slip-open"), on_action=show)

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(place))

    context.run(parent, tr("ui.explain.slip-making"), work, done)
