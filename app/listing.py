"""A listing: a question in two halves, so that a table of a million rows holds their ids alone.

The first half gives ids in order, the second the rows of some ids. Screens keep the ids as a snapshot
and ask for rows when they are shown; lists and exports walk in pages instead.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.progress import Progress
from app.store import Store

Row = TypeVar("Row")
RowsOf = Callable[[Session, Sequence[int]], Mapping[int, Row]]
CHUNK = 2_000


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """`query` selects one column of ids in the order of the table; `rows_of` reads rows by id."""

    store: Store
    query: Select[int]
    rows_of: RowsOf[Row]

    def first_ids(self, limit: int) -> array[int]:
        """Return the first `limit` ids: at once where an index has the order."""
        with self.store.reading() as session:
            return array("q", session.scalars(self.query.limit(limit)))

    def all_ids(self, progress: Progress) -> array[int]:
        """Return every id, 8 bytes each. Raises Cancelled between chunks."""
        ids = array("q")
        with self.store.reading() as session:
            rows = session.connection().execute(self.query, execution_options={"yield_per": CHUNK})
            for chunk in rows.scalars().partitions(CHUNK):
                ids.extend(chunk)
                progress.report(len(ids), 0)
        return ids

    def rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        """Return the rows of `ids` that still stand."""
        with self.store.reading() as session:
            return self.rows_of(session, ids)
