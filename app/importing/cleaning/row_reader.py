"""Rows of one sheet, chunk by chunk: results told from other lines, people parted, cells cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from app.importing.cleaning.row_sorting import RowSorter, split_people
from app.importing.cleaning.sheet_cleaner import Cleaned, Columns, Record, SheetCleaner
from app.importing.columns.fields import header_key
from app.importing.columns.layout import Layout, missing_fields
from app.importing.finding_list import FindingList
from app.importing.findings import Note
from app.importing.matching.matcher import Place
from app.importing.reading.sheet import OpenSheet, Row, letter
from app.importing.staging import CHUNK, SKIPPED, Understood
from app.importing.values.names import holds_several
from app.importing.values.text import as_text
from app.words import tr

_BESIDE = ("id_number", "phone", "bank_account", "bank", "bank_name", "id_type")
_MAY_BE_EMPTY_FORMULA = ("remark", "score", "")


def surplus_title() -> str:
    """Return what the columns of a returned row are called that its list has no header for."""
    return tr("importing.text.surplus")


class RowReader:
    """Reads the results of one sheet."""

    def __init__(
        self,
        number: int,
        name: str,
        layout: Layout,
        opened: OpenSheet,
        *,
        today: date,
        findings: FindingList,
        words: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._number = number
        self._sheet = name
        self._layout = layout
        self._findings = findings
        self._sorter = RowSorter(layout, opened.merged)
        self._cleaner = SheetCleaner(layout, today=today, words=words)
        self._name = layout.column_of("name")
        self._id = layout.column_of("id_number")
        columns = [layout.column_of(field) for field in _BESIDE]
        self._beside = [column for column in columns if column is not None]
        cause = header_key(tr("importing.text.cause"))
        self._cause = next((c.index for c in layout.columns if header_key(c.header) == cause), None)
        self._is_incomplete = bool(missing_fields(layout)) or self._cleaner.lacks_facts
        self._marked = _marked_cells(opened, layout)
        self._raw = _Raw()
        self._unparted: set[int] = set()  # rows that name more people than documents
        self._is_ragged = opened.is_ragged
        self._beyond = [
            c.index for c in layout.columns if header_key(c.header) == header_key(surplus_title())
        ]
        self._surplus: dict[int, Row] = {}  # by row: the cells to the right of the last column
        self.is_without_units = not {"unit", "credit_code"} & {column.field for column in layout.columns}
        self._say_facts()

    def _say_facts(self) -> None:
        for field, raw, note in self._cleaner.fact_notes:
            row = self._layout.preface.rows.get(field, -1) + 1
            self._findings.say(note, sheet=self._number, name=self._sheet, row=row, field=field, value=raw)
        if self.is_without_units:
            note = Note("unit-column-missing")
            self._findings.say(note, sheet=self._number, name=self._sheet, field="unit")

    def chunks(self, rows: Iterable[Row]) -> Iterator[tuple[Cleaned, Place]]:
        """Give cleaned chunks with the place of each record."""
        first = self._layout.data_row + 1
        source = iter(rows)
        while chunk := list(islice(source, CHUNK)):
            numbers: Sequence[int] = range(first, first + len(chunk))
            first += len(chunk)
            if self._is_ragged:
                self._make_even(numbers, chunk)
            columns: Columns = list(zip(*chunk, strict=True))
            positions: Sequence[int] = ()
            self._raw = _Raw(numbers, chunk)
            if not self._are_plain(columns):
                numbers, chunk, positions = self._results(numbers, chunk)
                columns = list(zip(*chunk, strict=True))
            if chunk:
                yield self._cleaned(columns, numbers, positions)

    def _make_even(self, numbers: Sequence[int], rows: list[Row]) -> None:
        """Make all rows as wide as the header; remember what stands to the right of it."""
        width = len(self._layout.headers)
        for number, row in zip(numbers, rows, strict=True):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif len(row) > width:
                surplus = row[width:]
                del row[width:]
                if any(map(as_text, surplus)):
                    self._surplus[number] = surplus

    def say_replaced(self) -> None:
        """Say once for each word that it was read by its remembered meaning."""
        for (field, raw), meaning in self._cleaner.replaced.items():
            note = Note("word-explained", {"word": raw, "meaning": meaning})
            self._findings.say(note, sheet=self._number, name=self._sheet, field=field, value=raw)

    def _cleaned(
        self, columns: Columns, numbers: Sequence[int], positions: Sequence[int]
    ) -> tuple[Cleaned, Place]:
        cleaned = self._cleaner.clean(columns, size=len(numbers))
        place = Place(self._number, self._sheet, numbers)
        if self._is_incomplete:
            cleaned.broken = set(range(len(numbers)))
        if self._unparted:
            cleaned.broken |= {i for i, number in enumerate(numbers) if number in self._unparted}
        if self._surplus or self._beyond:
            self._refuse_surplus(cleaned, numbers, columns)
        if self._marked:
            self._say_marked(cleaned, numbers, columns)
        if any(positions):
            place.has_splits = True
            _join_teams(cleaned, place)
        self._say_cells(cleaned, place)
        if self._cause is not None:
            causes = zip(numbers, columns[self._cause], strict=True)
            place.returned = {number for number, cell in causes if as_text(cell)}
        return cleaned, place

    def _are_plain(self, columns: Columns) -> bool:
        """Return whether every row names one person and a document, as nearly all chunks do."""
        if self._name is None or self._id is None:
            return False
        names, numbers = columns[self._name], columns[self._id]
        if "" in names or "" in numbers or self._layout.headers[self._name] in names:
            return False
        return set(map(type, names)) == {str} and not holds_several("\0".join(names))

    def _results(self, numbers: Sequence[int], rows: list[Row]) -> tuple[list[int], list[Row], list[int]]:
        """Return the rows that are results, one per person, with their numbers and places in the cell."""
        kept: list[int] = []
        results: list[Row] = []
        positions: list[int] = []
        for number, row in zip(numbers, rows, strict=True):
            if not self._sorter.is_plain(row) and not self._is_result(number, row):
                continue
            for position, one in enumerate(self._parted(number, row)):
                kept.append(number)
                results.append(one)
                positions.append(position)
        return kept, results, positions

    def _is_result(self, number: int, row: Row) -> bool:
        kind = self._sorter.kind_of(row, number)
        if kind == "line":
            text = next(as_text(cell) for cell in row if as_text(cell))
            note = Note("line-ignored", {"text": text[:40]})
            self._findings.add(note, sheet=self._number, name=self._sheet, row=number, column="", value=text)
        return kind == "result"

    def _parted(self, number: int, row: Row) -> list[Row]:
        if self._name is None or not holds_several(row[self._name]):
            return [row]
        parted = split_people(row, name=self._name, beside=self._beside)
        note = Note("people-ids-differ") if parted is None else Note("people-split", {"count": len(parted)})
        if parted is None:
            self._unparted.add(number)
        elif len(parted) == 1:
            return parted
        self._findings.say(
            note, sheet=self._number, name=self._sheet, row=number, field="name", value=row[self._name]
        )
        return parted or [row]

    def _refuse_surplus(self, cleaned: Cleaned, numbers: Sequence[int], columns: Columns) -> None:
        """Keep out rows with more cells than the header: nobody knows which of them moved to the right."""
        for index, number in enumerate(numbers):
            cells = [columns[column][index] for column in self._beyond] + self._surplus.get(number, [])
            texts = [text for cell in cells if (text := as_text(cell))]
            if texts:
                cleaned.broken.add(index)
                if index == 0 or numbers[index - 1] != number:
                    note = Note("row-too-wide", {"count": len(texts)})
                    self._findings.add(
                        note,
                        sheet=self._number,
                        name=self._sheet,
                        row=number,
                        column="",
                        value="、".join(texts),
                    )

    def _say_marked(self, cleaned: Cleaned, numbers: Sequence[int], columns: Columns) -> None:
        for index, number in enumerate(numbers):
            for column, field, code in self._marked.get(number, ()):
                if columns[column][index] == "":
                    cell = f"{letter(column)}{number}"
                    cleaned.say(index, field, "", Note(code, {"cell": cell}))

    def _say_cells(self, cleaned: Cleaned, place: Place) -> None:
        for index, field, raw, note in cleaned.notes:
            row = place.rows[index]
            self._findings.say(note, sheet=self._number, name=self._sheet, row=row, field=field, value=raw)

    def settle(self, cleaned: Cleaned, place: Place, understood: Understood) -> int:
        """Keep the cells of rows that were kept out, whole rows only; return how many rows there were."""
        kinds = understood.kinds
        start = len(kinds) - len(cleaned.records)
        skipped = kinds.count(SKIPPED, start)
        out = {
            row for row, kind in zip(place.rows, kinds[start:], strict=True) if skipped and kind == SKIPPED
        }
        if place.has_splits:
            understood.has_splits = True
            for index, row in enumerate(place.rows):
                if row in out:
                    kinds[start + index] = SKIPPED
        understood.rejected += [
            (self._number, row, self._raw.row(row) + self._surplus.get(row, [])) for row in sorted(out)
        ]
        return len(set(place.rows))


class _Raw:
    """The rows of the chunk being read, as received."""

    def __init__(self, numbers: Sequence[int] = (0,), rows: Sequence[Row] = ()) -> None:
        self._first = numbers[0]
        self._rows = rows

    def row(self, number: int) -> Row:
        """Return the cells of a row by its number in the file."""
        return list(self._rows[number - self._first])


def _marked_cells(opened: OpenSheet, layout: Layout) -> dict[int, list[tuple[int, str, str]]]:
    """Return, by row from 1, cells without a value that are formulas or errors, in columns we read."""
    marks = opened.marks()
    fields = {c.index: c.field for c in layout.columns if c.field not in _MAY_BE_EMPTY_FORMULA}
    marked: dict[int, list[tuple[int, str, str]]] = {}
    for code, cells in (("formula-without-value", marks.formulas), ("cell-error", marks.errors)):
        for row, column in cells:
            if column in fields:
                marked.setdefault(row + 1, []).append((column, fields[column], code))
    return marked


def _join_teams(cleaned: Cleaned, place: Place) -> None:
    """People of one cell are one team: where no team number is given, their names make one."""
    members: dict[int, list[int]] = {}
    for index, row in enumerate(place.rows):
        members.setdefault(row, []).append(index)
    for indexes in members.values():
        if len(indexes) < 2:
            continue
        if cleaned.broken.intersection(indexes):
            cleaned.broken.update(indexes)
            continue
        members_of_one = [Record._make(cleaned.records[index]) for index in indexes]
        names = "、".join(record.name for record in members_of_one)[:30]
        for index, record in zip(indexes, members_of_one, strict=True):
            cleaned.records[index] = record._replace(team_no=record.team_no or names)
