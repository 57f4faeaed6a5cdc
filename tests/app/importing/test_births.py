"""Nobody takes part in a contest before being born; a small child is possible, and asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from app.importing.values.birth import age_on, birth_date
from app.registry import ResultFacts, correct_result
from app.store import Store
from tests.app.importing.lists import a_row, codes, plan_of_rows
from tests.builders import a_person, a_result, an_entry
from tests.synthetic import resident_id

DAY = {"成绩公布日期": "2024-06-18"}


def born(day: str) -> dict[str, Any]:
    return DAY | {"证件号码": resident_id(7, birth=date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (born("2024-06-19"), "born-after-contest"),
        (born("2024-06-18"), "contestant-young"),
        (born("2014-06-19"), "contestant-young"),
        (born("2014-06-18"), None),
        (born("1990-01-01"), None),
        (born("2024-05-02") | {"竞赛开始日期": "2024-05-01"}, "born-after-contest"),
        (born("2024-05-01") | {"竞赛开始日期": "2024-05-01"}, "contestant-young"),
    ],
)
def test_the_birth_date_is_held_against_the_day_of_the_contest(
    sqlite_store: Store, tmp_path: Path, cells: dict[str, Any], code: str | None
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1), a_row(2, **cells), a_row(3, **DAY))
    assert codes(plan.findings) == ([(3, "证件号码", code)] if code else [])
    assert plan.counts.skipped == (code == "born-after-contest")


def test_every_row_of_a_list_may_be_such_a_one(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(n, **DAY | {"证件号码": resident_id(n, birth=date(2024, 6, 20))}) for n in range(1, 4)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert [code for _, _, code in codes(plan.findings)] == ["born-after-contest"] * 3


def test_a_correction_by_hand_can_not_put_a_result_before_the_birth(sqlite_store: Store) -> None:
    number = resident_id(7, birth=date(2010, 1, 2))
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session, id_number=number, id_key=f"resident:{number}")
        result = a_result(work.session, 1, entry=an_entry(work.session, person=person))
        for day in (date(2010, 1, 1), date(2009, 12, 31)):
            facts = ResultFacts(1, "", "", "", day)
            with pytest.raises(InputError) as refused:
                correct_result(work, result.id, facts=facts, basis="示例〔2024〕3号", reason="日期有误")
            assert refused.value.code == "result-before-birth"
        facts = ResultFacts(1, "", "", "", date(2010, 1, 2))
        correct_result(work, result.id, facts=facts, basis="示例〔2024〕3号", reason="日期有误")


def test_only_numbers_that_hold_a_birth_date_tell_one() -> None:
    assert birth_date("resident", resident_id(7, birth=date(2000, 2, 29))) == date(2000, 2, 29)
    assert birth_date("passport", "E12345678") is None
    assert birth_date("passport", resident_id(7)) is None
    assert age_on(date(2000, 2, 29), date(2010, 2, 28)) == 9
    assert age_on(date(2000, 2, 29), date(2010, 3, 1)) == 10
