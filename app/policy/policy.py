"""A whole policy as the engine uses it: its rules by level and class, its open questions, its documents.

Made only by `app.policy.packs`, from checked files, and immutable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.places import HomeRegion
from app.policy.medals import MedalRanks
from app.policy.model import Clause, Document, OpenQuestion, Rule
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.policy.rules.title import TitleRule


@dataclass(frozen=True, slots=True, eq=False)
class NameSigns:
    """Words in a contest's or event's name that raise a question, never a class.

    `kept_events` says by a sign in a contest's name which words in an event's name make no selection
    contest of it. `region` is where the policy's city lies, None for one the program has no divisions of;
    `home` and `elsewhere` are further words by level.
    `medal_ranks` says by series which rank a medal stands for, where a document says so of its contests.
    """

    selection: tuple[str, ...] = ()
    kept_events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    demonstration: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    home: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region: HomeRegion | None = None
    medal_ranks: Mapping[str, MedalRanks] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """A loaded pack. `sha256` is the digest of its files, so that a frozen explanation can be told apart."""

    key: str
    title: str
    city: str
    sha256: str
    rules: tuple[Rule, ...]
    questions: Mapping[str, OpenQuestion]
    signs: NameSigns
    prizes: Mapping[str, Mapping[str, PrizeRule]]
    titles: Mapping[tuple[str, str], TitleRule]
    standards: Mapping[str, StandardRule]
    clause: Clause
    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule `rule_id`, None where there is none."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def title_under(self, rule_id: str, *, rank: int | None, day: date) -> str:
        """Return the title for the sending unit of whoever was awarded by a rule on prizes; "" for none."""
        rule = self.rule(rule_id)
        if not isinstance(rule, PrizeRule) or rank is None:
            return ""
        title_rule = self.titles.get((rule.level, rule.contest_class))
        return title_rule.title_for(rank, day=day) if title_rule else ""

    def rules_awaiting_standards(self) -> tuple[Rule, ...]:
        """Return the rules whose amounts must be entered as standards."""
        return tuple(rule for rule in self.rules if rule.awaits_standard)
