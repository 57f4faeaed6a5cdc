"""The survey of a sheet: every filled row belongs to a region or is named as what it is.

Rows are gone through once and not kept, but for headers, lines of text and the first rows of each table.
A row that plainly names a person and a document costs next to nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from app.importing.headings.sections import section_of
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import MergedCells, Row
from app.importing.regions.headers import (
    Header,
    blocks_of,
    continues,
    could_be_header,
    header_of,
    is_form_line,
    is_header,
    makes_header,
)
from app.importing.regions.lines import LINE, RESULT, RowSorter, line_text
from app.importing.regions.members import member_field
from app.importing.regions.region import SAMPLED, Line, Region, RowKind, Section, Survey, Table
from app.importing.views import LineRole, SheetMapping

_MOST_HEADER_ROWS = 3
_CONTEST = re.compile("赛(?!项|区)|比武|练兵")
_OF_SECTIONS = frozenset({"event", "group", "form", "rank", "medal", "grade", "unit", "role", "team_no"})
_NUMBER_OF_PERSON = re.compile(r"^[0-9]{11,18}[Xx]?$")
_HOLDS_PERSON = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9Xx])")


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


class _OpenTable:
    """A table whose end is not reached yet."""

    def __init__(self, table: Table, sections: tuple[Section, ...]) -> None:
        self.table = table
        self.sorter = RowSorter(table)
        self.sections = sections
        self.region: Region | None = None
        self.unclear: Line | None = None
        self.pending: list[Line] = []

    def add(self, row: int, cells: Row, survey: Survey) -> None:
        """Add a result to the region that is open, which lines since the last result may begin anew."""
        if self.pending:
            self._begin_section(survey)
        if self.region is None:
            self.region = Region(self.table, self.sections, unclear=self.unclear)
            survey.regions.append(self.region)
        self.region.add(row)
        if len(self.table.sample) < SAMPLED:
            self.table.sample.append(cells)

    def _begin_section(self, survey: Survey) -> None:
        for line in self.pending:
            section = section_at(line)
            survey.named[line.row] = RowKind.NOTE if section is None else RowKind.SECTION
            if section is None:
                self.unclear = line
                continue
            self.sections = with_section(self.sections, section)
            if "event" in section.facts:
                self.unclear = None
        self.pending = []
        self.region = None


def section_at(line: Line) -> Section | None:
    """Return a line as a section, None where it is not understood as one."""
    read = section_of(line_text([text for text in map(as_text, line.cells) if text]))
    return None if read is None else Section(line, read.facts, read.guessed)


def with_section(sections: tuple[Section, ...], section: Section) -> tuple[Section, ...]:
    """Return the sections that hold below a further one: it ends one of its kind and what is inside."""
    for at, open_one in enumerate(sections):
        if open_one.says & section.says:
            return (*sections[:at], section)
    return (*sections, section)


class _Walk:
    """One pass over the rows of a sheet."""

    def __init__(self, rows: Iterable[Row], merged: MergedCells, mapping: SheetMapping) -> None:
        self._mapping = mapping
        self._roles = {row - 1: role for row, role in mapping.lines.items()}
        self.survey = Survey()
        self._rows = enumerate(rows)
        self._ahead: deque[tuple[int, Row]] = deque()
        self._merged = merged
        self._header_row = mapping.header_row - 1
        self._open: list[_OpenTable] = []
        self._headings: list[Line] = []  # lines above the first header
        self._forms: list[int] = []
        self._is_form = False
        self._header_rows: list[Row] = []  # those of the header that begins
        self._last: Table | None = None
        self._bands = 0

    def go(self) -> None:
        """Go through all rows."""
        for number, row in self._next():
            if self._roles and self._take_as_told(number, row):
                continue
            if number < self._header_row or not self._take_plain(number, row):
                self._take(number, row)
        for one in self._open:
            self._close_lines(one.pending)
        self._close_lines(self._headings if self._last is None else [])
        if self._last is None and self._is_form:
            self.survey.named |= dict.fromkeys(self._forms, RowKind.FORM)

    def _next(self) -> Iterator[tuple[int, Row]]:
        while True:
            if self._ahead:
                yield self._ahead.popleft()
                continue
            following = next(self._rows, None)
            if following is None:
                return
            yield following

    def _peek(self, count: int) -> list[tuple[int, Row]]:
        while len(self._ahead) < count and (following := next(self._rows, None)) is not None:
            self._ahead.append(following)
        return list(self._ahead)[:count]

    # -- results

    def _take_plain(self, number: int, row: Row) -> bool:
        """Take a row that has a name and a number of a document; return whether it is one."""
        if len(self._open) != 1:
            return False
        one = self._open[0]
        name_at, number_at = one.sorter.name, one.sorter.number
        if name_at is None or number_at is None or len(row) <= max(name_at, number_at):
            return False
        name, document = row[name_at], row[number_at]
        if not (name.__class__ is str and document.__class__ is str and name and len(document) > 14):
            return False
        if not document.isascii() or self._merged.covers(number, name_at):
            return False
        one.add(number, row, self.survey)
        self.survey.filled += 1
        return True

    def _take_as_told(self, number: int, row: Row) -> bool:
        """Take a row as what somebody said it is; return whether anybody did."""
        role, texts = self._roles.get(number), self._texts(number, row)
        if role is None or not any(texts):
            return False
        if role == LineRole.OUT:
            self.survey.filled += 1
            self.survey.named[number] = RowKind.LEFT_OUT
            return True
        if role == LineRole.RESULT and len(self._open) == 1:
            self.survey.filled += 1
            self._open[0].add(number, row, self.survey)
            return True
        if role == LineRole.HEADER:
            self.survey.filled += 1
            self.survey.named[number] = RowKind.HEADER
            self._header_rows = [self._uncovered(number, row)]
            self._begin(header_of([texts], number, self._merged.spans))
            self._header_rows = []
            return True
        return False

    def _take(self, number: int, row: Row) -> None:
        texts = self._texts(number, row)
        if not any(texts):
            return
        self.survey.filled += 1
        if (header := self._header_at(number, texts)) is not None:
            self._header_rows.insert(0, self._uncovered(number, row))
            self.survey.named[number] = RowKind.HEADER
            self._begin(header)
            self._header_rows = []
        elif not self._open:
            self._take_above(number, row, texts)
        else:
            self._take_below(number, row, texts)

    def _texts(self, number: int, row: Row) -> list[str]:
        """Return the cells of a row as text, those covered by a merged cell from above as empty."""
        return [
            text if (text := as_text(cell)) and not self._merged.covers(number, column) else ""
            for column, cell in enumerate(row)
        ]

    def _take_above(self, number: int, row: Row, texts: list[str]) -> None:
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

    def _belongs(self, one: _OpenTable, column: int, texts: Sequence[str]) -> bool:
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
        """Return the header that begins in a row, its further rows taken away; None where none does."""
        if self._header_row >= 0 and not self._open:
            return self._chosen_header(number, texts)
        if not could_be_header(texts) or self._is_below_chosen():
            return None
        spans, rows = self._merged.spans, [texts]
        if not is_header(texts):
            following = [self._texts(*ahead) for ahead in self._peek(_MOST_HEADER_ROWS - 1)]
            deep = (rows + following[:depth] for depth in range(1, len(following) + 1))
            rows = next((some for some in deep if makes_header(some, number, spans)), [])
            if not rows:
                return None
        self._take_further(len(rows) - 1)
        header = header_of(rows, number, spans)
        while len(rows) < _MOST_HEADER_ROWS and (ahead := self._peek(1)):
            below = self._texts(*ahead[0])
            if not continues(header.labels, below, header.bottom, spans):
                break
            rows.append(below)
            self._take_further(1)
            header = header_of(rows, number, spans)
        return header

    def _is_below_chosen(self) -> bool:
        """Return whether nothing has come yet below the header that somebody pointed out."""
        return self._header_row >= 0 and not self.survey.regions and len(self.survey.tables) == 1

    def _chosen_header(self, number: int, texts: list[str]) -> Header | None:
        if number != self._header_row:
            return None
        rows = [texts]
        bottom = max(
            [number, *(last[0] for first, last in self._merged.spans if first[0] <= number < last[0])]
        )
        for ahead in self._peek(bottom - number):
            rows.append(self._texts(*ahead))
        self._take_further(len(rows) - 1)
        return header_of(rows, number, self._merged.spans)

    def _take_further(self, count: int) -> None:
        """Take rows ahead into the header."""
        for _ in range(count):
            number, row = self._ahead.popleft()
            if any(self._texts(number, row)):
                self.survey.filled += 1
                self.survey.named[number] = RowKind.HEADER
            self._header_rows.append(self._uncovered(number, row))

    def _uncovered(self, number: int, row: Row) -> Row:
        """Return a row as it stands in the file, without what merged cells above it hold."""
        return ["" if self._merged.covers(number, column) else cell for column, cell in enumerate(row)]

    def _begin(self, header: Header) -> None:
        """Begin the tables of a header, with the lines above it that no earlier table had."""
        lines = self._lines_above()
        blocks = blocks_of(header)
        self._bands += 1
        before = [one for one in self._open if one.region] or self._open
        opened = []
        for at, (left, right) in enumerate(blocks):
            follows = before[min(at, len(before) - 1)] if before else None
            own = lines if len(blocks) == 1 else _lines_of(lines, at, blocks)
            opened.append(self._table(header, left, right, own, follows))
        self._open = opened
        self._last = opened[0].table
        self.survey.tables += [one.table for one in opened]

    def _lines_above(self) -> list[Line]:
        by_row = {line.row: line for line in self._headings}
        for one in self._open:
            for line in one.pending:
                known = by_row.get(line.row)
                by_row[line.row] = line if known is None else _joined(known, line)
        self._headings = []
        return [by_row[row] for row in sorted(by_row)]

    def _table(
        self, header: Header, left: int, right: int, lines: list[Line], follows: _OpenTable | None
    ) -> _OpenTable:
        """Return a table with what holds for it: its own lines, and what still holds of those before."""
        inside = range(left, right + 1)
        labels = tuple(text if c in inside else "" for c, text in enumerate(header.labels))
        groups = tuple(text if c in inside else "" for c, text in enumerate(header.groups))
        sections: tuple[Section, ...] = follows.sections if follows else ()
        titles = [at for at, line in enumerate(lines) if _is_title(line)]
        if titles:
            sections = ()
        headings: list[Line] = []
        for at, line in enumerate(lines):
            may_be_section = at > titles[-1] if titles else follows is not None
            section = section_at(line) if may_be_section else None
            if section is not None and section.facts and section.says <= _OF_SECTIONS:
                sections = with_section(sections, section)
                self.survey.named[line.row] = RowKind.SECTION
            else:
                headings.append(line)
                self.survey.named[line.row] = RowKind.HEADING
        fields = [member_field(*pair) for pair in zip(labels, groups, strict=True)]
        chosen = self._mapping.columns_of(header.bottom + 1, is_first=follows is None)
        for column, name in chosen.items():
            fields += [""] * (column + 1 - len(fields))
            fields[column] = name
        table = Table(header.top, header.bottom, left, right, labels, groups, tuple(fields))
        table.headings, table.band = headings, self._bands
        table.follows = follows.table if follows else None
        cells = [[cell if c in inside else "" for c, cell in enumerate(row)] for row in self._header_rows]
        table.header = cells
        return _OpenTable(table, sections)


def _lines_of(lines: Sequence[Line], at: int, blocks: Sequence[tuple[int, int]]) -> list[Line]:
    """Return what of the lines above tables side by side belongs to one of them."""
    left, right = blocks[at][0] if at else 0, blocks[at][1]
    own = []
    for line in lines:
        filled = [column for column, cell in enumerate(line.cells) if as_text(cell)]
        parts = {next((i for i, block in enumerate(blocks) if c <= block[1]), len(blocks)) for c in filled}
        if parts == {0}:
            own.append(line)
        elif at in parts:
            cells = [cell if left <= c <= right else "" for c, cell in enumerate(line.cells)]
            own.append(Line(line.row, cells))
    return own


def _joined(one: Line, other: Line) -> Line:
    return Line(one.row, [a if as_text(a) else b for a, b in zip(one.cells, other.cells, strict=False)])


def _is_title(line: Line) -> bool:
    return line.is_lonely and _CONTEST.search("".join(map(as_text, line.cells))) is not None


_TELLING = re.compile("取消|作废|放弃|弃权|并列|递补|更正|无效|撤销")


def _is_telling(texts: Iterable[str], *, only_people: bool = False) -> bool:
    """Return whether a line that is not read should be shown to somebody: it names people or takes away."""
    whole = " ".join(texts)
    return _HOLDS_PERSON.search(whole) is not None or (not only_people and _TELLING.search(whole) is not None)
