"""Units (单位): their page, their names over time, and the facts the office adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import named_paper
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import name_key
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Award, Designation, Entry, Result, Unit, UnitName
from models.types import TAKEN_BACK


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name carried before, and until when."""

    name: str
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class UnitTitle:
    """A title a unit holds or is proposed for."""

    id: int
    title: str
    state: str
    designated_on: date | None
    document: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Every fact of a unit, with what its contestants achieved."""

    id: int
    version: int
    name: str
    credit_code: str
    district: str
    is_outside: bool | None
    former_names: tuple[FormerName, ...]
    titles: tuple[UnitTitle, ...]
    results: int
    people: int
    awards_by_status: Mapping[str, int]
    amount_fen: int


def unit_named(session: Session, name: str) -> int:
    """Return the id of the unit of this name or code. Raises NotFoundError, ConflictError for several."""
    of_name = or_(Unit.name_key == name_key(name), Unit.credit_code == name.strip().upper())
    found = session.scalars(select(Unit.id).where(of_name)).all()
    if not found:
        raise NotFoundError("unit-not-found", name=name)
    if len(found) > 1:
        raise ConflictError("unit-several", name=name, count=len(found))
    return found[0]


def unit_page(session: Session, unit_id: int) -> UnitPage:
    """Return every fact of a unit. Raises NotFoundError."""
    unit = _unit(session, unit_id)
    results, people = _sent(session, unit_id)
    by_status, amount = _awards(session, unit_id)
    return UnitPage(
        id=unit.id,
        version=unit.lock_version,
        name=unit.name,
        credit_code=unit.credit_code or "",
        district=unit.district,
        is_outside=unit.is_outside,
        former_names=_former_names(session, unit_id),
        titles=_titles(session, unit_id),
        results=results,
        people=people,
        awards_by_status=by_status,
        amount_fen=amount,
    )


def unit_name_on(session: Session, unit: Unit, day: date) -> str:
    """Return the name the unit carried on `day`; a former name ends the day before its `valid_to`.

    A former name without an end is another name that lists use, not a name of the past.
    """
    query = select(UnitName.name).where(UnitName.unit_id == unit.id, UnitName.valid_to > day)
    query = query.where(or_(UnitName.valid_from.is_(None), UnitName.valid_from <= day))
    return session.scalar(query.order_by(UnitName.valid_to).limit(1)) or unit.name


def rename_unit(work: UnitOfWork, unit_id: int, *, name: str, since: date, basis: str, version: int) -> None:
    """Give a unit its new name from a day on; the old one is kept as a former name.

    Raises InputError where name or basis is missing, ConflictError where another unit carries the name.
    """
    work.require(Right.RECORD)
    unit, new = _unit(work.session, unit_id), name.strip()
    if not new or not basis.strip():
        raise InputError("rename-incomplete")
    if unit.lock_version != version:
        raise ConflictError("changed-meanwhile", path=unit.name)
    basis = named_paper(basis, what=tr("ui_registry.unit.basis")).number
    key = name_key(new)
    other = select(Unit.name).where(Unit.name_key == key, Unit.id != unit_id).limit(1)
    if (taken := work.session.scalar(other)) is not None:
        raise ConflictError("unit-name-taken", name=taken)
    if new == unit.name:
        return
    former = UnitName(unit_id=unit_id, name=unit.name, name_key=unit.name_key, valid_to=since, basis=basis)
    work.session.add(former)
    work.audit("rename", "unit", unit_id, detail={"from": unit.name, "to": new, "since": since}, reason=basis)
    unit.name, unit.name_key = new, key
    work.touched(Changes.UNITS)


def set_unit_facts(
    work: UnitOfWork, unit_id: int, *, is_outside: bool | None, district: str, version: int
) -> None:
    """Say whether a unit lies outside the city, and where; its people's awards are assessed anew."""
    work.require(Right.RECORD)
    unit = _unit(work.session, unit_id)
    if unit.lock_version != version:
        raise ConflictError("changed-meanwhile", path=unit.name)
    before = {"is_outside": unit.is_outside, "district": unit.district}
    after = {"is_outside": is_outside, "district": district.strip()}
    if before == after:
        return
    unit.is_outside, unit.district = is_outside, district.strip()
    work.audit("edit", "unit", unit_id, detail={"before": before, "after": after})
    work.touched(Changes.UNITS)
    work.reassess(work.session.scalars(select(Entry.event_id).where(Entry.unit_id == unit_id).distinct()))


def _unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFoundError("unit-missing", id=unit_id)
    return unit


def _former_names(session: Session, unit_id: int) -> tuple[FormerName, ...]:
    query = select(UnitName).where(UnitName.unit_id == unit_id).order_by(UnitName.id.desc())
    return tuple(FormerName(each.name, each.valid_to, each.basis) for each in session.scalars(query))


def _titles(session: Session, unit_id: int) -> tuple[UnitTitle, ...]:
    query = select(Designation).where(Designation.unit_id == unit_id).order_by(Designation.id)
    return tuple(
        UnitTitle(each.id, each.title, each.state, each.designated_on, each.document)
        for each in session.scalars(query)
    )


def _sent(session: Session, unit_id: int) -> tuple[int, int]:
    query = (
        select(func.count(), func.count(Entry.person_id.distinct()))
        .join(Result, Result.entry_id == Entry.id)
        .where(Entry.unit_id == unit_id, Result.is_current)
    )
    results, people = session.execute(query).one()
    return results, people


def _awards(session: Session, unit_id: int) -> tuple[dict[str, int], int]:
    query = (
        select(Award.status, func.count(), func.coalesce(func.sum(Award.amount_fen), 0))
        .where(Award.state.not_in(TAKEN_BACK))
        .join(Result, Result.id == Award.id)
        .join(Entry, Entry.id == Result.entry_id)
        .where(Entry.unit_id == unit_id, Result.is_current)
        .group_by(Award.status)
    )
    rows = session.execute(query).all()
    return {status: count for status, count, _fen in rows}, sum(
        int(fen or 0) for _status, _count, fen in rows
    )
