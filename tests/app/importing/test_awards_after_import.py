"""What an import and its undoing mean for awards: they are assessed anew before the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.awards import (
    Hindrance,
    assess_all,
    award_ids,
    award_page,
    explain_award,
    payable_awards,
    record_ruling,
    review_awards,
)
from app.errors import InputError
from app.importing import ImportReport, commit_plans, import_file, undo_import
from app.policy import RulingFacts
from app.registry import confirm_results
from app.store import Store
from models import Award, Entry, Result
from tests.app.importing.lists import a_file, a_row, plan_of_rows, take_in
from tests.builders import a_ruling
from tests.synthetic import person_name

PROVINCIAL = {
    "竞赛名称": "2024年河南省示例技能竞赛",
    "竞赛级别": "省级一类",
    "类别依据文号": "豫示例〔2024〕1号",
}


def provincial(number: int, rank: int, **cells: Any) -> dict[str, Any]:
    return a_row(number, 名次=rank, **PROVINCIAL | cells)


def confirmed(store: Store, *, reviewed: bool = False) -> None:
    with store.writing(actor="复核乙") as work:
        confirm_results(work)
    if reviewed:
        with store.writing(actor="审核丁") as work:
            review_awards(work, list(work.session.scalars(select(Award.id))))


def amounts(store: Store) -> dict[str, int | None]:
    """Amounts of current results, by name of the person."""
    with store.reading() as session:
        query = select(Award).join(Result, Result.id == Award.id).where(Result.is_current)
        return {session.get_one(Result, a.id).entry.person.name: a.amount_fen for a in session.scalars(query)}


def payable(store: Store) -> tuple[list[tuple[str, int | None]], list[tuple[str, Hindrance]]]:
    with store.reading() as session:
        found = payable_awards(session)
    return (
        [(row.person, row.amount_fen) for row in found.rows],
        [(left.award.person, left.hindrance) for left in found.left_out],
    )


def test_a_corrected_list_is_assessed_anew(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, provincial(4, 1), provincial(5, 2))
    confirmed(store)
    before = amounts(store)
    take_in(store, tmp_path, provincial(4, 2), provincial(5, 1))
    confirmed(store)
    after = amounts(store)
    assert (after[person_name(4)], after[person_name(5)]) == (before[person_name(5)], before[person_name(4)])


def test_nothing_of_a_correction_is_payable_before_it_is_confirmed(
    sqlite_store: Store, tmp_path: Path
) -> None:
    take_in(sqlite_store, tmp_path, provincial(4, 1), provincial(5, 2))
    confirmed(sqlite_store, reviewed=True)
    rows, left_out = payable(sqlite_store)
    assert (len(rows), left_out) == (2, [])
    take_in(sqlite_store, tmp_path, provincial(4, 3))
    rows, left_out = payable(sqlite_store)
    assert [name for name, _ in rows] == [person_name(5)]
    assert left_out[0][0] == person_name(4)
    assert left_out[0][1] in (Hindrance.CORRECTION_PENDING, Hindrance.UNCONFIRMED)


def test_a_class_filled_in_reaches_the_awards_of_other_events(sqlite_store: Store, tmp_path: Path) -> None:
    without = {"竞赛级别": "省级", "类别依据文号": ""}
    take_in(sqlite_store, tmp_path, provincial(4, 1, **without), provincial(5, 1, 赛项="焊工", **without))
    confirmed(sqlite_store)
    assert set(amounts(sqlite_store).values()) == {None}
    take_in(sqlite_store, tmp_path, provincial(4, 1))
    assert None not in amounts(sqlite_store).values()
    assert len(amounts(sqlite_store)) == 2


def test_undoing_gives_the_awards_back(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, provincial(4, 1), provincial(5, 2))
    confirmed(store)
    before = amounts(store)
    report = take_in(store, tmp_path, provincial(4, 3), provincial(6, 1))
    assert report.batch_id is not None
    with store.writing(actor="经办甲") as work:
        undo_import(work, report.batch_id)
    assert amounts(store) == before


def test_a_first_import_assesses_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, provincial(4, 1))
    assert amounts(sqlite_store) == {}


def test_files_are_read_before_the_writers_lock_is_taken(
    sqlite_store: Store, tmp_path: Path, monkeypatch: Any
) -> None:
    """Whatever is written, no file is opened while others wait for the lock."""
    files = [a_file(tmp_path, [a_row(4), a_row(5)], name=name) for name in ("甲.xlsx", "乙.xlsx")]
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(6))
    import_file(sqlite_store, files[0], actor="另一人")  # so that the plan must be compared again

    def refuse(path: Path) -> Sequence[object]:
        raise AssertionError(path)

    monkeypatch.setattr("app.importing.planning.open_sheets", refuse)
    with sqlite_store.writing(actor="甲") as work:
        (report,) = commit_plans(work, [plan])
    assert report.counts.new == 1


def test_an_assessed_event_stays_assessed(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, provincial(4, 1))
    with sqlite_store.writing(actor="甲") as work:
        assess_all(work)
    take_in(sqlite_store, tmp_path, provincial(5, 2), name="第二批.xlsx")
    assert set(amounts(sqlite_store)) == {person_name(4), person_name(5)}


def test_the_earlier_of_two_first_days_counts_and_both_are_named(store: Store, tmp_path: Path) -> None:
    published = {"成绩公布日期": "2023-09-20"}
    first = provincial(4, 1, 竞赛开始日期="2023-09-01", **published)
    report = take_in(store, tmp_path, first, provincial(5, 2, 竞赛开始日期="2023-07-10", **published))
    told = [finding.message for finding in report.findings if finding.code == "start-differs"]
    assert [("2023年7月10日" in message, "2023年9月1日" in message) for message in told] == [(True, True)]
    confirmed(store)
    assert list(amounts(store).values()) == [None, None]
    again = take_in(store, tmp_path, provincial(6, 3, 竞赛开始日期="2023-08-30", **published))
    assert "按2023年7月10日计" in next(one.message for one in again.findings if one.code == "start-differs")


def begun_late(report: ImportReport) -> list[str]:
    return [one.message for one in report.findings if one.code == "start-after-publication"]


def test_a_contest_that_begins_after_its_publication_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    late = take_in(sqlite_store, tmp_path, a_row(1, 竞赛开始日期="2024-06-19"), a_row(2))
    (message,) = begun_late(late)
    assert "2024年6月19日" in message
    assert "2024年6月18日" in message
    further = take_in(sqlite_store, tmp_path, a_row(3), name="又一份.xlsx")  # the registry's day counts here
    assert len(begun_late(further)) == 1
    same_day = a_row(4, 竞赛名称="2024年另一示例大赛", 竞赛开始日期="2024-06-18")
    assert begun_late(take_in(sqlite_store, tmp_path, same_day, name="同日.xlsx")) == []


def test_a_row_that_says_tied_is_held_until_the_other_is_recorded(store: Store, tmp_path: Path) -> None:
    tied = PROVINCIAL | {"名次": "并列第二名", "参赛形式": "单人"}
    with store.writing(actor="审批丙") as work:
        a_ruling(work.session, "tie", "pooled-share")
    report = take_in(store, tmp_path, provincial(4, 1, 参赛形式="单人"), a_row(5, **tied))
    confirmed(store)

    assert [finding.code for finding in report.findings] == ["rank-tied"]
    with store.reading() as session:
        (held,) = [row for row in award_page(session, award_ids(session)) if row.rank == 2]
        text = explain_award(session, held.id).as_text()
    assert (held.status, held.questions) == ("blocked", ("tie-partner",))
    assert "登记簿里没有" in text
    assert dict(held.amounts_by_answer)["one-outside"] == 700_000

    take_in(store, tmp_path, a_row(6, **tied), name="又一份.xlsx")
    confirmed(store)
    assert amounts(store) == {person_name(4): 1_000_000, person_name(5): 700_000, person_name(6): 700_000}


def test_a_person_says_of_one_event_that_who_ties_is_outside_the_registry(
    sqlite_store: Store, tmp_path: Path
) -> None:
    take_in(sqlite_store, tmp_path, a_row(5, **PROVINCIAL | {"名次": "并列第二名", "备注": "首次参赛"}))
    confirmed(sqlite_store)
    partner = RulingFacts("tie-partner", "one-outside", "示例纪要〔2024〕8号", date(2024, 6, 20))
    with sqlite_store.writing(actor="审批丙") as work:
        with pytest.raises(InputError):  # of one event, never of all
            record_ruling(work, partner)
        record_ruling(work, replace(partner, contest=PROVINCIAL["竞赛名称"], event="电工"))
        record_ruling(work, RulingFacts("tie", "pooled-share", "示例纪要〔2024〕7号", date(2024, 6, 20)))
    with sqlite_store.reading() as session:
        (row,) = award_page(session, award_ids(session))
        text = explain_award(session, row.id).as_text()
        remark = session.scalars(select(Entry.remark)).one()
    assert (row.status, row.amount_fen, remark) == ("proposed", 700_000, "首次参赛；并列第2名")
    assert "登记簿以外的并列者" in text
    assert "¥14,000.00 ÷ 2 人 = ¥7,000.00" in text
