"""What if (测算): another prize table, ruling or pack over past results. Nothing is stored or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.policy.facts import Outcome


@dataclass(frozen=True, slots=True)
class WhatIfChange:
    """One entry under what stands and under other rules. `is_frozen`: decided, and would not change."""

    entry: int
    person_id: int
    contest: str
    event: str
    level: str
    year: int
    before: Outcome
    after: Outcome
    is_frozen: bool = False

    @property
    def difference_fen(self) -> int:
        """Return how much more (or less) the entry would get, in fen."""
        return (self.after.amount_fen or 0) - (self.before.amount_fen or 0)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The two costs in fen, by level and by year of publication, and every entry that would change.

    What is decided will not change and counts on both sides as it stands; `frozen` are those decided that the
    other rules would say otherwise. `notes` say what was tried that no document states.
    """

    before_fen: int
    after_fen: int
    by_level: tuple[tuple[str, int, int], ...]
    by_year: tuple[tuple[int, int, int], ...]
    changed: tuple[WhatIfChange, ...]
    frozen: tuple[WhatIfChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def frozen_difference_fen(self) -> int:
        """Return by how much, in fen, the decided ones would differ, which they will not."""
        return sum(change.difference_fen for change in self.frozen)

    @property
    def gain(self) -> int:
        """Return how many people would get more in all."""
        return sum(1 for fen in self._by_person().values() if fen > 0)

    @property
    def lose(self) -> int:
        """Return how many people would get less in all."""
        return sum(1 for fen in self._by_person().values() if fen < 0)

    def _by_person(self) -> dict[int, int]:
        people: defaultdict[int, int] = defaultdict(int)
        for change in self.changed:
            people[change.person_id] += change.difference_fen
        return people


def what_if(cases: Iterable[WhatIfChange]) -> WhatIf:
    """Return what all these cases cost on either side, and those of them that differ."""
    levels: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    years: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    changed: list[WhatIfChange] = []
    frozen: list[WhatIfChange] = []
    for case in cases:
        for place, outcome in enumerate((case.before, case.before if case.is_frozen else case.after)):
            levels[case.level][place] += outcome.amount_fen or 0
            years[case.year][place] += outcome.amount_fen or 0
        if _differs(case.before, case.after):
            (frozen if case.is_frozen else changed).append(case)
    return WhatIf(
        sum(pair[0] for pair in levels.values()),
        sum(pair[1] for pair in levels.values()),
        tuple((level, pair[0], pair[1]) for level, pair in levels.items()),
        tuple((year, pair[0], pair[1]) for year, pair in sorted(years.items())),
        tuple(changed),
        tuple(frozen),
    )


def _differs(before: Outcome, after: Outcome) -> bool:
    return (before.status, before.amount_fen) != (after.status, after.amount_fen)
