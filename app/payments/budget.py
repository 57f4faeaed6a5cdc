"""The year's budget (年度预算, 二(二)7): what the city set aside, what is proposed, decided and paid of it.

An award belongs to the year in which its result was published, a subsidy to the year of its claim. The
document gives no amount; each entry is the office's, with its basis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.amounts import require_amount_within_bound
from app.bases_on_record import required_basis
from app.changes import Changes
from app.errors import InputError
from app.printing import Column, ListSheet, Section, money_column, running_number
from app.register_workbook import RegisterReport, write_registers
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, required_text
from app.words import scoped, tr
from models import Award, BudgetEntry, IntroductionSubsidy, Result
from models.award import STATUS_IS_NOT_NONE
from models.types import AwardState

_DECIDED = (AwardState.APPROVED, AwardState.IN_PAYMENT)
_PAID = (AwardState.PAID, AwardState.TO_RECOVER)
_PROPOSED = (AwardState.PROPOSED, AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.HELD)
_EARLIEST = 1949


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One entry of a year's budget; `amount_fen` is negative where it was cut."""

    id: int
    year: int
    amount_fen: int
    basis: str
    decided_on: date
    note: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """A year's budget against what it must bear, in fen. `blocked` counts awards without an amount yet.

    `budget_fen` is None where nobody entered one. `warnings` are codes: `no-budget`, `exceeded` (decided
    and paid are more), `would-exceed` (they would be with what is proposed), `blocked`.
    """

    year: int
    budget_fen: int | None
    proposed_fen: int
    decided_fen: int
    paid_fen: int
    blocked: int
    entries: tuple[BudgetLine, ...]

    @property
    def committed_fen(self) -> int:
        """What is decided or paid already."""
        return self.decided_fen + self.paid_fen

    @property
    def remaining_fen(self) -> int | None:
        """What is left after what is decided and paid; None without a budget."""
        return None if self.budget_fen is None else self.budget_fen - self.committed_fen

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the office should look at, the worst first."""
        return tuple(code for code in _WARNINGS if _applies(self, code))

    def warning_texts(self) -> tuple[str, ...]:
        """Return the warnings in words."""
        return tuple(
            tr(f"payments.budget-warning.{code}", year=self.year, count=self.blocked)
            for code in self.warnings
        )


_WARNINGS = ("exceeded", "would-exceed", "no-budget", "blocked")


def _applies(year: BudgetYear, code: str) -> bool:
    budget, committed = year.budget_fen, year.committed_fen
    if code == "no-budget":
        return budget is None and committed + year.proposed_fen > 0
    if code == "blocked":
        return year.blocked > 0
    if budget is None:
        return False
    if code == "exceeded":
        return committed > budget
    return committed <= budget < committed + year.proposed_fen


def record_budget(
    work: UnitOfWork, year: int, *, amount_fen: int, basis: str, decided_on: date, note: str = ""
) -> int:
    """Enter an amount for a year, or a change of it; return the entry's id. Entries are never edited.

    Raises InputError without a basis, for an impossible year or amount, a day to come, or where the
    year would fall below nothing.
    """
    work.require(Right.PAY)
    if not _EARLIEST <= year <= work.now.year + 10:
        raise InputError("budget-year", year=year)
    require_amount_within_bound(amount_fen)
    standing = arranged_fen(work.session, year)
    if amount_fen == 0 or (standing or 0) + amount_fen < 0:
        raise InputError("budget-amount", year=year)
    check_not_future(work, decided_on, what=tr("registers.field.decided-on"))
    paper, as_written = required_basis(work, required_text(basis, what=tr("registers.field.basis")))
    entry = BudgetEntry(
        year=year,
        amount_fen=amount_fen,
        basis=paper,
        decided_on=decided_on,
        note=note.strip(),
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(entry)
    work.session.flush()
    detail = {"year": year, "amount_fen": amount_fen, "basis": paper, "basis_as_written": as_written}
    work.audit("record", "budget", entry.id, detail=detail)
    work.touched(Changes.HONOURS)
    return entry.id


def budget_year(session: Session, year: int) -> BudgetYear:
    """Return a year's budget against what it must bear."""
    sums, blocked = _award_sums(session, year)
    for state, fen in _subsidy_sums(session, year):
        sums[state] += fen
    return BudgetYear(
        year,
        arranged_fen(session, year),
        sums["proposed"],
        sums["decided"],
        sums["paid"],
        blocked,
        _entries(session, year),
    )


