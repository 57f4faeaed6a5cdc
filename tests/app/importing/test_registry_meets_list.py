"""A list against what the registry already holds: new, changed, same or refused, on both databases."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import Cancelled, ConflictError
from app.importing import Kind, commit_plans, import_file, read_plan
from app.progress import Progress
from app.store import Store
from models import AuditEntry, Contest, Entry, ImportBatch, Person, PersonName, Result, Unit, UnitName
from tests.app.importing.lists import TODAY, a_file, a_row, codes, plan_for, plan_of_rows, take_in
from tests.builders import a_contest, a_person, a_result, a_unit, an_award, an_event
from tests.synthetic import bank_card, credit_code, person_name, phone, resident_id


def count_of(store: Store, model: Any) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_nothing_is_written_until_accepted(store: Store, tmp_path: Path) -> None:
    plan_of_rows(store, tmp_path, a_row(1))
    import_file(store, tmp_path / "成绩.xlsx", actor="经办甲", dry_run=True)
    assert count_of(store, ImportBatch) == count_of(store, Person) == 0


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    rows = [a_row(number) for number in range(1, 8)]
    first = take_in(store, tmp_path, *rows)
    again = import_file(store, tmp_path / "成绩.xlsx", actor="经办甲")
    assert (first.counts.new, again.counts.same, again.batch_id) == (7, 7, None)
    assert codes(again.findings) == [(0, "", "file-known")]
    assert (count_of(store, Result), count_of(store, ImportBatch)) == (7, 1)


def test_another_file_with_the_same_rows_changes_nothing(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    again = take_in(store, tmp_path, a_row(4, 备注=""), name="又一份.xlsx")
    assert (again.counts.same, again.findings) == (1, ())


def test_a_corrected_rank_is_a_new_version(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    plan = plan_of_rows(store, tmp_path, a_row(4, 名次=5))
    assert (plan.counts.changed, plan.counts.new) == (1, 0)
    (row,) = plan.page(Kind.CHANGED)
    assert [(change.title, change.before, change.after) for change in row.changes] == [
        ("名次", "第4名", "第5名")
    ]
    with store.writing(actor="经办乙") as work:
        commit_plans(work, [plan])
    with store.reading() as session:
        old, new = session.scalars(select(Result).order_by(Result.version))
        assert (old.rank, old.state, old.is_current) == (4, "superseded", False)
        assert (new.rank, new.state, new.is_current, new.version) == (5, "draft", True, 2)
        assert (new.recorded_by, new.entry_id) == ("经办乙", old.entry_id)
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions == ["import", "supersede", "import"]


def test_a_blank_cell_erases_nothing(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4, 奖牌="金牌", 成绩="92", 备注="好"))
    blank = {"奖牌": "", "成绩": "", "备注": "", "手机号码": "", "银行卡号": "", "选送单位": ""}
    report = take_in(store, tmp_path, a_row(4, **blank))
    assert report.counts.same == 1


def test_a_new_phone_and_card_update_the_person(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    report = take_in(store, tmp_path, a_row(4, 手机号码="13900000000", 银行卡号=bank_card(99)))
    assert report.counts.changed == 1
    (row,) = report.plan.page(Kind.CHANGED)
    assert {change.title for change in row.changes} == {"手机号码", "银行卡号"}
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        assert (person.phone, person.bank_account, person.lock_version) == ("13900000000", bank_card(99), 2)
        assert count_of(store, Result) == 1
        for detail in session.scalars(select(AuditEntry.detail)):
            assert "13900000000" not in detail
            assert bank_card(99) not in detail


def test_another_unit_changes_the_entry_and_not_the_result(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    report = take_in(store, tmp_path, a_row(4, 选送单位="另一示例公司", 队号="07"))
    assert report.counts.changed == 1
    with store.reading() as session:
        entry = session.scalars(select(Entry)).one()
        assert (entry.unit_name, entry.team_no) == ("另一示例公司", "07")
        assert entry.unit is not None
        assert entry.unit.name == "另一示例公司"
        assert session.scalars(select(Result.version)).all() == [1]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"竞赛级别": "省级一类"}, "竞赛级别", "contest-conflict"),
        ({"竞赛级别": "市级二类"}, "竞赛类别", "contest-conflict"),
        ({"类别依据文号": "示例〔2024〕9号"}, "类别依据文号", "contest-conflict"),
        ({"姓名": "别的名"}, "姓名", "id-name-conflict-registry"),
    ],
)
def test_what_contradicts_the_registry_is_refused(
    store: Store, tmp_path: Path, cells: dict[str, str], column: str, code: str
) -> None:
    take_in(store, tmp_path, a_row(4))
    plan = plan_of_rows(store, tmp_path, a_row(4, **cells))
    assert codes(plan.findings) == [(2, column, code)]
    assert plan.counts.skipped == 1


def test_what_a_contest_lacked_is_filled_in(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4, 竞赛级别="市级", 类别依据文号=""))
    report = take_in(store, tmp_path, a_row(4))
    assert report.counts.changed == 1
    (row,) = report.plan.page(Kind.CHANGED)
    assert {change.title: change.after for change in row.changes}["类别依据文号"] == "示例〔2024〕1号"
    with store.reading() as session:
        contest = session.scalars(select(Contest)).one()
        assert (contest.contest_class, contest.official_class) == ("class-one", "市级一类")
        assert contest.class_basis == "示例〔2024〕1号"


def test_people_are_known_by_their_documents(store: Store, tmp_path: Path) -> None:
    old = "310112850409522"
    new = "310112198504095227"
    take_in(store, tmp_path, a_row(4, 证件号码=old))
    report = take_in(store, tmp_path, a_row(4, 证件号码=new, 赛项="焊工"))
    assert report.counts.new == 1
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        assert (person.id_key, person.id_number) == (f"resident:{new}", new)


def test_a_renewed_permit_is_the_same_person(store: Store, tmp_path: Path) -> None:
    permit = {"证件类型": "港澳居民来往内地通行证"}
    take_in(store, tmp_path, a_row(4, 证件号码="H1234567801", **permit))
    take_in(store, tmp_path, a_row(4, 证件号码="H1234567802", 赛项="焊工", **permit))
    assert count_of(store, Person) == 1


def test_a_former_name_is_known(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="甲") as work:
        person = a_person(work.session, name="现名", id_number=resident_id(4))
        work.session.add(PersonName(person_id=person.id, name=person_name(4)))
    plan = plan_of_rows(store, tmp_path, a_row(4))
    assert [finding.code for finding in plan.findings] == ["former-name", "account-changes"]
    assert plan.counts.new == 1


def test_units_are_known_by_code_and_by_names_past_and_present(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="甲") as work:
        unit = a_unit(work.session, name="新名（集团）公司", credit_code=credit_code(1))
        work.session.add(UnitName(unit_id=unit.id, name="旧名公司", name_key="旧名公司"))
    rows = [
        a_row(4, 选送单位="旧名公司"),
        a_row(5, 选送单位="新名(集团) 公司"),
        a_row(6, 选送单位="随便写的", 统一社会信用代码=credit_code(1)),
    ]
    report = take_in(store, tmp_path, *rows)
    assert [finding.code for finding in report.findings] == ["unit-former-name", "unit-name-differs"]
    assert all(name in report.findings[0].message for name in ("旧名公司", "新名（集团）公司"))
    with store.reading() as session:
        assert session.scalars(select(func.count()).select_from(Unit)).one() == 1
        said = session.scalars(select(Entry.unit_name).order_by(Entry.id)).all()
        assert said == ["旧名公司", "新名(集团) 公司", "随便写的"]


@pytest.mark.parametrize("name", ["甲公司", "甲公司旧名"])
def test_a_name_and_a_code_of_two_registered_units_are_refused(
    store: Store, tmp_path: Path, name: str
) -> None:
    with store.writing(actor="甲") as work:
        unit = a_unit(work.session, name="甲公司", credit_code=credit_code(1))
        work.session.add(UnitName(unit_id=unit.id, name="甲公司旧名", name_key="甲公司旧名"))
        a_unit(work.session, name="乙公司", credit_code=credit_code(2))
    wrong = {"选送单位": name, "统一社会信用代码": credit_code(2)}
    plan = plan_of_rows(
        store, tmp_path, a_row(4, **wrong), a_row(5, 选送单位="丙公司") | {"统一社会信用代码": credit_code(2)}
    )
    assert codes(plan.findings) == [
        (2, "选送单位", "unit-code-conflict"),
        (3, "选送单位", "unit-name-differs"),
    ]
    assert (plan.counts.skipped, plan.counts.new) == (1, 1)
    refused, warned = plan.findings
    assert (refused.severity, warned.severity) == ("error", "warning")
    assert all(word in refused.message for word in (f"“{name}”", "“甲公司”", "“乙公司”"))
    assert all(word in warned.message for word in ("“丙公司”", "“乙公司”"))


def test_two_units_of_one_name_are_not_guessed(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="甲") as work:
        for number in (1, 2):
            a_unit(work.session, name="示例市技师学院", credit_code=credit_code(number))
    plan = plan_of_rows(store, tmp_path, a_row(4), a_row(5, 统一社会信用代码=credit_code(2)))
    assert codes(plan.findings) == [(2, "选送单位", "unit-ambiguous")]
    assert (plan.counts.skipped, plan.counts.new) == (1, 1)


def test_a_registered_name_beside_another_code_asks_and_makes_no_second_unit(
    store: Store, tmp_path: Path
) -> None:
    with store.writing(actor="甲") as work:
        a_unit(work.session, name="示例市技师学院", credit_code=credit_code(1))
    other = {"选送单位": "示例市技师学院", "统一社会信用代码": credit_code(2)}
    new = {"选送单位": "乙公司", "统一社会信用代码": credit_code(3)}
    again = new | {"统一社会信用代码": credit_code(4)}
    report = take_in(store, tmp_path, a_row(4, **other), a_row(5, **new), a_row(6, **again))

    assert codes(report.findings) == [
        (2, "选送单位", "unit-code-other"),
        (4, "选送单位", "unit-code-other"),
    ]
    registered, listed = (finding.message for finding in report.findings)
    assert all(word in registered for word in ("登记簿", "示例市技师学院", credit_code(1), credit_code(2)))
    assert all(word in listed for word in ("本表", "乙公司", credit_code(3), credit_code(4)))
    assert (report.counts.new, report.counts.skipped) == (1, 2)
    assert count_of(store, Unit) == 2


def test_a_wrong_credit_code_only_warns(store: Store, tmp_path: Path) -> None:
    report = take_in(store, tmp_path, a_row(4, 统一社会信用代码="91350211M0000XUF46"))
    assert [finding.code for finding in report.findings] == ["credit-code-wrong"]
    with store.reading() as session:
        assert session.scalars(select(Unit.credit_code)).one() == "91350211M0000XUF46"


def test_a_rank_held_in_the_registry_is_said(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(1))
    plan = plan_of_rows(store, tmp_path, a_row(2, 名次=1))
    assert [finding.code for finding in plan.findings] == ["duplicate-rank-registry"]


def test_a_member_listed_later_than_his_full_team_is_said(store: Store, tmp_path: Path) -> None:
    pair = {"名次": 1, "队号": "1", "参赛形式": "双人"}
    take_in(store, tmp_path, a_row(1, **pair), a_row(2, **pair))
    plan = plan_of_rows(store, tmp_path, a_row(3, **pair))
    assert [finding.code for finding in plan.findings] == ["team-too-large"]
    assert "已有 3 人" in plan.findings[0].message


def test_an_annulled_result_is_not_revived(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    with store.writing(actor="甲") as work:
        result = work.session.scalars(select(Result)).one()
        result.state, result.is_current = "annulled", False
    plan = plan_of_rows(store, tmp_path, a_row(4, 备注=""))
    assert [finding.code for finding in plan.findings] == ["result-annulled"]
    assert plan.counts.skipped == 1


def test_changing_what_is_already_reviewed_warns(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="甲") as work:
        session = work.session
        contest = a_contest(session, name="2024年示例市职业技能大赛", class_basis="示例〔2024〕1号")
        event = an_event(session, contest, name="电工")
        person = a_person(session, name=person_name(4), id_number=resident_id(4))
        unit = a_unit(session, name="示例市技师学院")
        result = a_result(session, 4, event=event, person=person, unit=unit, published_on=date(2024, 6, 18))
        an_award(session, result, state="reviewed")
    plan = plan_of_rows(store, tmp_path, a_row(4, 名次=3, 手机号码="", 银行卡号="", 开户银行=""))
    assert [finding.code for finding in plan.findings] == ["result-frozen"]
    assert plan.counts.changed == 1


def test_a_plan_that_became_untrue_is_refused(store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(store, tmp_path, a_row(4))
    take_in(store, tmp_path, a_row(4), name="另一份.xlsx")
    with pytest.raises(ConflictError) as caught, store.writing(actor="甲") as work:
        commit_plans(work, [plan])
    assert caught.value.code == "import-plan-outdated"
    assert count_of(store, Result) == 1


def test_a_plan_that_is_still_true_is_written(store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(store, tmp_path, a_row(4))
    take_in(store, tmp_path, a_row(5), name="另一份.xlsx")
    with store.writing(actor="甲") as work:
        commit_plans(work, [plan])
    assert (count_of(store, Result), count_of(store, Contest)) == (2, 1)


def test_a_plan_whose_writing_failed_can_be_written_later(store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(store, tmp_path, a_row(4), a_row(5))

    def fail() -> None:
        with store.writing(actor="甲") as work:
            commit_plans(work, [plan])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert count_of(store, Person) == 0
    with store.writing(actor="甲") as work:
        commit_plans(work, [plan])
    assert (count_of(store, Person), count_of(store, Result)) == (2, 2)


def test_a_cancelled_import_leaves_nothing(store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(store, tmp_path, a_row(4), a_row(5))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), store.writing(actor="甲") as work:
        commit_plans(work, [plan], progress)
    with pytest.raises(Cancelled):
        import_file(store, tmp_path / "成绩.xlsx", actor="甲", progress=progress)
    assert count_of(store, Person) == count_of(store, ImportBatch) == 0


def test_reading_tells_how_far_it_is(sqlite_store: Store, tmp_path: Path) -> None:
    progress = Progress()
    with sqlite_store.reading() as session:
        file = a_file(tmp_path, [a_row(4), a_row(5)])
        read_plan(file, session=session, today=TODAY, progress=progress)
    assert (progress.done, progress.total, progress.label) == (2, 2, "正在读取")


def test_strict_writes_nothing_where_a_row_is_wrong(store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(4), a_row(5, 姓名="")])
    report = import_file(store, file, actor="甲", strict=True)
    assert (report.has_errors, report.batch_id) == (True, None)
    assert count_of(store, Person) == 0


def test_ids_go_on_after_an_import(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, *(a_row(number) for number in range(4, 20)))
    with store.writing(actor="甲") as work:
        a_result(work.session, person=a_person(work.session, id_number=resident_id(5000)))
    take_in(store, tmp_path, *(a_row(number, 赛项="焊工") for number in range(4, 30)))
    assert count_of(store, Result) == 16 + 1 + 26


def test_many_rows_over_several_chunks(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [
        a_row(n, 名次=n, 赛项=f"赛项{n // 50}", 备注=f"第{n}号", 手机号码=phone(n)) for n in range(1, 5200)
    ]
    rows.append(rows[0] | {"赛项": "另一赛项", "姓名": "别的名"})
    report = take_in(sqlite_store, tmp_path, *rows)
    assert (report.counts.new, report.counts.skipped) == (5199, 1)
    assert report.findings[-1].row == 5201
    assert person_name(1) in report.findings[-1].message
    with sqlite_store.reading() as session:
        again = read_plan(tmp_path / "成绩.xlsx", session=session, today=TODAY)
    assert (again.counts.same, again.counts.skipped) == (5199, 1)
    assert [row.row for row in again.page(Kind.SAME, offset=5190, limit=5)] == [5192, 5193, 5194, 5195, 5196]
    assert len(again.page(offset=5195, limit=100)) == 5


def test_the_report_is_what_other_programs_read(sqlite_store: Store, tmp_path: Path) -> None:
    report = take_in(sqlite_store, tmp_path, a_row(4), a_row(5, 姓名=""))
    json = report.as_json()
    assert {key: json[key] for key in ("rows", "new", "changed", "same", "skipped")} == {
        "rows": 2,
        "new": 1,
        "changed": 0,
        "same": 0,
        "skipped": 1,
    }
    assert json["findings"] == [
        {
            "sheet": "成绩",
            "row": 3,
            "column": "姓名",
            "value": "",
            "code": "name-missing",
            "severity": "error",
            "message": "姓名为空。请填写姓名。",
        }
    ]
    assert len(str(json["sha256"])) == 64


def test_a_copy_of_the_file_is_recognised_by_its_content(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(4))
    copy = shutil.copyfile(tmp_path / "成绩.xlsx", tmp_path / "副本.xlsx")
    assert codes(plan_for(sqlite_store, copy).findings) == [(0, "", "file-known")]
