"""What holds for each region of a sheet: its columns, and the facts of the lines above its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.importing.columns.header_aliases import HeaderAliases
from app.importing.columns.layout import Layout, find_layout
from app.importing.columns.preface import OF_SHEET, Preface
from app.importing.headings.reader import read_preface
from app.importing.mapping import SheetMapping
from app.importing.reading.cells import as_text, compact
from app.importing.regions.lines import line_text
from app.importing.regions.members import members_of
from app.importing.regions.region import Line, Region, Section, Table
from app.importing.values.achievements import ACHIEVED

_OF_ONE_TABLE = frozenset(
    {"event", "group", "form", "rank", "medal", "grade", "unit", "role"}
)  # what a table with a title of its own takes over from no other


@dataclass(slots=True)
class RegionLayouts:
    """The layouts of one sheet, worked out once for each table.

    `others` name the other sheets; `known` are the headers that the office explained.
    """

    sheet: str
    others: Sequence[str]
    mapping: SheetMapping
    is_ragged: bool
    known: HeaderAliases = field(default_factory=dict)
    _layouts: dict[int, Layout] = field(default_factory=dict)
    _prefaces: dict[int, Preface] = field(default_factory=dict)

    def of_table(self, table: Table) -> Layout:
        """Return the columns of a table, with what the lines above it say."""
        known = self._layouts.get(id(table))
        if known is None:
            known = self._layouts[id(table)] = find_layout(
                table.labels,
                table.groups,
                table.sample,
                header_row=table.bottom,
                preface=self._preface(table).answered(self.mapping.facts),
                members=[member.columns for member in members_of(table.labels, table.groups)],
                mapping=self.mapping.columns_of(
                    table.bottom + 1, is_first=table.follows is None, labels=table.labels
                ),
                known=self.known,
                is_ragged=self.is_ragged,
            )
            known.preface = self._beside(known, self._preface(table))
        return known

    def of_region(self, region: Region) -> Layout:
        """Return the layout of a table with what its section lines say added."""
        layout = self.of_table(region.table)
        unclear = self._said_of(region.unclear)
        if not region.sections and not unclear:
            return layout
        preface = self._preface(region.table)
        for section in region.sections:
            text = line_text([text for text in map(as_text, section.line.cells) if text])
            said = self._said_of(section.line)
            guessed = {name: value for name, value in section.guessed.items() if name not in said}
            preface = preface.within({**section.facts, **said}, guessed, section.line.row, text)
        if unclear and region.unclear is not None:
            preface = preface.within(unclear, {}, region.unclear.row, "")
        header = range(region.table.top + 1, region.table.bottom + 2)
        preface = preface.answered(self.mapping.said_in(header), row=region.table.top)
        return replace(layout, preface=self._beside(layout, preface))

    def is_answered(self, line: Line) -> bool:
        """Return whether somebody said what a line between rows means, be it nothing."""
        return any(row == line.row + 1 for row, _ in self.mapping.said)

    def _said_of(self, line: Line | None) -> dict[str, str]:
        """Return what somebody said that a line between rows means, by field."""
        said = self.mapping.said_in({line.row + 1}) if line is not None else {}
        return {name: text for name, text in said.items() if name}

    def _beside(self, layout: Layout, preface: Preface) -> Preface:
        answered = preface.answered(self.mapping.facts)
        return answered.beside({column.field for column in layout.columns})

    def _preface(self, table: Table) -> Preface:
        known = self._prefaces.get(id(table))
        if known is None:
            rows = [line.row for line in table.headings]
            read = read_preface([line.cells for line in table.headings], sheet=self.sheet, others=self.others)
            lines = {row + 1 for row in (*rows, *range(table.top, table.bottom + 1))} | {OF_SHEET + 1}
            said = self.mapping.said_in(lines)
            known = self._prefaces[id(table)] = _at_rows(read, rows).answered(said, row=table.top)
            if table.follows is not None:
                _inherit(known, self._preface(table.follows))
        return known


def _at_rows(preface: Preface, rows: Sequence[int]) -> Preface:
    """Return a preface whose rows are those of the sheet instead of places in `rows`."""
    return replace(
        preface,
        rows={name: rows[at] if at >= 0 else at for name, at in preface.rows.items()},
        doubts=[replace(doubt, row=rows[doubt.row]) if doubt.row >= 0 else doubt for doubt in preface.doubts],
    )


def _inherit(preface: Preface, before: Preface) -> None:
    """Add what was said above the table before and still holds: nothing of another contest's."""
    contest = compact(as_text(preface.facts.get("contest", "")))
    is_other = contest != "" and contest != compact(as_text(before.facts.get("contest", "")))
    if is_other or preface.is_asked("contest"):
        return
    own = {*preface.facts, *(doubt.field for doubt in preface.doubts)}
    own |= _OF_ONE_TABLE if preface.title else set()
    for name, value in before.facts.items():
        if name not in own:
            preface.facts[name] = value
            preface.rows[name] = before.rows.get(name, OF_SHEET)
    preface.doubts += [doubt for doubt in before.doubts if doubt.field not in own]


def is_at_stake(layout: Layout) -> bool:
    """Return whether a line between rows may say what no column does: event, result or unit."""
    columns = {column.field for column in layout.columns}
    has_result = bool(columns & set(ACHIEVED))
    has_unit = bool(columns & {"unit", "credit_code"})
    return not ("event" in columns and has_result and has_unit)


def contradictions(layout: Layout, sections: tuple[Section, ...]) -> Mapping[str, Section]:
    """Return the fields that a section line gives and a column of the table too."""
    columns = {column.field for column in layout.columns}
    return {name: section for section in sections for name in section.facts if name in columns}
