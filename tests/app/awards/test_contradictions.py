"""A ruling or standard against what is on record: contradicted, replaced, or for a contest nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.awards import (
    import_rulings,
    import_standards,
    list_rulings,
    list_standards,
    record_ruling,
    record_standards,
    withdraw_ruling,
)
from app.errors import InputError, PolicyFileError
from app.policy import RulingFacts
from app.store import Store
from tests.app.awards.test_assess import a_pair, writing
from tests.app.awards.test_rulings import a_file
from tests.app.awards.test_standards import GOOD
from tests.builders import a_contest, an_event

ONE = RulingFacts("tie", "each-full", "示例会议纪要〔2024〕21号", date(2024, 5, 5))
FILE = """policy: xinxiang-2023
rulings:
  - question: tie
    answer: pooled-share
    basis: 示例会议纪要〔2024〕21号
    decided_on: {day}
"""


def in_force(store: Store) -> list[str]:
    with store.reading() as session:
        return [ruling.answer for ruling in list_rulings(session, in_force_only=True)]


@pytest.mark.parametrize("day", ["2024-05-05", "2024-05-04"])
def test_a_file_that_contradicts_the_record_is_refused_whole(
    sqlite_store: Store, tmp_path: Path, day: str
) -> None:
    with writing(sqlite_store) as work:
        record_ruling(work, ONE)
    text = FILE.format(day=day) + FILE.format(day=day).partition("rulings:\n")[2].replace(
        "tie\n    answer: pooled-share", "student-group\n    answer: counts"
    )
    with pytest.raises(PolicyFileError) as refused, writing(sqlite_store) as work:
        import_rulings(work, a_file(tmp_path, text))
    told = str(refused.value.params["text"])
    assert "rulings.yaml 第4行：rulings.0.answer" in told
    assert "示例会议纪要〔2024〕21号" in told
    assert in_force(sqlite_store) == ["each-full"]


@pytest.mark.parametrize(
    "change",
    [
        {"decided_on": date(2024, 5, 6)},
        {"replaces": "示例会议纪要[2024]21号"},
    ],
)
def test_a_later_ruling_or_one_that_says_so_replaces(sqlite_store: Store, change: dict[str, object]) -> None:
    with writing(sqlite_store) as work:
        record_ruling(work, ONE)
        report = record_ruling(work, replace(ONE, answer="pooled-share", **change))  # type: ignore[arg-type]
    assert report.replaced == 1
    assert in_force(sqlite_store) == ["pooled-share"]


@pytest.mark.parametrize(
    "basis", ["示例会议纪要〔2024〕22号", "示例会议纪要〔2024〕20号", "另例〔2024〕22号"]
)
def test_another_document_of_that_day_does_not(sqlite_store: Store, basis: str) -> None:
    with writing(sqlite_store) as work:
        record_ruling(work, ONE)
    with pytest.raises(InputError) as refused, writing(sqlite_store) as work:
        record_ruling(work, replace(ONE, answer="pooled-share", basis=basis))
    assert refused.value.code == "ruling-unfit"
    assert in_force(sqlite_store) == ["each-full"]


def test_a_withdrawn_ruling_contradicts_nothing(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        record_ruling(work, ONE)
        withdraw_ruling(work, list_rulings(work.session)[0].id, reason="答案有误")
        record_ruling(work, replace(ONE, answer="pooled-share"))
    assert in_force(sqlite_store) == ["pooled-share"]


def test_a_standard_that_contradicts_the_record_is_refused(sqlite_store: Store) -> None:
    other = replace(GOOD, amounts_fen=(("金牌", 50_000_000),), basis="示例〔2024〕10号")
    with writing(sqlite_store) as work:
        record_standards(work, [GOOD])
    for day in (GOOD.valid_from, date(2023, 12, 1)):
        with pytest.raises(InputError) as refused, writing(sqlite_store) as work:
            record_standards(work, [replace(other, valid_from=day)])
        assert "示例〔2024〕9号" in str(refused.value.params["problem"])
    with writing(sqlite_store) as work:
        record_standards(work, [replace(other, valid_from=date(2025, 1, 1))])
        record_standards(work, [replace(other, replaces=GOOD.basis)])
        amounts = [fen for one in list_standards(work.session) for _, fen in one.amounts_fen]
    assert amounts == [50_000_000, 50_000_000]


def test_standards_of_one_day_for_different_medals_stand_side_by_side(store: Store) -> None:
    silver = replace(GOOD, amounts_fen=(("银牌", 18_000_000),), basis="示例〔2024〕10号")
    with writing(store) as work:
        record_standards(work, [GOOD])
        record_standards(work, [silver])
        assert record_standards(work, [silver]).same == 1
        standing = list_standards(work.session)
    assert [one.basis for one in standing] == [GOOD.basis, silver.basis]


def test_no_medal_loses_its_amount_by_a_shorter_standard(sqlite_store: Store) -> None:
    both = replace(GOOD, amounts_fen=(("金牌", 30_000_000), ("银牌", 18_000_000)))
    gold = replace(GOOD, amounts_fen=(("金牌", 50_000_000),), basis="示例〔2024〕10号", replaces=GOOD.basis)
    with writing(sqlite_store) as work:
        record_standards(work, [both])
    with pytest.raises(InputError) as refused, writing(sqlite_store) as work:
        record_standards(work, [gold])
    assert "银牌" in str(refused.value.params["problem"])
    with writing(sqlite_store) as work:
        record_standards(work, [replace(gold, amounts_fen=(("金牌", 50_000_000), ("银牌", 18_000_000)))])
        assert [one.basis for one in list_standards(work.session)] == [gold.basis]


def test_a_file_of_standards_is_told_its_line(sqlite_store: Store, tmp_path: Path) -> None:
    text = """policy: xinxiang-2023
standards:
  - rule: world-skills
    yuan_by_medal: {金牌: 500000}
    basis: 示例〔2024〕10号
    valid_from: 2024-01-01
"""
    with writing(sqlite_store) as work:
        record_standards(work, [GOOD])
    with pytest.raises(PolicyFileError) as refused, writing(sqlite_store) as work:
        import_standards(work, a_file(tmp_path, text))
    assert "第3行：standards.0.rule" in str(refused.value.params["text"])


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ({"contest": "2024年示例技能竞赛"}, "没有竞赛“2024年示例技能竞赛”"),
        ({"contest": "示例2024年技能大赛"}, "写法相近的有“2024年示例技能大赛”"),
        ({"contest": "2024年示例技能大赛", "event": "车工"}, "没有赛项“车工”"),
        ({"event": "车工"}, "没有赛项“车工”"),
    ],
)
def test_a_ruling_for_what_is_not_on_record_is_refused(
    sqlite_store: Store, scope: dict[str, str], says: str
) -> None:
    with writing(sqlite_store) as work:
        contest = a_contest(work.session, name="2024年示例技能大赛")
        an_event(work.session, contest, name="焊工")
    with pytest.raises(InputError) as refused, writing(sqlite_store) as work:
        record_ruling(work, replace(ONE, **scope))  # type: ignore[arg-type]  # names only
    assert says in str(refused.value.params["problem"])
    assert in_force(sqlite_store) == []


def test_a_ruling_for_a_contest_and_event_on_record_stands(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        event = a_pair(work.session)
        record_ruling(work, replace(ONE, contest=event.contest.name, event=event.name))
    assert in_force(sqlite_store) == ["each-full"]
