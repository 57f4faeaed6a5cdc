"""The registers of introductions and of subsidy claims as a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.introductions.register import introduction_rows, subsidy_rows
from app.reference_data import region_names
from app.register_workbook import Money, RegisterReport, Table, day_text, table_of, write_tables
from app.words import tr


def export_introductions(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write introductions and subsidy claims to `out`, a sheet each, whole or not at all."""
    tables = [introductions_table(session), subsidies_table(session)]
    return write_tables(session, out, tables=tables, now=now)


def introductions_table(session: Session) -> Table:
    """Return the register of introductions."""
    rows = (
        (
            one.person,
            one.unit,
            tr(f"honours.category.{one.category}"),
            one.category_evidence,
            one.previous_employer,
            region_names().get(one.previous_region, ""),
            tr(f"honours.way.{one.way}"),
            tr(f"honours.channel.{one.channel}") if one.channel else "",
            day_text(one.introduced_on),
            tr(f"honours.assessed.{one.assessed or 'none'}"),
            tr(f"honours.introduction-state.{one.state}"),
        )
        for one in introduction_rows(session)
    )
    columns = "person unit category evidence employer region way channel introduced-on assessed state"
    return table_of("introductions", columns, rows)


def subsidies_table(session: Session) -> Table:
    """Return the claims for introduction subsidies."""
    rows = (
        (
            one.unit,
            one.person,
            Money(one.amount_fen),
            one.standard_basis,
            tr(f"honours.subsidy-state.{one.state}"),
            day_text(one.claimed_on),
            day_text(one.approved_on),
            day_text(one.paid_on),
            day_text(one.recovered_on),
        )
        for one in subsidy_rows(session)
    )
    return table_of(
        "subsidies", "unit person amount standard state claimed-on approved-on paid-on recovered-on", rows
    )
