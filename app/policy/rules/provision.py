"""A provision (条款提示): a clause the program cites where it works by it, without computing from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from app.policy.model import Clause, Rule
from app.policy.quoting import words_problem
from app.policy.rules.base import Misquoted, RuleData, Word


@dataclass(kw_only=True)
class ProvisionData(RuleData):
    """A clause with the honours it names, as a file states it."""

    kind: Literal["provision"]
    honours: list[Word] = field(default_factory=list)

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield an honour that the clause does not name."""
        if problem := words_problem(self.honours, self.text):
            yield Misquoted(("honours",), problem)

    def compiled(self, clause: Clause) -> ProvisionRule:
        """Return the rule."""
        return ProvisionRule(self.id, self.title, clause, tuple(self.honours))


@dataclass(frozen=True, slots=True)
class ProvisionRule(Rule):
    """A clause with the honours it names, if it names any."""

    honours: tuple[str, ...] = ()
