"""Rows of one region, chunk by chunk: people of one row parted, values filled down, cells cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.importing.cleaning.cleaned_rows import CleanedRows
from app.importing.cleaning.people_in_cells import holds_several_numbers, split_people
from app.importing.cleaning.records import INVALID, RETURNED, TIED, CleanedFile, Record
from app.importing.cleaning.sender_marks import row_marks
from app.importing.cleaning.sheet_cleaner import Columns, SheetCleaner
from app.importing.cleaning.team_rows import FillDown, rows_of_members
from app.importing.cleaning.unread_columns import UnreadColumns
from app.importing.columns.assigning import OPTIONAL
from app.importing.columns.fields import header_key
from app.importing.columns.layout import Layout, missing_fields
from app.importing.findings import Note
from app.importing.mapping import SheetMapping
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import OpenSheet, Row, letter
from app.importing.values.names import holds_several, may_any_hold_several, may_hold_several
from app.importing.values.text import CELL_ERRORS, LONGEST_REMARK
from app.tie_words import with_tie
from app.words import tr

_ONE_PER_PERSON = ("id_number", "phone", "bank_account", "bank", "bank_name", "id_type")
# Columns in which an empty formula or an error is a warning: the rest of the row says what is due.
_OPTIONAL = (*OPTIONAL, "bank", "bank_account", "medal")
# Notes that stand at the first row of their value only: a whole list rests on one document.
_SAID_ONCE = frozenset({"document-number-corrected", "ditto-read", "group-in-event", "date-range-begins"})
_LONGEST_TEAM = 30  # characters of a team number made of its members' names


@dataclass(slots=True)
class CleanedChunk:
    """Cleaned rows: the row number of each record, records, flags, and each row's cells as received."""

    numbers: Sequence[int]
    records: list[tuple[object, ...]]
    flags: bytes
    cells: dict[int, Row] = field(repr=False)


