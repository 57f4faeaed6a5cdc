"""The faults of all files in the order in which one works through them, and the next one from a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.importing.alike import Place, place_of
from ui.importing.files import ChosenFile
from ui.importing.finding_tree import Found

Order = tuple[int, int, int, int]  # file, sheet, row, column; -1 before the first


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding to be worked on; `order` says when."""

    found: Found
    place: Place | None
    order: Order


def every_found(files: Sequence[ChosenFile]) -> list[Found]:
    """Return the findings of all files, in file order."""
    return [
        Found(file.path, finding) for file in files if file.plan is not None for finding in file.plan.findings
    ]


def faults(files: Sequence[ChosenFile]) -> list[Fault]:
    """Return what keeps rows out, in file order; where nothing does, the warnings."""
    every = every_found(files)
    wanted = [each for each in every if each.finding.keeps_out]
    wanted = wanted or [each for each in every if each.finding.severity == "warning"]
    by_path = {file.path: (at, file) for at, file in enumerate(files)}
    made = []
    for found in wanted:
        at, file = by_path[found.path]
        place = place_of(file, found.finding)
        column = place.column if place is not None else -1
        order = (at, sheet_number(file, found.finding.sheet), found.finding.row, column)
        made.append(Fault(found, place, order))
    return sorted(made, key=lambda fault: fault.order)


def sheet_number(file: ChosenFile, sheet: str) -> int:
    """Return the number of a sheet of a file from 0, -1 for none."""
    names = [each.name for each in file.plan.sheets] if file.plan is not None else []
    return names.index(sheet) if sheet in names else -1


def next_fault(found: Sequence[Fault], here: Order, *, is_back: bool) -> Fault | None:
    """Return the fault after a place, or before it; at the end it goes on from the other side."""
    if not found:
        return None
    if is_back:
        return next((fault for fault in reversed(found) if fault.order < here), found[-1])
    return next((fault for fault in found if fault.order > here), found[0])
