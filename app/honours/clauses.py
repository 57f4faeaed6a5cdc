"""The clause that a rule of the registry's policy rests on, as an explanation quotes it."""

from __future__ import annotations

from app.policy import Policy, Quote


def quote(rule_id: str, policy: Policy) -> tuple[Quote, ...]:
    """Return the clause of the rule, nothing where the policy has no such rule."""
    rule = policy.rule(rule_id)
    if rule is None:
        return ()
    clause = rule.clause
    return (Quote(clause.document.number, clause.document.title, clause.number, clause.text, rule_id),)
