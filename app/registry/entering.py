"""People and units that no result list brought: entered by hand for an honour or an introduction.

Read by the rules of imported lists. Nobody is merged by name, and nobody is entered twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError
from app.formats import masked_id, name_key
from app.importing import read_typed_credit_code, read_typed_person
from app.known_names import known_person
from app.pinyin import name_initials
from app.unit_of_work import UnitOfWork
from app.validation import required_text
from app.words import tr
from models import Person, Unit


@dataclass(frozen=True, slots=True)
class Entered:
    """Who or what is meant: a row of the registry, new or found. `warnings` should be shown."""

    id: int
    name: str
    is_new: bool
    warnings: tuple[str, ...] = ()


def enter_person(
    work: UnitOfWork, name: str, id_number: str, *, id_type: str = "", phone: str = ""
) -> Entered:
    """Return the person with this document, entered if the registry does not know them.

    Raises InputError for a faulty name or document, ConflictError where the document is another name's.
    """
    work.require(Right.RECORD)
    typed = read_typed_person(name, id_number, id_type=id_type, today=office_day(work.now))
    warnings = tuple(remark.message for remark in typed.remarks)
    if typed.errors:
        raise InputError("person-typed", problems="；".join(remark.message for remark in typed.errors))
    known = known_person(work.session, typed.id_key)
    if known is None:
        person = Person(
            name=typed.name,
            name_key=name_key(typed.name),
            initials=name_initials(typed.name),
            id_type=typed.id_type,
            id_number=typed.id_number,
            id_key=typed.id_key,
            phone=phone.strip(),
        )
        work.session.add(person)
        work.session.flush()
        work.audit("record", "person", person.id, detail={"name": typed.name})
        work.touched(Changes.PEOPLE)
        return Entered(person.id, person.name, True, warnings)
    if known.name_key != name_key(typed.name):
        raise ConflictError("person-other-name", number=masked_id(typed.id_number), name=known.name)
    return Entered(known.id, known.name, False, warnings)


def enter_unit(work: UnitOfWork, name: str, *, credit_code: str = "", district: str = "") -> Entered:
    """Return the unit with this credit code, or without one with this name, entered if it is unknown.

    Raises InputError for no name or a code of the wrong form, ConflictError where the code is another
    unit's (rename that one), or where several units carry the name.
    """
    work.require(Right.RECORD)
    clean = required_text(name, what=tr("registers.field.unit-name"))
    code, remarks = read_typed_credit_code(credit_code)
    if any(remark.severity == "error" for remark in remarks):
        raise InputError("unit-typed", problems="；".join(remark.message for remark in remarks))
    known = _known_unit(work, clean, code)
    warnings = tuple(remark.message for remark in remarks)
    if known is not None:
        return Entered(known.id, known.name, False, warnings)
    warnings += tuple(_namesakes(work, clean))
    unit = Unit(name=clean, name_key=name_key(clean), credit_code=code or None, district=district.strip())
    work.session.add(unit)
    work.session.flush()
    work.audit("record", "unit", unit.id, detail={"name": clean, "credit_code": code})
    work.touched(Changes.UNITS)
    return Entered(unit.id, unit.name, True, warnings)


def _namesakes(work: UnitOfWork, name: str) -> Iterator[str]:
    """Say of each registered unit of this name, which has another code, that a second one is entered."""
    query = select(Unit.credit_code).where(Unit.name_key == name_key(name)).order_by(Unit.id)
    for code in work.session.scalars(query):
        yield tr("registry.unit-namesake", name=name, code=code)


def _known_unit(work: UnitOfWork, name: str, code: str) -> Unit | None:
    key = name_key(name)
    if code:
        unit = work.session.scalar(select(Unit).where(Unit.credit_code == code))
        if unit is not None and unit.name_key != key:
            raise ConflictError("unit-other-name", number=code, name=unit.name)
        if unit is not None:
            return unit
    named = list(work.session.scalars(select(Unit).where(Unit.name_key == key)))
    fitting = [unit for unit in named if not code or unit.credit_code is None]
    if len(fitting) > 1:
        raise ConflictError("unit-several", name=name, count=len(fitting))
    if not fitting:
        return None
    if code and fitting[0].credit_code is None:
        raise ConflictError("unit-without-code", name=name, number=code)
    return fitting[0]
