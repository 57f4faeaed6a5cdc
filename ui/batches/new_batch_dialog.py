"""The dialog of a new batch: what would enter and what is left out with its reason, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QTabWidget, QWidget

from app.accounts import Actor
from app.batches import BatchChoice, BatchLeftOut, ChosenAwards, choose_awards
from app.clock import office_day
from app.formats import money
from app.words import scoped, tr
from ui.batches.award_columns import award_columns, left_out_columns
from ui.context import Context, Session
from ui.tables import ListTableModel, TableView
from ui.theme import mark, tokens
from ui.widgets import Field, column, line, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.awards import AwardRow
    from app.batches import BatchReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_batches.new-batch")
SIZE = 920, 620
REST_MS = 150
LONGEST_NAME = 120  # characters, as batch.name


@dataclass(frozen=True)
class _Offered:
    contests: Sequence[tuple[int, str, int]]
    years: Sequence[int]
    levels: Sequence[str]


class NewBatchDialog(QDialog):
    """Asks for a name, and for which contest, year and level; `on_made` gets the id of the new batch."""

    def __init__(self, owner: QWidget, context: Context, on_made: Callable[[int], None]) -> None:
        super().__init__(owner.window())
        self._context, self._on_made = context, on_made
        self._actor: Actor = context.actor
        self.setWindowTitle(_w("title"))
        self.resize(*SIZE)
        self.name = line("", hint=_w("name-hint"))
        self.contest, self.year, self.level = QComboBox(), QComboBox(), QComboBox()
        self._name = Field(_w("name"), self.name, longest=LONGEST_NAME)
        self.summary = text_label(_w("reading"), "section")
        self.entering: ListTableModel[AwardRow] = ListTableModel(
            award_columns(), self, id_of=lambda award: award.id
        )
        self.staying: ListTableModel[BatchLeftOut] = ListTableModel(
            left_out_columns(), self, id_of=lambda one: one.award.id
        )
        self.tabs = QTabWidget()
        self._add_tab(self.entering, "entering")
        self._add_tab(self.staying, "staying")
        self.submit = second_button(_w("do-and-submit"), partial(self._create, submits=True))
        self.submit.setEnabled(False)
        self.make = primary_button(_w("do"), self._create)
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self._build()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._choose)
        for box in (self.contest, self.year, self.level):
            box.currentIndexChanged.connect(lambda _at: self._rest.start())
        today = office_day(context.store.clock())
        context.ask(
            self, _offered, lambda offered: self._show_offered(offered, today.isoformat()), topic="offered"
        )
        self.name.setFocus()

    def _build(self) -> None:
        self.contest.setMinimumContentsLength(24)
        self.contest.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for box in (self.year, self.level):
            box.setMinimumContentsLength(9)
        choices = row(
            Field(_w("contest"), self.contest),
            Field(_w("year"), self.year),
            Field(_w("level"), self.level),
            gap=tokens.WIDE,
        )
        choices.setStretch(0, 1)
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        whole = column(
            self._name,
            choices,
            4,
            self.summary,
            self.tabs,
            row(None, cancel, self.submit, self.make),
            margin=tokens.ROOMY,
            gap=tokens.GAP,
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)

    def _add_tab(self, model: ListTableModel[AwardRow] | ListTableModel[BatchLeftOut], key: str) -> None:
        table = TableView(model)
        table.setAccessibleName(_w(key))
        table.set_empty_text(_w(f"{key}-none"))
        self.tabs.addTab(table, _w(key))

    # -- what is chosen

    def _show_offered(self, offered: _Offered, day: str) -> None:
        for box in (self.contest, self.year, self.level):
            box.blockSignals(True)
        self.contest.addItem(_w("any-contest"), None)
        for contest, name, _year in offered.contests:
            self.contest.addItem(name, contest)
        self.year.addItem(_w("any-year"), None)
        for year in offered.years:
            self.year.addItem(_w("of-year", year=year), year)
        self.level.addItem(_w("any-level"), "")
        for level in offered.levels:
            self.level.addItem(tr(f"core.level.{level}"), level)
        for box in (self.contest, self.year, self.level):
            box.blockSignals(False)
        if not self.name.text():
            self.name.setText(_w("suggested", day=day))
            self.name.selectAll()
        self._choose()

    def choice(self) -> BatchChoice:
        """Return what is chosen."""
        contest = self.contest.currentData()
        return BatchChoice(
            contest_ids=(contest,) if contest is not None else (),
            year=self.year.currentData(),
            level=self.level.currentData() or "",
        )

    def _enable(self, is_on: bool) -> None:
        for button in (self.make, self.submit):
            button.setEnabled(is_on)

    def _choose(self) -> None:
        choice = self.choice()
        self._enable(False)
        self.summary.setText(_w("reading"))
        self._context.ask(self, lambda session: choose_awards(session, choice), self._show, topic="choice")

    def _show(self, chosen: ChosenAwards) -> None:
        self.entering.show_rows(chosen.rows)
        self.staying.show_rows(chosen.left_out)
        self.tabs.setTabText(0, _w("tab", name=_w("entering"), n=f"{len(chosen.rows):,}"))
        self.tabs.setTabText(1, _w("tab", name=_w("staying"), n=f"{len(chosen.left_out):,}"))
        key = "summary" if chosen.rows else "summary-none"
        self.summary.setText(
            _w(
                key,
                n=f"{len(chosen.rows):,}",
                amount=money(chosen.amount_fen),
                left=f"{len(chosen.left_out):,}",
            )
        )
        mark(self.summary, "section" if chosen.rows else "asks")
        self._enable(bool(chosen.rows))
        if not chosen.rows and chosen.left_out:
            self.tabs.setCurrentIndex(1)

    # -- making it

    def _create(self, *, submits: bool = False) -> None:
        """Make the batch; with `submits` it is handed on to its review at once."""
        name, choice = self.name.text(), self.choice()
        if not name.strip():
            self._name.show_fault(tr("ui_forms.needed"))
            self.name.setFocus()
            return
        if not self._name.check_length():
            return

        def act(work: UnitOfWork, progress: Progress) -> BatchReport:
            from app.batches import create_batch, submit_batch

            report = create_batch(work, name=name, chosen=choice, progress=progress)
            if submits:
                submit_batch(work, report.batch_id)
            return report

        def done(report: BatchReport) -> None:
            self.accept()
            words = {"batch": name.strip(), "n": f"{report.added:,}", "amount": money(report.amount_fen)}
            self._context.frame.show_toast(_w("submitted" if submits else "done", **words))
            self._on_made(report.batch_id)

        self._context.change(self, _w("working"), act, done, actor=self._actor)


def new_batch(owner: QWidget, context: Context) -> None:
    """Ask what a new batch takes, and go to it once it is made."""
    NewBatchDialog(owner, context, lambda batch: context.open("batch", batch=batch)).open()


def _offered(session: Session) -> _Offered:
    from app.registry import contest_rows, contest_years

    contests = [row for row in contest_rows(session) if row.proposed or row.blocked]
    levels = dict.fromkeys(row.level for row in contests)
    return _Offered([(row.id, row.name, row.year) for row in contests], contest_years(session), list(levels))
