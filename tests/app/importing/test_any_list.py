"""Whatever a list holds: counts add up, good rows come in once, and the second time nothing happens."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.importing import Kind, import_file, undo_import, write_rejected
from app.store import open_store
from models import Contest, Entry, Event, Person, Result, Unit
from tests.app.importing.lists import a_file, a_row, plan_for
from tests.builders import NOW
from tests.synthetic import bank_card, resident_id

ODD: dict[str, list[Any]] = {
    "姓名": ["", "张　三", "张\u200b三", "古丽•买买提", "李䶮", "=1", "甲、乙", 12.0, "x" * 70],
    "证件号码": ["", "1", 4.1070219900101e17, "310112850409522", "H12345678", resident_id(1), resident_id(2)],
    "名次": ["", "第一名", "一等奖", "金牌", "优秀", 1, 2, 0, -3, "并列第二"],
    "竞赛级别": ["", "市级", "省级一类", "市级特类"],
    "成绩公布日期": ["", 45461, "2024.6.18", "2099-1-1", "昨天"],
    "赛项": ["", "焊工", "电工", "\ue000"],
    "组别": ["", "学生组", "别的"],
    "选送单位": ["", "无", "另一公司", "@x"],
    "手机号码": ["", "1", 13800000001.0],
    "银行卡号": ["", "1", bank_card(9)],
    "备注": ["", "退赛", "=1", "x" * 600],
}
cells = st.fixed_dictionaries({}, optional={column: st.sampled_from(odd) for column, odd in ODD.items()})
rows = st.lists(st.tuples(st.integers(1, 6), cells), min_size=1, max_size=12)


@given(rows)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list(sqlite_template: Path, rows: list[tuple[int, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(str(shutil.copyfile(sqlite_template, folder / "registry.db")), clock=lambda: NOW)
        file = a_file(folder, [a_row(number, **odd) for number, odd in rows])
        plan = plan_for(store, file)
        counts = plan.counts
        assert counts.rows == counts.new + counts.changed + counts.same + counts.skipped <= len(rows)
        assert all(0 <= finding.row <= len(rows) + 1 and finding.message for finding in plan.findings)
        refused = {finding.row for finding in plan.findings if finding.keeps_out}
        assert {row.row for row in plan.page(Kind.SKIPPED)} == refused
        report = import_file(store, file, actor="经办甲")
        again = plan_for(store, file)
        assert (again.counts.new, again.counts.changed) == (0, 0)
        assert again.counts.skipped == counts.skipped
        write_rejected(plan, folder / "退回.xlsx")
        assert plan_for(store, folder / "退回.xlsx").counts.changed == 0
        if report.batch_id is not None:
            with store.writing(actor="经办甲") as work:
                undo_import(work, report.batch_id)
        with store.reading() as session:
            for model in (Contest, Event, Unit, Person, Entry, Result):
                assert session.scalar(select(func.count()).select_from(model)) == 0
        store.close()
