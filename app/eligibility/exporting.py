"""The lists of who is eligible as a workbook: green channel, allowances, promotions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.eligibility.lists import (
    ALLOWANCES,
    AllowanceCandidate,
    EligibleRow,
    allowance_candidates,
    green_channel,
)
from app.eligibility.promotions import PromotionRow, promotion_rows
from app.printing import Column, ListSheet, Section, running_number
from app.reference_data import honour_titles
from app.register_workbook import RegisterReport, write_registers
from app.words import scoped, tr

_title = scoped("registers.column")


def export_eligibility(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write every list to `out`, a sheet each, whole or not at all. Raises DocumentError."""
    lists: list[ListSheet[Any]] = [
        green_channel_list(session),
        allowances_list(session),
        promotions_list(session),
    ]
    return write_registers(session, out, lists, now=now)


def green_channel_list(session: Session) -> ListSheet[EligibleRow]:
    """Return the green channel."""
    columns: list[Column[EligibleRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("ground"), 50, lambda one: one.ground),
        Column(_title("clause"), 16, lambda one: one.clause, "center"),
        Column(_title("confirmed"), 16, _confirmed, "center"),
    ]
    return ListSheet(tr("registers.export.green-channel"), columns, [Section(green_channel(session))])


def _confirmed(one: EligibleRow | PromotionRow) -> str:
    return tr("eligibility.confirmed" if one.is_confirmed else "eligibility.unconfirmed")


def allowances_list(session: Session) -> ListSheet[tuple[str, AllowanceCandidate]]:
    """Return the candidates for both allowances; a row is the allowance and the candidate."""
    titles = honour_titles()

    def holds(row: tuple[str, AllowanceCandidate]) -> str:
        return "、".join(titles[held].name for held in row[1].holds)

    columns: list[Column[tuple[str, AllowanceCandidate]]] = [
        running_number(_title("number")),
        Column(_title("allowance"), 16, lambda row: titles[row[0]].name, "center"),
        Column(_title("person"), 16, lambda row: row[1].person, "center"),
        Column(_title("details"), 60, lambda row: "\n".join(row[1].grounds)),
        Column(
            _title("holds"), 16, lambda row: "、".join(titles[held].name for held in row[1].holds), "center"
        ),
    ]
    rows = [(allowance, one) for allowance in ALLOWANCES for one in allowance_candidates(session, allowance)]
    return ListSheet(tr("registers.export.allowances"), columns, [Section(rows)])


def promotions_list(session: Session) -> ListSheet[PromotionRow]:
    """Return the proposals for promotion and expert titles."""
    columns: list[Column[PromotionRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("ground"), 50, lambda one: one.ground),
        Column(_title("effect"), 28, lambda one: one.effect, "center"),
        Column(_title("lacking"), 28, lambda one: one.lacking, "center"),
        Column(_title("verified"), 16, _verified, "center"),
        Column(_title("confirmed"), 16, _confirmed, "center"),
    ]
    return ListSheet(tr("registers.export.promotions"), columns, [Section(promotion_rows(session))])


def _verified(one: PromotionRow) -> str:
    return tr("eligibility.verified" if one.is_verified else "eligibility.unverified")
