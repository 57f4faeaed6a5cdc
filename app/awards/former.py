"""What an ended result would come to by today's policy and rulings: facts, clauses, arithmetic.

Where nobody reviewed the award there is no frozen explanation to tell from, and often no award is left.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.awards.assessment.annulled import annulled_entries
from app.awards.assessment.event_facts import event_facts
from app.awards.assessment.result_rows import results_by_event
from app.awards.assessment.sending_units import SendingUnits
from app.awards.rules.rule_set import active_rule_set
from app.awards.sources import people_of, result_sources
from app.document_checks import check_words
from app.formats import masked_id
from app.policy import EntryFacts, Explanation, explain
from app.words import tr
from models import Result


def explain_former(session: Session, result: Result) -> Explanation:
    """Return the explanation of a result that stands no more, as if it did; others as they stand today.

    Its facts are those an assessment takes: where the sending unit sits by its own record, its credit code or
    its name, the units of one cell, and who of the event was annulled and keeps a place.
    """
    rule_set = active_rule_set(session)
    units = SendingUnits(session, rule_set.policy)
    current = dict(results_by_event(session, [result.event_id])).get(result.event_id, [])
    units.read(current)
    own = _entry_facts(result, units)
    others = [units.entry_facts(row) for row in current if row.id != result.id]
    others += annulled_entries(session, [result.event_id]).get(result.event_id, [])
    entries = [
        own,
        *(other for other in others if (other.person_id, other.role) != (own.person_id, own.role)),
    ]
    return explain(
        result.id,
        event=event_facts(session, [result.event_id])[result.event_id],
        entries=entries,
        policy=rule_set.policy,
        rulings=rule_set.rulings,
        standards=rule_set.standards,
        who=_who(result),
        sources=result_sources(session, [result.id])[result.id],
        names=people_of(session, [entry.id for entry in entries]),
        units=units.names,
        checks=check_words(session, rule_set.policy),
    )


def _entry_facts(result: Result, units: SendingUnits) -> EntryFacts:
    entry = result.entry
    units.read_units([] if entry.unit_id is None else [entry.unit_id])
    sent_by, is_outside = units.sender_facts(entry.unit_id)
    return EntryFacts(
        result.id,
        entry.person_id,
        entry.role,
        result.rank,
        result.published_on,
        result.medal,
        result.grade,
        entry.team_no,
        entry.position,
        sent_by,
        is_outside,
        no_rank=result.no_rank,
    )


def _who(result: Result) -> dict[str, str]:
    entry = result.entry
    facts = {
        "person": entry.person.name,
        "id-number": masked_id(entry.person.id_number),
        "unit": entry.unit.name if entry.unit is not None else "",
    }
    return {tr(f"awards.who.{name}"): value for name, value in facts.items() if value}
