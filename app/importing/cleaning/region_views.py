"""The tables of a sheet as a screen shows them: where they stand, and what was taken from the lines above."""

from __future__ import annotations

from collections.abc import Iterable

from app.importing.cleaning.region_layouts import RegionLayouts
from app.importing.reading.cells import as_text
from app.importing.regions.region import Region, Survey, Table
from app.importing.views import RegionView

_Run = tuple[int, int]


def region_views(survey: Survey, layouts: RegionLayouts) -> tuple[RegionView, ...]:
    """Return the tables of a sheet in the order in which they begin."""
    return tuple(
        _view(table, [each for each in survey.regions if each.table is table], layouts)
        for table in survey.tables
    )


def _view(table: Table, regions: list[Region], layouts: RegionLayouts) -> RegionView:
    layout = layouts.of_table(table)
    facts = [layouts.of_region(each).preface.facts for each in regions] or [layout.preface.facts]
    common = {
        name: value for name, value in facts[0].items() if all(each.get(name) == value for each in facts)
    }
    sections = {section.line.row + 1 for region in regions for section in region.sections}
    sections |= {region.unclear.row + 1 for region in regions if region.unclear is not None}
    last = max([table.bottom, *(end - 1 for region in regions for _, end in region.runs)]) + 1
    return RegionView(
        top=table.top + 1,
        bottom=table.bottom + 1,
        left=table.left,
        right=table.right,
        columns=layout.columns,
        runs=_joined(run for region in regions for run in region.runs),
        headings=tuple(line.row + 1 for line in table.headings),
        sections=tuple(sorted(row for row in sections if table.bottom < row <= last)),
        facts={name: as_text(value) for name, value in common.items()},
    )


def _joined(runs: Iterable[_Run]) -> tuple[_Run, ...]:
    """Return runs of rows from 0, [first, end), as first and last rows from 1, those that meet joined."""
    joined: list[_Run] = []
    for first, end in sorted(runs):
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first + 1, end))
    return tuple(joined)
