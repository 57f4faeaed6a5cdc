"""The tables that begin at a header: several side by side, each with the lines above that belong to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.importing.mapping import SheetMapping
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row
from app.importing.regions.headers import Header, blocks_of
from app.importing.regions.members import member_field
from app.importing.regions.open_table import OpenTable, section_at, with_section
from app.importing.regions.region import Line, RowKind, Section, Table

_CONTEST = re.compile("赛(?!项|区)|比武|练兵")
_OF_SECTIONS = frozenset({"event", "group", "form", "rank", "medal", "grade", "unit", "role", "team_no"})


def new_tables(
    header: Header,
    rows: Sequence[Row],
    lines: Sequence[Line],
    before: Sequence[OpenTable],
    *,
    named: dict[int, RowKind],
    band: int,
    mapping: SheetMapping,
) -> list[OpenTable]:
    """Return the tables of a header, of which `rows` are the cells.

    `lines` stand above it and below the tables `before`, whose sections may go on; what they are taken for
    goes to `named`. `mapping` may say what columns hold.
    """
    blocks = blocks_of(header)
    tables = []
    for at, (left, right) in enumerate(blocks):
        follows = before[min(at, len(before) - 1)] if before else None
        own = lines if len(blocks) == 1 else _lines_of(lines, at, blocks)
        sections, headings = _sections_in(own, follows)
        named |= dict.fromkeys((line.row for line in headings), RowKind.HEADING)
        for section in sections:
            named.setdefault(section.line.row, RowKind.SECTION)
        labels = [text if left <= c <= right else "" for c, text in enumerate(header.labels)]
        chosen = mapping.columns_of(header.bottom + 1, is_first=follows is None, labels=labels)
        table = _table(header, rows, left, right, chosen=chosen)
        table.headings, table.band = headings, band
        table.follows = follows.table if follows else None
        tables.append(OpenTable(table, sections))
    return tables


def _table(header: Header, rows: Sequence[Row], left: int, right: int, *, chosen: Mapping[int, str]) -> Table:
    inside = range(left, right + 1)
    labels = tuple(text if c in inside else "" for c, text in enumerate(header.labels))
    groups = tuple(text if c in inside else "" for c, text in enumerate(header.groups))
    fields = [member_field(*pair) for pair in zip(labels, groups, strict=True)]
    for column, name in chosen.items():
        fields += [""] * (column + 1 - len(fields))
        fields[column] = name
    table = Table(header.top, header.bottom, left, right, labels, groups, tuple(fields))
    table.header = [[cell if c in inside else "" for c, cell in enumerate(row)] for row in rows]
    return table


def _sections_in(lines: Sequence[Line], follows: OpenTable | None) -> tuple[tuple[Section, ...], list[Line]]:
    """Return the sections that hold below some lines above a header, and the lines that are none."""
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
        else:
            headings.append(line)
    return sections, headings


def _is_title(line: Line) -> bool:
    return line.is_lonely and _CONTEST.search("".join(map(as_text, line.cells))) is not None


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
