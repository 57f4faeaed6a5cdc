"""The lists of who is eligible as a workbook: green channel, allowances, promotions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.eligibility.lists import ALLOWANCES, EligibleRow, allowance_candidates, green_channel
from app.eligibility.promotions import PromotionRow, promotion_rows
from app.reference_data import honour_titles
from app.register_workbook import RegisterReport, Table, table_of, write_tables
from app.words import tr


def export_eligibility(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write every list to `out`, a sheet each, whole or not at all. Raises DocumentError."""
    tables = [green_channel_table(session), allowance_table(session), promotions_table(session)]
    return write_tables(session, out, tables=tables, now=now)


def green_channel_table(session: Session) -> Table:
    """Return the green channel."""
    rows = ((one.person, one.unit, one.ground, one.clause, _confirmed(one)) for one in green_channel(session))
    return table_of("green-channel", "person unit ground clause confirmed", rows)


def _confirmed(one: EligibleRow | PromotionRow) -> str:
    return tr("honours.confirmed" if one.is_confirmed else "honours.unconfirmed")


def allowance_table(session: Session) -> Table:
    """Return the candidates for both allowances."""
    rows = (
        (
            honour_titles()[allowance].name,
            one.person,
            "\n".join(one.grounds),
            "、".join(honour_titles()[held].name for held in one.holds),
        )
        for allowance in ALLOWANCES
        for one in allowance_candidates(session, allowance)
    )
    return table_of("allowances", "allowance person details holds", rows)


def promotions_table(session: Session) -> Table:
    """Return the proposals for promotion and expert titles."""
    rows = (
        (
            one.person,
            one.unit,
            one.ground,
            one.effect,
            one.lacking,
            tr("honours.verified" if one.is_verified else "honours.unverified"),
            _confirmed(one),
        )
        for one in promotion_rows(session)
    )
    return table_of("promotions", "person unit ground effect lacking verified confirmed", rows)
