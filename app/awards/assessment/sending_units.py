"""The sending units (选送单位) of results: which they are, and whether they sit outside the city.

Units are read as they are needed, each once: of a province's only those who sent somebody that may win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.awards.assessment.result_rows import ResultRow, entry_facts
from app.check_digits import credit_code_ok
from app.places import division_in_code, place_name
from app.policy import EntryFacts, Policy, is_outside_unit
from app.unit_names import units_in
from app.words import tr
from models import JointUnitPart, Unit
from models.bulk import batched_ids


class _Sender(NamedTuple):
    """A sending unit: the units it stands for (itself, or its parts), its credit code, where it sits."""

    units: tuple[int, ...]
    credit_code: str
    is_outside: bool


class _UnitRow(NamedTuple):
    id: int
    name: str
    credit_code: str | None
    is_outside: bool | None


_UNIT = (Unit.id, Unit.name, Unit.credit_code, Unit.is_outside)
_THESE: BindParameter[int] = bindparam("units", expanding=True)
_UNITS = select(*_UNIT).where(Unit.id.in_(_THESE))
_PARTS = (
    select(JointUnitPart.joint_id, *_UNIT)
    .join(Unit, Unit.id == JointUnitPart.unit_id)
    .where(JointUnitPart.joint_id.in_(_THESE))
    .order_by(JointUnitPart.position)
)


class SendingUnits:
    """What assessment knows of the units that sent the contestants it looks at; `names` by unit id."""

    def __init__(self, session: Session, policy: Policy) -> None:
        self._session, self._region = session, policy.signs.region
        self._senders: dict[int, _Sender] = {}
        self.names: dict[int, str] = {}

    def read(self, rows: Iterable[ResultRow]) -> None:
        """Read the units of these results that are not known yet."""
        self.read_units(row.unit_id for row in rows if row.unit_id is not None)

    def read_units(self, ids: Iterable[int]) -> None:
        """Read these units where they are not known yet."""
        new = {unit for unit in ids if unit not in self._senders}
        for some in batched_ids(new):
            parts = self._parts(some)
            for row in self._session.connection().execute(_UNITS, {"units": some}):
                unit = _UnitRow._make(row)
                several = parts.get(unit.id, [])
                self._senders[unit.id] = self._sender(unit, several)
                self.names |= {one.id: one.name for one in (unit, *several)}

    def entry_facts(self, row: ResultRow) -> EntryFacts:
        """Return what the policy may know of a result whose unit has been read."""
        units, is_outside = self.sender_facts(row.unit_id)
        return entry_facts(row, units=units, is_outside=is_outside)

    def sender_facts(self, unit_id: int | None) -> tuple[tuple[int, ...], bool]:
        """Return the units for which one that was read stands, and whether it sits outside; none for None."""
        if unit_id is None:
            return (), False
        sender = self._senders[unit_id]
        return sender.units, sender.is_outside

    def registered_at(self, unit_id: int | None) -> str:
        """Return in words where a unit's credit code was given out, "" where no code says so.

        A code whose check character is wrong is said to need checking, and tells no place.
        """
        sender = self._senders.get(unit_id) if unit_id is not None else None
        if sender and sender.credit_code and not credit_code_ok(sender.credit_code):
            return tr("awards.registered-at.wrong-code", code=sender.credit_code)
        division = division_in_code(sender.credit_code) if sender else ""
        if not division or self._region is None:
            return ""
        key = "province" if division == f"{self._region.province}0000" else "division"
        return tr(f"awards.registered-at.{key}", place=place_name(division), division=division)

    def _parts(self, units: list[int]) -> dict[int, list[_UnitRow]]:
        found: defaultdict[int, list[_UnitRow]] = defaultdict(list)
        for joint, *part in self._session.connection().execute(_PARTS, {"units": units}):
            found[joint].append(_UnitRow._make(part))
        return found

    def _sender(self, unit: _UnitRow, parts: list[_UnitRow]) -> _Sender:
        """Return a unit as a sender; one that names several whose parts nobody recorded names nobody."""
        if parts:
            outside = unit.is_outside if unit.is_outside is not None else any(map(self._is_outside, parts))
            return _Sender(tuple(part.id for part in parts), "", outside)
        is_one = bool(unit.credit_code) or len(units_in(unit.name)) == 1
        return _Sender((unit.id,) if is_one else (), unit.credit_code or "", self._is_outside(unit))

    def _is_outside(self, unit: _UnitRow) -> bool:
        if unit.is_outside is not None:
            return unit.is_outside
        return is_outside_unit(unit.name, unit.credit_code or "", self._region)
