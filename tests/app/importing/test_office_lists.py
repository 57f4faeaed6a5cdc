"""Whole lists as offices send them: merged cells, contest lines, footers, old xls, GB18030, teams."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt
from sqlalchemy import select

from app.importing import Kind, LineRole, SheetMapping, import_file
from app.store import Store
from models import Contest, Entry, Event, Person, Result, Unit
from tests.app.importing.lists import a_file, a_row, codes, plan_for, plan_of_rows, take_in, write_xlsx
from tests.synthetic import bank_card, person_name, phone, resident_id

HEADER = [
    "序号",
    "竞赛项目",
    "名次",
    "姓 名",
    "身份证号码",
    "选送单位",
    "联系电话",
    "开户银行",
    "银行卡号",
    "备注",
]
LINE = (
    "主办单位：示例市人社局　　竞赛级别：市级一类　　类别依据：示例〔2023〕5号　　成绩公布日期：2023年9月20日"
)


def _municipal(path: Path) -> Path:
    """Two sheets, title, contest line, merged events, padded names, footer."""
    sheets: dict[str, list[list[Any]]] = {}
    merged: dict[str, list[str]] = {}
    for base, group in ((0, "职工组"), (100, "学生组")):
        rows: list[list[Any]] = [[f"2023年示例市职业技能大赛获奖名单（{group}）"], [LINE], HEADER]
        for place in range(6):
            number = base + place
            rank: Any = place % 3 + 1 if group == "职工组" else f"第{'一二三'[place % 3]}名"
            name = person_name(number)
            padded = f"{name[0]}　{name[1]}" if len(name) == 2 else name
            event = ("焊工", "电工")[place // 3] if place % 3 == 0 else None
            rows.append(
                [
                    *(place + 1, event, rank, padded, resident_id(number), "示例市技师学院"),
                    *(phone(number), "示例银行示例支行", bank_card(number), None),
                ]
            )
        rows.append(["合计：6 人。　　经办人：　　　　复核：　　　　2023年9月20日"])
        sheets[group], merged[group] = rows, ["A1:J1", "A2:J2", "B4:B6", "B7:B9", "A10:J10"]
    return write_xlsx(path, sheets, merged=merged)


def test_a_municipal_list_with_merged_cells(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_for(sqlite_store, _municipal(tmp_path / "市赛.xlsx"))
    assert (plan.counts.rows, plan.counts.new, plan.counts.skipped) == (12, 12, 0)
    assert {finding.code for finding in plan.findings} == {"name-spaces-removed"}
    rows = plan.page(Kind.NEW)
    assert {row.contest for row in rows} == {"2023年示例市职业技能大赛"}
    assert [row.event for row in rows[:6]] == ["焊工"] * 3 + ["电工"] * 3
    assert {(row.sheet, row.group) for row in rows} == {("职工组", "职工组"), ("学生组", "学生组")}
    assert [row.result for row in rows[:3]] == ["第1名", "第2名", "第3名"]
    assert rows[0].level == "市级一类"
    assert rows[0].published_on == "2023-09-20"
    assert plan.sheets[0].header_row == 3
    assert plan.sheets[0].facts["class_basis"] == "示例〔2023〕5号"


def test_its_facts_reach_the_registry(store: Store, tmp_path: Path) -> None:
    report = import_file(store, _municipal(tmp_path / "市赛.xlsx"), actor="经办甲")
    assert report.batch_id == 1
    with store.reading() as session:
        contest = session.scalars(select(Contest)).one()
        assert (contest.level, contest.contest_class, contest.official_class) == (
            *("municipal", "class-one"),
            "市级一类",
        )
        assert (contest.class_basis, contest.organiser, contest.year) == (
            "示例〔2023〕5号",
            "示例市人社局",
            2023,
        )
        events = session.scalars(select(Event).order_by(Event.id)).all()
        assert [(event.name, event.group) for event in events] == [
            *(("焊工", "worker"), ("电工", "worker")),
            *(("焊工", "student"), ("电工", "student")),
        ]
        assert session.scalars(select(Unit.name)).all() == ["示例市技师学院"]
        result = session.scalars(select(Result).order_by(Result.id)).first()
        assert result is not None
        assert (result.state, result.is_current, result.version) == ("draft", True, 1)
        assert (result.recorded_by, result.source, result.rank) == ("经办甲", "职工组!4", 1)
        assert result.published_on == date(2023, 9, 20)
        person = result.entry.person
        assert person.name == person_name(0)
        assert (person.id_key, person.bank_account) == (f"resident:{resident_id(0)}", bank_card(0))


def test_an_old_xls_with_level_and_bank_in_one_column(sqlite_store: Store, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("获奖选手")
    header = ["竞赛名称", "级别", "依据文件", "公布时间", "参赛项目", "组别", "参赛形式", "队号", "获奖等次"]
    header += ["选手姓名", "身份证号", "所在单位（选送）", "手机", "工资卡开户行及账号"]
    sheet.write_merge(0, 0, 0, 13, "2024年示例省职业技能大赛示例市代表队获奖选手汇总表")
    for column, text in enumerate(header):
        sheet.write(1, column, text)
    for number in (1, 2):
        cells = [
            "2024年示例省职业技能大赛",
            "省级一类",
            "豫示例〔2024〕12号",
            "2024.6.18",
            "移动机器人（双人）",
        ]
        cells += ["学生组", "双人", "01", "第三名", person_name(number), resident_id(number), "示例学院"]
        cells += [phone(number), f"示例银行示例支行 {bank_card(number)}"]
        for column, text in enumerate(cells):
            sheet.write(number + 1, column, text)
    book.save(str(tmp_path / "省赛.xls"))
    report = import_file(sqlite_store, tmp_path / "省赛.xls", actor="经办甲")
    assert (report.counts.new, report.findings) == (2, ())
    with sqlite_store.reading() as session:
        entries = session.scalars(select(Entry).order_by(Entry.id)).all()
        assert [(entry.team_no, entry.position) for entry in entries] == [("01", 0), ("01", 1)]
        assert entries[0].event.form == "pair"
        assert entries[0].person.bank_account == bank_card(1)
        assert entries[0].person.bank_name == "示例银行示例支行"


def test_characters_without_a_shape_are_named_at_their_row(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [
        a_row(1, 姓名="葛\U000e0100明", 选送单位="示例\ufe0f公司"),
        a_row(2, 姓名="张\u3164三"),
        a_row(3, 赛项="焊\u200d工"),
        a_row(4, 姓名="李䶮"),
    ]
    report = take_in(sqlite_store, tmp_path, *rows)
    assert codes(report.findings) == [
        (2, "姓名", "variation-selector-removed"),
        (2, "选送单位", "variation-selector-removed"),
        (3, "姓名", "hidden-character"),
        (4, "赛项", "hidden-character"),
    ]
    with sqlite_store.reading() as session:
        assert session.scalars(select(Person.name).order_by(Person.id)).all() == ["葛明", "李䶮"]
        assert session.scalars(select(Unit.name).order_by(Unit.id)).first() == "示例公司"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_rare_names_in_every_encoding(sqlite_store: Store, tmp_path: Path, encoding: str) -> None:
    names = ["李䶮", "王𬭎", "古丽娜尔·买买提", "张㛃", "陈𠅤"]
    lines = ["竞赛名称,竞赛级别,类别依据文号,成绩公布日期,赛项,组别,奖牌,名次,姓名,证件类型,证件号码,单位"]
    medals, ranks = ["金牌", "银牌", "铜牌", "优胜奖", "金牌"], ["1", "2", "3", "4", "1"]
    for number, (name, medal, rank) in enumerate(zip(names, medals, ranks, strict=True), 1):
        facts = ["第二届示例大赛", "国家级一类", "国示例〔2023〕1号", "2023-09-19", f"赛项{number}", ""]
        lines.append(",".join([*facts, medal, rank, name, "居民身份证", resident_id(number), "示例公司"]))
    file = tmp_path / "国赛.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    report = import_file(sqlite_store, file, actor="经办甲")
    assert (report.counts.new, report.findings) == (5, ())
    with sqlite_store.reading() as session:
        assert session.scalars(select(Person.name).order_by(Person.id)).all() == names
        assert session.scalars(select(Result.medal).order_by(Result.id)).all() == medals


def test_two_people_in_a_cell_are_one_team(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(3, 姓名="张三、李四", 证件号码=f"{resident_id(1)}\n{resident_id(2)}", 参赛形式="双人")
    row |= {"手机号码": "", "银行卡号": ""}
    report = take_in(sqlite_store, tmp_path, row)
    assert (report.counts.rows, report.counts.new) == (1, 1)
    assert codes(report.findings) == [(2, "姓名", "people-split")]
    with sqlite_store.reading() as session:
        entries = session.scalars(select(Entry).order_by(Entry.position)).all()
        assert [entry.person.name for entry in entries] == ["张三", "李四"]
        assert len({entry.team_no for entry in entries}) == 1
        assert entries[0].team_no
    again = plan_of_rows(sqlite_store, tmp_path, row)
    assert again.counts.same == 1


def test_two_names_and_one_number_are_refused(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, 姓名="张三、李四"))
    assert ("people-ids-differ") in {finding.code for finding in plan.findings}
    assert plan.counts.skipped == 1


def test_one_bad_member_keeps_the_whole_row_out(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(1, 姓名="张三、李四", 证件号码=f"{resident_id(1)}、41070219900101002")
    plan = plan_of_rows(sqlite_store, tmp_path, row, a_row(2))
    assert (plan.counts.rows, plan.counts.skipped, plan.counts.new) == (2, 1, 1)


def test_serial_numbers_and_real_dates(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [
        a_row(1, 成绩公布日期=45461),
        a_row(2, 成绩公布日期=datetime(2024, 6, 18)),  # noqa: DTZ001 cells have no time zone
        a_row(3, 成绩公布日期="2024年6月18日"),
    ]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert {row.published_on for row in plan.page()} == {"2024-06-18"}
    assert plan.findings == ()


def test_a_header_of_two_rows(sqlite_store: Store, tmp_path: Path) -> None:
    facts = {"竞赛级别：": "省级一类", "类别依据：": "示例〔2024〕1号", "成绩公布日期：": "2024.6.18"}
    top = [["2024年示例省职业技能大赛获奖名单"], [cell for pair in facts.items() for cell in pair]]
    header = [["赛项", "名次", "选手信息", None, "选送单位"], [None, None, "姓名", "证件号码", None]]
    row = ["焊工", 1, person_name(1), resident_id(1), "示例公司"]
    merged = {"表": ["A3:A4", "B3:B4", "C3:D3", "E3:E4"]}
    plan = plan_for(
        sqlite_store, write_xlsx(tmp_path / "两行.xlsx", {"表": [*top, *header, row]}, merged=merged)
    )
    assert plan.counts.new == 1
    assert plan.sheets[0].header_row == 4
    assert plan.page()[0].event == "焊工"
    assert plan.findings == ()


def test_unknown_columns_are_said_and_known_ones_found_by_content(
    sqlite_store: Store, tmp_path: Path
) -> None:
    rows = [a_row(number) for number in range(1, 5)]
    for row in rows:
        row["号"] = row.pop("证件号码")
        row["【本行的问题】"] = "无"
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert plan.counts.new == 4
    assert codes(plan.findings) == [(1, "号", "column-by-content"), (1, "【本行的问题】", "column-unread")]


def test_the_caller_corrects_what_was_not_found(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [["名录"], ["张贴用"], ["甲", "乙", "丙"], [1, "张三", resident_id(1)]]
    file = write_xlsx(tmp_path / "怪表.xlsx", {"表": rows})
    assert codes(plan_for(sqlite_store, file).findings) == [(0, "", "sheet-without-header")]
    facts = {"contest": "2024年示例大赛", "level": "市级一类", "class_basis": "示例〔2024〕1号"}
    mapping = SheetMapping(
        header_row=3,
        columns={0: "rank", 1: "name", 2: "id_number"},
        facts=facts | {"published_on": "2024-06-18", "event": "焊工"},
    )
    plan = plan_for(sqlite_store, file, mapping={"表": mapping})
    assert plan.counts.new == 1
    assert [column.found_by for column in plan.sheets[0].columns] == ["chosen"] * 3
    left_out = plan_for(sqlite_store, file, mapping={"表": SheetMapping(is_left_out=True)})
    assert left_out.counts.rows == 0


def test_a_missing_column_is_said_once(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(number) for number in range(1, 4)]
    for row in rows:
        del row["成绩公布日期"]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == [(0, "成绩公布日期", "column-missing")]
    assert plan.counts.skipped == 3


def test_hidden_rows_and_sheets_are_noted(sqlite_store: Store, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = a_file(tmp_path, [a_row(1), a_row(2)])
    book = load_workbook(file)
    book.worksheets[0].row_dimensions[2].hidden = True
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("空表")
    book.save(file)
    plan = plan_for(sqlite_store, file)
    assert [(f.sheet, f.code) for f in plan.findings] == [
        ("成绩", "sheet-hidden-out"),
        ("空表", "sheet-empty"),
    ]
    assert plan.sheets[0].is_hidden
    assert plan.sheets[0].is_left_out
    chosen = plan_for(sqlite_store, file, mapping={"成绩": SheetMapping(is_left_out=False)})
    assert [(f.row, f.code) for f in chosen.findings] == [
        (0, "sheet-hidden"),
        (2, "row-hidden"),
        (0, "sheet-empty"),
    ]
    assert (chosen.counts.new, chosen.counts.skipped) == (1, 1)
    said = SheetMapping(is_left_out=False, lines={2: LineRole.RESULT})
    assert plan_for(sqlite_store, file, mapping={"成绩": said}).counts.new == 2


def test_lines_that_are_no_results(sqlite_store: Store, tmp_path: Path) -> None:
    first, second = a_row(1), a_row(2)
    header = list(first)
    rows = [
        header,
        list(first.values()),
        [],
        header,
        ["下面是第二批"],
        list(second.values()),
        ["合计", 2],
        ["经办人：某"],
    ]
    plan = plan_for(sqlite_store, write_xlsx(tmp_path / "杂.xlsx", {"表": rows}))
    assert (plan.counts.rows, plan.counts.new) == (2, 2)
    assert codes(plan.findings) == [(5, "", "line-ignored")]


def test_level_and_class_from_two_columns_and_a_score(sqlite_store: Store, tmp_path: Path) -> None:
    report = take_in(
        sqlite_store, tmp_path, a_row(1, 竞赛级别="省级", 竞赛类别="二类", 成绩=92.5, 身份="选手")
    )
    assert report.findings == ()
    with sqlite_store.reading() as session:
        contest = session.scalars(select(Contest)).one()
        assert (contest.level, contest.contest_class, contest.official_class) == (
            "provincial",
            "class-two",
            "省级二类",
        )
        assert session.scalars(select(Result.score)).one() == "92.5"


def _ods(path: Path, rows: list[list[str]], *, span: int, hidden: int) -> Path:
    """Write an OpenDocument sheet: the first cell of row 2 covers `span` rows, row `hidden` is hidden."""
    import zipfile
    from xml.sax.saxutils import escape

    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, text in enumerate(row):
            covers = f' table:number-rows-spanned="{span}"' if (number, column) == (2, 0) else ""
            kind = "covered-table-cell" if column == 0 and 2 < number < 2 + span else "table-cell"
            value = f' office:value-type="string"{covers}><text:p>{escape(text)}</text:p>' if text else ">"
            cells.append(f"<table:{kind}{value}</table:{kind}>")
        shown = ' table:visibility="filter"' if number == hidden else ""
        lines.append(f"<table:table-row{shown}>{''.join(cells)}</table:table-row>")
    spaces = "office table text"
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in spaces.split())
    body = f'<table:table table:name="表">{"".join(lines)}</table:table>'
    content = f"<office:spreadsheet>{body}</office:spreadsheet>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body>{content}'
            "</office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_an_open_document_sheet_with_merged_cells(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [["赛项", *(column for column in a_row(4) if column != "赛项")]]
    for number in (4, 5, 6):
        facts = a_row(number)
        event = facts.pop("赛项") if number == 4 else facts.pop("赛项") and ""
        rows.append([event, *map(str, facts.values())])
    plan = plan_for(sqlite_store, _ods(tmp_path / "成绩.ods", rows, span=3, hidden=3))
    assert [row.event for row in plan.page()] == ["电工"] * 3
    assert codes(plan.findings) == [(3, "", "row-hidden")]
