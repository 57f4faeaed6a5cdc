"""Which sending units (选送单位) sit outside the city: as recorded, else as their code and name say.

Units are read as they are needed, each once: of a province's only those who sent somebody that may win.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.assessment.result_rows import ResultRow
from app.places import division_in_code, place_name
from app.policy import Policy, is_outside_unit
from app.words import tr
from models import Unit
from models.bulk import batched_ids


class SendingUnits:
    """What assessment knows of the units that sent the contestants it looks at."""

    def __init__(self, session: Session, policy: Policy) -> None:
        self._session, self._region = session, policy.signs.region
        self._outside: dict[int, bool] = {}
        self._code: dict[int, str] = {}

    def read(self, rows: Iterable[ResultRow]) -> None:
        """Read the units of these results that are not known yet."""
        new = {row.unit_id for row in rows if row.unit_id is not None and row.unit_id not in self._outside}
        for some in batched_ids(new):
            query = select(Unit.id, Unit.name, Unit.credit_code, Unit.is_outside).where(Unit.id.in_(some))
            for unit, name, code, recorded in self._session.execute(query):
                seen = is_outside_unit(name, code or "", self._region) if recorded is None else recorded
                self._outside[unit] = seen
                self._code[unit] = code or ""

    def registered_at(self, unit_id: int | None) -> str:
        """Return in words where a unit's credit code was given out, "" where no code says so."""
        code = self._code.get(unit_id, "") if unit_id is not None else ""
        division = division_in_code(code)
        if not division or self._region is None:
            return ""
        key = "province" if division == f"{self._region.province}0000" else "division"
        return tr(f"awards.registered-at.{key}", place=place_name(division), division=division)

    def is_outside(self, row: ResultRow) -> bool:
        """Return whether a result's sending unit sits outside the city; its unit must have been read."""
        return row.unit_id is not None and self._outside[row.unit_id]
