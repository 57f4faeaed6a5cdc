"""The survey of a sheet: every filled row belongs to a region or is named as what it is.

Rows are gone through once and not kept, but for headers, lines of text and the first rows of each table.
A row that plainly names a person and a document costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.importing.columns.recipes import fingerprint
from app.importing.mapping import SheetMapping
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import MergedCells, Row
from app.importing.regions.headers import Header, header_of, is_form_line, is_header_of_others
from app.importing.regions.lines import EXAMPLES, LINE, RESULT
from app.importing.regions.new_tables import new_tables
from app.importing.regions.open_table import OpenTable
from app.importing.regions.region import Line, RowKind, Survey, Table
from app.importing.regions.row_source import RowSource
from app.importing.views import LineRole

_NUMBER_OF_PERSON = re.compile(r"^[0-9]{11,18}[Xx]?$")
_HOLDS_PERSON = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9Xx])")
_TELLING = re.compile("取消|作废|放弃|弃权|并列|递补|更正|无效|撤销")


def survey_of(
    rows: Iterable[Row],
    merged: MergedCells,
    *,
    mapping: SheetMapping | None = None,
) -> Survey:
    """Return what stands in a sheet, by the words of whoever corrected how it is read."""
    walk = _Walk(rows, merged, mapping or SheetMapping())
    walk.go()
    return walk.survey


class _Walk:
    """One pass over the rows of a sheet."""

    def __init__(self, rows: Iterable[Row], merged: MergedCells, mapping: SheetMapping) -> None:
        self._mapping = mapping
        self._roles = {row - 1: role for row, role in mapping.lines.items()}
        self.survey = Survey()
        self._source = RowSource(rows, merged)
        self._merged = merged
        self._header_row = mapping.header_row - 1
        self._open: list[OpenTable] = []
        self._headings: list[Line] = []  # lines above the first header
        self._forms: list[int] = []
        self._is_form = False
        self._other = -1  # the header of a table of no results that is open
        self._shared: set[int] = set()  # rows of results of one of several tables side by side
        self._bands = 0

    def go(self) -> None:
        """Go through all rows."""
        for number, row in self._source:
            if self._roles and self._take_as_told(number, row):
                continue
            if number < self._header_row or not self._take_plain(number, row):
                self._take(number, row)
        for one in self._open:
            self._close_lines(one.pending)
        if not self.survey.tables and self._is_form:
            self.survey.outside = []
            self.survey.named |= dict.fromkeys(self._forms, RowKind.FORM)
        for number in self._shared:
            self.survey.named.pop(number, None)

    def _take_plain(self, number: int, row: Row) -> bool:
        """Take a row that has a name and a number of a document; return whether it is one."""
        if len(self._open) != 1 or self._other >= 0:
            return False
        one = self._open[0]
        name_at, number_at = one.sorter.name, one.sorter.number
        if name_at is None or number_at is None or len(row) <= max(name_at, number_at):
            return False
        name, document = row[name_at], row[number_at]
        if not (name.__class__ is str and document.__class__ is str and name and len(document) > 14):
            return False
        if not document.isascii() or row[one.sorter.first] in EXAMPLES:
            return False
        if self._merged.covers(number, name_at):
            return False
        one.add(number, row, self.survey)
        self.survey.filled += 1
        return True

    def _take_as_told(self, number: int, row: Row) -> bool:
        """Take a row as what somebody said it is; return whether anybody did."""
        role, texts = self._roles.get(number), self._source.texts(number, row)
        if role is None or not any(texts):
            return False
        if role == LineRole.OUT:
            self.survey.named[number] = RowKind.LEFT_OUT
        elif role == LineRole.RESULT and len(self._open) == 1:
            self._open[0].add(number, row, self.survey)
        elif role == LineRole.HEADER:
            self._begin(header_of([texts], number, self._merged.spans), number, row)
        else:
            return False
        self.survey.filled += 1
        return True

    def _take(self, number: int, row: Row) -> None:
        texts = self._source.texts(number, row)
        if not any(texts):
            return
        self.survey.filled += 1
        if (header := self._header_at(number, texts)) is not None:
            self._other = -1
            self._begin(header, number, row)
        elif self._open and (self._other >= 0 or is_header_of_others(texts)):
            self._take_other(number, texts)
        elif not self._open:
            self._take_above(number, row, texts)
        else:
            self._take_below(number, row, texts)

    def _take_other(self, number: int, texts: list[str]) -> None:
        """Take a row of a table that lists no results, or its header."""
        if self._other < 0:
            self._other = number
            self.survey.named[number] = RowKind.HEADER
            self.survey.others[number] = 0
            return
        self.survey.others[self._other] += 1
        self.survey.named[number] = RowKind.NOTE
        if _HOLDS_PERSON.search(" ".join(texts)):
            self.survey.outside.append(number)

    def _take_above(self, number: int, row: Row, texts: list[str]) -> None:
        if _HOLDS_PERSON.search(" ".join(texts)):
            self.survey.outside.append(number)
        if is_form_line(texts):
            self._forms.append(number)
            self._is_form = self._is_form or any(map(_NUMBER_OF_PERSON.search, texts))
        self._headings.append(Line(number, row))
        self.survey.named[number] = RowKind.HEADING

    def _take_below(self, number: int, row: Row, texts: list[str]) -> None:
        """Take a row below a header, for each of the tables that stand side by side."""
        is_result = False
        for one in self._open:
            cells = self._cells_of(one.table, row)
            own = {c: text for c, text in enumerate(texts) if text and self._belongs(one, c, texts)}
            if not own:
                continue
            covered = {c: t for c, cell in enumerate(cells) if c not in own and (t := as_text(cell))}
            kind = one.sorter.kind_of(own, covered)
            if kind == RESULT:
                one.add(number, cells, self.survey)
                is_result = True
            elif kind == LINE:
                one.pending.append(Line(number, cells))
            else:
                self._name(number, RowKind(kind), own.values())
        if is_result:
            self.survey.named.pop(number, None)
            self.survey.notes.pop(number, None)
            if len(self._open) > 1:
                self._shared.add(number)

    def _belongs(self, one: OpenTable, column: int, texts: Sequence[str]) -> bool:
        """Return whether a cell is one of a table's; a lonely line at the left is all tables'."""
        if len(self._open) == 1 or one.table.left <= column <= one.table.right:
            return True
        return column < self._open[1].table.left and sum(map(bool, texts)) == 1

    def _cells_of(self, table: Table, row: Row) -> Row:
        if len(self._open) == 1:
            return row
        inside = [cell if table.left <= c <= table.right else "" for c, cell in enumerate(row)]
        return inside if any(map(as_text, inside)) else row

    def _name(self, number: int, kind: RowKind, texts: Iterable[str]) -> None:
        self.survey.named.setdefault(number, kind)
        if kind in (RowKind.EXAMPLE, RowKind.NOTE) or _is_telling(texts):
            self.survey.notes.setdefault(number, "　".join(texts))

    def _close_lines(self, lines: Iterable[Line]) -> None:
        """Name lines that nothing follows."""
        for line in lines:
            texts = [text for text in map(as_text, line.cells) if text]
            if line.row in self.survey.named:
                if _is_telling(texts, only_people=True):
                    self.survey.notes.setdefault(line.row, "　".join(texts))
            else:
                self._name(line.row, RowKind.NOTE, texts)

    # -- headers

    def _header_at(self, number: int, texts: list[str]) -> Header | None:
        if self._header_row >= 0:
            if not self._open:
                return self._source.chosen_header(number, texts) if number == self._header_row else None
            if not self.survey.regions:
                return None  # the row below the header that somebody pointed out is none
        known = self._mapping.known
        is_known = bool(known) and fingerprint(texts) in known
        return self._source.header_at(number, texts, is_known=is_known)

    def _begin(self, header: Header, number: int, row: Row) -> None:
        """Begin the tables of a header, with the lines above it that no earlier table had."""
        further = self._source.take(header.bottom - number)
        rows = [(number, row), *further]
        for at, cells in further:
            self.survey.filled += any(self._source.texts(at, cells))
        for at, cells in rows:
            if any(self._source.texts(at, cells)):
                self.survey.named[at] = RowKind.HEADER
        self._bands += 1
        self._open = new_tables(
            header,
            [self._source.uncovered(*one) for one in rows],
            self._lines_above(),
            [one for one in self._open if one.region] or self._open,
            named=self.survey.named,
            band=self._bands,
            mapping=self._mapping,
        )
        self.survey.tables += [one.table for one in self._open]

    def _lines_above(self) -> list[Line]:
        by_row = {line.row: line for line in self._headings}
        for one in self._open:
            for line in one.pending:
                known = by_row.get(line.row)
                by_row[line.row] = line if known is None else _joined(known, line)
        self._headings = []
        return [by_row[row] for row in sorted(by_row)]


def _joined(one: Line, other: Line) -> Line:
    return Line(one.row, [a if as_text(a) else b for a, b in zip(one.cells, other.cells, strict=False)])


def _is_telling(texts: Iterable[str], *, only_people: bool = False) -> bool:
    """Return whether a line that is not read should be shown to somebody: it names people or takes away."""
    whole = " ".join(texts)
    return _HOLDS_PERSON.search(whole) is not None or (not only_people and _TELLING.search(whole) is not None)
