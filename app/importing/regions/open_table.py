"""A table while its rows are surveyed: which section lines hold, which lines wait for what follows them."""

from __future__ import annotations

from app.importing.headings.sections import section_of
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row
from app.importing.regions.lines import RowSorter, line_text
from app.importing.regions.region import SAMPLED, Line, Region, RowKind, Section, Survey, Table


class OpenTable:
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
