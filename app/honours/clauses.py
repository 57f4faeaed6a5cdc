"""The clauses that the registers rest on, word for word, so that every outcome can quote its own."""

from __future__ import annotations

import tomllib
from functools import cache

from app.honours.reference_data import FOLDER
from app.policy import Policy, Quote

CRAFTSMAN, SUBSIDY, GREEN_CHANNEL = "craftsman", "subsidy", "green-channel"
ALLOWANCE, BUDGET = "allowance", "budget"


def quote(rule: str, policy: Policy) -> Quote:
    """Return the clause of `rule` as an explanation quotes it."""
    document = policy.clause.document
    kept = clauses()[rule]
    return Quote(document.number, document.title, kept["clause"], kept["text"], rule)


def clause_number(rule: str) -> str:
    """Return the number of the clause of `rule`."""
    return clauses()[rule]["clause"]


@cache
def clauses() -> dict[str, dict[str, str]]:
    """Return number and verbatim text of every clause, by rule."""
    data: dict[str, dict[str, str]] = tomllib.loads((FOLDER / "clauses.toml").read_text("utf-8"))
    return data
