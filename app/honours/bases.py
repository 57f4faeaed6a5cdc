"""The register of bases (基地台账) as lists and pages show it: one line per unit and title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.formats import name_key
from app.honours.settling import basis_worths, batches, predecessors
from app.honours.states import OPEN_STATES, DesignationState
from app.policy import load_policy
from app.settings import registry_settings
from models import Designation, Succession, Unit, UnitName
from models.types import Level


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A line of the register. `unit` is the present name, `named_as` the one on the document.

    `bases` counts results that carry it now, with those of lines it took over. `is_highest` marks the
    highest title that a unit holds; it swallows none of the others.
    """

    id: int
    version: int
    unit_id: int
    unit: str
    named_as: str
    credit_code: str
    district: str
    title: str
    clause: str
    state: str
    designated_on: date | None
    document: str
    bases: int
    is_highest: bool


def base_rows(
    session: Session,
    *,
    states: Collection[str] = (),
    title: str = "",
    words: str = "",
    unit_id: int | None = None,
) -> list[BaseRow]:
    """Return lines by title and unit, narrowed where asked; `words` is part of a name or a credit code."""
    query = select(Designation).join(Designation.unit).options(contains_eager(Designation.unit))
    if states:
        query = query.where(Designation.state.in_(states))
    if title:
        query = query.where(Designation.title == title)
    if unit_id is not None:
        query = query.where(Designation.unit_id == unit_id)
    if words.strip():
        query = query.where(_is_called(words.strip()))
    lines = list(session.scalars(query.order_by(Designation.title, Unit.name, Designation.id)))
    carried = _carrying(session, [line.id for line in lines])
    highest = _highest(session, {line.unit_id for line in lines})
    return [_row(line, carried[line.id], is_highest=line.id in highest) for line in lines]


def _is_called(words: str) -> ColumnElement[bool]:
    key = name_key(words)
    former = select(UnitName.unit_id).where(UnitName.name_key.contains(key, autoescape=True))
    return or_(
        Unit.name_key.contains(key, autoescape=True),
        Designation.unit_name.contains(words, autoescape=True),
        Unit.credit_code == words.upper(),
        Unit.id.in_(former),
    )


def _row(line: Designation, bases: int, *, is_highest: bool) -> BaseRow:
    unit = line.unit
    return BaseRow(
        line.id,
        line.lock_version,
        unit.id,
        unit.name,
        line.unit_name,
        unit.credit_code or "",
        unit.district,
        line.title,
        line.clause,
        line.state,
        line.designated_on,
        line.document,
        bases,
        is_highest,
    )


def _highest(session: Session, unit_ids: Collection[int]) -> set[int]:
    """Return the lines in force that are the highest of their unit, by the level of the policy's rule."""
    order = _title_order(session)
    best: dict[int, tuple[int, int]] = {}
    for some in batches(unit_ids):
        query = select(Designation.unit_id, Designation.title, Designation.id)
        query = query.where(Designation.unit_id.in_(some), Designation.state == DesignationState.DESIGNATED)
        for unit, title, line in session.execute(query):
            place = (order.get(title, len(order)), line)
            best[unit] = min(best.get(unit, place), place)
    return {line for _, line in best.values()}


def _title_order(session: Session) -> dict[str, int]:
    """Return the place of each title the policy gives, the highest level's first."""
    levels = [level.value for level in Level]
    rules = load_policy(registry_settings(session).policy).titles.items()
    ordered = sorted(rules, key=lambda item: levels.index(item[0][0]))
    titles = (title for _, rule in ordered for _, title in rule.designation.history if title)
    return {title: place for place, title in enumerate(dict.fromkeys(titles))}


def _carrying(session: Session, line_ids: Collection[int]) -> Counter[int]:
    """Return how many results carry each line."""
    wanted = set(line_ids)
    heirs = wanted.intersection(session.scalars(select(Succession.successor_id)))
    taken = {line: predecessors(session, line) for line in heirs}
    own: Counter[int] = Counter()
    for line, status in basis_worths(session, wanted.union(*taken.values())):
        own[line] += status in ("proposed", "unconfirmed")
    return Counter({line: own[line] + sum(own[one] for one in taken.get(line, ())) for line in wanted})


def waiting_bases(session: Session) -> dict[str, int]:
    """Return how many lines wait to be named, for a ruling, and for a second look."""
    query = select(Designation.state).where(Designation.state.in_(OPEN_STATES | {"under-review"}))
    return dict(Counter(session.scalars(query)))
