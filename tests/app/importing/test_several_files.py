"""Several files in one import: each is compared with what stands once those before it are written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.errors import AppError, ConflictError
from app.importing import (
    ImportReport,
    Kind,
    Plan,
    commit_plans,
    import_file,
    import_files,
    match_again,
    read_plan,
)
from app.store import Store
from models import ImportBatch, Person, Result
from tests.app.importing.lists import TODAY, a_file, a_row, codes, take_in
from tests.synthetic import bank_card, credit_code, person_name, phone, resident_id

Rows = Sequence[dict[str, Any]]


def two_files(folder: Path, first: Rows, second: Rows) -> list[Path]:
    return [a_file(folder, first, name="甲.xlsx"), a_file(folder, second, name="乙.xlsx")]


def plans_of(store: Store, paths: Sequence[Path]) -> list[Plan]:
    """The plans of files as a screen makes them before anything is written."""
    plans: list[Plan] = []
    for path in paths:
        with store.reading() as session:
            plans.append(read_plan(path, session=session, today=TODAY, after=list(plans)))
    return plans


def taken_in(store: Store, paths: Sequence[Path], **how: Any) -> list[ImportReport]:
    found = import_files(store, paths, actor="经办甲", **how)
    assert not any(isinstance(each, AppError) for each in found)
    return [each for each in found if isinstance(each, ImportReport)]


def results(store: Store) -> list[tuple[str, int | None, int, bool]]:
    with store.reading() as session:
        query = select(Result).order_by(Result.entry_id, Result.version)
        return [(r.entry.person.name, r.rank, r.version, r.is_current) for r in session.scalars(query)]


def test_two_files_that_share_a_row(store: Store, tmp_path: Path) -> None:
    paths = two_files(tmp_path, [a_row(4), a_row(5)], [a_row(5), a_row(6)])
    plans = plans_of(store, paths)
    assert [(plan.counts.new, plan.counts.same) for plan in plans] == [(2, 0), (1, 1)]
    with store.writing(actor="甲") as work:
        reports = commit_plans(work, plans)
    assert [report.counts.same for report in reports] == [0, 1]
    assert len(results(store)) == 3


def test_two_files_that_share_a_person(store: Store, tmp_path: Path) -> None:
    second = [a_row(4, 赛项="焊工", 手机号码=phone(99), 银行卡号=bank_card(99))]
    plans = plans_of(store, two_files(tmp_path, [a_row(4)], second))
    (row,) = plans[1].page(Kind.NEW)
    assert {change.title for change in row.changes} == {"手机号码", "银行卡号"}
    with store.writing(actor="甲") as work:
        commit_plans(work, plans)
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        assert (person.phone, person.bank_account) == (phone(99), bank_card(99))


def test_the_second_file_corrects_the_first(store: Store, tmp_path: Path) -> None:
    paths = two_files(tmp_path, [a_row(4), a_row(5)], [a_row(4, 名次=7)])
    plans = plans_of(store, paths)
    (row,) = plans[1].page(Kind.CHANGED)
    assert [(change.before, change.after) for change in row.changes] == [("第4名", "第7名")]
    with store.writing(actor="甲") as work:
        commit_plans(work, plans)
    assert results(store) == [
        (person_name(4), 4, 1, False),
        (person_name(4), 7, 2, True),
        (person_name(5), 5, 1, True),
    ]


def test_the_same_file_twice_is_written_once(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(4), a_row(5)])
    plans = plans_of(store, [path, path])
    assert codes(plans[1].findings) == [(0, "", "file-known")]
    with store.writing(actor="甲") as work:
        reports = commit_plans(work, plans)
    assert [report.batch_id for report in reports] == [1, None]


def test_what_would_be_done_is_what_is_done(sqlite_store: Store, tmp_path: Path) -> None:
    paths = two_files(tmp_path, [a_row(4), a_row(5)], [a_row(4, 名次=6), a_row(5), a_row(7)])
    tried = taken_in(sqlite_store, paths, dry_run=True)
    assert results(sqlite_store) == []
    done = taken_in(sqlite_store, paths)
    assert [each.as_json() for each in tried] == [each.as_json() for each in done]
    assert (done[1].counts.changed, done[1].counts.same, done[1].counts.new) == (1, 1, 1)


def test_strict_sees_what_the_first_file_makes_wrong_in_the_second(
    sqlite_store: Store, tmp_path: Path
) -> None:
    other_name = a_row(4, 姓名="别的名", 赛项="焊工")
    paths = two_files(tmp_path, [a_row(4)], [other_name, a_row(5)])
    reports = taken_in(sqlite_store, paths, strict=True)
    assert codes(reports[1].findings) == [(2, "姓名", "id-name-conflict-registry")]
    assert results(sqlite_store) == []
    assert [report.batch_id for report in reports] == [None, None]
    lenient = taken_in(sqlite_store, paths)
    assert [report.counts.new for report in lenient] == [1, 1]


def test_strict_writes_all_files_or_none(sqlite_store: Store, tmp_path: Path) -> None:
    good = two_files(tmp_path, [a_row(4)], [a_row(4, 名次=6), a_row(5)])
    missing = tmp_path / "没有.xlsx"
    found = import_files(sqlite_store, [*good, missing], actor="甲", strict=True)
    assert isinstance(found[2], AppError)
    assert results(sqlite_store) == []
    reports = taken_in(sqlite_store, good, strict=True)
    assert [report.batch_id for report in reports] == [1, 2]
    assert len(results(sqlite_store)) == 3


def test_a_file_that_cannot_be_read_keeps_no_other_out(sqlite_store: Store, tmp_path: Path) -> None:
    paths = [tmp_path / "没有.xlsx", *two_files(tmp_path, [a_row(4)], [a_row(4), a_row(5)])]
    found = import_files(sqlite_store, paths, actor="甲")
    assert isinstance(found[0], AppError)
    assert [each.counts.new for each in found if isinstance(each, ImportReport)] == [1, 1]


def test_somebody_else_writes_between_reading_and_accepting(store: Store, tmp_path: Path) -> None:
    paths = two_files(tmp_path, [a_row(4)], [a_row(4), a_row(5)])
    plans = plans_of(store, paths)
    take_in(store, tmp_path, a_row(8))
    with store.writing(actor="甲") as work:
        commit_plans(work, plans)  # theirs is another row: ours come out as they were shown
    assert len(results(store)) == 3
    late = plans_of(store, two_files(tmp_path, [a_row(10)], [a_row(10), a_row(11)]))
    take_in(store, tmp_path, a_row(11), name="另.xlsx")
    with pytest.raises(ConflictError) as caught, store.writing(actor="甲") as work:
        commit_plans(work, late)
    assert caught.value.code == "import-plan-outdated"
    again = plans_of(store, [plan.path for plan in late])  # read again, they are written
    with store.writing(actor="甲") as work:
        commit_plans(work, again)
    assert len(results(store)) == 5


def test_a_plan_is_matched_again_without_its_file(sqlite_store: Store, tmp_path: Path) -> None:
    (first, second) = two_files(tmp_path, [a_row(4)], [a_row(4), a_row(5, 姓名=""), a_row(6)])
    plans = plans_of(sqlite_store, [first, second])
    second.unlink()
    import_file(sqlite_store, first, actor="甲")
    with sqlite_store.reading() as session:
        again = match_again(plans[1], session)
    assert again.counts == plans[1].counts
    assert again.findings == plans[1].findings
    assert again.page() == plans[1].page()


def test_three_files_one_after_the_other(sqlite_store: Store, tmp_path: Path) -> None:
    paths = two_files(tmp_path, [a_row(4)], [a_row(4, 名次=5), a_row(6)])
    paths.append(
        a_file(tmp_path, [a_row(4, 名次=7), a_row(6, 名次=8), a_row(6, 赛项="焊工")], name="丙.xlsx")
    )
    plans = plans_of(sqlite_store, paths)
    assert [(p.counts.new, p.counts.changed) for p in plans] == [(1, 0), (1, 1), (1, 2)]
    with sqlite_store.writing(actor="甲") as work:
        commit_plans(work, plans)
        assert work.session.scalar(select(func.count()).select_from(ImportBatch)) == 3
    assert [each[1:] for each in results(sqlite_store) if each[0] == person_name(4)] == [
        (4, 1, False),
        (5, 2, False),
        (7, 3, True),
    ]


CHOICES: dict[str, list[Any]] = {
    "赛项": ["电工", "焊工"],
    "组别": ["职工组", ""],
    "名次": [1, 2, 3, 7],
    "成绩": ["", "90"],
    "竞赛级别": ["市级一类", "市级"],
    "类别依据文号": ["示例〔2024〕1号", ""],
    "成绩公布日期": ["2024-06-18", "2024-06-19"],
    "选送单位": ["示例市技师学院", "另一示例公司", ""],
    "统一社会信用代码": ["", credit_code(1), credit_code(2)],
    "参赛形式": ["", "单人", "双人"],
    "队号": ["", "01"],
    "身份": ["选手", "教练"],
    "手机号码": ["", phone(50), phone(51)],
    "银行卡号": ["", bank_card(50)],
    "备注": ["", "补报"],
    "原因": ["", "退回"],
}
A_ROW = st.builds(
    lambda number, other_name, cells: a_row(
        number, 证件号码=resident_id(number), 姓名=person_name(number + other_name), **cells
    ),
    st.integers(1, 4),
    st.sampled_from([0, 0, 0, 0, 100]),
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}),
)
A_LIST = st.lists(A_ROW, min_size=1, max_size=6)


class RolledBack(Exception):
    """No error: ends a unit of work and leaves the registry as it was."""


@given(A_LIST, A_LIST, A_LIST)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_planned_file_counts_like_a_written_one(
    sqlite_store: Store, tmp_path: Path, known: Rows, first: Rows, second: Rows
) -> None:
    paths = [a_file(tmp_path, known, name="旧.xlsx"), *two_files(tmp_path, first, second)]
    with suppress(RolledBack), sqlite_store.writing(actor="甲") as work:

        def planned(path: Path, *after: Plan) -> Plan:
            return read_plan(path, session=work.session, today=TODAY, after=after)

        commit_plans(work, [planned(paths[0])])
        before = planned(paths[1])
        expected = planned(paths[2], before)
        commit_plans(work, [before])
        written = planned(paths[2])
        assert expected.counts == written.counts
        assert expected.findings == written.findings
        assert expected.page() == written.page()
        raise RolledBack
