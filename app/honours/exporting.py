"""The registers of bases, craftsmen and honours as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.errors import InputError
from app.honours.bases import BaseFact, base_detail, base_rows
from app.honours.craftsmen import CraftsmanRow, craftsman_rows
from app.honours.honour_register import honour_rows
from app.register_workbook import RegisterReport, Table, day_text, table_of, write_tables
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


REGISTERS: Mapping[str, tuple[Callable[[Session], Table], ...]] = {
    "bases": (bases_table,),
    "proposals": (base_proposals_table, craftsman_proposals_table),
    "craftsmen": (craftsmen_table,),
    "honours": (honours_table,),
}


def export_register(session: Session, out: Path | str, *, register: str, now: datetime) -> RegisterReport:
    """Write a register of this room to `out`, whole or not at all.

    Raises InputError for an unknown register, DocumentError where the file cannot be written.
    """
    if register not in REGISTERS:
        raise InputError("honours-unknown-word", value=register, what=tr("honours.field.register"))
    return write_tables(session, out, tables=[table(session) for table in REGISTERS[register]], now=now)
