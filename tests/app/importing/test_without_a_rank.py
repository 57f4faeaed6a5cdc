"""Results without a rank (弃权, 缺赛 …): kept on record, changed either way, contradicted by a number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.awards import assess_all, award_ids, award_page, explain_award
from app.errors import InputError
from app.importing import Kind
from app.importing.values.achievements import Achievement, achievement_reader
from app.registry import ResultFacts, correct_result
from app.store import Store
from models import Result
from tests.app.importing.lists import a_row, codes, plan_of_rows, take_in
from tests.app.importing.test_values import said
from tests.builders import PUBLISHED, a_result

EMPTY: dict[str, Any] = {"名次": None}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("弃权", "withdrew"),
        ("（弃权）", "withdrew"),
        ("弃 权", "withdrew"),
        ("缺赛", "absent"),
        ("DNS", "absent"),
        ("缺考", "absent-from-exam"),
        ("退赛", "retired"),
        ("d n f", "unfinished"),
        ("取消参赛资格", "disqualified"),
        ("成绩取消", "cancelled"),
        ("违纪", "violation"),
        ("无成绩", "without-result"),
    ],
)
@pytest.mark.parametrize("field", ["rank", "medal", "grade"])
def test_the_words_are_closed(field: str, text: str, reason: str) -> None:
    assert achievement_reader(field)(text) == Achievement(no_rank=reason)


@pytest.mark.parametrize("text", ["3（弃权）", "弃权3", "第一名/弃权", "金牌、取消资格", "弃权，缺赛"])
def test_a_place_beside_such_a_word_contradicts_it(text: str) -> None:
    assert said(achievement_reader("rank")(text)) == "no-rank-conflict"


@pytest.mark.parametrize("text", ["弃考大师", "不详", "放弃"])
def test_other_words_stay_unknown(text: str) -> None:
    assert said(achievement_reader("rank")(text)) in ("rank-unknown", "no-rank-conflict")


@pytest.mark.parametrize(
    "cells",
    [
        {"名次": "弃权"},
        EMPTY | {"奖牌": "弃权"},
        EMPTY | {"等次": "弃权"},
        EMPTY | {"成绩": "弃权"},
        EMPTY | {"备注": "弃权"},
        {"名次": "弃权", "成绩": "0"},
        {"名次": "弃权", "备注": "弃权"},
    ],
)
def test_the_row_is_kept_on_record(sqlite_store: Store, tmp_path: Path, cells: dict[str, Any]) -> None:
    report = take_in(sqlite_store, tmp_path, a_row(1), a_row(2, **cells), a_row(3))
    assert (report.counts.new, report.counts.skipped, report.findings) == (3, 0, ())
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    with sqlite_store.reading() as session:
        rows = award_page(session, award_ids(session))
        withdrew = next(row for row in rows if row.reason.startswith("no-rank"))
        assert sorted(row.status for row in rows) == ["none", "proposed", "proposed"]
        assert "不予奖励：弃权，无名次" in explain_award(session, withdrew.id).as_text()


@pytest.mark.parametrize(
    "cells", [{"名次": 1, "奖牌": "弃权"}, {"成绩": "弃权"}, {"备注": "取消资格"}, {"名次": "1（缺赛）"}]
)
def test_a_contradiction_keeps_the_row_out(
    sqlite_store: Store, tmp_path: Path, cells: dict[str, Any]
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, **cells), a_row(2))
    assert (plan.counts.new, plan.counts.skipped) == (1, 1)
    assert [code for _, _, code in codes(plan.findings)] == ["no-rank-conflict"]


def test_a_rank_that_becomes_a_withdrawal_and_back(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(1, 奖牌="金牌"))
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, 名次="取消成绩"))
    (change,) = plan.page(Kind.CHANGED)[0].changes
    assert (change.before, change.after) == ("第1名 金牌", "取消成绩")
    take_in(sqlite_store, tmp_path, a_row(1, 名次="取消成绩"), name="更正.xlsx")
    take_in(sqlite_store, tmp_path, a_row(1, 名次=2), name="再更正.xlsx")
    with sqlite_store.reading() as session:
        versions = session.scalars(select(Result).order_by(Result.version)).all()
    assert [(one.rank, one.medal, one.no_rank) for one in versions] == [
        (1, "金牌", ""),
        (None, "", "cancelled"),
        (2, "", ""),
    ]


def test_a_correction_by_hand_says_one_or_the_other(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        result = a_result(work.session, 1)
        both = ResultFacts(1, "", "", "", PUBLISHED, "withdrew")
        for facts in (both, ResultFacts(None, "", "", "", PUBLISHED, "ill")):
            with pytest.raises(InputError):
                correct_result(work, result.id, facts=facts, basis="示例〔2024〕3号", reason="弃权")
        facts = ResultFacts(None, "", "", "", PUBLISHED, "withdrew")
        new = correct_result(work, result.id, facts=facts, basis="示例〔2024〕3号", reason="弃权")
        assert work.session.get_one(Result, new).no_rank == "withdrew"
