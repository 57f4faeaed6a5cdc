"""Where a result comes from (成绩来源): list, sheet, row, document; who recorded and who confirmed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import office_day
from app.formats import chinese_date
from app.words import scoped
from models import Entry, ImportBatch, Person, Result
from models.bulk import batched_ids

_w = scoped("awards.source")

_PLAIN_FILES = (".csv", ".tsv", ".txt")  # they have rows and no sheets

Facts = tuple[tuple[str, str], ...]

_QUERY = select(
    Result.id,
    Result.basis,
    Result.source,
    Result.recorded_by,
    Result.recorded_at,
    Result.confirmed_by,
    Result.confirmed_at,
    ImportBatch.file_name,
).outerjoin(ImportBatch, ImportBatch.id == Result.import_batch_id)


def result_sources(session: Session, results: Collection[int]) -> dict[int, Facts]:
    """Return, by result, the facts that tell where it comes from: label and value."""
    return {
        int(row.id): tuple(_facts(row))
        for some in batched_ids(results)
        for row in session.execute(_QUERY.where(Result.id.in_(some)))
    }


def _facts(row: Any) -> Iterator[tuple[str, str]]:
    if row.file_name:
        sheet, _, line = row.source.rpartition("!")
        key = "list" if sheet else "list-alone"
        if row.file_name.lower().endswith(_PLAIN_FILES):
            key = "list-row"
        told = {"file": row.file_name, "sheet": sheet, "row": line}
        yield _w("from"), _w(key, **told)
    if row.basis:
        yield _w("basis"), row.basis
    told = {"by": row.recorded_by, "day": _day(row.recorded_at)}
    told |= {"second": row.confirmed_by or "", "second_day": _day(row.confirmed_at)}
    yield _w("record"), _w("confirmed" if row.confirmed_by else "unconfirmed", **told)


def people_of(session: Session, results: Collection[int]) -> dict[int, str]:
    """Return, by result, the name of the person whose result it is."""
    query = select(Result.id, Person.name).join(Entry, Entry.id == Result.entry_id)
    query = query.join(Person, Person.id == Entry.person_id)
    return {
        int(result): name
        for some in batched_ids(results)
        for result, name in session.execute(query.where(Result.id.in_(some)))
    }


def _day(moment: datetime | None) -> str:
    return "" if moment is None else chinese_date(office_day(moment))
