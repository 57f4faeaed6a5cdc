"""Short lists of other rooms (名单): a line per record under a header; faulty lines are left out, named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.clock import office_day
from app.errors import AppError, InputError
from app.importing.reading.isolated import open_sheets
from app.importing.typed_values import read_typed_day
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import error_text, words_of

_ROWS_BEFORE_HEADER = 10


@dataclass(frozen=True, slots=True)
class LineFinding:
    """Why a line was left out: the file's name, the sheet, the row from 1, what is wrong and what to do."""

    file: str
    sheet: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class LineListReport:
    """What an import did: records entered, those that stood already, lines left out."""

    new: int
    same: int
    findings: tuple[LineFinding, ...]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list: where it stands, the cell and the column's title of each field."""

    file: str
    sheet: str
    row: int
    cells: dict[str, object]
    titles: dict[str, str]

    def text(self, field: str) -> str:
        """Return the text of a cell, "" where the list has no such column."""
        value = self.cells.get(field)
        return "" if value is None else str(value).strip()

    def day(self, field: str, work: UnitOfWork) -> date:
        """Return the day of a cell. Raises InputError where there is none, or one after today."""
        day, remarks = read_typed_day(self.cells.get(field), today=office_day(work.now))
        if day is None:
            problems = "；".join(remark.message for remark in remarks)
            words = {"column": self.titles[field], "value": self.text(field), "problems": problems}
            raise InputError("line-list-day", **words)
        return day


def read_lines(
    path: Path, *, columns: str, needed: Collection[str], is_strict: bool = False
) -> list[ListLine]:
    """Return the lines of every sheet that has a header with the `needed` fields; empty ones are left out.

    `columns` is the group of words that gives each field the titles of its column, the one to use first.
    `is_strict` refuses a header in which two columns could be one field, instead of taking the first.
    Raises InputError where the file cannot be read or no sheet has such a header.
    """
    titles = {field: words.split("|") for field, words in words_of(columns).items()}
    lines: list[ListLine] = []
    found = False
    for sheet, rows in _visible_sheets(path):
        headers = (_columns(row, titles, needed) for row in rows[:_ROWS_BEFORE_HEADER])
        at, places = next(((at, places) for at, places in enumerate(headers) if places), (0, {}))
        if places:
            if is_strict:
                _refuse_ambiguous(rows[at], titles, path=path)
            found = True
            lines += _below(rows, at + 1, places, file=path.name, sheet=sheet)
    if not found:
        wanted = "、".join(names[0] for field, names in titles.items() if field in needed)
        raise InputError("line-list-header", path=path, columns=wanted)
    return lines


def enter_lines(
    work: UnitOfWork,
    lines: Sequence[ListLine],
    enter: Callable[[UnitOfWork, ListLine], bool],
    *,
    progress: Progress | None = None,
) -> LineListReport:
    """Enter each line; `enter` returns whether it was new, and writes nothing where it raises AppError."""
    new = same = 0
    findings = []
    for number, line in enumerate(lines, start=1):
        try:
            entered = enter(work, line)
        except AppError as error:
            findings.append(LineFinding(line.file, line.sheet, line.row, error_text(error)))
        else:
            new, same = new + entered, same + (not entered)
        if progress is not None:
            progress.report(number, len(lines))
    return LineListReport(new, same, tuple(findings))


def _visible_sheets(path: Path) -> Iterator[tuple[str, list[Sequence[object]]]]:
    with open_sheets(path) as (_, sheets):
        for sheet in sheets:
            if not sheet.is_hidden:
                yield sheet.name, list(sheet.open().rows)


def _columns(
    row: Sequence[object], titles: dict[str, list[str]], needed: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Return where each field stands, with its title; nothing where a needed one is missing."""
    places = {"".join(str(cell).split()): at for at, cell in enumerate(row) if cell is not None}
    found = {}
    for field, names in titles.items():
        title = next((name for name in names if name in places), None)
        if title is not None:
            found[field] = (places[title], title)
    return found if set(needed) <= found.keys() else {}


def _refuse_ambiguous(row: Sequence[object], titles: dict[str, list[str]], *, path: Path) -> None:
    """Raise InputError where two columns of a header could be one field, or have one title."""
    cells = ["".join(str(cell).split()) for cell in row if cell is not None]
    for names in titles.values():
        matching = [cell for cell in cells if cell in names]
        if len(matching) > 1:
            raise InputError("line-list-ambiguous", path=path, columns="、".join(matching))


def _below(
    rows: Sequence[Sequence[object]],
    first: int,
    places: dict[str, tuple[int, str]],
    *,
    file: str,
    sheet: str,
) -> Iterator[ListLine]:
    titles = {field: title for field, (_, title) in places.items()}
    for at, row in enumerate(rows[first:], start=first + 1):
        cells = {field: row[column] for field, (column, _) in places.items() if column < len(row)}
        if any(str(value or "").strip() for value in cells.values()):
            yield ListLine(file, sheet, at, cells, titles)
