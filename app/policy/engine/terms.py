"""The terms of an event: all that its entries are judged by, besides the policy and the standards."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.engine.name_signs import (
    has_other_groups,
    is_demonstration,
    is_selection,
    was_held_before,
)
from app.policy.engine.outside import is_outside_contest
from app.policy.facts import EventFacts, OtherSpelling
from app.policy.policy import NameSigns, Policy
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.policy.rulings import EventRulings, RulingBook
from app.policy.teams import form_of
from app.policy.vocabulary import CLASS_ONE, COMPREHENSIVE, SPECIAL

# Classes of which the document does not say whether they are class one, and what is asked of each.
_CLASS_QUESTIONS = {COMPREHENSIVE: "comprehensive-contest", SPECIAL: "special-contest"}


@dataclass(frozen=True, slots=True)
class EventTerms:
    """What an event's facts and the rulings decide once for all its entries.

    Two events of equal terms are judged alike: the names of contest and event speak through `gates`, `form`,
    `series` and `rulings` alone. `gates` are the questions whether a result of the event counts at all, in
    the fixed order; `held_before` says that the contest began before the rule's first day. `unreached`: what
    was ruled on the class for all contests is left out of `rulings`, since this one is of another series.
    """

    level: str
    contest_class: str
    series: str
    medal_rule: str
    medal_rule_basis: str
    has_class_basis: bool
    has_basis_problem: bool
    form: str
    team_size: int | None
    gates: tuple[str, ...]
    held_before: bool
    rulings: EventRulings
    unreached: bool
    other_spelling: OtherSpelling | None


def terms_of(event: EventFacts, *, policy: Policy, rulings: RulingBook) -> EventTerms:
    """Return the terms of an event under a policy and rulings. Pure."""
    contest = event.contest
    standard_rule = policy.standards.get(contest.level)
    rule, class_question = prize_rule_of(policy, contest.level, contest.contest_class)
    reaching = rulings.reaching(contest.name, event.name)
    own_rulings = _rulings_of_series(reaching, policy, class_question, contest.present_series)
    amounts = standard_rule.medals if standard_rule else rule.fen_by_rank if rule else None
    return EventTerms(
        level=contest.level,
        contest_class=contest.contest_class,
        series=contest.present_series,
        medal_rule=contest.medal_rule,
        medal_rule_basis=contest.medal_rule_basis,
        has_class_basis=bool(contest.class_basis),
        has_basis_problem=contest.basis_problem is not None,
        form=form_of(event, policy.signs.forms),
        team_size=event.team_size,
        gates=_gates(event, policy.signs, standard_rule),
        held_before=amounts is not None and was_held_before(contest, amounts.first_day),
        rulings=own_rulings,
        unreached=own_rulings.knows(class_question) != reaching.knows(class_question),
        other_spelling=event.other_spelling,
    )


def prize_rule_of(policy: Policy, level: str, contest_class: str) -> tuple[PrizeRule | None, str]:
    """Return the rule on prizes for a level and class, and the question of the class, "" for none.

    Where the class is not recorded, or nobody can tell from it, the rule for class one is meant: what the
    amount would be is shown while it is asked.
    """
    by_class = policy.prizes.get(level, {})
    own_rule = by_class.get(contest_class)
    question = "" if own_rule else _CLASS_QUESTIONS.get(contest_class, "")
    could_be_class_one = bool(question) or not contest_class
    return own_rule or (by_class.get(CLASS_ONE) if could_be_class_one else None), question


def _rulings_of_series(
    rulings: EventRulings, policy: Policy, class_question: str, series: str
) -> EventRulings:
    """Return the rulings without what was ruled on the class for all contests, where it is of other series.

    The question is then asked of this contest by itself.
    """
    declared = policy.questions.get(class_question)
    if declared is None or declared.is_about(series):
        return rulings
    return rulings.without_general(class_question)


def _gates(event: EventFacts, signs: NameSigns, standard_rule: StandardRule | None) -> tuple[str, ...]:
    """Return the questions the event itself raises, in the fixed order."""
    raised = {
        "other-world-contest": standard_rule is not None and not standard_rule.speaks_of(event.contest),
        "outside-contest": is_outside_contest(event.contest, signs),
        "selection-contest": is_selection(event, signs),
        "demonstration-event": is_demonstration(event, signs),
        "student-group": event.group == "student" and "worker" in event.groups,
        "teacher-group": has_other_groups(event),
    }
    return tuple(question for question, applies in raised.items() if applies)
