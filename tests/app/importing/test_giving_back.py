"""Rejected rows, the template, and taking a whole import back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from sqlalchemy import func, select

from app.errors import ConflictError, NotFoundError
from app.importing import (
    Plan,
    field_titles,
    import_file,
    undo_import,
    write_rejected,
    write_rejected_into,
    write_template,
)
from app.store import Store
from models import AuditEntry, Contest, Entry, Event, ImportBatch, Person, Result, Unit
from tests.app.importing.lists import a_file, a_row, codes, plan_for, plan_of_rows, take_in, write_xlsx
from tests.builders import an_award
from tests.synthetic import bank_card, resident_id


def rejected(plan: Plan, folder: Path) -> Any:
    write_rejected(plan, folder / "退回.xlsx")
    return load_workbook(folder / "退回.xlsx").worksheets[0]


def test_the_workbook_comes_back_and_says_why(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5, 姓名="", 名次="?"), a_row(6))
    sheet = rejected(plan, tmp_path)
    assert (sheet.title, sheet.max_row) == ("成绩", 4)
    header = [cell.value for cell in sheet[1]]
    assert header == [*a_row(1), "原因"]
    assert [sheet.cell(row, len(header)).value for row in (2, 4)] == [None, None]
    cause = sheet.cell(3, len(header))
    assert "姓名为空" in cause.value
    assert "名次看不懂" in cause.value
    assert cause.font.color.rgb.endswith("C00000")
    assert sheet.cell(3, header.index("证件号码") + 1).value == resident_id(5)
    assert sheet.cell(3, header.index("姓名") + 1).fill.fgColor.rgb.endswith("FDE9E7")


def test_a_list_of_another_kind_comes_back_as_the_rows_kept_out(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(4), a_row(5, 姓名="", 名次="?")]
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    file = tmp_path / "成绩.csv"
    file.write_text("\n".join(lines), "utf-8")
    sheet = rejected(plan_for(sqlite_store, file), tmp_path)
    header = [cell.value for cell in sheet[1]]
    assert (sheet.max_row, header) == (2, [*rows[0], "原因"])
    assert sheet.cell(2, len(header)).value.startswith("原第 3 行：")
    assert sheet.cell(2, header.index("证件号码") + 1).number_format == "@"


def test_corrected_and_imported_again_they_duplicate_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    report = take_in(sqlite_store, tmp_path, a_row(4), a_row(5, 姓名=""), a_row(4, 名次=9))
    assert report.counts.skipped == 2
    rejected(report.plan, tmp_path)
    book = load_workbook(tmp_path / "退回.xlsx")
    book.worksheets[0].cell(3, 8, "某某")
    book.save(tmp_path / "退回.xlsx")
    again = import_file(sqlite_store, tmp_path / "退回.xlsx", actor="经办甲")
    counts = again.counts
    assert (counts.new, counts.same, counts.skipped, counts.changed) == (1, 1, 1, 0)
    third = import_file(sqlite_store, tmp_path / "退回.xlsx", actor="经办甲")
    assert (third.counts.new, third.counts.same) == (0, 2)


def test_titles_contest_lines_and_merged_values_come_back(sqlite_store: Store, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2023年示例市职业技能大赛获奖名单（职工组）"],
        ["竞赛级别：市级一类　　类别依据：示例〔2023〕5号　　成绩公布日期：2023年9月20日"],
        ["赛项", "名次", "姓名", "身份证号", "选送单位"],
        ["焊工", 1, "张三", resident_id(1), "示例公司"],
        [None, 2, "", resident_id(2), "示例公司"],
    ]
    file = write_xlsx(
        tmp_path / "市赛.xlsx", {"职工组": rows}, merged={"职工组": ["A1:E1", "A2:E2", "A4:A5"]}
    )
    sheet = rejected(plan_for(sqlite_store, file), tmp_path)
    assert sheet.cell(1, 1).value == rows[0][0]
    assert sheet.cell(4, 1).value == "焊工"
    sheet.cell(5, 3).value = "李四"
    sheet.parent.save(tmp_path / "退回.xlsx")
    again = plan_for(sqlite_store, tmp_path / "退回.xlsx")
    assert (again.counts.new, [row.event for row in again.page()]) == (2, ["焊工", "焊工"])
    assert sheet.merged_cells.ranges == load_workbook(file)["职工组"].merged_cells.ranges


def test_a_formula_comes_back_refused_until_it_is_corrected(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 选送单位='=HYPERLINK("http://x","点我")'))
    rejected(plan, tmp_path)
    again = plan_for(sqlite_store, tmp_path / "退回.xlsx")
    assert codes(again.findings) == [(2, "选送单位", "cell-error")]


def test_rows_of_several_files_come_back_in_one_workbook(sqlite_store: Store, tmp_path: Path) -> None:
    plans = [plan_of_rows(sqlite_store, tmp_path, a_row(number, 姓名="=1")) for number in (4, 5)]
    assert write_rejected(plans, tmp_path / "退回.xlsx").rows == 2
    assert load_workbook(tmp_path / "退回.xlsx").sheetnames == ["成绩·成绩", "成绩·成绩_2"]
    assert write_rejected([], tmp_path / "无.xlsx").rows == 0


def test_what_was_hidden_or_struck_out_stays_so_among_several_files(
    sqlite_store: Store, tmp_path: Path
) -> None:
    plans = []
    for name in ("甲", "乙"):
        file = a_file(tmp_path, [a_row(4), a_row(5)], name=f"{name}.xlsx")
        book = load_workbook(file)
        sheet = book.worksheets[0]
        if name == "甲":
            sheet.row_dimensions[3].hidden = True
        else:
            for cell in sheet[3]:
                cell.font = Font(strike=True)
        book.save(file)
        plans.append(plan_for(sqlite_store, file))
    assert write_rejected(plans, tmp_path / "退回.xlsx").rows == 2
    again = plan_for(sqlite_store, tmp_path / "退回.xlsx")
    assert [one.code for one in again.findings if one.keeps_out] == ["row-hidden", "row-struck"]


def test_a_name_given_out_or_sent_is_not_written_over(sqlite_store: Store, tmp_path: Path) -> None:
    plans = []
    for place, name in enumerate(("a/名单", "b/名单", "c/名单_2", "退回_名单")):
        file = tmp_path / f"{name}.xlsx"
        file.parent.mkdir(exist_ok=True)
        plans.append(plan_for(sqlite_store, a_file(file.parent, [a_row(4 + place, 姓名="")], name=file.name)))
    before = (tmp_path / "退回_名单.xlsx").read_bytes()
    written = [place.name for place, _ in write_rejected_into(plans, tmp_path)]
    assert written == ["退回_名单_2.xlsx", "退回_名单_3.xlsx", "退回_名单_2_2.xlsx", "退回_退回_名单.xlsx"]
    assert (tmp_path / "退回_名单.xlsx").read_bytes() == before


def test_each_of_several_files_comes_back_by_itself(sqlite_store: Store, tmp_path: Path) -> None:
    plans = []
    for place, name in enumerate(("甲县", "乙县")):
        (tmp_path / name).mkdir()
        plans.append(plan_of_rows(sqlite_store, tmp_path / name, a_row(4 + place, 姓名="")))
    plans.append(plan_of_rows(sqlite_store, tmp_path, a_row(9)))
    written = write_rejected_into(plans, tmp_path)
    assert [(place.name, back.rows, back.is_original) for place, back in written] == [
        ("退回_成绩.xlsx", 1, True),
        ("退回_成绩_2.xlsx", 1, True),
    ]
    assert load_workbook(tmp_path / "退回_成绩_2.xlsx")["成绩"].cell(2, 10).value == resident_id(5)


def test_the_template_is_understood_when_filled(sqlite_store: Store, tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx")
    book = load_workbook(tmp_path / "模板.xlsx")
    sheet = book["成绩"]
    header = [cell.value for cell in sheet[1]]
    assert header == [
        title
        for field, title in field_titles().items()
        if field not in ("class", "bank", "bank_holder", "organiser")
    ]
    assert sheet.cell(2, header.index("证件号码") + 1).number_format == "@"
    assert sheet.cell(2, header.index("银行卡号") + 1).number_format == "@"
    assert len(sheet.data_validations.dataValidation) == 7
    row = a_row(
        4, 参赛形式="单人", 队号="01", 奖牌="优胜奖", 等次="一等奖", 身份="选手", 竞赛开始日期="2024-06-01"
    )
    for column, title in enumerate(header, 1):
        sheet.cell(2, column, row.get(str(title)))
    book.save(tmp_path / "填好.xlsx")
    report = import_file(sqlite_store, tmp_path / "填好.xlsx", actor="经办甲")
    assert (report.counts.new, report.counts.rows) == (1, 1)
    assert [finding.code for finding in report.findings] == ["sheet-without-header"]
    with sqlite_store.reading() as session:
        result = session.scalars(select(Result)).one()
        assert (result.rank, result.medal, result.grade) == (4, "优胜奖", "一等奖")


def test_every_word_the_template_offers_is_understood(sqlite_store: Store, tmp_path: Path) -> None:
    from app.importing.template import field_choices, template_fields
    from app.importing.values.field_readers import field_readers
    from tests.app.importing.lists import TODAY

    read = field_readers(TODAY)
    for field in template_fields():
        for offered in field_choices(field):
            assert not hasattr(read[field](offered), "notes"), offered


def counts(store: Store) -> dict[str, int]:
    with store.reading() as session:
        models: list[Any] = [Contest, Event, Unit, Person, Entry, Result]
        return {m.__tablename__: session.scalar(select(func.count()).select_from(m)) or 0 for m in models}


def test_a_whole_import_is_taken_back(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4), a_row(5))
    before = counts(store)
    changed = a_row(4, 名次=6, 手机号码="13900000000", 选送单位="另一示例公司")
    report = take_in(store, tmp_path, changed, a_row(7), a_row(5, 赛项="焊工", 银行卡号=bank_card(88)))
    assert report.batch_id == 2
    with store.writing(actor="经办甲") as work:
        undo_import(work, 2)
    assert counts(store) == before
    with store.reading() as session:
        result = session.scalars(select(Result).order_by(Result.id)).first()
        assert result is not None
        assert (result.rank, result.is_current, result.state) == (4, True, "draft")
        assert result.entry.unit_name == "示例市技师学院"
        assert {p.phone for p in session.scalars(select(Person))} == {
            a_row(4)["手机号码"],
            a_row(5)["手机号码"],
        }
        assert {p.bank_account for p in session.scalars(select(Person))} == {bank_card(4), bank_card(5)}
        batch = session.get_one(ImportBatch, 2)
        assert batch.state == "undone"
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "undo"
    again = take_in(store, tmp_path, changed, a_row(7), a_row(5, 赛项="焊工", 银行卡号=bank_card(88)))
    assert again.counts.new == 2
    assert "file-known" not in [finding.code for finding in again.findings]


def test_a_number_once_given_is_never_another_persons(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    first = ids(store)
    with store.writing(actor="经办甲") as work:
        undo_import(work, 1)
    take_in(store, tmp_path, a_row(5))
    second = ids(store)

    assert not first & second
    assert len(first) == len(second) == 2


def ids(store: Store) -> set[tuple[str, int]]:
    with store.reading() as session:
        models: list[Any] = [Person, Result]
        return {(model.__tablename__, id_) for model in models for id_ in session.scalars(select(model.id))}


def test_an_import_with_frozen_awards_stays(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4), a_row(5))
    with store.writing(actor="甲") as work:
        for result, state in zip(work.session.scalars(select(Result)), ("reviewed", "proposed"), strict=True):
            an_award(work.session, result, state=state)
    before = counts(store)
    with pytest.raises(ConflictError) as caught, store.writing(actor="甲") as work:
        undo_import(work, 1)
    assert caught.value.code == "import-undo-blocked"
    assert "1 项奖励" in str(caught.value.params["blocks"])
    assert counts(store) == before


def test_an_import_with_proposed_awards_goes(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    with store.writing(actor="甲") as work:
        an_award(work.session, work.session.scalars(select(Result)).one())
    with store.writing(actor="甲") as work:
        undo_import(work, 1)
    assert set(counts(store).values()) == {0}


def test_an_import_corrected_later_stays(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    take_in(store, tmp_path, a_row(4, 名次=5))
    with pytest.raises(ConflictError), store.writing(actor="甲") as work:
        undo_import(work, 1)
    with store.writing(actor="甲") as work:
        undo_import(work, 2)
        undo_import(work, 1)
    assert set(counts(store).values()) == {0}


def test_an_unknown_or_undone_batch_is_named(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    with store.writing(actor="甲") as work:
        undo_import(work, 1)
    with pytest.raises(ConflictError), store.writing(actor="甲") as work:
        undo_import(work, 1)
    with pytest.raises(NotFoundError), store.writing(actor="甲") as work:
        undo_import(work, 99)
