"""The registers as tables of plain values: what a workbook, and nothing else, is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.honours.base_detail import BaseFact, base_detail
from app.honours.base_rows import base_rows
from app.honours.budget import budget_year, budget_years
from app.honours.craftsman_rows import CraftsmanRow, craftsman_rows
from app.honours.eligibility import ALLOWANCES, EligibleRow, allowance_candidates, green_channel
from app.honours.gaps import gaps
from app.honours.honour_rows import honour_rows
from app.honours.introduction_rows import introduction_rows
from app.honours.promoting import PromotionRow, promotion_rows
from app.honours.reference_data import honour_titles, region_names
from app.honours.subsidy_rows import subsidy_rows
from app.words import word


class Money(NamedTuple):
    """An amount of fen in a table; None is an empty cell."""

    fen: int | None


Cell = str | int | Money


@dataclass(frozen=True, slots=True)
class Table:
    """A register as a table: its key (for title and column words), the columns' keys, the rows."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _table(key: str, columns: str, rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(key, tuple(columns.split()), tuple(tuple(row) for row in rows))


def bases_table(session: Session) -> Table:
    """Return the register of bases."""
    rows = (
        (
            one.unit,
            one.named_as,
            one.credit_code,
            one.title,
            word(f"honours.designation-state.{one.state}"),
            _day(one.designated_on),
            one.document,
            one.bases,
        )
        for one in base_rows(session)
    )
    return _table("bases", "unit named-as code title state named-on document bases", rows)


def base_proposals_table(session: Session) -> Table:
    """Return the units proposed to be named, with every result that carries the proposal."""
    rows = (
        (
            one.unit,
            one.credit_code,
            one.title,
            one.clause,
            "\n".join(_fact_text(fact) for fact in base_detail(session, one.id).facts),
        )
        for one in base_rows(session, states=["proposed"])
    )
    return _table("base-proposals", "unit code title clause basis", rows)


def _fact_text(fact: BaseFact) -> str:
    place = word("honours.rank", rank=fact.rank) if fact.rank else ""
    result = word("honours.result", contest=fact.contest, event=fact.event, place=place)
    status = word(f"honours.basis-status.{fact.status}")
    return word("honours.fact", result=result, person=fact.person, status=status)


def craftsman_proposals_table(session: Session) -> Table:
    """Return the people proposed for a craftsman title, with why it is this title."""
    rows = (
        (one.person, one.unit, _category(one), one.title_name, one.assessment, one.choice_basis)
        for one in craftsman_rows(session, states=["proposed"])
    )
    return _table("craftsman-proposals", "person unit category title assessment choice-basis", rows)


def craftsmen_table(session: Session) -> Table:
    """Return the register of craftsmen."""
    rows = (
        (
            one.person,
            one.unit,
            _category(one),
            one.title_name,
            word(f"honours.recognition-state.{one.state}"),
            _day(one.recognised_on),
            one.document,
            one.assessment,
            one.choice_basis,
        )
        for one in craftsman_rows(session)
    )
    return _table(
        "craftsmen", "person unit category title state named-on document assessment choice-basis", rows
    )


def _category(one: CraftsmanRow) -> str:
    return word(f"honours.category.{one.category}")


def introductions_table(session: Session) -> Table:
    """Return the register of introductions."""
    rows = (
        (
            one.person,
            one.unit,
            word(f"honours.category.{one.category}"),
            one.category_evidence,
            one.previous_employer,
            region_names().get(one.previous_region, ""),
            word(f"honours.way.{one.way}"),
            word(f"honours.channel.{one.channel}") if one.channel else "",
            _day(one.introduced_on),
            word(f"honours.assessed.{one.assessed or 'none'}"),
            word(f"honours.introduction-state.{one.state}"),
        )
        for one in introduction_rows(session)
    )
    columns = "person unit category evidence employer region way channel introduced-on assessed state"
    return _table("introductions", columns, rows)


def subsidies_table(session: Session) -> Table:
    """Return the claims for introduction subsidies."""
    rows = (
        (
            one.unit,
            one.person,
            Money(one.amount_fen),
            one.standard_basis,
            word(f"honours.subsidy-state.{one.state}"),
            _day(one.claimed_on),
            _day(one.approved_on),
            _day(one.paid_on),
        )
        for one in subsidy_rows(session)
    )
    return _table("subsidies", "unit person amount standard state claimed-on approved-on paid-on", rows)


def honours_table(session: Session) -> Table:
    """Return the register of honours, national ones first."""
    rows = (
        (
            one.holder,
            one.title_name,
            word(f"honours.honour-level.{one.level}"),
            _day(one.awarded_on),
            one.document,
            one.issuer,
            one.evidence,
            word(f"honours.honour-state.{one.state}"),
        )
        for one in honour_rows(session)
    )
    return _table("honours", "holder title level awarded-on document issuer evidence state", rows)


def green_channel_table(session: Session) -> Table:
    """Return the green channel."""
    rows = ((one.person, one.unit, one.ground, one.clause, _confirmed(one)) for one in green_channel(session))
    return _table("green-channel", "person unit ground clause confirmed", rows)


def _confirmed(one: EligibleRow | PromotionRow) -> str:
    return word("honours.confirmed" if one.is_confirmed else "honours.unconfirmed")


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
    return _table("allowances", "allowance person details holds", rows)


def promotions_table(session: Session) -> Table:
    """Return the proposals for promotion and expert titles."""
    rows = (
        (
            one.person,
            one.unit,
            one.ground,
            one.effect,
            one.lacking,
            word("honours.verified" if one.is_verified else "honours.unverified"),
            _confirmed(one),
        )
        for one in promotion_rows(session)
    )
    return _table("promotions", "person unit ground effect lacking verified confirmed", rows)


def gaps_table(session: Session) -> Table:
    """Return what is due and not done."""
    rows = ((word(f"honours.gap.{one.kind}"), one.holder, one.about, one.why) for one in gaps(session))
    return _table("gaps", "kind holder about why", rows)


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
    return _table("budget", "year budget proposed decided paid remaining warnings", rows)


TABLES: dict[str, tuple[Callable[[Session], Table], ...]] = {
    "bases": (bases_table,),
    "proposals": (base_proposals_table, craftsman_proposals_table),
    "craftsmen": (craftsmen_table,),
    "introductions": (introductions_table, subsidies_table),
    "honours": (honours_table,),
    "eligibility": (green_channel_table, allowance_table, promotions_table),
    "gaps": (gaps_table,),
    "budget": (budget_table,),
}
