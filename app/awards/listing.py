"""Awards as a table shows them: ids in an order, and the rows of a page of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.awards.filters import EVERYTHING, AwardFilter, filtered
from app.awards.rows import AwardRow, award_rows
from app.listing import Listing
from app.store import Store
from models import Award, Contest, Entry, Event, Person, Result

_ORDERS: dict[str, tuple[Any, ...]] = {
    "person": (Person.name_key,),
    "unit": (Entry.unit_name,),
    "event": (Event.name, Event.group),
    "contest": (Contest.year, Contest.name),
    "rank": (Result.rank.is_(None), Result.rank),
    "amount": (Award.amount_fen.is_(None), Award.amount_fen),
    "status": (Award.status, Award.state),
}


def award_listing(
    store: Store, chosen: AwardFilter = EVERYTHING, *, order: str = "", descending: bool = False
) -> Listing[AwardRow]:
    """Return the listing of the awards chosen: by event and rank unless another order is asked for."""
    query: Select[Any] = filtered(select(Award.id), chosen).join(Result, Result.id == Award.id)
    if order in _ORDERS:
        query = query.join(Entry, Entry.id == Result.entry_id).join(Person, Person.id == Entry.person_id)
        query = query.join(Event, Event.id == Award.event_id).join(Contest, Contest.id == Event.contest_id)
        query = query.order_by(*(key.desc() if descending else key.asc() for key in _ORDERS[order]))
    query = query.order_by(Award.event_id, Result.rank.is_(None), Result.rank, Award.id)
    return Listing(store, query, _rows_of)


def _rows_of(session: Session, ids: Sequence[int]) -> Mapping[int, AwardRow]:
    return {row.id: row for row in award_rows(session, ids)}
