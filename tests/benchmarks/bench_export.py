"""A styled payment workbook of 100,000 rows with borders, formats, sums of each page and totals.

The same list three ways: ours, openpyxl's write_only mode and xlsxwriter's constant_memory mode, both used as
their manuals say for large files. That the three readers agree on ours is held by the tests of paged lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, overload

from app.printing import ClosingLine, Column, PagedList, Section, money_column, write_paged_list
from tests.benchmarks.bench import Bench, Goal, Measures, Way

ROWS = 100_000
_MADE_AT = datetime(2024, 7, 1, tzinfo=UTC)
_ON_A_PAGE, _OF_AN_EVENT = 11, 40
_BORDER = "8A8F98"


class _Line(NamedTuple):
    position: int
    person: str
    id_number: str
    unit: str
    place: str
    gross_fen: int
    tax_fen: int
    net_fen: int
    account: str


def _line(number: int) -> _Line:
    return _Line(
        number,
        f"王小{chr(0x4E00 + number % 5_000)}",
        f"410799199001{number % 1_000_000:06d}",
        f"新乡市示例技术学院{number % 200}",
        f"第{number % 3 + 1}名",
        10_000_000 - number,
        2_000_000,
        8_000_000 - number,
        f"工商银行新乡分行\n622202170{number:010d}",
    )


class _Lines(Sequence[_Line]):
    """Lines made when they are asked for, so that what is measured is the writers' memory."""

    def __init__(self, first: int, end: int) -> None:
        self._numbers = range(first, end)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> _Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Line]: ...
    def __getitem__(self, place: int | slice) -> _Line | Sequence[_Line]:
        if isinstance(place, slice):
            return [_line(number) for number in self._numbers[place]]
        return _line(self._numbers[place])


_COLUMNS: list[Column[_Line]] = [
    Column("序号", 5, lambda line: line.position, "center", "number"),
    Column("姓名", 10, lambda line: line.person),
    Column("证件号码", 20, lambda line: line.id_number, "center"),
    Column("单位", 20, lambda line: line.unit),
    Column("名次", 8, lambda line: line.place, "center"),
    money_column("应发", 14, lambda line: line.gross_fen, is_summed=True),
    money_column("税额", 12, lambda line: line.tax_fen, is_summed=True),
    money_column("实发", 14, lambda line: line.net_fen, is_summed=True),
    Column("开户行及卡号", 24, lambda line: line.account),
    Column("签名", 16, lambda line: ""),
]


def payment_list(rows: int = ROWS) -> PagedList[_Line]:
    """Return so many lines laid out as the finance workbook of a run (`app/payments/run_workbook.py`)."""
    return PagedList(
        title="职业技能竞赛奖金发放表",
        columns=_COLUMNS,
        sections=[
            Section(_Lines(first, min(first + _OF_AN_EVENT, rows + 1)), heading=f"电工{first}　职工组")
            for first in range(1, rows + 1, _OF_AN_EVENT)
        ],
        name="发放表",
        state="发放表编号：2024-001",
        line="单位：新乡市职业技能竞赛办公室",
        total="合计",
        closing=[ClosingLine("经办：　　复核：　　审批：　　财务：")],
        page_words=lambda page, count: f"本页小计（第 {page} 页，{count} 笔）",
        running_words=lambda count: f"累计（{count} 笔）",
    )


def ours(_data: Path, scratch: Path) -> Measures:
    """The program's own writer of paged lists."""
    file = scratch / "ours.xlsx"
    write_paged_list(file, payment_list(), title="发放表", author="竞赛办", made_at=_MADE_AT)
    return {"megabytes": file.stat().st_size / 2**20}


def _values() -> Iterator[tuple[bool, list[Any]]]:
    """Yield each row of the sheet: whether it is a sum, and its values."""
    content = payment_list()
    sums = [0, 0, 0]
    count = 0
    for section in content.sections:
        for line in section.rows:
            values: list[Any] = [column.value(line) for column in content.columns]
            money = [int(values[at] or 0) for at in (5, 6, 7)]
            sums = [one + more for one, more in zip(sums, money, strict=True)]
            values[5:8] = [fen / 100 for fen in money]
            yield False, values
            count += 1
            if count % _ON_A_PAGE == 0:
                for words in ("本页小计", "累计"):
                    yield True, [words, "", "", "", "", *(fen / 100 for fen in sums), "", ""]


def openpyxl_write_only(_data: Path, scratch: Path) -> Measures:
    """openpyxl's write_only mode, cells with shared styles."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("发放表")
    side = Side(style="thin", color=_BORDER)
    box, wrapped = Border(left=side, right=side, top=side, bottom=side), Alignment(wrap_text=True)
    plain, bold, fill = (
        Font(name="宋体", size=12),
        Font(name="宋体", size=12, bold=True),
        PatternFill("solid", "F7F8FA"),
    )
    for is_sum, values in _values():
        cells = []
        for at, value in enumerate(values):
            cell = WriteOnlyCell(sheet, value=value)
            cell.border, cell.alignment, cell.font = box, wrapped, bold if is_sum else plain
            if is_sum:
                cell.fill = fill
            if at in (5, 6, 7):
                cell.number_format = "#,##0.00"
            cells.append(cell)
        sheet.append(cells)
    book.save(scratch / "openpyxl.xlsx")
    return {"megabytes": (scratch / "openpyxl.xlsx").stat().st_size / 2**20}


def xlsxwriter_constant_memory(_data: Path, scratch: Path) -> Measures:
    """xlsxwriter's constant_memory mode, each format made once."""
    import xlsxwriter

    file = scratch / "xlsxwriter.xlsx"
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("发放表")
    usual = {
        "font_name": "宋体",
        "font_size": 12,
        "border": 1,
        "border_color": f"#{_BORDER}",
        "text_wrap": True,
    }
    styles = {
        (is_sum, is_money): book.add_format(
            usual
            | ({"bold": True, "bg_color": "#F7F8FA"} if is_sum else {})
            | ({"num_format": "#,##0.00"} if is_money else {})
        )
        for is_sum in (False, True)
        for is_money in (False, True)
    }
    for row, (is_sum, values) in enumerate(_values()):
        sheet.set_row(row, 38)
        for at, value in enumerate(values):
            style = styles[is_sum, at in (5, 6, 7)]
            if isinstance(value, str):
                sheet.write_string(row, at, value, style)
            else:
                sheet.write_number(row, at, value, style)
    book.close()
    return {"megabytes": file.stat().st_size / 2**20}


BENCH = Bench(
    title="styled payment workbook, 100,000 rows, sums on every page",
    prepare=None,
    ways=(
        Way("ours", ours),
        Way("openpyxl write_only", openpyxl_write_only),
        Way("xlsxwriter constant_memory", xlsxwriter_constant_memory),
    ),
    goals=(
        Goal("seconds", against="openpyxl write_only", at_least=10.0),
        Goal("seconds", against="xlsxwriter constant_memory", at_least=4.0),
        Goal("peak_mb", at_most=80.0),
    ),
)
