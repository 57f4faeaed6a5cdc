"""Lines above the header of a list: its title, and the facts that hold for all rows below."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store import Store
from tests.app.importing.lists import a_row, plan_for, write_xlsx


def _with_lines(folder: Path, *lines: str) -> Path:
    row = {column: a_row(4)[column] for column in ("赛项", "名次", "姓名", "证件号码", "选送单位")}
    return write_xlsx(
        folder / "成绩.xlsx", {"表": [*([line] for line in lines), list(row), list(row.values())]}
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("竞赛级别：市级特类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日", "level-unknown"),
        ("竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月31日", "date-impossible"),
    ],
)
def test_a_wrong_fact_above_the_header_is_named_there(
    sqlite_store: Store, tmp_path: Path, line: str, code: str
) -> None:
    plan = plan_for(sqlite_store, _with_lines(tmp_path, "2024年示例大赛获奖名单", line))
    assert [(finding.row, finding.code) for finding in plan.findings] == [(2, code)]
    assert plan.counts.skipped == 1


@pytest.mark.parametrize(
    "lines",
    [
        (
            "附件1",
            "2024年示例市职业技能大赛获奖人员名单",
            "级别：市级一类，类别依据：示例〔2024〕1号，公布时间：2024.6.18",
        ),
        (
            "关于公布2024年示例市职业技能大赛成绩的通知",
            "级别：市级一类",
            "依据文件：示例〔2024〕1号；公布日期：2024-06-18",
        ),
        ("竞赛名称：2024年示例市职业技能大赛", "级别：市级一类 依据文号：示例〔2024〕1号 公布日期：20240618"),
    ],
)
def test_titles_and_lines_as_offices_write_them(
    sqlite_store: Store, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    plan = plan_for(sqlite_store, _with_lines(tmp_path, *lines))
    assert plan.findings == ()
    (row,) = plan.page()
    assert (row.contest, row.level, row.published_on) == (
        *("2024年示例市职业技能大赛", "市级一类"),
        "2024-06-18",
    )
    assert plan.sheets[0].facts["class_basis"] == "示例〔2024〕1号"


@pytest.mark.parametrize(
    ("title", "contest"),
    [
        ("第一届示例大赛河南省选拔赛获奖名单", "第一届示例大赛河南省选拔赛"),
        ("2024年示例市职业技能竞赛焊工赛项获奖名单", "2024年示例市职业技能竞赛"),
        ("示例市“五小”技术比武成绩汇总表", "示例市“五小”技术比武"),
        ("2024年示例市职业技能大赛（学生组）成绩表", "2024年示例市职业技能大赛"),
    ],
)
def test_a_contest_is_named_by_its_title(
    sqlite_store: Store, tmp_path: Path, title: str, contest: str
) -> None:
    line = "竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日"
    plan = plan_for(sqlite_store, _with_lines(tmp_path, title, line))
    assert plan.page()[0].contest == contest
