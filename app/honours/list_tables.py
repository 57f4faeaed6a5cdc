"""Lists that the registers give rise to, as tables: the eligible, what is overlooked, the budget."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.honours.budget import budget_year, budget_years
from app.honours.eligibility import ALLOWANCES, EligibleRow, allowance_candidates, green_channel
from app.honours.overlooked import gaps
from app.honours.promoting import PromotionRow, promotion_rows
from app.honours.reference_data import honour_titles
from app.honours.tables import Money, Table, table_of
from app.words import tr


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


def gaps_table(session: Session) -> Table:
    """Return what is due and not done."""
    rows = ((tr(f"honours.gap.{one.kind}"), one.holder, one.about, one.why) for one in gaps(session))
    return table_of("gaps", "kind holder about why", rows)


def budget_table(session: Session) -> Table:
    """Return every year's budget against what it must bear."""
    years = (budget_year(session, year) for year in budget_years(session))
    rows = (
        (
            str(one.year),
            Money(one.budget_fen),
            Money(one.proposed_fen),
            Money(one.decided_fen),
            Money(one.paid_fen),
            Money(one.remaining_fen),
            "；".join(one.warning_texts()),
        )
        for one in years
    )
    return table_of("budget", "year budget proposed decided paid remaining warnings", rows)
