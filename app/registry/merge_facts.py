"""What is recorded of contests, events and units that are merged (合并): taken over, or it forbids the merge.

A fact that only one of the two has goes on; one that both have and that differs is to be corrected first.
Nothing that was recorded is dropped silently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.formats import chinese_date, name_key
from app.known_names import contest_of_name
from app.policy import RulingFacts, question_short, rulings_contradict
from app.registry.merge_steps import MergeSteps
from app.settings import registry_settings
from app.words import tr
from models import Contest, Event, Ruling, Unit

Filled = TypeVar("Filled", Contest, Event, Unit)


class Fact(NamedTuple):
    """A recorded fact: its columns, the first of which says what it is; `words` is the group that names it.

    Columns after the first are recorded with it: they go on together, or not at all.
    """

    columns: tuple[str, ...]
    words: str = ""


CONTEST_FACTS = (
    Fact(("level",), "core.level"),
    Fact(("contest_class",), "core.class"),
    Fact(("official_class",)),
    Fact(("class_basis",)),
    Fact(("series", "series_by", "series_basis"), "core.series"),
    Fact(("medal_rule", "medal_rule_basis"), "core.medal_rule"),
    Fact(("organiser",)),
    Fact(("is_outside",)),
    Fact(("is_selection",)),
    Fact(("started_on",)),
    Fact(("cycle",)),
)
EVENT_FACTS = (
    Fact(("form",), "core.form"),
    Fact(("team_size",)),
    Fact(("occupation",)),
    Fact(("is_demonstration",)),
    Fact(("is_selection",)),
    Fact(("own_class",), "core.class"),
    Fact(("own_official_class",)),
    Fact(("own_class_basis",)),
)
UNIT_FACTS = (Fact(("credit_code",)), Fact(("district",)), Fact(("is_outside",)))


def differing_facts(kept: Filled, merged: Filled, facts: Sequence[Fact]) -> Iterator[tuple[str, str, str]]:
    """Yield what both have and what differs, in words: which fact, what the kept one has, and the other."""
    for fact in facts:
        name = fact.columns[0]
        here, there = getattr(kept, name), getattr(merged, name)
        if _is_recorded(here) and _is_recorded(there) and _comparable(here) != _comparable(there):
            yield tr(f"registry.merge.fact.{name}"), _words(fact, here), _words(fact, there)


def fill_facts(steps: MergeSteps, kept: Filled, merged: Filled, facts: Sequence[Fact]) -> None:
    """Give the kept record what it lacks and the other has."""
    missing = [
        (name, getattr(merged, name))
        for fact in facts
        if not _is_recorded(getattr(kept, fact.columns[0])) and _is_recorded(getattr(merged, fact.columns[0]))
        for name in fact.columns
    ]
    for name, value in missing:
        steps.change(type(kept), [kept.id], name, value)


def ruling_blocks(session: Session, kept: Contest, merged: Contest) -> Iterator[str]:
    """Yield the questions that rulings of the policy in force answer differently for the two contests."""
    found: dict[int, list[RulingFacts]] = {kept.id: [], merged.id: []}
    for contest, facts in _rulings_on_contests(session):
        if contest in found:
            found[contest].append(facts)
    for here in found[kept.id]:
        if any(rulings_contradict(here, there) for there in found[merged.id]):
            yield tr("registry.merge.block-ruling", question=question_short(here.question))


def event_ruling_blocks(session: Session, kept: Event, merged: Event) -> Iterator[str]:
    """Yield the questions that rulings answer for the merged event by a name that would mean nothing then."""
    if kept.name_key == merged.name_key:
        return
    contests = {None, kept.contest_id, merged.contest_id}
    for contest, facts in _rulings_on_contests(session):
        if contest in contests and name_key(facts.event) == merged.name_key:
            words = {"event": merged.name, "question": question_short(facts.question)}
            yield tr("registry.merge.block-event-ruling", **words)


def _rulings_on_contests(session: Session) -> Iterator[tuple[int | None, RulingFacts]]:
    """Yield what is ruled under the policy in force: on which contest, None for all, and what."""
    policy = registry_settings(session).policy
    in_force = select(Ruling).where(Ruling.policy == policy, Ruling.withdrawn_at.is_(None))
    bases = bases_in(session)
    for one in session.scalars(in_force.order_by(Ruling.id)):
        if bases.decision_problem(one.basis, one.decided_on) is None:
            yield contest_of_name(session, one.contest) if one.contest else None, _as_facts(one)


def _as_facts(ruling: Ruling) -> RulingFacts:
    """Return a ruling as if it were for whatever contest, to be compared."""
    stored = json.loads(ruling.shares) if ruling.shares else []
    return RulingFacts(
        ruling.question,
        ruling.answer,
        ruling.basis,
        ruling.decided_on,
        event=ruling.event,
        valid_from=ruling.valid_from,
        valid_to=ruling.valid_to,
        shares=() if isinstance(stored, dict) else tuple(stored),
        plan_fen=tuple(stored["fen"]) if isinstance(stored, dict) else (),
    )


def _is_recorded(value: object) -> bool:
    return value is not None and value != ""


def _comparable(value: object) -> object:
    return name_key(value) if isinstance(value, str) else value


def _words(fact: Fact, value: object) -> str:
    if isinstance(value, bool):
        return tr("registry.merge.yes" if value else "registry.merge.no")
    if isinstance(value, date):
        return chinese_date(value)
    return tr(f"{fact.words}.{value}") if fact.words else str(value)