class RowReader:
    """Reads the results of one region; what is wrong with them becomes findings of the file.

    `part` is the region's number within the file. `is_blocked` keeps all its rows out, for a question that
    stands above them.
    """

    def __init__(
        self,
        file: CleanedFile,
        part: int,
        layout: Layout,
        opened: OpenSheet,
        *,
        aliases: Mapping[str, Mapping[str, str]],
        unread: UnreadColumns,
        is_blocked: bool = False,
    ) -> None:
        self._findings = file.findings
        self._as_written = file.as_written
        self._sheet = part
        self._layout = layout
        self._is_ragged = opened.is_ragged
        self._fill_down = FillDown(layout, self._add_note, but=_rows_of(opened))
        self._cleaner = SheetCleaner(
            layout, file.heads, today=file.today, aliases=aliases, is_1904=opened.marks().is_1904
        )
        self._name, self._id = layout.column_of("name"), layout.column_of("id_number")
        self._one_per_person = [c for c in map(layout.column_of, _ONE_PER_PERSON) if c is not None]
        causes = self._columns_called("cause")
        self._cause = causes[0] if causes else None
        self._beyond = self._columns_called("surplus")
        self._unread = unread
        is_lacking = bool(missing_fields(layout)) or self._cleaner.lacks_facts
        self._is_incomplete = is_lacking or is_blocked or layout.preface.is_open or layout.is_questioned
        self._marked = _marked_cells(opened, layout)
        mapping = file.mapping.get(file.sheets[part], SheetMapping())
        self._sender_marks = row_marks(opened.marks(), layout, mapping)
        self._surplus: dict[int, Row] = {}  # by row: the cells to the right of the last column
        self._said: set[tuple[str, str, object]] = set()  # notes that stand at the first of their value only
        self._members: list[int] = []  # of the chunk's records: whose columns they come from
        self._unparted: set[int] = set()  # rows that name more people than documents

    def _columns_called(self, word: str) -> list[int]:
        """Return the columns that bear a title which the program itself gives to returned rows."""
        key = header_key(tr(f"importing.text.{word}"))
        return [column.index for column in self._layout.columns if header_key(column.header) == key]

    def notes_on_facts(self) -> Iterator[tuple[int, str, object, Note]]:
        """Yield row (from 1), field, text and note of what is wrong with the facts above the rows."""
        for name, raw, note in self._cleaner.fact_notes:
            yield self._layout.preface.rows.get(name, -1) + 1, name, raw, note
        preface = self._layout.preface
        for doubt in preface.doubts:
            yield doubt.row + 1, doubt.field, doubt.text, doubt.note
        if not self._layout.has_units and not preface.is_asked("unit"):
            yield 0, "unit", "", Note("unit-column-missing")

    def _add_note(self, row: int, field: str, note: Note) -> None:
        self._findings.add(note, sheet=self._sheet, row=row, field=field)

    def chunks(self, blocks: Iterable[tuple[Sequence[int], list[Row]]]) -> Iterator[CleanedChunk]:
        """Give the rows of the region, which come in blocks with their numbers (from 1), cleaned."""
        for numbers, rows in blocks:
            if self._is_ragged:
                self._make_even(numbers, rows)
            columns: Columns = list(zip(*rows, strict=True))
            of_records = numbers
            if self._fill_down.is_needed(columns):
                rows = self._fill_down.fill(numbers, rows)  # noqa: PLW2901
                columns = list(zip(*rows, strict=True))
            cells = dict(zip(numbers, rows, strict=True))
            if not self._are_plain(columns):
                of_records, parted = self._people(numbers, rows)
                columns = list(zip(*parted, strict=True))
            cleaned = self._clean(columns, of_records)
            flags = self._flags(cleaned, of_records, columns)
            yield CleanedChunk(of_records, cleaned.records, flags, cells)

    def add_notes_on_aliases(self) -> None:
        """Add one note for each word that was read by the meaning the office gave it."""
        for (name, raw), meaning in self._cleaner.replaced.items():
            note = Note("word-explained", {"word": raw, "meaning": meaning})
            self._findings.add(note, sheet=self._sheet, field=name, value=raw)

    def _make_even(self, numbers: Sequence[int], rows: list[Row]) -> None:
        """Make all rows as wide as the header; remember what stands to the right of it.

        A row of one cell more than the others may be shifted by a comma, also where the last cell is empty.
        """
        width = len(self._layout.headers)
        usual = Counter(map(len, rows)).most_common(1)[0][0]
        for number, row in zip(numbers, rows, strict=True):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif len(row) > width:
                surplus, is_shifted = row[width:], len(row) == usual + 1
                del row[width:]
                if is_shifted or any(map(as_text, surplus)):
                    self._surplus[number] = surplus

    def surplus(self, row: int) -> Row:
        """Return the cells of a row to the right of the last column."""
        return self._surplus.get(row, [])

    def _are_plain(self, columns: Columns) -> bool:
        """Return whether every row names one person, as nearly all chunks do."""
        if self._layout.members:
            return False
        if self._name is None or self._id is None:
            return True
        names, numbers = columns[self._name], columns[self._id]
        if set(map(type, names)) != {str} or may_any_hold_several(names):
            return False
        return not holds_several_numbers("\0".join(map(as_text, numbers)))

    def _people(self, numbers: Sequence[int], rows: list[Row]) -> tuple[list[int], list[Row]]:
        """Return a row per person, with the numbers of the rows they stand in."""
        of_people: list[int] = []
        people: list[Row] = []
        self._members = []
        for number, row in zip(numbers, rows, strict=True):
            for member, own in rows_of_members(row, self._layout):
                parted = self._parted(number, own, member)
                of_people += [number] * len(parted)
                people += parted
                self._members += [member] * len(parted)
        return of_people, people

    def _parted(self, number: int, row: Row, member: int) -> list[Row]:
        if self._name is None or not self._names_several(row, self._name):
            return [row]
        parted = split_people(row, name=self._name, beside=self._one_per_person)
        if parted is not None and len(parted) == 1:
            return parted
        if parted is None and not (holds_several(row[self._name]) or self._has_several_numbers(row)):
            return [row]  # blanks or 和 in a name: its reader asks
        note = Note("people-ids-differ") if parted is None else Note("people-split", {"count": len(parted)})
        if parted is None:
            self._unparted.add(number)
        self._add_cell_note(number, "name", row[self._name], note, member)
        return parted or [row]

    def _add_cell_note(self, row: int, name: str, raw: object, note: Note, member: int) -> None:
        """Add a note on a cell, at the column of the member of a team whose it is (0: no member)."""
        column = self._layout.columns_of(member).get(name) if member else None
        if column is None:
            self._findings.add(note, sheet=self._sheet, row=row, field=name, value=raw)
        else:
            title = self._layout.headers[column] or letter(column)
            self._findings.add_at(title, note, sheet=self._sheet, row=row, value=raw, field=name)

    def _names_several(self, row: Row, name: int) -> bool:
        if may_hold_several(row[name]):
            return True
        return self._has_several_numbers(row)

    def _has_several_numbers(self, row: Row) -> bool:
        return self._id is not None and holds_several_numbers(as_text(row[self._id]))

    def _clean(self, columns: Columns, numbers: Sequence[int]) -> CleanedRows:
        cleaned = self._cleaner.clean(columns, size=len(numbers))
        if self._is_incomplete:
            cleaned.invalid = set(range(len(numbers)))
        if unclear := self._unparted | self._fill_down.refused:
            cleaned.invalid |= {i for i, number in enumerate(numbers) if number in unclear}
        if self._surplus or self._beyond:
            self._refuse_surplus(cleaned, numbers, columns)
        if self._marked:
            self._refuse_marked(cleaned, numbers, columns)
        if self._sender_marks:
            self._add_sender_marks(cleaned, numbers)
        self._look_at_unread(cleaned, numbers, columns)
        _keep_tie_words(cleaned)
        teams = [self._fill_down.team_of.get(number, number) for number in numbers]
        if len(set(teams)) < len(teams):
            _join_teams(cleaned, numbers, teams)
        members = self._members if self._layout.members else [0] * len(numbers)
        for record, name, raw, note in cleaned.notes:
            if note.code in _SAID_ONCE:
                if (note.code, name, raw) in self._said:
                    continue
                self._said.add((note.code, name, raw))
                if "number" in note.params:
                    self._as_written[str(note.params["number"])] = as_text(raw)
            self._add_cell_note(numbers[record], name, raw, note, members[record])
        return cleaned

    def _add_sender_marks(self, cleaned: CleanedRows, numbers: Sequence[int]) -> None:
        """Say what the sender hid, struck out or commented; a question keeps the row out."""
        for record, number in enumerate(numbers):
            marks = self._sender_marks.get(number, ())
            if any(mark.note.keeps_out for mark in marks):
                cleaned.invalid.add(record)
            if record == 0 or numbers[record - 1] != number:
                for mark in marks:
                    self._findings.add(
                        mark.note, sheet=self._sheet, row=number, field=mark.field, value=mark.value
                    )

    def _look_at_unread(self, cleaned: CleanedRows, numbers: Sequence[int], columns: Columns) -> None:
        """Add what is to be said of cells that are not read; a question keeps its row out."""
        for record, column, note, value in self._unread.check(columns):
            header = self._layout.columns[column].header or letter(column)
            row = numbers[record] if record >= 0 else self._layout.header_row + 1
            if record >= 0 and note.keeps_out:
                cleaned.invalid.add(record)
            if record < 1 or numbers[record - 1] != numbers[record]:
                self._findings.add_at(header, note, sheet=self._sheet, row=row, value=value)

    def _refuse_surplus(self, cleaned: CleanedRows, numbers: Sequence[int], columns: Columns) -> None:
        """Keep out rows with more cells than the header: nobody knows which of them moved to the right."""
        for record, number in enumerate(numbers):
            surplus = self.surplus(number)
            cells = [columns[column][record] for column in self._beyond] + surplus
            texts = [text for cell in cells if (text := as_text(cell))]
            if texts or surplus:
                cleaned.invalid.add(record)
                if record == 0 or numbers[record - 1] != number:
                    note = Note("row-too-wide", {"count": len(texts) or len(surplus)})
                    self._findings.add(note, sheet=self._sheet, row=number, value="、".join(texts))

    def _refuse_marked(self, cleaned: CleanedRows, numbers: Sequence[int], columns: Columns) -> None:
        """Keep out rows in which a formula or an error looks like an empty cell."""
        for record, number in enumerate(numbers):
            for column, name, code in self._marked.get(number, ()):
                cell = columns[column][record]
                if cell == "" or (code == "cell-error" and cell not in CELL_ERRORS):
                    at = f"{letter(column)}{number}"
                    cleaned.add(
                        record, name, "", Note("cell-unread" if name in _OPTIONAL else code, {"cell": at})
                    )

    def _flags(self, cleaned: CleanedRows, numbers: Sequence[int], columns: Columns) -> bytes:
        flags = bytearray(len(numbers))
        for record in cleaned.invalid:
            flags[record] |= INVALID
        for note in cleaned.notes:
            if note.note.code == "rank-tied":
                flags[note.record] |= TIED
        if self._cause is not None:
            for record, cell in enumerate(columns[self._cause]):
                if as_text(cell):
                    flags[record] |= RETURNED
        return bytes(flags)


