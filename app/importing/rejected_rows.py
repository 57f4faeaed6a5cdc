"""The rows kept out, given back to whoever sent them: in his own workbook, else as a list of them.

One xlsx comes back as it was sent, with all its sheets and styles and a red column of causes behind the
last one. Rows that came in are in it too; imported again they are the same. What cannot be given back so
(csv, xls, several files in one workbook, a file too big) comes back as a list of the rows kept out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from app.documents import atomic_output, cell_text, check_output, safe_file_name
from app.errors import DocumentError, InputError
from app.importing.causes import UNUSABLE, WITHOUT_VALUE, Causes, cause_text, places_above
from app.importing.plan import Plan
from app.importing.reading.marked_copy import SheetMarks
from app.importing.reading.reader_process import reader_process
from app.importing.rejected_list import write_list
from app.progress import Progress
from app.words import tr

MOST_BYTES = 8 * 2**20  # of a workbook that is copied whole
_MOST_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Returned:
    """How many rows were given back, and whether in the sender's own workbook."""

    rows: int
    is_original: bool


def write_rejected(
    plans: Plan | Sequence[Plan],
    out: Path | str,
    progress: Progress | None = None,
    *,
    inputs: Sequence[Path] = (),
) -> Returned:
    """Write the rows kept out into one workbook; it replaces none of the plans' files and `inputs`.

    Raises DocumentError, and Cancelled through `progress`.
    """
    plans = [plans] if isinstance(plans, Plan) else list(plans)
    rows = [len(set(plan.staged.kept_out())) for plan in plans]
    concerned = [plan for plan, number in zip(plans, rows, strict=True) if number]
    kept = [*inputs, *(plan.path for plan in plans)]
    with atomic_output(Path(out), kind="xlsx", inputs=kept) as temporary:
        is_original = len(concerned) == 1 and _is_copied(concerned[0], temporary, progress or Progress())
        if not is_original:
            write_list(plans, temporary)
    return Returned(sum(rows), is_original)


def write_rejected_into(
    plans: Sequence[Plan], folder: Path, progress: Progress | None = None
) -> list[tuple[Path, Returned]]:
    """Write a workbook for each file of which rows are kept out, named after it; return what was written.

    A workbook that stands there already is replaced, unless it was itself sent or taken in: then the next
    free name is used. Raises as `write_rejected` does.
    """
    inputs = [plan.path for plan in plans]
    places: dict[Path, Plan] = {}
    for plan in plans:
        if next(plan.staged.kept_out(), None) is not None:
            places[_free_place(folder, plan, taken=places, inputs=inputs)] = plan
    return [(place, write_rejected(plan, place, progress, inputs=inputs)) for place, plan in places.items()]


def _free_place(folder: Path, plan: Plan, *, taken: Collection[Path], inputs: Sequence[Path]) -> Path:
    """Return where a file's workbook is written: what was sent, and what is written beside it, stays."""
    name = safe_file_name(tr("importing.text.returned-name", name=plan.path.stem))
    used = {place.name.casefold() for place in taken}
    for number in count(1):
        place = folder / f"{name}{f'_{number}' if number > 1 else ''}.xlsx"
        if place.name.casefold() in used:
            continue
        try:
            check_output(place, kind="xlsx", inputs=inputs)
        except DocumentError as error:
            if error.code in ("target-is-input", "target-is-original"):
                continue
            raise
        return place
    raise AssertionError


def _is_copied(plan: Plan, temporary: Path, progress: Progress) -> bool:
    """Write the sender's workbook with causes; return whether that could be done."""
    if plan.path.suffix.lower() not in (".xlsx", ".xlsm") or not _stands_as_read(plan):
        return False
    with suppress(InputError), reader_process() as process:
        process.mark(plan.path, temporary, _marks(plan), _MOST_SECONDS, progress)
        return True
    return False


def _stands_as_read(plan: Plan) -> bool:
    """Return whether the file is small enough and still the one that the plan is of."""
    try:
        if plan.path.stat().st_size > MOST_BYTES:
            return False
        return hashlib.sha256(plan.path.read_bytes()).hexdigest() == plan.sha256
    except OSError:
        return False


def _marks(plan: Plan) -> dict[str, tuple[Any, ...]]:
    """Return what is written on each sheet that was read."""
    by_part: dict[int, list[int]] = {}
    for part, row in plan.staged.kept_out():
        by_part.setdefault(part, []).append(row)
    return {
        sheet.name: tuple(_of_sheet(plan, sheet.name, {part: by_part.get(part, []) for part in sheet.parts}))
        for sheet in plan.staged.file.surveyed
    }


def _of_sheet(plan: Plan, name: str, by_part: dict[int, list[int]]) -> SheetMarks:
    file, causes = plan.staged.file, Causes(plan, name)
    regions = {part: file.regions[part] for part in by_part if part in file.regions}  # a form has none
    texts: dict[int, list[str]] = {}
    invalid: list[tuple[int, int]] = []
    values = _corrected(plan, name)
    for part, region in regions.items():
        columns = file.layouts[part].headers
        for row in by_part[part]:
            found = causes.of_row(row, region)
            texts.setdefault(row, []).append(cause_text(found, row))
            for finding in found:
                if finding.row == row and finding.column in columns:
                    place = row, columns.index(finding.column) + 1
                    invalid.append(place)
                    if finding.code in WITHOUT_VALUE:
                        values[place] = UNUSABLE
    if regions:
        known = {*texts, *(row for region in regions.values() for row in places_above(region))}
        for row, found in causes.elsewhere(known).items():
            texts[row] = [cause_text(found, row)]
    headers = {region.table.bottom + 1 for region in regions.values()} if texts else set()
    return SheetMarks(
        title=tr("importing.text.cause"),
        headers=tuple(sorted(headers)),
        causes={row: cell_text("\n".join(dict.fromkeys(told))) for row, told in texts.items()},
        invalid=tuple(dict.fromkeys(invalid)),
        values=values,
    )


def _corrected(plan: Plan, name: str) -> dict[tuple[int, int], str]:
    """Return what was corrected by hand: it comes back corrected."""
    file = plan.staged.file
    return {
        (row, column + 1): now
        for number, cells in file.edits.items()
        if file.sheets[number] == name
        for (row, column), (_was, now) in cells.items()
    }
