"""Another policy or ruling over past results: what it would cost, and for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Cancelled
from app.policy import EntryFacts, EventFacts, WhatIfLaw, load_policy, read_policy, what_if
from app.progress import Progress
from tests.app.policy.builders import a_contest, a_ruling, an_entry, an_event
from tests.app.policy.test_packs import GOOD

POLICY = load_policy()
NOW = WhatIfLaw(POLICY)
PAIR = an_event(form="pair", name="移动机器人")
NATIONAL = an_event(a_contest(name="示例国赛", level="national"))
FIELD: list[tuple[EventFacts, list[EntryFacts]]] = [
    (NATIONAL, [an_entry(1), an_entry(2, rank=2), an_entry(3, rank=9)]),
    (PAIR, [an_entry(4), an_entry(5)]),
]


def test_a_ruling_costs_what_it_lets_through() -> None:
    after = WhatIfLaw(POLICY, [a_ruling("team-prize", "equal-split")])
    found = what_if(FIELD, before=NOW, after=after)
    assert (found.before_fen, found.after_fen) == (18_000_000, 19_000_000)
    assert found.by_level == (("national", 18_000_000, 18_000_000), ("provincial", 0, 1_000_000))
    assert found.by_year == ((2024, 18_000_000, 19_000_000),)
    assert [(change.entry, change.difference_fen) for change in found.changed] == [(4, 500_000), (5, 500_000)]
    assert (found.gain, found.lose) == (2, 0)


def test_another_prize_table_is_one_short_file(tmp_path: Path) -> None:
    file = tmp_path / "cheaper.yaml"
    file.write_text(GOOD.replace("example-2024", "xinxiang-2023").replace("1: 100000", "1: 90000"), "utf-8")
    found = what_if(FIELD, before=NOW, after=WhatIfLaw(read_policy(file)))
    assert found.after_fen - found.before_fen == -1_000_000
    assert [change.entry for change in found.changed] == [1]
    assert (found.gain, found.lose) == (0, 1)


def test_what_was_decided_is_what_stands_and_is_marked(tmp_path: Path) -> None:
    found = what_if(FIELD, before=NOW, after=NOW, frozen={1: 5_000_000, 3: 100})
    assert (found.before_fen, found.after_fen) == (13_000_100, 18_000_000)
    assert {(change.entry, change.is_frozen) for change in found.changed} == {(1, True), (3, True)}


def test_the_same_law_changes_nothing() -> None:
    found = what_if(FIELD, before=NOW, after=NOW)
    assert found.changed == ()
    assert found.before_fen == found.after_fen


def test_several_prizes_of_one_person_are_related_on_both_sides() -> None:
    events = [
        (an_event(a_contest(name="市赛", level="municipal", cycle="2024")), [an_entry(1)]),
        (
            an_event(a_contest(name="省赛", level="provincial", cycle="2024")),
            [replace(an_entry(2), person_id=1)],
        ),
    ]
    all_of_them = WhatIfLaw(POLICY, [a_ruling("several-levels", "all")])
    highest = WhatIfLaw(POLICY, [a_ruling("several-levels", "highest-only")])
    found = what_if(events, before=all_of_them, after=highest)
    assert (found.before_fen, found.after_fen) == (1_100_000, 1_000_000)
    assert found.lose == 1


def test_it_can_be_watched_and_cancelled() -> None:
    progress = Progress()
    what_if(FIELD, before=NOW, after=NOW, progress=progress, total=2)
    assert progress.total == 2
    progress.cancel()
    with pytest.raises(Cancelled):
        what_if(FIELD, before=NOW, after=NOW, progress=progress, total=2)
