"""The payments screen (发放): runs with their lines, what came back, recoveries, reconciliation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QMenu, QSplitter, QTabWidget, QWidget

from app.accounts import Right
from app.changes import Changes
from app.formats import money
from app.payments import LineRow, Reconciliation, RecoveryRow, RunPage, RunRow, run_page
from app.record_histories import RecordKind
from app.words import scoped
from ui.audit import RecordHistorySection
from ui.context import Context, Session
from ui.payments import acts
from ui.payments.make_run_dialog import MakeRunDialog
from ui.payments.payment_columns import (
    FailedLine,
    difference_columns,
    failed_columns,
    line_columns,
    recovery_columns,
    run_columns,
)
from ui.screens import Screen
from ui.tables import ActPane, any_line
from ui.theme import tokens
from ui.widgets import (
    EmptyState,
    KeyFigure,
    column,
    primary_button,
    quiet_button,
    row,
    second_button,
    text_label,
)

_w = scoped("ui_payments")
TABS = ("runs", "failed", "recoveries", "reconciliation")


@dataclass(frozen=True)
class Read:
    """What the screen shows. `batches` are those at payment or archived: id, name, whether open."""

    batches: tuple[tuple[int, str, bool], ...]
    runs: tuple[RunRow, ...]
    failed: tuple[FailedLine, ...]
    recoveries: tuple[RecoveryRow, ...]
    reconciliation: Reconciliation


class PaymentsScreen(Screen):
    """Everything between an approved batch and money that arrived; opened with `batch`, `tab` or `run`."""

    interest = Changes.PAYMENTS | Changes.BATCHES | Changes.AWARDS | Changes.PEOPLE | Changes.HONOURS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._batch: int | None = None
        self._wanted_run: int | None = None
        self._makes_first = False
        self._read: Read | None = None
        self.batch = QComboBox()
        self.batch.setAccessibleName(_w("of-batch"))
        self.batch.setMinimumContentsLength(26)
        self.batch.addItem(_w("all-batches"), None)
        self.batch.activated.connect(lambda _at: self._choose_batch(self.batch.currentData()))
        self.count = text_label("", "quiet")
        self.make = primary_button(_w("make.title"), self.make_run, icon="plus")
        self.budget = second_button(_w("budget.title"), lambda: context.open("budget"))
        self._make_panes()
        self.tabs = QTabWidget()
        below = (0, tokens.GAP, 0, 0)
        pages = (
            self._runs_page(),
            _padded(self.failed, below),
            _padded(self.recoveries, below),
            self._sums_page(),
        )
        for key, page in zip(TABS, pages, strict=True):
            self.tabs.addTab(page, _w(f"tab.{key}"))
        head = row(self.batch, self.count, None, self.budget, self.make)
        whole = column(head, self.tabs, gap=tokens.TIGHT, margin=tokens.PAGE_MARGINS)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.tabs)

    def _make_panes(self) -> None:
        send = second_button(_w("act.export-do"), self._export, icon="export")
        answer = second_button(_w("act.return-do"), self._take_in, icon="import")
        self.more = quiet_button("", self._open_menu, icon="more", name=_w("more"))
        paid = second_button(_w("act.paid-do"), self._mark_paid)
        card = second_button(_w("act.card-do"), self._card)
        again = second_button(_w("act.reissue-do"), partial(self._of_one_run, acts.reissue))
        give_up = second_button(_w("act.give-up-do"), partial(self._of_one_run, acts.give_up))
        back = second_button(_w("act.repay-do"), self._repay)
        letter = second_button(_w("act.recovery-letter-do"), self._write_letter)
        self.context.needs(Right.PAY, self.make, send, answer, paid, again, give_up, back)
        self.context.needs(Right.RECORD, card)
        self.runs: ActPane[RunRow] = ActPane(
            _w("tab.runs"),
            _w("empty.runs"),
            run_columns(),
            id_of=lambda run: run.id,
            acts=(
                (send, lambda run: not run.is_recovery and run.state != "cancelled"),
                (answer, lambda run: "exported" in run.states),
                (self.more, lambda run: not run.is_recovery),
            ),
            on_chosen=self._read_lines,
        )
        self.lines: ActPane[LineRow] = ActPane(
            _w("lines"),
            _w("empty.lines"),
            line_columns(),
            id_of=lambda one: one.id,
            acts=((paid, lambda one: one.state == "exported"),),
        )
        self.failed: ActPane[FailedLine] = ActPane(
            _w("tab.failed"),
            _w("empty.failed"),
            failed_columns(),
            id_of=lambda one: one.line.id,
            acts=((card, lambda one: not one.line.cash), (again, any_line), (give_up, any_line)),
        )
        self.recoveries: ActPane[RecoveryRow] = ActPane(
            _w("tab.recoveries"),
            _w("empty.recoveries"),
            recovery_columns(),
            id_of=lambda one: one.line_id,
            acts=((letter, lambda one: one.balance_fen > 0), (back, lambda one: one.balance_fen > 0)),
        )
        self.differences: ActPane[Any] = ActPane(
            _w("differences"), _w("empty.differences"), difference_columns(), id_of=id
        )

    def _runs_page(self) -> QWidget:
        self.empty = EmptyState(
            "payments",
            _w("nothing"),
            _w("nothing-text"),
            action=_w("to-batches"),
            on_action=lambda: self.context.open("batches"),
        )
        self.split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self.split.setHandleWidth(1)
        self.split.addWidget(_padded(self.runs, (0, 0, 0, tokens.GAP)))
        self.split.addWidget(_padded(self.lines, (0, tokens.GAP, 0, 0)))
        self.split.setSizes([220, 320])
        self.history = RecordHistorySection(self.context, RecordKind.PAYMENT_RUN)
        page = QWidget()
        whole = column(self.empty, self.split, self.history, margin=(0, tokens.GAP, 0, 0), gap=tokens.GAP)
        whole.setStretch(1, 1)
        page.setLayout(whole)
        self.empty.hide()
        return page

    def _sums_page(self) -> QWidget:
        self.sums = {
            key: KeyFigure(_w(f"sum.{key}"))
            for key in ("decided", "listed", "paid", "to-recover", "recovered")
        }
        figures = row(*self.sums.values(), gap=tokens.GAP)
        for place in range(len(self.sums)):
            figures.setStretch(place, 1)
        page = QWidget()
        whole = column(
            figures,
            text_label(_w("differences"), "section"),
            self.differences,
            gap=tokens.GAP,
            margin=(0, tokens.GAP, 0, 0),
        )
        whole.setStretch(2, 1)
        page.setLayout(whole)
        return page

    # -- what the frame asks

    def arrive(self, **arguments: Any) -> None:
        """Show one `batch`, `run` or `tab`; with `make` ask at once for the first run of the batch."""
        if "batch" in arguments:
            self._batch = int(arguments["batch"])
        if (tab := arguments.get("tab")) in TABS:
            self.tabs.setCurrentIndex(TABS.index(tab))
        self._wanted_run = arguments.get("run")
        self._makes_first = bool(arguments.get("make"))
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        batch = self._batch
        self.context.ask(self, lambda session: _read(session, batch), self._show, topic="payments")

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _choose_batch(self, batch: int | None) -> None:
        self._batch = batch
        self.refresh()

    # -- what is shown

    def _show(self, read: Read) -> None:
        self._read = read
        self.batch.clear()
        self.batch.addItem(_w("all-batches"), None)
        for batch, name, _is_open in read.batches:
            self.batch.addItem(name, batch)
        self.batch.setCurrentIndex(max(self.batch.findData(self._batch), 0))
        self.make.setEnabled(any(is_open for _batch, _name, is_open in read.batches))
        standing = _standing(read.runs)
        net = money(sum(run.net_fen for run in standing))
        self.count.setText(_w("count", n=f"{len(standing):,}", net=net) if standing else "")
        has_anything = bool(read.runs or read.batches)
        self.empty.setVisible(not has_anything)
        self.split.setVisible(has_anything)
        self.history.setVisible(has_anything)
        self.runs.show_rows(read.runs)
        if self._wanted_run is not None:
            self.runs.table.select_id(self._wanted_run)
            self._wanted_run = None
        self.failed.show_rows(read.failed)
        self.recoveries.show_rows(read.recoveries)
        self._show_sums(read.reconciliation)
        waiting = sum(row.balance_fen > 0 for row in read.recoveries)
        for place, number in enumerate(
            (len(read.runs), len(read.failed), waiting, len(read.reconciliation.differences))
        ):
            name = _w(f"tab.{TABS[place]}")
            self.tabs.setTabText(place, f"{name} {number:,}" if number else name)
        makes, self._makes_first = self._makes_first, False
        if makes and self.make.isEnabled() and not standing:
            self.make_run()

    def _show_sums(self, found: Reconciliation) -> None:
        self.differences.show_rows(found.differences)
        listed, paid = found.listed - found.decided, found.paid - found.listed
        hints = {
            "decided": ("", ""),
            "listed": _gap(listed, "to-decided"),
            "paid": _gap(paid, "to-listed"),
            "to-recover": ("", ""),
            "recovered": ("", ""),
        }
        for key, figure in self.sums.items():
            fen = getattr(found, key.replace("-", "_"))
            hint, role = hints[key]
            figure.show_figure(money(fen), hint)
            figure.show_state(role or "hint")

    def _read_lines(self) -> None:
        run = self.runs.line()
        self.history.show_record(run.id if run is not None else None)
        if run is None:
            self.lines.show_rows(())
            self.lines.note.setText("")
            return
        number = run.id
        self.context.ask(self, lambda session: run_page(session, number), self._show_lines, topic="lines")

    def _show_lines(self, page: RunPage) -> None:
        self.lines.show_rows(page.lines)
        over = _w("over-reason", reason=page.over_budget_reason) if page.over_budget_reason else ""
        self.lines.note.setText("　".join(filter(None, (page.run.number, page.tax_words, over))))

    # -- what can be done

    def make_run(self) -> None:
        """Ask what a new run takes."""
        if self._read is None:
            return
        batches = [(batch, name) for batch, name, is_open in self._read.batches if is_open]

        def made(run: int) -> None:
            self._wanted_run = run
            self.refresh()

        fund = next((run.fund for run in self._read.runs if run.fund), "")
        MakeRunDialog(self, self.context, batches, chosen=self._batch, fund=fund, on_made=made).open()

    def _export(self) -> None:
        if (run := self.runs.line()) is not None:
            acts.export(self, self.context, run)

    def _take_in(self) -> None:
        if (run := self.runs.line()) is not None:
            acts.take_in(self, self.context, run)

    def _open_menu(self) -> None:
        run = self.runs.line()
        if run is None:
            return
        from app import payments

        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        stands = run.state != "cancelled"
        for profile in payments.bank_profiles() if stands else ():
            words = _w("bank-file", bank=profile.title)
            act = partial(acts.export_for_bank, self, self.context, run, profile.key, profile.suffix)
            self.context.offer(self.menu.addAction(words, act), Right.PAY)
        if stands:
            self.menu.addAction(_w("act.sign-off-do"), partial(acts.sign_off, self, self.context, run))
            self.menu.addAction(_w("act.request-do"), partial(acts.request, self, self.context, run))
            self.menu.addSeparator()
        cancel = self.menu.addAction(_w("act.cancel-do"), partial(acts.cancel, self, self.context, run))
        self.context.offer(cancel, Right.PAY, unless="" if run.state == "pending" else _w("act.cancel-late"))
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _mark_paid(self) -> None:
        run, lines = self.runs.line(), self.lines.lines()
        if run is not None and lines:
            acts.mark_paid(self, self.context, run, lines)

    def _card(self) -> None:
        if (failed := self.failed.line()) is not None:
            acts.correct_card(self, self.context, failed)

    def _of_one_run(self, act: Callable[[QWidget, Context, Sequence[FailedLine]], object]) -> None:
        """Carry out an act on the chosen failed lines, where they are of one run."""
        chosen = self.failed.lines()
        if len({one.run.id for one in chosen}) > 1:
            self.context.frame.show_toast(_w("one-run"))
        elif chosen:
            act(self, self.context, chosen)

    def _write_letter(self) -> None:
        if (recovery := self.recoveries.line()) is not None:
            acts.recovery_letter_to(self, self.context, recovery)

    def _repay(self) -> None:
        if (recovery := self.recoveries.line()) is not None:
            acts.repay(self, self.context, recovery)


def _padded(pane: QWidget, margin: tuple[int, int, int, int]) -> QWidget:
    page = QWidget()
    page.setLayout(column(pane, margin=margin))
    return page


def _gap(fen: int, key: str) -> tuple[str, str]:
    """Return in words how one sum differs from the sum before it, and the role that says so."""
    if not fen:
        return _w("sum.same"), "done"
    return _w(f"sum.{key}", difference=money(fen)), "asks"


def _standing(runs: tuple[RunRow, ...]) -> list[RunRow]:
    return [run for run in runs if run.state != "cancelled" and not run.is_recovery]


def _read(session: Session, batch: int | None) -> Read:
    from app.batches import PAYING_STATES, batch_rows
    from app.payments import reconcile, recoveries, runs

    rows = batch_rows(session, states=PAYING_STATES)
    found = runs(session, batch)
    failed = [
        FailedLine(run, line)
        for run in found
        if run.states.get("failed")
        for line in run_page(session, run.id).lines
        if line.state == "failed"
    ]
    numbers = {run.number for run in found}
    back = [row for row in recoveries(session) if batch is None or row.paid_in in numbers]
    return Read(
        tuple((row.id, row.name, row.state == "payment") for row in rows),
        tuple(found),
        tuple(failed),
        tuple(back),
        reconcile(session, batch),
    )
