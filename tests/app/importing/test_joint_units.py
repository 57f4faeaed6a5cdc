"""Several sending units in one cell: each is a unit of its own, none of them one base with another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.awards import assess_all, award_ids, award_page, designation_rows, explain_award
from app.importing import import_files, undo_import
from app.registry import confirm_results
from app.reports import open_questions
from app.store import Store
from app.unit_names import units_in
from models import Entry, ImportBatch, JointUnitPart, Unit
from tests.app.importing.lists import a_file, take_in
from tests.app.importing.test_awards_after_import import provincial
from tests.builders import a_ruling
from tests.synthetic import credit_code

FIRST, SECOND = "新乡示例重工有限公司", "新乡示例工学院"


def assessed(store: Store) -> None:
    with store.writing(actor="复核乙") as work:
        confirm_results(work)
        assess_all(work)


def lines(store: Store) -> dict[str, tuple[str, tuple[str, ...]]]:
    with store.reading() as session:
        return {row.unit: (row.status, row.questions) for row in designation_rows(session)}


@pytest.mark.parametrize(
    "cell",
    [
        f"{FIRST}、{SECOND}",
        f"{FIRST}，{SECOND}",
        f"{FIRST}；{SECOND}",
        f"{FIRST}/{SECOND}",
        f"{FIRST}\n{SECOND}",
        f"{FIRST}和{SECOND}",
        f"{FIRST}与{SECOND}",
        f"{FIRST}（{SECOND}联合）",
        f"{FIRST}(联合{SECOND})",
    ],
)
def test_the_prize_is_proposed_and_the_titles_wait(store: Store, tmp_path: Path, cell: str) -> None:
    report = take_in(store, tmp_path, provincial(4, 1, 选送单位=cell))
    assert [one.code for one in report.findings if one.code.startswith("unit")] == ["unit-several"]
    assessed(store)
    assert lines(store) == dict.fromkeys((FIRST, SECOND), ("blocked", ("several-units",)))
    with store.reading() as session:
        (row,) = award_page(session, list(award_ids(session)))
        assert (row.status, row.amount_fen, row.questions) == ("proposed", 1_000_000, ())
        assert ("several-units", 2) in open_questions(session)
        explanation = explain_award(session, row.id)
        assert [question for question, _ in explanation.questions] == ["several-units"]
        text = explanation.as_text()
        assert f"选送单位有2个（{FIRST}、{SECOND}）" in text
        assert "命名哪个单位？（只涉及命名，不影响奖金）" in text
        assert session.scalar(select(Entry.unit_name)) == cell.replace("\n", "、")


@pytest.mark.parametrize(
    ("answer", "named"),
    [("each-unit", {FIRST, SECOND}), ("first-unit", {FIRST}), ("none", set[str]())],
)
def test_the_offices_ruling_says_who_is_named(
    store: Store, tmp_path: Path, answer: str, named: set[str]
) -> None:
    take_in(store, tmp_path, provincial(4, 1, 选送单位=f"{FIRST}、{SECOND}"))
    assessed(store)
    with store.writing(actor="审批丙") as work:
        a_ruling(work.session, "several-units", answer)
        assess_all(work)
    assert lines(store) == dict.fromkeys(named, ("proposed", ()))


def test_units_that_are_known_are_the_parts_of_a_cell(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, provincial(4, 1, 选送单位=FIRST, 统一社会信用代码=credit_code(7)))
    take_in(store, tmp_path, provincial(5, 2, 选送单位=f"{FIRST}、{SECOND}"))
    with store.reading() as session:
        assert sorted(session.scalars(select(Unit.name))) == sorted([FIRST, SECOND, f"{FIRST}、{SECOND}"])
        parts = session.scalars(select(JointUnitPart.unit_id).order_by(JointUnitPart.position)).all()
        assert [session.get_one(Unit, part).name for part in parts] == [FIRST, SECOND]


def test_the_same_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    row = provincial(4, 1, 选送单位=f"{FIRST}、{SECOND}")
    take_in(store, tmp_path, row)
    report = take_in(store, tmp_path, row, name="再来一次.xlsx")
    assert (report.counts.new, report.counts.changed) == (0, 0)
    with store.reading() as session:
        assert len(session.scalars(select(JointUnitPart.unit_id)).all()) == 2


def test_two_files_name_the_same_units(store: Store, tmp_path: Path) -> None:
    cell = f"{FIRST}、{SECOND}"
    paths = [
        a_file(tmp_path, [provincial(number, number - 3, 选送单位=cell)], name=f"{number}.xlsx")
        for number in (4, 5)
    ]
    import_files(store, paths, actor="经办甲")
    with store.reading() as session:
        assert len(session.scalars(select(JointUnitPart.unit_id)).all()) == 2


def test_an_undone_import_leaves_no_unit_behind(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, provincial(4, 1, 选送单位=f"{FIRST}、{SECOND}"))
    with store.writing(actor="经办甲") as work:
        undo_import(work, work.session.scalars(select(ImportBatch.id)).one())
    with store.reading() as session:
        assert session.scalars(select(Unit.name)).all() == []


def test_a_unit_known_by_this_name_with_a_code_stays_one(store: Store, tmp_path: Path) -> None:
    name = "新乡示例甲、乙联营厂"
    with store.writing(actor="经办甲") as work:
        work.session.add(Unit(name=name, name_key=name, credit_code=credit_code(9)))
    report = take_in(store, tmp_path, provincial(4, 1, 选送单位=name))
    assert not [one for one in report.findings if one.code == "unit-several"]
    assessed(store)
    assert lines(store) == {name: ("proposed", ())}


@pytest.mark.parametrize(
    "name",
    [
        "新乡航空工业（集团）有限公司",
        "新乡市人民医院和平分院",
        "中国联合网络通信有限公司新乡分公司",
        "新乡职业技术学院（新乡技师学院）",
        "新乡示例工学院机械、电子系",
        "河南示例（一厂、二厂）公司",
        "新乡 示例 学院",
        "新乡县和谐示例学校",
    ],
)
def test_a_name_that_only_looks_like_several_is_one(name: str) -> None:
    assert units_in(name) == [name]