def budget_years(session: Session) -> tuple[int, ...]:
    """Return the years that have a budget or anything to bear, the latest first."""
    budgets = session.scalars(select(BudgetEntry.year).distinct())
    published = select(extract("year", Result.published_on)).join(Award, Award.id == Result.id).distinct()
    claimed = select(extract("year", IntroductionSubsidy.claimed_on)).distinct()
    borne = [*session.scalars(published.where(STATUS_IS_NOT_NONE)), *session.scalars(claimed)]
    return tuple(sorted({*budgets, *map(int, borne)}, reverse=True))


def arranged_fen(session: Session, year: int) -> int | None:
    """Return what was set aside for a year, in fen; None where nobody entered anything."""
    total = session.scalar(select(func.sum(BudgetEntry.amount_fen)).where(BudgetEntry.year == year))
    return None if total is None else int(total)


def _entries(session: Session, year: int) -> tuple[BudgetLine, ...]:
    query = select(BudgetEntry).where(BudgetEntry.year == year).order_by(BudgetEntry.id)
    return tuple(
        BudgetLine(one.id, one.year, one.amount_fen, one.basis, one.decided_on, one.note, one.recorded_by)
        for one in session.scalars(query)
    )


def _award_sums(session: Session, year: int) -> tuple[Counter[str], int]:
    query = (
        select(Award.state, func.sum(Award.amount_fen), func.count())
        .join(Result, Result.id == Award.id)
        .where(STATUS_IS_NOT_NONE)
        .where(Result.published_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(Award.state)
    )
    sums: Counter[str] = Counter()
    blocked = 0
    for state, fen, count in session.execute(query):
        blocked += count if state == AwardState.BLOCKED else 0
        sums[_pot(state)] += int(fen or 0)
    return sums, blocked


def _pot(state: str) -> str:
    if state in _PROPOSED:
        return "proposed"
    if state in _DECIDED:
        return "decided"
    return "paid" if state in _PAID else "none"


def _subsidy_sums(session: Session, year: int) -> Iterable[tuple[str, int]]:
    claim = IntroductionSubsidy
    query = select(claim.state, func.sum(claim.amount_fen)).group_by(claim.state)
    pots = {"claimed": "proposed", "approved": "decided", "paid": "paid", "to-recover": "paid"}
    query = query.where(claim.claimed_on.between(date(year, 1, 1), date(year, 12, 31)))
    for state, fen in session.execute(query):
        yield pots.get(state, "none"), int(fen or 0)


def export_budget(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write every year's budget to `out`, whole or not at all. Raises DocumentError."""
    return write_registers(session, out, [budget_list(session)], now=now)


def budget_list(session: Session) -> ListSheet[BudgetYear]:
    """Return every year's budget against what it must bear, for a workbook."""
    title = scoped("registers.column")
    columns: list[Column[BudgetYear]] = [
        running_number(title("number")),
        Column(title("year"), 16, lambda one: str(one.year), "center"),
        money_column(title("budget"), 18, lambda one: one.budget_fen),
        money_column(title("proposed"), 18, lambda one: one.proposed_fen),
        money_column(title("decided"), 18, lambda one: one.decided_fen),
        money_column(title("paid"), 18, lambda one: one.paid_fen),
        money_column(title("remaining"), 18, lambda one: one.remaining_fen),
        Column(title("warnings"), 40, lambda one: "；".join(one.warning_texts())),
    ]
    rows = [budget_year(session, year) for year in budget_years(session)]
    return ListSheet(tr("registers.export.budget"), columns, [Section(rows)])
