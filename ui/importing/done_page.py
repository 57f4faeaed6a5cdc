"""The last step of an import: what was written, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.importing import ImportReport, Returned, undo_import, write_rejected, write_rejected_into
from app.words import scoped
from ui.context import Context
from ui.file_dialogs import choose_folder, choose_save_path
from ui.messages import confirm
from ui.theme import tokens
from ui.widgets import (
    Banner,
    Card,
    TaskLine,
    clear,
    column,
    link_button,
    row,
    scrolled,
    second_button,
    separator,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_importing.done")


class DonePage(QWidget):
    """`again` is emitted when the user wants to import more."""

    again = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reports: list[ImportReport] = []
        self._banner, self._tasks = Banner("done", ""), Card(margin=0, gap=0)
        self._not_taken = Banner("asks", "")
        self._undo = link_button(_w("undo"), self._take_back)
        context.needs(Right.RECORD, self._undo)
        more = second_button(_w("again"), self.again.emit, icon="import")
        page = QWidget()
        parts = (self._banner, self._not_taken, self._tasks, row(more, self._undo, None), None)
        page.setLayout(column(*parts, gap=tokens.WIDE))
        self.setLayout(column(scrolled(page)))

    def show_reports(self, reports: Sequence[ImportReport]) -> None:
        """Show the reports of all files."""
        self._reports = list(reports)
        counts = [report.counts for report in reports]
        names = ("new", "changed", "same", "skipped")
        sums = {name: sum(getattr(each, name) for each in counts) for name in names}
        text = _w("text", **{name: f"{number:,}" for name, number in sums.items()})
        self._banner.show_text("done", text + self._effect())
        missed = self._missed()
        self._not_taken.show_text("asks", missed)
        self._not_taken.setVisible(bool(missed))
        self._undo.setVisible(any(report.batch_id is not None for report in reports))
        self._show_tasks(sums["skipped"])

    def _missed(self) -> str:
        """Return which sheets were left out, and which files are not kept in the registry, in words."""
        sheets = [
            _w("sheet-of-file", sheet=sheet.name, file=report.plan.file_name)
            for report in self._reports
            for sheet in report.plan.sheets
            if sheet.is_left_out
        ]
        files = [
            report.plan.file_name
            for report in self._reports
            if report.batch_id is not None and not report.is_file_kept
        ]
        lines = [_w("left-out", sheets="、".join(sheets))] if sheets else []
        lines += [_w("not-kept", files="、".join(files))] if files else []
        return "\n".join(lines)

    def _effect(self) -> str:
        """Return how many changes wait for a second person, and how many hold already, in words."""
        plans = [report.plan for report in self._reports if report.batch_id is not None]
        counts = {
            "waiting": sum(plan.rows_that_wait() for plan in plans),
            "at-once": sum(plan.rows_at_once() for plan in plans),
        }
        return "".join(_w(key, count=f"{count:,}") for key, count in counts.items() if count)

    def _show_tasks(self, skipped: int) -> None:
        clear(self._tasks.body)
        lines: list[QWidget] = []
        if skipped:
            lines.append(self._line("rejected", "export", self.save_rejected, count=f"{skipped:,}"))
        lines.append(self._line("assess", "calculate", self._assess))
        lines.append(self._line("confirm", "clock", lambda: self._context.open("results", waiting=True)))
        for place, line in enumerate(lines):
            if place:
                self._tasks.body.addWidget(separator())
            self._tasks.body.addWidget(line)

    def _line(self, key: str, icon: str, act: Callable[[], object], **params: object) -> TaskLine:
        return TaskLine(icon, _w(key, **params), _w(f"{key}-why"), step=_w(f"{key}-step"), on_step=act)

    def _assess(self) -> None:
        from ui.awards import assess

        assess(self, self._context, lambda: self._context.open("awards"))

    def save_rejected(self) -> None:
        """Save the skipped rows with the reasons: one workbook for each file that was sent."""
        concerned = [report.plan for report in self._reports if report.counts.skipped]
        if len(concerned) > 1:
            folder = choose_folder(self, _w("rejected-folder"))
            if folder is not None:
                self.write_rejected_into(folder)
            return
        place = choose_save_path(
            self,
            _w("rejected-choose"),
            name=_w("rejected-name", name=concerned[0].path.stem),
            kinds=_w("kinds"),
            folder=concerned[0].path.parent,
        )
        if place is not None:
            self.write_rejected_to(place)

    def write_rejected_into(self, folder: Path) -> None:
        """Write the skipped rows of each file into a workbook of its own."""
        plans = [report.plan for report in self._reports]

        def done(written: list[tuple[Path, Returned]]) -> None:
            rows = sum(back.rows for _place, back in written)
            text = _w("rejected-saved-each", count=f"{rows:,}", files=len(written))
            self._context.show_saved(folder, text)

        def work(progress: Progress) -> list[tuple[Path, Returned]]:
            return write_rejected_into(plans, folder, progress)

        self._context.run(self, _w("rejected-saving"), work, done)

    def write_rejected_to(self, place: Path) -> None:
        """Write the skipped rows to `place`."""
        plans = [report.plan for report in self._reports]

        def done(back: Returned) -> None:
            key = "rejected-saved-original" if back.is_original else "rejected-saved"
            self._context.show_saved(place, _w(key, count=f"{back.rows:,}", path=place.name))

        def work(progress: Progress) -> Returned:
            return write_rejected(plans, place, progress)

        self._context.run(self, _w("rejected-saving"), work, done)

    def _take_back(self) -> None:
        batches = [report.batch_id for report in self._reports if report.batch_id is not None]
        if not confirm(self, _w("undo-ask"), action=_w("undo-do"), detail=_w("undo-detail")):
            return

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            for batch in reversed(batches):
                undo_import(unit, batch)

        def done(_nothing: None) -> None:
            self._context.frame.show_toast(_w("undone"))
            self.again.emit()

        self._context.change(self, _w("undoing"), work, done)
