"""Lists longer than what is looked at to find the header: merged cells, uneven rows, headers far down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.importing import Kind, Plan, SheetMapping, import_file, write_rejected
from app.importing.cleaning.records import CHUNK, MOST_PLAIN, PackedRecords, Record
from app.store import Store
from tests.app.importing.lists import a_file, a_row, codes, plan_for, write_xlsx
from tests.synthetic import person_name, resident_id

HEADER = ("赛项", "名次", "姓名", "证件号码", "选送单位")
LINE = "竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日"
TITLE = "2024年示例市职业技能大赛获奖名单"
FIRST = 4  # the row of the first result


def _merged_list(
    path: Path, sizes: Sequence[int], *, merged_units: bool = False, gaps: bool = False
) -> list[str]:
    """Write one event per size, each a merged cell beside its people; return the event of each person.

    With `gaps` a blank row stands below each event.
    """
    rows: list[list[Any]] = [[TITLE], [LINE], list(HEADER)]
    merged: list[str] = []
    expected: list[str] = []
    for number, size in enumerate(sizes):
        event, top = f"赛项{number:02d}", len(rows) + 1
        for place in range(size):
            first = place == 0
            unit = f"示例公司{number:02d}" if first or not merged_units else None
            person = len(expected) + 1
            rows.append([event if first else None, place + 1, person_name(person), resident_id(person), unit])
            expected.append(event)
        if size > 1:
            merged += [f"{column}{top}:{column}{len(rows)}" for column in ("AE" if merged_units else "A")]
        if gaps:
            rows.append([])
    write_xlsx(path, {"成绩": rows}, merged={"成绩": merged})
    return expected


def _events(plan: Plan) -> list[str]:
    return [row.event for row in plan.page(Kind.NEW, limit=1000)]


@pytest.mark.parametrize(
    "sizes",
    [
        (3,) * 50,
        (1, 2, 3, 4, 5) * 10,
        (7, 1, 1, 11) * 8,
        (56, 4, 1, 59, 60),  # spans that end and begin at the sixtieth row and at twice as many
        (57, 60, 33),
        (55, 10, 50, 10, 25),  # spans that straddle both
        (150,),
        (2, 148),
    ],
)
def test_each_row_of_a_long_list_has_the_event_merged_beside_it(
    sqlite_store: Store, tmp_path: Path, sizes: Sequence[int]
) -> None:
    expected = _merged_list(tmp_path / "长.xlsx", sizes)
    plan = plan_for(sqlite_store, tmp_path / "长.xlsx")
    assert _events(plan) == expected
    assert plan.findings == ()


@pytest.mark.parametrize("border", [60, 120])
@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_two_merged_columns_at_the_border_of_what_is_read_at_once(
    sqlite_store: Store, tmp_path: Path, border: int, shift: int
) -> None:
    before = border + shift - FIRST + 1
    sizes = (before - 2, 2, 2, 180 - before - 2)
    expected = _merged_list(tmp_path / "长.xlsx", sizes, merged_units=True)
    plan = plan_for(sqlite_store, tmp_path / "长.xlsx")
    assert _events(plan) == expected
    assert [row.unit[-2:] for row in plan.page(limit=1000)] == [event[-2:] for event in expected]
    assert plan.findings == ()


def test_merged_cells_of_a_list_longer_than_a_chunk(sqlite_store: Store, tmp_path: Path) -> None:
    expected = _merged_list(tmp_path / "长.xlsx", (4990, 20, 100), merged_units=True)
    plan = plan_for(sqlite_store, tmp_path / "长.xlsx")
    assert [row.event for row in plan.page(limit=6000)] == expected


def test_blank_rows_between_merged_events_say_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    expected = _merged_list(tmp_path / "长.xlsx", (3,) * 40, gaps=True)
    plan = plan_for(sqlite_store, tmp_path / "长.xlsx")
    assert (_events(plan), plan.findings) == (expected, ())


def test_a_merged_cell_that_reaches_below_the_last_result_is_no_line(
    sqlite_store: Store, tmp_path: Path
) -> None:
    rows = [[TITLE], [LINE], list(HEADER), ["焊工", 1, person_name(1), resident_id(1), "示例公司"], [], []]
    path = write_xlsx(tmp_path / "空行.xlsx", {"成绩": rows}, merged={"成绩": ["A4:A6"]})
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.findings) == (1, ())


def test_merged_cells_of_a_table_that_begins_further_down_and_right(
    sqlite_store: Store, tmp_path: Path
) -> None:
    _merged_list(tmp_path / "起.xlsx", (40, 40, 40))
    book = load_workbook(tmp_path / "起.xlsx")
    sheet = book.worksheets[0]
    sheet.insert_cols(1, 2)
    for area in list(sheet.merged_cells.ranges):
        area.shift(col_shift=2)
    book.save(tmp_path / "起.xlsx")
    plan = plan_for(sqlite_store, tmp_path / "起.xlsx")
    assert _events(plan) == [f"赛项{number:02d}" for number in range(3) for _ in range(40)]


def test_the_header_may_be_chosen_far_down(sqlite_store: Store, tmp_path: Path) -> None:
    notes = [[f"说明第{number}条"] for number in range(80)]
    rows = [
        *notes,
        ["甲", "乙", "丙"],
        [1, person_name(1), resident_id(1)],
        [2, person_name(2), resident_id(2)],
    ]
    file = write_xlsx(tmp_path / "深.xlsx", {"表": rows})
    mapping = SheetMapping(
        header_row=81,
        columns={0: "rank", 1: "name", 2: "id_number"},
        facts={
            "contest": "2024年示例大赛",
            "level": "市级一类",
            "class_basis": "示例〔2024〕1号",
            "published_on": "2024-06-18",
            "event": "焊工",
        },
    )
    plan = plan_for(sqlite_store, file, mapping={"表": mapping})
    assert [(row.row, row.name) for row in plan.page()] == [(82, person_name(1)), (83, person_name(2))]


def _csv(path: Path, count: int, extra: dict[int, Sequence[str]]) -> Path:
    """Write a list of `count` results; `extra` gives cells to the right of the last column, by row."""
    lines = [",".join(a_row(1))]
    for number in range(1, count + 1):
        row = a_row(number, 赛项=f"赛项{number // 50}")
        lines.append(",".join([*map(str, row.values()), *extra.get(number + 1, ())]))
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("row", [5, 60, 61, 62, 121, 152])
def test_a_row_wider_than_the_header_is_kept_out_and_named(
    sqlite_store: Store, tmp_path: Path, row: int
) -> None:
    path = _csv(tmp_path / "成绩.csv", 151, {row: ("多余", "又一格")})
    plan = plan_for(sqlite_store, path)
    assert codes(plan.findings) == [(row, "", "row-too-wide")]
    assert plan.findings[0].value == "多余、又一格"
    assert (plan.counts.new, plan.counts.skipped) == (150, 1)


def test_empty_cells_to_the_right_of_the_header_are_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    path = _csv(tmp_path / "成绩.csv", 100, {30: ("", ""), 90: ("", " ", "")})
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.findings) == (100, ())


def test_a_comma_without_quotes_shifts_no_cell_in_silence(sqlite_store: Store, tmp_path: Path) -> None:
    path = _csv(tmp_path / "成绩.csv", 5, {})
    lines = path.read_text("utf-8").splitlines()
    lines = [f"{line}," for line in lines]  # a last column that nobody filled
    lines[3] = lines[3].replace("示例市技师学院", "示例市技师学院,一分院")
    path.write_text("\n".join(lines), "utf-8")
    plan = plan_for(sqlite_store, path)
    assert (4, "", "row-too-wide") in codes(plan.findings)
    assert (plan.counts.new, plan.counts.skipped) == (4, 1)


def test_short_rows_far_down_are_filled_up(sqlite_store: Store, tmp_path: Path) -> None:
    path = _csv(tmp_path / "成绩.csv", 100, {})
    lines = path.read_text("utf-8").splitlines()
    for number in (9, 89):
        lines[number] = lines[number].rsplit(",", 3)[0]
    path.write_text("\n".join([*lines, "合计,100"]), "utf-8")
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.findings) == (100, ())


def test_a_row_too_wide_comes_back_whole_and_is_refused_until_it_is_mended(
    sqlite_store: Store, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "成绩.csv", 70, {66: ("多余", "又一格")})
    report = import_file(sqlite_store, path, actor="经办甲")
    back = tmp_path / "退回.xlsx"
    assert write_rejected(report.plan, back).rows == 1
    sheet = load_workbook(back).worksheets[0]
    header, row = ([cell.value for cell in cells] for cells in sheet.iter_rows(min_row=1, max_row=2))
    assert header[-3:] == ["多出的内容", "多出的内容", "原因"]
    assert row[-3:-1] == ["多余", "又一格"]
    again = plan_for(sqlite_store, back)
    assert codes(again.findings) == [(2, "", "row-too-wide")]
    book = load_workbook(back)
    for column in (len(header) - 2, len(header) - 1, len(header)):
        book.worksheets[0].cell(2, column).value = None
    book.save(back)
    mended = plan_for(sqlite_store, back)
    assert (mended.counts.new, mended.findings) == (1, ())


def test_a_sheet_that_is_left_as_it_was_is_read_the_same_twice(sqlite_store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(number, 赛项=f"赛项{number // 3}") for number in range(1, 151)])
    first, second = plan_for(sqlite_store, file), plan_for(sqlite_store, file)
    assert (first.counts, first.findings) == (second.counts, second.findings)
    assert first.page(limit=200) == second.page(limit=200)


def test_every_row_of_a_long_list_that_is_kept_out_comes_back(sqlite_store: Store, tmp_path: Path) -> None:
    path, rejected = tmp_path / "长名单.csv", tmp_path / "未导入.xlsx"
    lines = [
        f"电工,{place},{person_name(place)},{resident_id(place)[:17]}?,示例市第{place}职业技术学院示例分院"
        for place in range(1, 6_001)
    ]
    path.write_text("\n".join([TITLE, LINE, ",".join(HEADER), *lines]), "utf-8")
    report = import_file(sqlite_store, path, actor="赵敏", dry_run=True)
    assert (report.counts.new, report.counts.skipped) == (0, 6_000)
    write_rejected(report.plan, rejected)
    book = load_workbook(rejected, read_only=True)
    back = [",".join(map(str, row[:5])) for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)]
    book.close()
    assert back == lines


def test_records_of_a_list_of_hundreds_of_thousands_are_found_by_index() -> None:
    packed, fields = PackedRecords(), len(Record._fields)
    for start in range(0, MOST_PLAIN + 2 * CHUNK, CHUNK):
        records = [(number,) * fields for number in range(start, start + CHUNK)]
        packed.append(0, range(start + 1, start + CHUNK + 1), records, bytes(CHUNK))
    wanted = [0, MOST_PLAIN - 1, MOST_PLAIN, MOST_PLAIN + CHUNK + 7]
    assert [record.head for _, record in packed.records_at(wanted)] == wanted
    assert [chunk.records[0][0] for chunk in packed.chunks(MOST_PLAIN)] == [MOST_PLAIN, MOST_PLAIN + CHUNK]
