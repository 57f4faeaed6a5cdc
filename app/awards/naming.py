"""Which results name their sending unit by the rule set in force, with a designation on record or without."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.awards.assessment.annulled import annulled_entries
from app.awards.assessment.evaluate import EventRules
from app.awards.assessment.event_facts import event_facts
from app.awards.assessment.result_rows import results_by_event
from app.awards.assessment.sending_units import SendingUnits
from app.awards.rules.rule_set import active_rule_set


def results_that_name(session: Session, events: Collection[int]) -> set[int]:
    """Return the results of these events for which a unit is to be named, or may be once a ruling is made.

    Judged as an assessment judges: who is of the team, by which units it was sent, and what was ruled on
    several of them for this contest and day.
    """
    if not events:
        return set()
    rule_set = active_rule_set(session)
    facts, annulled = event_facts(session, events), annulled_entries(session, events)
    units = SendingUnits(session, rule_set.policy)
    naming: set[int] = set()
    for event, rows in results_by_event(session, events):
        units.read(rows)
        rules = EventRules(facts[event], rule_set, annulled=annulled.get(event, ()))
        naming |= {int(one.entry) for one in rules.outcomes(rows, units) if one.title_units}
    return naming
