"""A standard entered by hand is held to the same as one from a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.amounts import MOST_FEN
from app.awards import list_standards, record_standards
from app.errors import InputError
from app.policy import StandardFacts
from app.store import Store
from tests.app.awards.test_assess import writing

GOOD = StandardFacts(
    "world-skills", "contestant", (("金牌", 30_000_000),), "示例〔2024〕9号", date(2024, 1, 1)
)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"amounts_fen": (("金牌", MOST_FEN + 1),)}, "超过上限"),
        ({"basis": "示例〔2024〕9号\n第二行"}, "写成一行"),
        ({"basis": " "}, "缺少依据"),
        ({"rule": "prize.national"}, "没有待录标准的规则"),
        ({"valid_from": date(2023, 8, 20)}, "早于政策文件"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_recorded(
    sqlite_store: Store, facts: dict[str, object], problem: str
) -> None:
    with writing(sqlite_store) as work:
        with pytest.raises(InputError) as refused:
            record_standards(work, [replace(GOOD, **facts)])  # type: ignore[arg-type]  # one wrong field each
        assert refused.value.code == "standard-unfit"
        assert problem in str(refused.value.params["problem"])
        assert list_standards(work.session) == []


def test_the_bound_itself_is_recorded(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        record_standards(work, [replace(GOOD, amounts_fen=(("金牌", MOST_FEN),))])
        assert list_standards(work.session)[0].amounts_fen == (("金牌", MOST_FEN),)
