"""The dialog that makes a run (做发放表): what it would hold, who is left out, what is over the budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from app.accounts import Actor
from app.clock import office_day
from app.errors import AppError
from app.formats import money
from app.payments import NotListed, RunPlan, plan_run
from app.words import error_text, scoped, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_folder
from ui.payments.payment_columns import not_listed_columns
from ui.tables import ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import (
    Banner,
    Field,
    column,
    line,
    primary_button,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_payments.make")
SIZE = 920, 640
REST_MS = 200
LONGEST_FUND, LONGEST_REASON = 120, 300  # characters, as the columns
NO_CARD = "no-card"
_CARDS_NAMED = 6


@dataclass(frozen=True)
class _Planned:
    plan: RunPlan | None
    fault: str = ""


class MakeRunDialog(QDialog):
    """Asks fund, year and, over the budget, the reason; `on_made` gets the id of the new run."""

    def __init__(
        self,
        owner: QWidget,
        context: Context,
        batches: Sequence[tuple[int, str]],
        *,
        chosen: int | None,
        fund: str = "",
        on_made: Callable[[int], None],
    ) -> None:
        super().__init__(owner.window())
        self._context, self._on_made = context, on_made
        self._actor: Actor = context.actor
        self._plan: RunPlan | None = None
        self.setWindowTitle(_w("title"))
        self.resize(*SIZE)
        self.batch = QComboBox()
        for batch, name in batches:
            self.batch.addItem(name, batch)
        self.batch.setCurrentIndex(max(self.batch.findData(chosen), 0))
        today = office_day(context.store.clock())
        self.fund, self.year = line(fund, hint=_w("fund-hint")), line(str(today.year))
        self.reason = line("", hint=_w("reason-hint"))
        self._fund = Field(_w("fund"), self.fund, longest=LONGEST_FUND)
        self._year = Field(_w("year"), self.year)
        self._reason = Field(_w("reason"), self.reason, longest=LONGEST_REASON)
        self._reason.hide()
        self.summary = text_label(_w("reading"), "section")
        self.tax = text_label("", "quiet")
        self.cards = text_label("", "quiet")
        self.cards.setWordWrap(True)
        self.cards.hide()
        self.banner = Banner("asks", "")
        self.banner.hide()
        self.left_out: ListTableModel[NotListed] = ListTableModel(
            not_listed_columns(), self, id_of=lambda one: one.award.id
        )
        self.table = TableView(self.left_out)
        self.table.setAccessibleName(_w("left-out"))
        self.heading = text_label("", "strong")
        self.sheets = second_button(_w("card-sheets"), self._write_sheets, icon="export")
        self.sheets.setEnabled(False)
        self.make = primary_button(_w("do"), self._make)
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self._build()
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._read)
        self.batch.currentIndexChanged.connect(lambda _at: self._rest.start())
        self.year.textChanged.connect(lambda _text: self._rest.start())
        self.fund.setFocus()
        self._read()

    def _build(self) -> None:
        facts = row(Field(_w("batch"), self.batch), self._fund, self._year, gap=tokens.WIDE)
        for place, share in enumerate((3, 3, 1)):
            facts.setStretch(place, share)
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        whole = column(
            facts,
            4,
            self.summary,
            self.tax,
            self.cards,
            self.banner,
            self._reason,
            row(self.heading, None, self.sheets),
            self.table,
            row(None, cancel, self.make),
            margin=tokens.ROOMY,
            gap=tokens.GAP,
        )
        whole.setStretch(8, 1)
        self.setLayout(whole)

    # -- what it would hold

    def _budget_year(self) -> int | None:
        text = self.year.text().strip()
        return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None

    def _read(self) -> None:
        batch, year = self.batch.currentData(), self._budget_year()
        self.make.setEnabled(False)
        self._year.show_fault("" if year else _w("year-wrong"))
        if batch is None or year is None:
            return
        self.summary.setText(_w("reading"))
        self._context.ask(self, lambda session: _planned(session, batch, year), self._show, topic="plan")

    def _show(self, planned: _Planned) -> None:
        plan = self._plan = planned.plan
        if plan is None:
            self.summary.setText(_w("cannot"))
            self.tax.setText("")
            self.cards.hide()
            self._show_banner("wrong", planned.fault)
            return
        self.summary.setText(_w("summary", n=f"{len(plan.lines):,}", gross=money(plan.gross_fen)))
        self.tax.setText(self._tax_words(plan))
        self.tax.setVisible(bool(self.tax.text()))
        self.cards.setText(_cards_words(plan))
        self.cards.setVisible(bool(plan.changed_cards))
        self._reason.setVisible(bool(plan.over_fen))
        self._show_budget(plan)
        by_unit = sorted(plan.left_out, key=lambda one: (one.code != NO_CARD, one.award.unit or ""))
        self.left_out.show_rows(by_unit)
        lacking = [one for one in plan.left_out if one.code == NO_CARD]
        units = len({one.award.unit for one in lacking})
        key = "left-out-cards" if lacking else "left-out-some" if by_unit else "left-out-none"
        self.heading.setText(_w(key, n=f"{len(by_unit):,}", cards=f"{len(lacking):,}", units=f"{units:,}"))
        self.table.set_empty_text(_w("nobody-left-out"))
        self.sheets.setEnabled(bool(lacking))
        self.make.setEnabled(bool(plan.lines))

    def _tax_words(self, plan: RunPlan) -> str:
        if plan.tax is None:
            return ""
        tax = sum(one.tax_fen for one in plan.lines)
        return _w("tax", words=plan.tax.words, tax=money(tax), net=money(plan.gross_fen - tax))

    def _show_budget(self, plan: RunPlan) -> None:
        if plan.arranged_fen is None:
            self._show_banner("asks", _w("no-budget", year=plan.budget_year))
        elif plan.over_fen:
            words = {"year": plan.budget_year, "arranged": money(plan.arranged_fen)}
            self._show_banner("asks", _w("over", over=money(plan.over_fen), **words))
        else:
            self.banner.hide()

    def _show_banner(self, kind: str, text: str) -> None:
        self.banner.show_text(kind, text)
        self.banner.show()

    # -- what can be done

    def _make(self) -> None:
        plan, fund, reason = self._plan, self.fund.text().strip(), self.reason.text().strip()
        if plan is None:
            return
        self._fund.show_fault("" if fund else tr("ui_forms.needed"))
        needs_reason = bool(plan.over_fen) and not reason
        self._reason.show_fault(tr("ui_forms.needed") if needs_reason else "")
        if not fund or needs_reason:
            (self.reason if fund else self.fund).setFocus()
            return
        if not (self._fund.check_length() and self._reason.check_length()):
            return
        batch, year = plan.batch_id, plan.budget_year

        def act(work: UnitOfWork, _progress: Progress) -> int:
            from app.payments import make_run

            return make_run(work, batch, fund=fund, budget_year=year, over_budget_reason=reason).run_id

        def done(run: int) -> None:
            self.accept()
            gross = money(plan.gross_fen)
            self._context.frame.show_toast(_w("done", n=f"{len(plan.lines):,}", gross=gross))
            self._on_made(run)

        self._context.change(self, _w("working"), act, done, actor=self._actor)

    def _write_sheets(self) -> None:
        if self._plan is not None and (folder := choose_folder(self, _w("card-sheets"))) is not None:
            self.write_sheets_to(folder)

    def write_sheets_to(self, folder: Path) -> None:
        """Write a sheet for each unit whose people lack a card, for the unit to fill in."""
        store, batch = self._context.store, self.batch.currentData()

        def work(_progress: Progress) -> int:
            from app.papers import missing_card_sheets

            with store.reading() as session:
                return len(missing_card_sheets(session, batch, folder, now=store.clock()))

        def done(count: int) -> None:
            self._context.show_saved(folder, _w("sheets-written", n=count))

        self._context.run(self, _w("writing-sheets"), work, done)


def _cards_words(plan: RunPlan) -> str:
    """Return whose card was recorded since the approval, and by whom; the frozen run names them all."""
    named = [f"{one.person_name}（{record.words}）" for one, record in plan.changed_cards[:_CARDS_NAMED]]
    more = "…" if len(plan.changed_cards) > _CARDS_NAMED else ""
    return _w("changed-cards", n=f"{len(plan.changed_cards):,}", who="、".join(named) + more)


def _planned(session: Session, batch: int, year: int) -> _Planned:
    try:
        return _Planned(plan_run(session, batch, budget_year=year))
    except AppError as error:
        return _Planned(None, error_text(error))
