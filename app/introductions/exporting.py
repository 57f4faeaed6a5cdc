"""The registers of introductions and of subsidy claims as a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.introductions.register import IntroductionRow, SubsidyRow, introduction_rows, subsidy_rows
from app.printing import Column, ListSheet, Section, money_column, running_number
from app.reference_data import region_names
from app.register_workbook import RegisterReport, day_text, write_registers
from app.words import scoped, tr

_title = scoped("registers.column")


def export_introductions(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write introductions and subsidy claims to `out`, a sheet each, whole or not at all."""
    return write_registers(session, out, [introductions_list(session), subsidies_list(session)], now=now)


def introductions_list(session: Session) -> ListSheet[IntroductionRow]:
    """Return the register of introductions."""
    regions = region_names()
    columns: list[Column[IntroductionRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("category"), 30, lambda one: tr(f"introductions.category.{one.category}"), "center"),
        Column(_title("evidence"), 30, lambda one: one.category_evidence),
        Column(_title("employer"), 28, lambda one: one.previous_employer, "center"),
        Column(_title("region"), 16, lambda one: regions.get(one.previous_region, ""), "center"),
        Column(_title("way"), 16, lambda one: tr(f"introductions.way.{one.way}"), "center"),
        Column(_title("channel"), 16, _channel, "center"),
        Column(_title("introduced-on"), 16, lambda one: day_text(one.introduced_on), "center"),
        Column(_title("assessed"), 16, _assessed, "center"),
        Column(
            _title("state"), 16, lambda one: tr(f"introductions.introduction-state.{one.state}"), "center"
        ),
    ]
    return ListSheet(tr("registers.export.introductions"), columns, [Section(introduction_rows(session))])


def _assessed(one: IntroductionRow) -> str:
    return tr(f"introductions.assessed.{one.assessed or 'none'}")


def _channel(one: IntroductionRow) -> str:
    return tr(f"introductions.channel.{one.channel}") if one.channel else ""


def subsidies_list(session: Session) -> ListSheet[SubsidyRow]:
    """Return the claims for introduction subsidies."""
    columns: list[Column[SubsidyRow]] = [
        running_number(_title("number")),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        money_column(_title("amount"), 16, lambda one: one.amount_fen),
        Column(_title("standard"), 16, lambda one: one.standard_basis, "center"),
        Column(_title("state"), 16, lambda one: tr(f"introductions.subsidy-state.{one.state}"), "center"),
        Column(_title("claimed-on"), 16, lambda one: day_text(one.claimed_on), "center"),
        Column(_title("approved-on"), 16, lambda one: day_text(one.approved_on), "center"),
        Column(_title("paid-on"), 16, lambda one: day_text(one.paid_on), "center"),
        Column(_title("recovered-on"), 16, lambda one: day_text(one.recovered_on), "center"),
    ]
    return ListSheet(tr("registers.export.subsidies"), columns, [Section(subsidy_rows(session))])
