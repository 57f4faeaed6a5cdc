"""The registers of bases, craftsmen and honours as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.errors import InputError
from app.formats import place_text
from app.honours.bases import BaseFact, BaseRow, base_detail, base_rows
from app.honours.craftsmen import CraftsmanRow, craftsman_rows
from app.honours.honour_register import HonourRow, honour_rows
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, day_text, write_registers
from app.words import scoped, tr

_title = scoped("registers.column")


def bases_list(session: Session) -> ListSheet[BaseRow]:
    """Return the register of bases."""
    columns: list[Column[BaseRow]] = [
        running_number(_title("number")),
        Column(_title("unit"), 34, lambda base: base.unit),
        Column(_title("named-as"), 34, lambda base: base.named_as),
        Column(_title("code"), 22, lambda base: base.credit_code, "center"),
        Column(_title("title"), 34, lambda base: base.title),
        Column(_title("state"), 16, lambda base: tr(f"honours.designation-state.{base.state}"), "center"),
        Column(_title("named-on"), 16, lambda base: day_text(base.designated_on), "center"),
        Column(_title("document"), 16, lambda base: base.document, "center"),
        Column(_title("bases"), 16, lambda base: base.bases, "center", "number"),
    ]
    return ListSheet(tr("registers.export.bases"), columns, [Section(base_rows(session))])


def base_proposals_list(session: Session) -> ListSheet[BaseRow]:
    """Return the units proposed to be named, with every result that carries the proposal."""

    def basis(base: BaseRow) -> str:
        return "\n".join(_fact_words(fact) for fact in base_detail(session, base.id).facts)

    columns: list[Column[BaseRow]] = [
        running_number(_title("number")),
        Column(_title("unit"), 34, lambda base: base.unit),
        Column(_title("code"), 22, lambda base: base.credit_code, "center"),
        Column(_title("title"), 34, lambda base: base.title),
        Column(_title("clause"), 16, lambda base: base.clause, "center"),
        Column(_title("basis"), 60, basis),
    ]
    rows = base_rows(session, states=["proposed"])
    return ListSheet(tr("registers.export.base-proposals"), columns, [Section(rows)])


def _fact_words(fact: BaseFact) -> str:
    place = place_text(fact.rank)
    result = tr("registers.result", contest=fact.contest, event=fact.event, place=place)
    status = tr(f"honours.basis-status.{fact.status}")
    return tr("honours.fact", result=result, person=fact.person, status=status)


def craftsman_proposals_list(session: Session) -> ListSheet[CraftsmanRow]:
    """Return the people proposed for a craftsman title, with why it is this title."""
    columns: list[Column[CraftsmanRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("category"), 30, _category, "center"),
        Column(_title("title"), 34, lambda one: one.title_name),
        Column(_title("assessment"), 16, lambda one: one.assessment, "center"),
        Column(_title("choice-basis"), 36, lambda one: one.choice_basis, "center"),
    ]
    rows = craftsman_rows(session, states=["proposed"])
    return ListSheet(tr("registers.export.craftsman-proposals"), columns, [Section(rows)])


def craftsmen_list(session: Session) -> ListSheet[CraftsmanRow]:
    """Return the register of craftsmen."""
    columns: list[Column[CraftsmanRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda one: one.person, "center"),
        Column(_title("unit"), 34, lambda one: one.unit),
        Column(_title("category"), 30, _category, "center"),
        Column(_title("title"), 34, lambda one: one.title_name),
        Column(_title("state"), 16, lambda one: tr(f"honours.recognition-state.{one.state}"), "center"),
        Column(_title("named-on"), 16, lambda one: day_text(one.recognised_on), "center"),
        Column(_title("document"), 16, lambda one: one.document, "center"),
        Column(_title("assessment"), 16, lambda one: one.assessment, "center"),
        Column(_title("choice-basis"), 36, lambda one: one.choice_basis, "center"),
    ]
    return ListSheet(tr("registers.export.craftsmen"), columns, [Section(craftsman_rows(session))])


def _category(one: CraftsmanRow) -> str:
    return tr(f"introductions.category.{one.category}")


def honours_list(session: Session) -> ListSheet[HonourRow]:
    """Return the register of honours, national ones first."""
    columns: list[Column[HonourRow]] = [
        running_number(_title("number")),
        Column(_title("holder"), 30, lambda one: one.holder),
        Column(_title("title"), 34, lambda one: one.title_name),
        Column(_title("level"), 16, lambda one: tr(f"honours.honour-level.{one.level}"), "center"),
        Column(_title("awarded-on"), 16, lambda one: day_text(one.awarded_on), "center"),
        Column(_title("document"), 16, lambda one: one.document, "center"),
        Column(_title("issuer"), 16, lambda one: one.issuer, "center"),
        Column(_title("evidence"), 30, lambda one: one.evidence),
        Column(_title("state"), 16, lambda one: tr(f"honours.honour-state.{one.state}"), "center"),
    ]
    return ListSheet(tr("registers.export.honours"), columns, [Section(honour_rows(session))])


_REGISTERS: Mapping[str, tuple[Callable[[Session], ListSheet[Any]], ...]] = {
    "bases": (bases_list,),
    "proposals": (base_proposals_list, craftsman_proposals_list),
    "craftsmen": (craftsmen_list,),
    "honours": (honours_list,),
}


def export_register(session: Session, out: Path | str, *, register: str, now: datetime) -> RegisterReport:
    """Write a register of this room to `out`, whole or not at all.

    Raises InputError for an unknown register, DocumentError where the file cannot be written.
    """
    if register not in _REGISTERS:
        raise InputError("honours-unknown-word", value=register, what=tr("registers.field.register"))
    return write_registers(session, out, [made(session) for made in _REGISTERS[register]], now=now)
