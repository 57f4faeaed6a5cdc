"""Awards as rows of a list: pages by ids, their order, counts and totals, and their words.

ID numbers are masked unless asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.awards.filters import EVERYTHING, AnySelect, AwardFilter, filtered
from app.awards.published import award_state_words, publicity_over
from app.formats import masked_id, money, place_text
from app.listing import Listing
from app.policy import alternative_words, question_short, question_words, reason_words
from app.store import Store
from app.words import tr
from models import Adjustment, Award, Contest, Entry, Event, Person, Result, Unit
from models.adjustment import AdjustmentState
from models.types import TAKEN_BACK, AwardState

_CHUNK = 500  # ids bound at once


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award with what a list says of it. Money in fen; `amounts_by_answer` in the questions' order."""

    id: int
    contest_id: int
    contest: str
    year: int
    level: str
    contest_class: str
    event_id: int
    event: str
    group: str
    form: str
    rank: int | None
    medal: str
    grade: str
    person_id: int
    person: str
    id_number: str
    unit_id: int | None
    unit: str
    policy: str
    rule: str
    clause: str
    amount_fen: int | None
    status: str
    state: str
    questions: tuple[str, ...]
    amounts_by_answer: tuple[tuple[str, int | None], ...]
    reason: str
    result_state: str
    is_publicity_over: bool = False

    @property
    def state_words(self) -> str:
        """Return where the award stands, as every list, panel and refusal says it."""
        return award_state_words(self.state, is_publicity_over=self.is_publicity_over)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many awards stand in one state, and what they come to."""

    status: str
    state: str
    awards: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class SelectionTotal:
    """What a selection comes to. Blocked awards are counted, never summed; nor is what is owed back."""

    awards: int
    people: int
    proposed: int
    blocked: int
    amount_fen: int


def award_page(session: Session, ids: Sequence[int], *, show_ids: bool = False) -> list[AwardRow]:
    """Return the rows of these awards in this order; ids that no longer exist are left out."""
    return list(award_rows(session, ids, show_ids=show_ids))


def award_rows(session: Session, ids: Sequence[int], *, show_ids: bool = False) -> Iterator[AwardRow]:
    """Yield the rows of these awards in this order, reading a few hundred at a time."""
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        found = {row.id: row for row in session.execute(_rows().where(Award.id.in_(chunk)))}
        published = [award for award, row in found.items() if row.state == AwardState.PUBLICISED]
        over = publicity_over(session, published) if published else set()
        for award_id in chunk:
            if award_id in found:
                yield _as_row(found[award_id], show_ids=show_ids, is_publicity_over=award_id in over)


def in_paper_order(rows: Iterable[AwardRow]) -> list[AwardRow]:
    """Return rows as lists on paper give them: contest by contest, event by event, in order of rank."""
    return sorted(rows, key=lambda row: (row.year, row.contest_id, row.event_id, row.rank or 999, row.id))


def award_counts(session: Session, chosen: AwardFilter = EVERYTHING) -> list[StateCount]:
    """Return how many of the awards chosen stand in each state."""
    total = func.coalesce(func.sum(Award.amount_fen), 0)
    query: AnySelect = select(Award.status, Award.state, func.count().label("awards"), total.label("fen"))
    query = filtered(query.select_from(Award), chosen).group_by(Award.status, Award.state)
    return [StateCount(row.status, row.state, row.awards, int(row.fen)) for row in session.execute(query)]


def selection_total(session: Session, ids: Sequence[int]) -> SelectionTotal:
    """Return what these awards come to."""
    people: set[int] = set()
    counts = {"proposed": 0, "blocked": 0, "none": 0}
    owed = owed_back(session)
    amount = -sum(owed.get(award, 0) for award in ids) if owed else 0
    for start in range(0, len(ids), _CHUNK):
        query = select(Award.status, Award.state, Award.amount_fen, Entry.person_id)
        query = query.join(Result, Result.id == Award.id)
        query = query.join(Entry, Entry.id == Result.entry_id)
        for status, state, fen, person in session.execute(
            query.where(Award.id.in_(ids[start : start + _CHUNK]))
        ):
            counts[status] += 1
            people.add(person)
            amount += 0 if state in TAKEN_BACK else fen or 0
    return SelectionTotal(sum(counts.values()), len(people), counts["proposed"], counts["blocked"], amount)


def owed_back(session: Session) -> dict[int, int]:
    """Return, by paid award, what of it is owed back after corrections or came back already, in fen."""
    query = select(Adjustment.replaces_id, Adjustment.difference_fen).join(
        Award, Award.id == Adjustment.replaces_id
    )
    query = query.where(Adjustment.state != AdjustmentState.DROPPED, Adjustment.difference_fen < 0)
    owed: dict[int, int] = {}
    for award, fen in session.execute(query.where(Award.state == AwardState.PAID)):
        if award is not None:
            owed[int(award)] = owed.get(int(award), 0) - int(fen)
    return owed


def _rows() -> AnySelect:
    return (
        select(
            Award.id,
            Contest.id.label("contest_id"),
            Contest.name.label("contest"),
            Contest.year,
            Contest.level,
            func.coalesce(Event.own_class, Contest.contest_class).label("contest_class"),
            Award.event_id,
            Event.name.label("event"),
            Event.group.label("group_name"),
            Event.form,
            Result.rank,
            Result.medal,
            Result.grade,
            Entry.person_id,
            Person.name.label("person"),
            Person.id_number,
            Entry.unit_id,
            func.coalesce(Unit.name, Entry.unit_name).label("unit"),
            Award.policy,
            Award.rule,
            Award.clause,
            Award.amount_fen,
            Award.status,
            Award.state,
            Award.questions,
            Award.amounts_by_answer,
            Award.reason,
            Result.state.label("result_state"),
        )
        .join(Result, Result.id == Award.id)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .outerjoin(Unit, Unit.id == Entry.unit_id)
        .join(Event, Event.id == Award.event_id)
        .join(Contest, Contest.id == Event.contest_id)
    )


def _as_row(row: Row[*tuple[Any, ...]], *, show_ids: bool, is_publicity_over: bool) -> AwardRow:
    fields = dict(row._mapping)
    fields["group"] = fields.pop("group_name")
    if not show_ids:
        fields["id_number"] = masked_id(fields["id_number"])
    fields["questions"] = questions_of(fields["questions"])
    fields["amounts_by_answer"] = amounts_of(fields["amounts_by_answer"])
    return AwardRow(**fields, is_publicity_over=is_publicity_over)


def questions_of(stored: str) -> tuple[str, ...]:
    """Return the question ids stored in an award's column."""
    return tuple(stored.split(",")) if stored else ()


def amounts_of(stored: str | None) -> tuple[tuple[str, int | None], ...]:
    """Return the amounts by answer stored in an award's column, in fen."""
    return tuple(json.loads(stored).items()) if stored else ()


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


def blocked_words(award: AwardRow) -> tuple[str, str]:
    """Return what a blocked award waits for, and what it would come to under each answer."""
    waits = [reason_words(award.reason)] if award.reason else []
    waits += [question_words(question) for question in award.questions]
    return "\n".join(waits), "\n".join(
        tr("awards.amount-under", answer=alternative_words(key, award.questions), amount=_amount(fen))
        for key, fen in award.amounts_by_answer
    )


def place_words(award: AwardRow) -> str:
    """Return how a result is written in a list: its rank, else its medal or grade."""
    return place_text(award.rank) or award.medal or award.grade


def waiting_words(award: AwardRow) -> str:
    """Return in a few words what an award waits for, or why it is nothing; "" for a proposed one."""
    short = [question_short(question) for question in award.questions]
    return "、".join([reason_words(award.reason)] * bool(award.reason) + short)


def _amount(fen: int | None) -> str:
    return tr("awards.amount-unknown") if fen is None else money(fen)
