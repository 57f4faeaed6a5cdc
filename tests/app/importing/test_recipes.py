"""Recipes: columns chosen once are used for the next list with the same header, and said."""

from __future__ import annotations

from pathlib import Path

from app.importing import Plan, SheetMapping, commit_plans
from app.store import Store
from tests.app.importing.lists import a_row, plan_for, write_xlsx
from tests.synthetic import resident_id

FACTS = ("竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日　赛项：焊工",)
HEADER = ("上台次序", "选手芳名", "证件号码", "选送单位")
MAPPING = {"表": SheetMapping(header_row=3, tables={3: {0: "rank", 1: "name"}})}


def _list(folder: Path, number: int, *, name: str, header: tuple[str, ...] = HEADER) -> Path:
    row = [1, "王伟", resident_id(number), a_row(1)["选送单位"]]
    title = (f"2024年第{number}届示例市职业技能大赛获奖名单",)
    return write_xlsx(folder / name, {"表": [title, FACTS, header, row]})


def _take_in(store: Store, plan: Plan) -> None:
    with store.writing(actor="经办甲") as work:
        commit_plans(work, [plan])


def test_columns_chosen_once_are_used_for_the_next_list(sqlite_store: Store, tmp_path: Path) -> None:
    first = _list(tmp_path, 1, name="一月.xlsx")
    assert plan_for(sqlite_store, first).counts.new == 0
    _take_in(sqlite_store, plan_for(sqlite_store, first, mapping=MAPPING))
    plan = plan_for(sqlite_store, _list(tmp_path, 2, name="二月.xlsx"))
    assert plan.counts.new == 1
    (said,) = (finding for finding in plan.findings if finding.code == "columns-as-before")
    assert (said.row, said.severity) == (3, "info")
    assert "“一月.xlsx”" in said.message
    assert "A → 名次，B → 姓名" in said.message


def test_another_header_is_not_read_by_the_recipe(sqlite_store: Store, tmp_path: Path) -> None:
    _take_in(sqlite_store, plan_for(sqlite_store, _list(tmp_path, 1, name="一月.xlsx"), mapping=MAPPING))
    other = _list(tmp_path, 2, name="二月.xlsx", header=("选手芳名", "上台次序", *HEADER[2:]))
    plan = plan_for(sqlite_store, other)
    assert plan.counts.new == 0
    assert "columns-as-before" not in {finding.code for finding in plan.findings}


def test_a_later_choice_takes_the_place_of_the_recipe(sqlite_store: Store, tmp_path: Path) -> None:
    _take_in(sqlite_store, plan_for(sqlite_store, _list(tmp_path, 1, name="一月.xlsx"), mapping=MAPPING))
    second = {"表": SheetMapping(tables={3: {3: "employer"}})}
    plan = plan_for(sqlite_store, _list(tmp_path, 2, name="二月.xlsx"), mapping=second)
    assert "columns-as-before" not in {finding.code for finding in plan.findings}
    _take_in(sqlite_store, plan)
    columns = plan_for(sqlite_store, _list(tmp_path, 3, name="三月.xlsx")).sheets[0].columns
    assert [column.field for column in columns] == ["rank", "name", "id_number", "employer"]
