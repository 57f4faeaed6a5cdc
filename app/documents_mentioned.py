"""Where documents are named on record (引用): every column that holds what something rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.document_numbers import corrected_brackets, numbers_in
from app.formats import name_key
from models import (
    Assessment,
    BudgetEntry,
    Contest,
    Designation,
    Entry,
    Event,
    Honour,
    IntroductionSubsidy,
    Person,
    Recognition,
    Result,
    Ruling,
    Standard,
    StateChange,
    UnitName,
)
from models.bulk import batched

AnySelect = Select[*tuple[Any, ...]]

REFERRING: dict[str, InstrumentedAttribute[Any]] = {
    "contest-class": Contest.class_basis,
    "contest-series": Contest.series_basis,
    "contest-medals": Contest.medal_rule_basis,
    "event-class": Event.own_class_basis,
    "ruling": Ruling.basis,
    "standard": Standard.basis,
    "correction": Result.basis,
    "annulment": StateChange.document,
    "restoration": StateChange.document,
    "budget": BudgetEntry.basis,
    "designation": Designation.document,
    "recognition": Recognition.document,
    "honour": Honour.document,
    "assessment": Assessment.document,
    "subsidy": IntroductionSubsidy.document,
    "unit-name": UnitName.basis,
}
"""What rests on documents, by kind, and the column that names them."""


def referring_rows(kind: str) -> list[Any]:
    """Return the conditions under which a row of this kind rests on what its column names."""
    column = REFERRING[kind]
    conditions: list[Any] = [column.is_not(None), column != ""]
    if kind == "annulment":  # awards and certificates that follow name the same document
        conditions += [StateChange.noun == "result", StateChange.to_state == "annulled"]
    if kind == "restoration":
        conditions += [StateChange.noun == "restoration", StateChange.to_state == "asked"]
    return conditions


def texts_by_kind(session: Session) -> dict[str, list[tuple[str, int]]]:
    """Return, by kind, each text that names documents and how many rows have it."""
    return {
        kind: [(text, int(count)) for text, count in session.execute(_counted(kind))] for kind in REFERRING
    }


@cache
def _counted(kind: str) -> AnySelect:
    column = REFERRING[kind]
    return select(column, func.count()).where(*referring_rows(kind)).group_by(column)


def keys_of(text: str) -> set[str]:
    """Return the comparable names of the documents that a text names: its numbers, and the text itself."""
    right = corrected_brackets(text).number
    return {name_key(right), *(name_key(number) for number, _ in numbers_in(right).numbers)}


def mentioned_keys(session: Session, kinds: Collection[str] = tuple(REFERRING)) -> Counter[str]:
    """Return how many rows rest on each document, by its comparable name."""
    found: Counter[str] = Counter()
    for kind, texts in texts_by_kind(session).items():
        if kind in kinds:
            for text, count in texts:
                for key in keys_of(text):
                    found[key] += count
    return found


def uses_of(session: Session, key: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return what rests on the document of this comparable name: kind, id, and what it is called by."""
    found: list[tuple[str, int, tuple[str, ...]]] = []
    for kind, texts in texts_by_kind(session).items():
        for named in batched(text for text, _ in texts if key in keys_of(text)):
            query = _labelled(kind).where(REFERRING[kind].in_(named))
            for number, *parts in session.execute(query):
                found.append((kind, number, tuple(str(part) for part in parts if part)))
    return found


def events_resting_on(session: Session, key: str) -> set[int]:
    """Return the events whose awards rest on the document: by their class, or by a ruling or standard."""
    used = uses_of(session, key)
    if any(kind in ("ruling", "standard") for kind, *_ in used):
        return set(session.scalars(select(Event.id)))
    contests = [number for kind, number, _ in used if kind.startswith("contest-")]
    events = {number for kind, number, _ in used if kind == "event-class"}
    return events | set(session.scalars(select(Event.id).where(Event.contest_id.in_(contests))))


def _labelled(kind: str) -> AnySelect:
    """Return id and name of what rests on documents, for one kind."""
    of_result = select(Result.id, Person.name, Contest.name, Event.name).select_from(Result)
    of_result = of_result.join(Entry, Entry.id == Result.entry_id).join(Person, Person.id == Entry.person_id)
    of_result = of_result.join(Event, Event.id == Result.event_id).join(
        Contest, Contest.id == Event.contest_id
    )
    queries: dict[str, AnySelect] = {
        "contest-class": select(Contest.id, Contest.name),
        "contest-series": select(Contest.id, Contest.name),
        "contest-medals": select(Contest.id, Contest.name),
        "event-class": select(Event.id, Contest.name, Event.name).join(
            Contest, Contest.id == Event.contest_id
        ),
        "ruling": select(Ruling.id, Ruling.question, Ruling.answer, Ruling.contest, Ruling.event),
        "standard": select(Standard.id, Standard.rule, Standard.recipient),
        "correction": of_result,
        "annulment": of_result.join(StateChange, StateChange.subject_id == Result.id),
        "restoration": of_result.join(StateChange, StateChange.subject_id == Result.id),
        "budget": select(BudgetEntry.id, BudgetEntry.year),
        "designation": select(Designation.id, Designation.unit_name, Designation.title),
        "recognition": select(Recognition.id, Recognition.person_name),
        "honour": select(Honour.id, Honour.holder_name),
        "assessment": select(Assessment.id, Assessment.organisation),
        "subsidy": select(IntroductionSubsidy.id, IntroductionSubsidy.unit_name),
        "unit-name": select(UnitName.id, UnitName.name),
    }
    query = queries[kind]
    return query.where(*referring_rows(kind)).order_by(query.selected_columns[0])
