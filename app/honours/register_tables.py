"""The registers of bases, craftsmen, introductions and honours as tables."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.honours.base_in_full import BaseFact, base_detail
from app.honours.bases import base_rows
from app.honours.craftsmen import CraftsmanRow, craftsman_rows
from app.honours.honours_listed import honour_rows
from app.honours.introductions import introduction_rows
from app.honours.reference_data import region_names
from app.honours.subsidies import subsidy_rows
from app.honours.tables import Money, Table, day_text, table_of
from app.words import tr


def bases_table(session: Session) -> Table:
    """Return the register of bases."""
    rows = (
        (
            one.unit,
            one.named_as,
            one.credit_code,
            one.title,
            tr(f"honours.designation-state.{one.state}"),
            day_text(one.designated_on),
            one.document,
            one.bases,
        )
        for one in base_rows(session)
    )
    return table_of("bases", "unit named-as code title state named-on document bases", rows)


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
    return table_of("base-proposals", "unit code title clause basis", rows)


def _fact_text(fact: BaseFact) -> str:
    place = tr("honours.rank", rank=fact.rank) if fact.rank else ""
    result = tr("honours.result", contest=fact.contest, event=fact.event, place=place)
    status = tr(f"honours.basis-status.{fact.status}")
    return tr("honours.fact", result=result, person=fact.person, status=status)


def craftsman_proposals_table(session: Session) -> Table:
    """Return the people proposed for a craftsman title, with why it is this title."""
    rows = (
        (one.person, one.unit, _category(one), one.title_name, one.assessment, one.choice_basis)
        for one in craftsman_rows(session, states=["proposed"])
    )
    return table_of("craftsman-proposals", "person unit category title assessment choice-basis", rows)


def craftsmen_table(session: Session) -> Table:
    """Return the register of craftsmen."""
    rows = (
        (
            one.person,
            one.unit,
            _category(one),
            one.title_name,
            tr(f"honours.recognition-state.{one.state}"),
            day_text(one.recognised_on),
            one.document,
            one.assessment,
            one.choice_basis,
        )
        for one in craftsman_rows(session)
    )
    return table_of(
        "craftsmen", "person unit category title state named-on document assessment choice-basis", rows
    )


def _category(one: CraftsmanRow) -> str:
    return tr(f"honours.category.{one.category}")


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


def honours_table(session: Session) -> Table:
    """Return the register of honours, national ones first."""
    rows = (
        (
            one.holder,
            one.title_name,
            tr(f"honours.honour-level.{one.level}"),
            day_text(one.awarded_on),
            one.document,
            one.issuer,
            one.evidence,
            tr(f"honours.honour-state.{one.state}"),
        )
        for one in honour_rows(session)
    )
    return table_of("honours", "holder title level awarded-on document issuer evidence state", rows)
