"""Fill the office's own workbook (财务模板) with a frozen run: named cells and a header row."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

from app.capitals import capitals
from app.clock import office_day
from app.documents import atomic_output, cell_text, could_be_a_formula
from app.errors import InputError
from app.formats import chinese_date
from app.payments.run_pages import LineRow, RunPage
from app.words import tr, words_of

_NEEDED = ("person", "net")
_ROWS_BEFORE_HEADER = 30


def fill_template(page: RunPage, template: Path, out: Path | str) -> None:
    """Write `template` filled with the run to `out`. The template itself stays as it is.

    Its header row has titles of `payments.template-columns`, each exactly; lines go below it, in the looks
    of the row under the header. Named cells (`payments.template-cells`) get the run's facts. Raises
    InputError naming what is missing, DocumentError.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(template)
    except Exception as error:  # openpyxl raises whatever the file makes it stumble over
        raise InputError("finance-template-unreadable", path=template) from error
    sheet, header, places = _header(book, template)
    _require_room(sheet, header, len(page.lines))
    for number, line in enumerate(page.lines, start=header + 1):
        for field, column in places.items():
            _fill(sheet, number, column, _value(line, field), looks=sheet.cell(header + 1, column))
    _name_cells(book, page)
    with atomic_output(out, kind="xlsx", inputs=[template]) as temporary:
        book.save(temporary)


def _header(book: Any, template: Path) -> tuple[Any, int, dict[str, int]]:
    """Return the sheet, the header's row and the column of each field found in it."""
    titles = {
        name: field
        for field, words in words_of("payments.template-columns").items()
        for name in words.split("|")
    }
    best: dict[str, int] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=1, max_row=_ROWS_BEFORE_HEADER):
            found = [(titles[text], cell.column) for cell in row if (text := _plain(cell.value)) in titles]
            places = dict(found)
            if len(found) > len(places):
                doubled = "、".join(_plain(cell.value) for cell in row if _plain(cell.value) in titles)
                raise InputError("line-list-ambiguous", path=template, columns=doubled)
            if all(field in places for field in _NEEDED):
                return sheet, row[0].row, places
            best = places if len(places) > len(best) else best
    names = words_of("payments.template-columns")
    missing = "、".join(names[field].split("|")[0] for field in _NEEDED if field not in best)
    raise InputError("finance-template-header", path=template, missing=missing)


def _plain(value: object) -> str:
    return "".join(str(value).split()) if value is not None else ""


def _require_room(sheet: Any, header: int, lines: int) -> None:
    """Raise InputError where the lines would be written over what stands below the header."""
    below = header + 1
    filled = [
        row[0].row
        for row in sheet.iter_rows(min_row=below, max_row=sheet.max_row)
        if any(cell.value is not None for cell in row)
    ]
    free = (filled[0] - below) if filled else lines
    if free < lines:
        raise InputError("finance-template-room", free=free, lines=lines)


def _value(line: LineRow, field: str) -> object:
    amounts = {"gross": line.gross_fen, "tax": line.tax_fen, "net": line.net_fen}
    if field in amounts:
        return amounts[field] / 100
    if field == "number":
        return line.position
    return str(getattr(line, field))


def _fill(sheet: Any, row: int, column: int, value: object, *, looks: Any) -> None:
    cell = sheet.cell(row, column)
    if cell.row != looks.row:
        cell._style = copy(looks._style)
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"
        if could_be_a_formula(value):
            cell.quotePrefix = True
        cell.number_format = "@"
    else:
        cell.value = value
        cell.number_format = "#,##0.00" if isinstance(value, float) else cell.number_format


def _name_cells(book: Any, page: RunPage) -> None:
    facts = _facts(page)
    for name, field in ((name, field) for field, name in words_of("payments.template-cells").items()):
        defined = book.defined_names.get(name)
        for sheet_name, place in defined.destinations if defined is not None else ():
            book[sheet_name][place.replace("$", "")].value = facts[field]


def _facts(page: RunPage) -> Mapping[str, object]:
    run = page.run
    return {
        "run": run.number,
        "batch": run.batch,
        "fund": run.fund,
        "year": run.budget_year,
        "day": chinese_date(office_day(run.created_at)),
        "lines": run.lines,
        "gross": run.gross_fen / 100,
        "tax": run.tax_fen / 100,
        "net": run.net_fen / 100,
        "capitals": capitals(run.net_fen),
        "treatment": page.tax_words,
        "digest": tr("payments.run-digest", sha256=page.sha256),
    }
