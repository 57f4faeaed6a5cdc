"""The columns of the tables on the payments screen. Numbers of cards come masked from `app`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.clock import moment_text
from app.formats import money
from app.payments import Difference, LineRow, NotListed, RecoveryRow, ReturnFinding, RunRow
from app.words import scoped, tr
from ui.tables import Column

_w = scoped("ui_payments.column")
LOOKS = {
    "pending": "draft",
    "exported": "in-payment",
    "paid": "paid",
    "failed": "annulled",
    "re-issued": "superseded",
    "cancelled": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that came back from the bank, with the run it stands on."""

    run: RunRow
    line: LineRow


def state_words(state: str) -> str:
    """Return the state of a line, or of a run after its lines."""
    return tr(f"core.payment-line-state.{state}")


def amount_words(fen: int | None) -> str:
    """Return an amount; a dash where that side says nothing."""
    return "—" if fen is None else money(fen)


def day_words(day: date | None) -> str:
    """Return a day as 2024-07-02; a dash where there is none."""
    return "—" if day is None else f"{day:%Y-%m-%d}"


def run_columns() -> tuple[Column[RunRow], ...]:
    """Return the columns of runs."""
    return (
        Column(_w("number"), lambda run: run.number, 92, is_strong=True),
        Column(_w("batch"), lambda run: run.batch or _w("recovery-run"), 170, stretch=True),
        Column(_w("fund"), lambda run: run.fund or "—", 160),
        Column(_w("year"), lambda run: str(run.budget_year), 60),
        Column(_w("lines"), lambda run: f"{run.lines:,}", 56, is_number=True),
        Column(_w("gross"), lambda run: money(run.gross_fen), 118, is_number=True),
        Column(_w("tax"), lambda run: money(run.tax_fen), 100, is_number=True),
        Column(_w("net"), lambda run: money(run.net_fen), 118, is_number=True),
        Column(
            _w("state"),
            lambda run: state_words(run.state),
            96,
            state=lambda run: LOOKS[run.state],
            hint=lambda run: "　".join(f"{state_words(state)} {n}" for state, n in run.states.items()),
        ),
        Column(_w("exported-at"), _exported, 132, is_quiet=True),
    )


def _exported(run: RunRow) -> str:
    return moment_text(run.exported_at) if run.exported_at else "—"


def line_columns() -> tuple[Column[LineRow], ...]:
    """Return the columns of the lines of one run."""
    return (
        Column(_w("position"), lambda line: str(line.position), 44, is_number=True),
        Column(_w("person"), _payee, 120, is_strong=True),
        Column(_w("unit"), lambda line: line.unit or "—", 170, stretch=True),
        Column(_w("event"), lambda line: line.event, 130),
        Column(_w("place"), lambda line: line.place, 70),
        Column(_w("gross"), lambda line: money(line.gross_fen), 108, is_number=True),
        Column(_w("net"), lambda line: money(line.net_fen), 108, is_number=True),
        Column(_w("card"), card_words, 190, hint=_bank_words),
        Column(
            _w("state"),
            lambda line: state_words(line.state),
            90,
            state=lambda line: LOOKS[line.state],
            hint=lambda line: line.state_reason or line.recovery_reason,
        ),
        Column(_w("paid-on"), lambda line: day_words(line.paid_on), 96, is_quiet=True),
    )


def _bank_words(line: LineRow) -> str:
    return "　".join(filter(None, (line.bank, line.card_recorded)))


def _payee(line: LineRow) -> str:
    return line.person if line.payee == line.person else _w("through", person=line.person, payee=line.payee)


def card_words(line: LineRow) -> str:
    """Return the masked card and its bank, or that the line is paid in cash."""
    return _w("cash") if line.cash else f"{line.card}　{line.bank}"


def failed_columns() -> tuple[Column[FailedLine], ...]:
    """Return the columns of lines that came back."""
    return (
        Column(_w("number"), lambda one: one.run.number, 92),
        Column(_w("position"), lambda one: str(one.line.position), 44, is_number=True),
        Column(_w("person"), lambda one: _payee(one.line), 110, is_strong=True),
        Column(_w("net"), lambda one: money(one.line.net_fen), 110, is_number=True),
        Column(_w("card"), lambda one: card_words(one.line), 270),
        Column(_w("why-failed"), lambda one: one.line.state_reason, 220, stretch=True),
    )


def recovery_columns() -> tuple[Column[RecoveryRow], ...]:
    """Return the columns of recoveries, with what still has to come back."""
    return (
        Column(_w("person"), lambda row: row.person, 92, is_strong=True),
        Column(_w("event"), lambda row: row.event, 140),
        Column(_w("demanded"), lambda row: money(row.demanded_fen), 128, is_number=True),
        Column(_w("repaid"), lambda row: money(row.repaid_fen), 112, is_number=True),
        Column(_w("balance"), lambda row: money(row.balance_fen), 112, is_number=True, is_strong=True),
        Column(_w("why"), lambda row: row.reason, 200, stretch=True),
        Column(_w("paid-in"), lambda row: row.paid_in, 92),
        Column(_w("demanded-by"), lambda row: row.demanded_by, 92),
        Column(
            _w("state"),
            lambda row: _w("recovered" if row.balance_fen == 0 else "open"),
            96,
            state=lambda row: "recovered" if row.balance_fen == 0 else "to-recover",
        ),
    )


def difference_columns() -> tuple[Column[Difference], ...]:
    """Return the columns of what does not agree."""
    return (
        Column(_w("person"), lambda one: one.person or "—", 100, is_strong=True),
        Column(_w("number"), lambda one: one.run or "—", 92),
        Column(_w("decided"), lambda one: amount_words(one.decided_fen), 112, is_number=True),
        Column(_w("listed"), lambda one: amount_words(one.listed_fen), 112, is_number=True),
        Column(_w("paid"), lambda one: amount_words(one.paid_fen), 112, is_number=True),
        Column(_w("difference"), lambda one: one.words, 320, stretch=True),
    )


def not_listed_columns() -> tuple[Column[NotListed], ...]:
    """Return the columns of awards that a run leaves out, the unit first: it is asked for the cards."""
    return (
        Column(_w("unit"), lambda one: one.award.unit or "—", 210),
        Column(_w("person"), lambda one: one.award.person, 84, is_strong=True),
        Column(_w("event"), lambda one: one.award.event, 120),
        Column(_w("amount"), lambda one: amount_words(one.award.amount_fen), 104, is_number=True),
        Column(_w("why-not"), lambda one: one.words, 280, stretch=True),
    )


def finding_columns() -> tuple[Column[ReturnFinding], ...]:
    """Return the columns of the rows of a return that cannot be taken."""
    return (
        Column(_w("sheet"), lambda one: one.sheet or "—", 96),
        Column(_w("row"), lambda one: str(one.row) if one.row else "—", 56, is_number=True),
        Column(_w("finding"), lambda one: one.message, 420, stretch=True, hint=lambda one: one.message),
    )
