"""What a bank's return (银行回单) says, shown before it counts: all of it is taken, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.accounts import Actor
from app.formats import money
from app.payments import ReturnFinding, ReturnReport, RunRow
from app.words import scoped, tr
from ui.context import Context
from ui.payments.payment_columns import finding_columns
from ui.tables import ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import (
    Banner,
    KeyFigure,
    column,
    paragraph,
    primary_button,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_payments.return")
WIDTH, HEIGHT = 820, 560


class ReturnDialog(QDialog):
    """Figures of what would be recorded, and the rows that keep it from being taken."""

    def __init__(
        self, owner: QWidget, context: Context, run: RunRow, file: Path, report: ReturnReport
    ) -> None:
        super().__init__(owner.window())
        self._context, self._run, self._file = context, run, file
        self._actor: Actor = context.actor
        self.setWindowTitle(_w("title"))
        self.findings: ListTableModel[ReturnFinding] = ListTableModel(finding_columns(), self, id_of=id)
        self.figures = row(
            KeyFigure(_w("paid"), money(report.paid_fen), _w("lines", n=f"{report.paid:,}")),
            KeyFigure(_w("failed"), money(report.failed_fen), _w("lines", n=f"{report.failed:,}")),
            KeyFigure(_w("rest"), f"{report.still_out:,}", _w("same", n=f"{report.same:,}")),
            gap=tokens.GAP,
        )
        self.take = primary_button(_w("do"), self._take)
        self.take.setDefault(True)
        self.take.setEnabled(not report.findings and bool(report.paid + report.failed))
        about = paragraph(_w("about", file=file.name, run=report.number), "quiet")
        whole = column(about, self.figures, margin=tokens.ROOMY, gap=tokens.GAP)
        if report.findings:
            self._add_findings(whole, report)
        else:
            whole.addWidget(Banner("action", _w("nothing-yet")))
            whole.addStretch(1)
        whole.addLayout(row(None, second_button(tr("ui.frame.cancel"), self.reject), self.take))
        self.setLayout(whole)
        self.take.setFocus()  # where it can be taken; else the keyboard stays on the button that leaves
        self.resize(WIDTH, HEIGHT if report.findings else self.sizeHint().height())

    def _add_findings(self, whole: QVBoxLayout, report: ReturnReport) -> None:
        self.findings.show_rows(report.findings)
        table = TableView(self.findings)
        table.setAccessibleName(_w("findings"))
        whole.addWidget(Banner("wrong", _w("refused", n=f"{len(report.findings):,}")))
        whole.addWidget(text_label(_w("findings"), "strong"))
        whole.addWidget(table, 1)

    def _take(self) -> None:
        run, file = self._run.id, self._file

        def act(work: UnitOfWork, _progress: Progress) -> ReturnReport:
            from app.payments import take_return

            return take_return(work, run, file)

        def done(report: ReturnReport) -> None:
            self.accept()
            words = {"paid": f"{report.paid:,}", "failed": f"{report.failed:,}"}
            self._context.frame.show_toast(_w("taken", run=report.number, **words))

        self._context.change(self, _w("working"), act, done, actor=self._actor)
