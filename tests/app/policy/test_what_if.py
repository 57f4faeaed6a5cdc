"""What a comparison sums up: cost by level and year, who differs, and who gains or loses in all."""

from __future__ import annotations

from app.policy import Outcome, WhatIfChange, what_if


def a_case(
    entry: int, before: int | None, after: int | None, *, person: int = 0, level: str = "municipal"
) -> WhatIfChange:
    def outcome(fen: int | None) -> Outcome:
        return Outcome(entry, "blocked" if fen is None else "proposed", fen)

    where = "示例竞赛", "电工", level, 2024
    return WhatIfChange(entry, person or entry, *where, outcome(before), outcome(after))


def test_costs_by_level_and_year_and_names_only_what_differs() -> None:
    found = what_if([a_case(1, 100, 100), a_case(2, None, 50, level="provincial"), a_case(3, 70, 0)])

    assert (found.before_fen, found.after_fen) == (170, 150)
    assert found.by_level == (("municipal", 170, 100), ("provincial", 0, 50))
    assert found.by_year == ((2024, 170, 150),)
    assert [(change.entry, change.difference_fen) for change in found.changed] == [(2, 50), (3, -70)]


def test_a_person_gains_or_loses_over_all_their_prizes() -> None:
    found = what_if(
        [a_case(1, 100, 0, person=7), a_case(2, 0, 150, person=7), a_case(3, 10, 0), a_case(4, 5, 5)]
    )

    assert (found.gain, found.lose) == (1, 1)


def test_nothing_costs_nothing() -> None:
    assert what_if([]).changed == ()
