"""What only the registry knows to be wrong with a new ruling or standard: what it contradicts, or misses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.rules.rule_set import ruling_facts, standard_facts, with_present_name
from app.bases_on_record import bases_in
from app.formats import name_key
from app.known_names import contest_of_name, present_names
from app.policy import (
    RulingFacts,
    StandardFacts,
    differing_amount,
    is_replaced,
    is_replaced_standard,
    left_out,
    ruling_words,
    rulings_contradict,
    standard_words,
    takes_place,
)
from app.same_contests import contests_spelled_like
from app.settings import registry_settings
from app.words import tr
from models import Event, Ruling, Standard

Problem = tuple[str, str]  # the key of the file, or the field of the dialog, and what is wrong


def ruling_scope_problems(session: Session, ruling: RulingFacts) -> list[Problem]:
    """Return the contest and the event that a ruling is narrowed to and that are not on record."""
    problems: list[Problem] = []
    contest: int | None = None
    if ruling.contest:
        contest = contest_of_name(session, ruling.contest)
        if contest is None:
            near = "、".join(name for _id, name in contests_spelled_like(session, ruling.contest))
            code = "contest-unknown-near" if near else "contest-unknown"
            problems.append(
                ("contest", tr(f"policy.contradiction.{code}", contest=ruling.contest, near=near))
            )
    if ruling.event and not problems:
        query = select(Event.id).where(Event.name_key == name_key(ruling.event))
        found = query if contest is None else query.where(Event.contest_id == contest)
        if session.scalar(found.limit(1)) is None:
            words = {
                "event": ruling.event,
                "contest": ruling.contest or tr("policy.contradiction.any-contest"),
            }
            problems.append(("event", tr("policy.contradiction.event-unknown", **words)))
    return problems


def ruling_conflicts(session: Session, ruling: RulingFacts) -> list[Problem]:
    """Return the rulings in force that a new one contradicts and may not replace."""
    policy = ruling.policy or registry_settings(session).policy
    query = select(Ruling).where(Ruling.policy == policy, Ruling.question == ruling.question)
    recorded = query.where(Ruling.withdrawn_at.is_(None)).order_by(Ruling.id)
    bases, names = bases_in(session), present_names(session)
    new = with_present_name(ruling, names)
    return [
        ("answer", ruling_words("ruling-on-record", old, id=row.id, decided_on=ruling.decided_on))
        for row in session.scalars(recorded)
        if bases.decision_problem((old := ruling_facts(row)).basis, old.decided_on) is None
        and rulings_contradict(present := with_present_name(old, names), new)
        and not is_replaced(present, new)
    ]


def standard_conflicts(session: Session, standard: StandardFacts) -> list[Problem]:
    """Return the standards in force that a new one contradicts and may not replace, or would cut short."""
    policy = standard.policy or registry_settings(session).policy
    bases = bases_in(session)
    problems: list[Problem] = []
    for row in standards_like(session, standard, policy=policy):
        if bases.problem(row.basis) is not None:
            continue
        old = standard_facts(row)
        name = differing_amount(old, standard)
        if name is not None and not is_replaced_standard(old, standard):
            problems.append(("rule", standard_words("standard-on-record", old, name, id=row.id)))
        elif old.valid_from == standard.valid_from and takes_place(old, standard):
            names = left_out(old, standard)
            problems += [("rule", standard_words("standard-left-out", old, one, id=row.id)) for one in names]
    return problems


def standards_like(session: Session, standard: StandardFacts, *, policy: str) -> list[Standard]:
    """Return the standards in force of the same rule and recipient, in the order they were entered."""
    query = select(Standard).where(Standard.policy == policy, Standard.rule == standard.rule)
    query = query.where(Standard.recipient == standard.recipient, Standard.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Standard.id)))
