"""A list of 100,000 rows by 14 columns taken in: read, checked, people and units matched, committed.

The peers only copy cells: pandas and openpyxl are what an office's programmer would reach for, calamine
straight into one table is the limit of what reading and writing alone cost.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import HEADER, import_sheet

ROWS = 100_000
CHUNK = 5_000
_COLUMNS = [f"c{number}" for number in range(len(HEADER))]


def prepare(data: Path) -> None:
    """Make the list, and the empty registry that each round copies."""
    from app.store import create_store

    import_sheet(data, ROWS)
    if not _empty(data).exists():
        create_store(str(_empty(data))).close()


def _empty(data: Path) -> Path:
    return data / "empty-registry.db"


def ours(data: Path, scratch: Path) -> Measures:
    """Open a registry and take the file in, from the imports on."""
    from app.importing import import_file
    from app.store import open_store

    store = open_store(str(shutil.copyfile(_empty(data), scratch / "registry.db")))
    report = import_file(store, import_sheet(data, ROWS), actor="测速")
    store.close()
    return {"rows_new": float(report.counts.new), "findings": float(len(report.findings))}


def with_pandas(data: Path, scratch: Path) -> None:
    """pandas.read_excel with openpyxl, then to_sql."""
    import pandas
    from sqlalchemy import create_engine

    frame = pandas.read_excel(import_sheet(data, ROWS), engine="openpyxl", dtype=str)
    engine = create_engine(f"sqlite:///{scratch / 'pandas.db'}")
    frame.to_sql("result", engine, index=False, chunksize=CHUNK)
    engine.dispose()


def with_openpyxl(data: Path, scratch: Path) -> None:
    """openpyxl in read-only mode, one mapped object per row."""
    from openpyxl import load_workbook
    from sqlalchemy import Integer, String, create_engine
    from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

    class Base(DeclarativeBase):
        pass

    key = {"__tablename__": "line", "id": mapped_column(Integer, primary_key=True)}
    line: Any = type("Line", (Base,), key | {name: mapped_column(String) for name in _COLUMNS})
    engine = create_engine(f"sqlite:///{scratch / 'orm.db'}")
    Base.metadata.create_all(engine)
    book = load_workbook(import_sheet(data, ROWS), read_only=True)
    with Session(engine) as session:
        for cells in book.worksheets[0].iter_rows(min_row=2, values_only=True):
            session.add(line(**{name: str(cell) for name, cell in zip(_COLUMNS, cells, strict=True)}))
        session.commit()
    book.close()
    engine.dispose()


def with_calamine(data: Path, scratch: Path) -> None:
    """calamine into one table by the sqlite3 module, no check of any kind."""
    import sqlite3

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(import_sheet(data, ROWS))
    rows = iter(book.get_sheet_by_index(0).iter_rows())
    connection = sqlite3.connect(scratch / "limit.db")
    connection.execute(f"CREATE TABLE line ({', '.join(_COLUMNS)})")
    places = ", ".join("?" * len(_COLUMNS))
    for chunk in _chunks(rows):
        connection.executemany(f"INSERT INTO line VALUES ({places})", chunk)
    connection.commit()
    connection.close()


def _chunks(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


BENCH = Bench(
    title="100,000 × 14 xlsx: validated, people and units matched, committed",
    prepare=prepare,
    ways=(
        Way("ours", ours),
        Way("pandas + to_sql", with_pandas, needs_peers=True, rounds=1),
        Way("openpyxl + ORM", with_openpyxl, rounds=1),
        Way("limit: calamine + sqlite3", with_calamine),
    ),
    goals=(
        Goal("seconds", against="pandas + to_sql", at_least=4.0),
        Goal("seconds", against="openpyxl + ORM", at_least=5.0),
        Goal("seconds", against="limit: calamine + sqlite3", at_most=3.0),
        Goal("peak_mb", at_most=250),
    ),
)
