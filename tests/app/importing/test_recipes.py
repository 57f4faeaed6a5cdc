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


KNOWN = ("序号", "名次", "选手芳名", "证件号码", "选送单位", "备考")
TOLD = {"表": SheetMapping(tables={3: {2: "name", 5: "employer"}})}


def _wide(
    folder: Path, number: int, *, name: str, header: tuple[str, ...], facts: tuple[str, ...] = FACTS
) -> Path:
    cells = {
        "序号": 1,
        "名次": 1,
        "选手芳名": "王伟",
        "证件号码": resident_id(number),
        "选送单位": "示例市技师学院",
    }
    row = [cells.get(label, "甲") for label in header]
    title = (f"2024年第{number}届示例市职业技能大赛获奖名单",)
    return write_xlsx(folder / name, {"表": [title, facts, header, row]})


def _said(plan: Plan, code: str) -> list[str]:
    return [finding.message for finding in plan.findings if finding.code == code]


def test_a_list_with_other_columns_is_read_by_its_labels_and_what_differs_is_said(
    sqlite_store: Store, tmp_path: Path
) -> None:
    _take_in(
        sqlite_store, plan_for(sqlite_store, _wide(tmp_path, 1, name="一月.xlsx", header=KNOWN), mapping=TOLD)
    )
    header = ("名次", "选手芳名", "年龄", "证件号码", "选送单位")
    plan = plan_for(sqlite_store, _wide(tmp_path, 2, name="二月.xlsx", header=header))
    assert plan.counts.new == 1
    assert plan.sheets[0].columns[1].field == "name"
    (said,) = _said(plan, "recipe-columns-differ")
    assert "多了年龄" in said
    assert "少了序号、备考" in said
    assert "上次说明过的备考用不上" in said
    assert "“一月.xlsx”" in said


def test_a_column_that_moved_and_one_that_was_renamed_are_told(sqlite_store: Store, tmp_path: Path) -> None:
    first = _wide(tmp_path, 1, name="一月.xlsx", header=KNOWN)
    _take_in(sqlite_store, plan_for(sqlite_store, first, mapping=TOLD))
    header = ("编号", "选手芳名", "名次", "证件号码", "选送单位", "备考")
    plan = plan_for(sqlite_store, _wide(tmp_path, 2, name="二月.xlsx", header=header))
    assert plan.counts.new == 1
    (said,) = _said(plan, "recipe-columns-differ")
    assert "“序号”处现在是“编号”" in said or ("多了编号" in said and "少了序号" in said)
    assert "换了位置" in said


def test_other_facts_above_are_told_and_nothing_where_nothing_differs(
    sqlite_store: Store, tmp_path: Path
) -> None:
    first = _wide(tmp_path, 1, name="一月.xlsx", header=KNOWN)
    _take_in(sqlite_store, plan_for(sqlite_store, first, mapping=TOLD))
    same = plan_for(sqlite_store, _wide(tmp_path, 2, name="二月.xlsx", header=KNOWN))
    assert _said(same, "recipe-sheet-differs") + _said(same, "recipe-columns-differ") == []
    facts = ("竞赛级别：市级一类　成绩公布日期：2024年6月18日　赛项：焊工",)
    other = plan_for(sqlite_store, _wide(tmp_path, 3, name="三月.xlsx", header=KNOWN, facts=facts))
    assert "上次表上方写有类别依据文号，这次没有" in _said(other, "recipe-sheet-differs")[0]