def _rows_of(opened: OpenSheet) -> frozenset[int]:
    """Return the rows, from 1, in which a formula or an error looks like an empty cell."""
    marks = opened.marks()
    return frozenset(row + 1 for row, _ in marks.formulas | marks.errors)


def _marked_cells(opened: OpenSheet, layout: Layout) -> dict[int, list[tuple[int, str, str]]]:
    """Return, by row from 1, cells without a value that are formulas or errors, in columns we read."""
    marks = opened.marks()
    fields = {c.index: c.field for c in layout.columns if c.field}
    marked: dict[int, list[tuple[int, str, str]]] = {}
    for code, cells in (("formula-without-value", marks.formulas), ("cell-error", marks.errors)):
        for row, column in cells:
            if column in fields:
                marked.setdefault(row + 1, []).append((column, fields[column], code))
    return marked


def _keep_tie_words(cleaned: CleanedRows) -> None:
    """Keep in the remark that a rank is shared: what is due depends on who ties."""
    for note in cleaned.notes:
        if note.note.code == "rank-tied" and note.record not in cleaned.invalid:
            one = Record._make(cleaned.records[note.record])
            remark = with_tie(one.remark, one.rank or 0, longest=LONGEST_REMARK)
            cleaned.records[note.record] = tuple(one._replace(remark=remark))


def _join_teams(cleaned: CleanedRows, numbers: Sequence[int], teams: Sequence[int]) -> None:
    """Make people of one row, or of rows of one team, a team: where no number is given, their names make one.

    People of one row come in together or not at all.
    """
    for members in _together(numbers):
        if cleaned.invalid.intersection(members):
            cleaned.invalid.update(members)
    for members in _together(teams):
        people = [Record._make(cleaned.records[record]) for record in members]
        names = "、".join(person.name for person in people)[:_LONGEST_TEAM]
        for record, person in zip(members, people, strict=True):
            cleaned.records[record] = tuple(person._replace(team_no=person.team_no or names))


def _together(keys: Sequence[int]) -> list[list[int]]:
    """Return the records, several each, that have one key."""
    found: dict[int, list[int]] = {}
    for record, key in enumerate(keys):
        found.setdefault(key, []).append(record)
    return [records for records in found.values() if len(records) > 1]
