"""The rows kept out, given back in the layout they came in, with a red column of causes.

Corrected and imported again they duplicate nothing: good rows are not among them, and a row that
did come in would be recognised as the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents import atomic_output, cell_text, could_be_a_formula
from app.importing.plan import Finding, Plan
from app.importing.sheet import Row, letter
from app.words import word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_RED = "C00000"
_PALE_RED = "FDE9E7"
_WITHOUT_VALUE = ("formula-without-value", "cell-error")
_SHEET_NAME = 31  # characters a sheet's name may have


def write_rejected_rows(plans: list[Plan], out: Path) -> int:
    """Write the rejected rows of some plans into one workbook; return how many rows there are."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    count = sum(_write_plan(book, plan) for plan in plans)
    if not book.worksheets:
        book.create_sheet(word("importing.text.cause"))
    with atomic_output(out) as temporary:
        book.save(temporary)
    return count


def _write_plan(book: Workbook, plan: Plan) -> int:
    by_sheet: dict[int, list[tuple[int, list[Any]]]] = {}
    for sheet, row, cells in plan.understood.rejected:
        by_sheet.setdefault(sheet, []).append((row, cells))
    for number, rows in by_sheet.items():
        _write_sheet(book, plan, number, rows)
    return len(plan.understood.rejected)


def _write_sheet(book: Workbook, plan: Plan, number: int, rows: list[tuple[int, list[Any]]]) -> None:
    name = plan.understood.sheets[number]
    sheet = book.create_sheet(_free_name(book, name))
    top = plan.understood.tops[number]
    layout = plan.understood.layouts[number]
    width = len(layout.columns)
    for place, cells in enumerate(top, start=1):
        _write_row(sheet, place, cells)
    _write_cause(sheet, len(top), width, word("importing.text.cause"), is_header=True)
    findings = _by_row(plan, name)
    for place, (row, cells) in enumerate(rows, start=len(top) + 1):
        _write_row(sheet, place, cells)
        _mark(sheet, place, width, findings.get(row) or findings.get(0, []), layout.headers)
    _finish(sheet, layout.headers, len(top))


def _by_row(plan: Plan, sheet: str) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in plan.findings:
        if finding.sheet == sheet and finding.severity == "error":
            found.setdefault(finding.row, []).append(finding)
    return found


def _write_row(sheet: Worksheet, place: int, cells: Row) -> None:
    for column, value in enumerate(cells, start=1):
        if value == "":
            continue
        cell = sheet.cell(place, column)
        if isinstance(value, str):
            cell.value = cell_text(value)
            cell.data_type = "s"  # never a formula, whatever the text begins with
            cell.number_format = "@"
            cell.quotePrefix = could_be_a_formula(value)
        else:
            cell.value = value


def _mark(
    sheet: Worksheet, place: int, width: int, findings: list[Finding], headers: tuple[str, ...]
) -> None:
    from openpyxl.styles import PatternFill

    causes = [
        f"{finding.column}：{finding.message}" if finding.column else finding.message for finding in findings
    ]
    _write_cause(sheet, place, width, "\n".join(causes), is_header=False)
    for finding in findings:
        if finding.column in headers:
            cell = sheet.cell(place, headers.index(finding.column) + 1)
            cell.fill = PatternFill("solid", fgColor=_PALE_RED)
            if finding.code in _WITHOUT_VALUE:
                cell.value = "#N/A"  # an empty cell would be taken for no value the next time


def _write_cause(sheet: Worksheet, place: int, width: int, text: str, *, is_header: bool) -> None:
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(place, width + 1, cell_text(text))
    cell.data_type = "s"
    cell.font = Font(color=_RED, bold=is_header)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _finish(sheet: Worksheet, headers: tuple[str, ...], top: int) -> None:
    from openpyxl.styles import Font

    for column, header in enumerate(headers, start=1):
        sheet.column_dimensions[letter(column - 1)].width = 12 if len(header) < 5 else 22
        sheet.cell(top, column).font = Font(bold=True)
    sheet.column_dimensions[letter(len(headers))].width = 60
    sheet.freeze_panes = f"A{top + 1}"


def _free_name(book: Workbook, name: str) -> str:
    clean = "".join("_" if character in "[]:*?/\\" else character for character in name)[:_SHEET_NAME] or "1"
    taken = {title.casefold() for title in book.sheetnames}
    number, free = 2, clean
    while free.casefold() in taken:
        free = f"{clean[: _SHEET_NAME - 3]}_{number}"
        number += 1
    return free
