"""The program's own workbook for results (成绩导入模板): text columns, drop-downs, an example, notes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents import atomic_output
from app.importing.reading.sheet import letter
from app.words import tr, words_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 2_000  # rows prepared with formats and drop-downs
_TEXT = ("id_number", "bank_account", "phone", "credit_code", "team_no", "class_basis", "name")
_DATES = ("published_on", "started_on")
_LEFT_OUT = ("class", "bank", "bank_holder", "organiser")  # understood in lists, not asked for here
_WIDE = {"contest": 30, "id_number": 22, "bank_account": 24, "unit": 28, "employer": 28, "bank_name": 26}
_REQUIRED = ("contest", "level", "published_on", "event", "name", "id_number")


def template_fields() -> list[str]:
    """Return the template's fields in the order of its columns."""
    return [field for field in words_of("importing.field") if field not in _LEFT_OUT]


def write_template(out: Path | str) -> None:
    """Write the empty workbook 成绩导入模板. Raises DocumentError."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = tr("importing.text.template-sheet")
    fields = template_fields()
    _write_headers(sheet, fields)
    _prepare_columns(sheet, fields)
    _write_notes(book.create_sheet(tr("importing.text.template-notes")), fields)
    packed = BytesIO()  # a zip file that meets a full disk complains once more when it is thrown away
    book.save(packed)
    with atomic_output(Path(out), kind="xlsx") as temporary:
        temporary.write_bytes(packed.getbuffer())


def _write_headers(sheet: Worksheet, fields: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, field in enumerate(fields, start=1):
        cell = sheet.cell(1, column, tr(f"importing.field.{field}"))
        color = "C00000" if field in _REQUIRED else "1F3864"
        cell.font = Font(bold=True, color=color)
        cell.fill = PatternFill("solid", fgColor="EAF0F8")
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 24


def _prepare_columns(sheet: Worksheet, fields: list[str]) -> None:
    for column, field in enumerate(fields, start=1):
        name = letter(column - 1)
        sheet.column_dimensions[name].width = _WIDE.get(field, 14)
        kind = "@" if field in _TEXT else "yyyy-mm-dd" if field in _DATES else "General"
        if kind != "General":
            sheet.column_dimensions[name].number_format = kind
            for row in range(2, ROWS + 2):
                sheet.cell(row, column).number_format = kind
        _offer(sheet, name, field_choices(field))


def field_choices(field: str) -> list[str]:
    """Return the words a drop-down offers for a field, [] where anything may be written."""
    if field == "level":
        return _levels()
    if field == "medal":
        return ["金牌", "银牌", "铜牌", "优胜奖"]
    if field == "grade":
        return ["一等奖", "二等奖", "三等奖", "优秀奖"]
    sets = {"group": "core.group", "form": "core.form", "id_type": "core.id-type", "role": "core.role"}
    return list(words_of(sets[field]).values()) if field in sets else []


def _levels() -> list[str]:
    levels, classes = words_of("core.level"), words_of("core.class")
    classed = ("national", "provincial", "municipal")
    words = [levels["world"]]
    for level in classed:
        kinds = classes if level != "municipal" else {key: classes[key] for key in ("class-one", "class-two")}
        words += [levels[level] + kind for kind in kinds.values()]
    return [*words, levels["county"], levels["enterprise"]]


def _offer(sheet: Worksheet, column: str, words: list[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if not words:
        return
    offered = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
    offered.error = tr("importing.text.choose")
    offered.showErrorMessage = True
    sheet.add_data_validation(offered)
    offered.add(f"{column}2:{column}{ROWS + 1}")


def _write_notes(sheet: Worksheet, fields: list[str]) -> None:
    from openpyxl.styles import Alignment, Font

    titles = [tr(f"importing.template.{name}") for name in ("column", "needed", "how", "example")]
    for column, (title, width) in enumerate(zip(titles, (20, 10, 70, 40), strict=True), start=1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[letter(column - 1)].width = width
    how, examples = words_of("importing.how"), words_of("importing.example")
    for row, field in enumerate(fields, start=2):
        needed = tr("importing.template.yes") if field in _REQUIRED else ""
        texts = (tr(f"importing.field.{field}"), needed, how.get(field, ""), examples.get(field, ""))
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column, text)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
