"""Result lists as three offices would send them: a workbook with a title, an old xls, a GB18030 csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlwt

from tests.synthetic import bank_card, phone, resident_id

CITY = "2024年新乡市职业技能大赛"
PROVINCE = "2024年河南省职业技能大赛"
COUNTRY = "中华人民共和国第三届职业技能大赛"
TITLE = "新乡市高技能人才培育基地"
BEST_TITLE = "新乡市高技能人才优秀培育基地"
_HEADER = ("赛项", "组别", "名次", "姓名", "身份证号", "选送单位", "手机号", "开户银行", "银行卡号")


@dataclass(frozen=True)
class Line:
    """One line of a list, and what it must come to: status and yuan, before and after the rulings."""

    contest: str
    event: str
    rank: int
    person: str
    number: int
    unit: str
    before: tuple[str, str | None]
    after: tuple[str, str | None]
    title: str = ""

    @property
    def id_number(self) -> str:
        """Return the made-up ID number of the person."""
        return resident_id(self.number)

    def cells(self) -> tuple[str, ...]:
        """Return the line as a list gives it."""
        bank = "中国工商银行新乡分行", bank_card(self.number)
        return (
            self.event,
            "职工组",
            str(self.rank),
            self.person,
            self.id_number,
            self.unit,
            phone(self.number),
            *bank,
        )


def proposed(yuan: str) -> tuple[str, str | None]:
    """Return the outcome «proposed» with an amount."""
    return "proposed", yuan


BLOCKED: tuple[str, str | None] = ("blocked", None)
NOTHING: tuple[str, str | None] = ("none", None)
LINES = (
    Line(CITY, "焊工", 1, "张　三", 1, "新乡技师学院", proposed("1000.00"), proposed("1000.00")),
    Line(CITY, "焊工", 2, "李四", 2, "新乡职业技术学院", proposed("800.00"), proposed("800.00")),
    Line(CITY, "焊工", 3, "王五", 3, "新乡技师学院", proposed("600.00"), proposed("600.00")),
    Line(CITY, "焊工", 4, "赵六", 4, "新乡技师学院", NOTHING, NOTHING),
    Line(PROVINCE, "砌筑", 2, "钱七", 5, "新乡技师学院", proposed("8000.00"), proposed("8000.00"), TITLE),
    Line(PROVINCE, "移动机器人（双人）", 3, "孙八", 6, "新乡技师学院", BLOCKED, proposed("3000.00"), TITLE),
    Line(PROVINCE, "移动机器人（双人）", 3, "周九", 7, "新乡技师学院", BLOCKED, proposed("3000.00"), TITLE),
    Line(COUNTRY, "焊接", 1, "李䶮", 8, "卫华集团", proposed("100000.00"), proposed("100000.00"), BEST_TITLE),
    Line(
        COUNTRY,
        "数控铣",
        2,
        "陈𠅤",
        9,
        "新乡技师学院",
        proposed("80000.00"),
        proposed("80000.00"),
        BEST_TITLE,
    ),
    Line(COUNTRY, "美发", 6, "古丽娜尔·买买提", 10, "新乡技师学院", NOTHING, NOTHING),
)


def of(contest: str) -> list[Line]:
    """Return the lines of one contest."""
    return [line for line in LINES if line.contest == contest]


def write_city_xlsx(file: Path) -> None:
    """Write a workbook with a merged title, a line of contest facts, and a footer."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[Sequence[str]] = [
        (f"{CITY}获奖名单",),
        ("级别：市级一类　类别依据：新示赛〔2024〕5号　成绩公布日期：2024年6月18日",),
        _HEADER,
        *(line.cells() for line in of(CITY)),
        ("合计", str(len(of(CITY)))),
    ]
    for row in rows:
        sheet.append(list(row))
    for number in (1, 2):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(_HEADER))
    book.save(file)


def write_province_xls(file: Path) -> None:
    """Write an old workbook with the contest's facts in columns."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("汇总")
    header = ("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", *_HEADER)
    facts = (PROVINCE, "省级一类", "豫示赛〔2024〕8号", "2024.9.20")
    for number, row in enumerate([header, *((*facts, *line.cells()) for line in of(PROVINCE))]):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    book.save(str(file))


def write_country_csv(file: Path) -> None:
    """Write a GB18030 list whose names need more than GBK."""
    header = ("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", *_HEADER)
    facts = (COUNTRY, "国家级一类", "示例〔2025〕3号", "2025-9-22")
    with file.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows((*facts, *line.cells()) for line in of(COUNTRY))


def write_faulty_xlsx(file: Path) -> None:
    """Write a list whose second line has an ID with a wrong check digit."""
    good, bad = of(CITY)[0].cells(), list(of(CITY)[1].cells())
    bad[4] = bad[4][:-1] + ("0" if bad[4][-1] != "0" else "1")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", *_HEADER])
    for row in (good, bad):
        sheet.append([CITY, "市级一类", "新示赛〔2024〕5号", "2024年6月18日", *row])
    book.save(file)


RULINGS = """policy: xinxiang-2023
rulings:
  - question: team-prize
    answer: equal-split
    basis: 示例会议纪要〔2024〕1号
    decided_on: 2024-10-08
"""
