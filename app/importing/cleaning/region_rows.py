"""The rows of each region out of a second pass over a sheet, in blocks of even size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice

from app.importing.cleaning.records import CHUNK
from app.importing.reading.sheet import Row
from app.importing.regions.region import Region

Block = tuple[Sequence[int], list[Row]]  # numbers of rows, from 1, and the rows


def blocks_by_region(
    rows: Iterable[Row], regions: Sequence[Region]
) -> Iterator[tuple[Region, Iterator[Block]]]:
    """Yield each region with its blocks of rows, which must be taken before the next region is.

    `regions` come by their bands and first rows. Tables side by side share their rows, which are kept.
    """
    source = enumerate(rows)
    for _, group in groupby(regions, key=lambda region: region.table.band):
        of_band = list(group)
        if len({id(region.table) for region in of_band}) == 1:
            for region in of_band:
                yield region, _blocks(source, region)
            continue
        first = min(region.runs[0][0] for region in of_band)
        end = max(region.runs[-1][1] for region in of_band)
        kept = list(_between(source, first, end))
        for region in of_band:
            yield region, _blocks(iter(_cut(kept, region)), region)


def _between(source: Iterator[tuple[int, Row]], first: int, end: int) -> Iterator[tuple[int, Row]]:
    for number, row in source:
        if number >= first:
            yield number, row
        if number + 1 >= end:
            return


def _cut(rows: Iterable[tuple[int, Row]], region: Region) -> Iterator[tuple[int, Row]]:
    """Yield rows with nothing but the cells of one of the tables side by side."""
    left, right = region.table.left, region.table.right
    for number, row in rows:
        yield number, [cell if left <= column <= right else "" for column, cell in enumerate(row)]


def _blocks(source: Iterator[tuple[int, Row]], region: Region) -> Iterator[Block]:
    numbers: list[int] = []
    rows: list[Row] = []
    for first, end in region.runs:
        at = first
        while at < end:
            block = [row for _, row in _run(source, at, min(end, at + CHUNK - len(rows)))]
            rows += block
            numbers += range(at + 1, at + 1 + len(block))
            at += max(len(block), 1)
            if len(rows) >= CHUNK:
                yield _as_range(numbers), rows
                numbers, rows = [], []
    if rows:
        yield _as_range(numbers), rows


def _run(source: Iterator[tuple[int, Row]], first: int, end: int) -> Iterator[tuple[int, Row]]:
    """Yield the rows from `first` on, before `end`; the source stands before or at the first one."""
    begun = next((item for item in source if item[0] >= first), None)
    return iter(()) if begun is None else chain([begun], islice(source, end - first - 1))


def _as_range(numbers: list[int]) -> Sequence[int]:
    """Return row numbers as a range where none is missing: it costs nothing to keep."""
    whole = range(numbers[0], numbers[-1] + 1)
    return whole if len(whole) == len(numbers) else numbers
