"""Why rows of a sheet are kept out, as it is written beside them when they are given back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.importing.findings import Finding
from app.importing.plan import Plan
from app.importing.regions.region import Region
from app.words import tr

WITHOUT_VALUE = ("formula-without-value", "cell-error")
UNUSABLE = "#N/A"  # where a formula stood: an empty cell would be taken for no value the next time


class Causes:
    """What keeps rows of one sheet out."""

    def __init__(self, plan: Plan, sheet: str) -> None:
        self._plan, self._sheet = plan, sheet
        self._above: dict[tuple[int, ...], list[Finding]] = {}

    def of_row(self, row: int, region: Region) -> Sequence[Finding]:
        """Return what keeps a row (from 1) of a region out: what is asked above the region, its own faults.

        What is asked of a column comes first: that its cells read as empty may only follow from it.
        """
        return [*self._of_places(tuple(sorted(places_above(region)))), *self._at(row)]

    def elsewhere(self, known: Collection[int]) -> dict[int, list[Finding]]:
        """Return by row what keeps something out in rows that are not `known`: outside of all tables, say."""
        found: dict[int, list[Finding]] = {}
        for finding in self._plan.findings:
            if (
                finding.sheet == self._sheet
                and finding.keeps_out
                and finding.row
                and finding.row not in known
            ):
                found.setdefault(finding.row, []).append(finding)
        return found

    def _of_places(self, places: tuple[int, ...]) -> list[Finding]:
        if places not in self._above:
            self._above[places] = [finding for place in places for finding in self._at(place)]
        return self._above[places]

    def _at(self, row: int) -> list[Finding]:
        return [one for one in self._plan.findings_of_row(self._sheet, row) if one.keeps_out]


def places_above(region: Region) -> set[int]:
    """Return the rows, from 1, of the lines and the header above a region; 0 for the whole sheet."""
    table = region.table
    lines = [*table.headings, *(section.line for section in region.sections)]
    lines += [region.unclear] if region.unclear is not None else []
    return {0, *(line.row + 1 for line in lines), *range(table.top + 1, table.bottom + 2)}


def cause_text(findings: Sequence[Finding], row: int = 0) -> str:
    """Return causes as lines of one cell; with `row` those that stand in another row say in which."""
    lines = []
    for found in findings:
        text = f"{found.column}：{found.message}" if found.column else found.message
        is_elsewhere = row and found.row and found.row != row
        lines.append(tr("importing.text.cause-above", row=found.row, cause=text) if is_elsewhere else text)
    return "\n".join(dict.fromkeys(lines))
