"""A list of 100,000 rows by 14 columns taken in: read, checked, people and units matched, committed.

The peers copy cells: pandas and openpyxl are what an office's programmer would reach for, calamine straight
into one table is the limit of what reading and writing alone cost. polars checks what can be checked a column
at a time: documents, cards, days, telephones, words and duplicates; it asks nothing and matches nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import HEADER, import_csv, import_sheet, import_xls

ROWS = 100_000
CHUNK = 5_000
_COLUMNS = [f"c{number}" for number in range(len(HEADER))]


def prepare(data: Path) -> None:
    """Make the list, and the empty registry that each round copies."""
    from app.store import create_store

    import_sheet(data, ROWS)
    import_csv(data, ROWS)
    import_xls(data)
    if not _empty(data).exists():
        create_store(str(_empty(data))).close()


def _empty(data: Path) -> Path:
    return data / "empty-registry.db"


def ours(data: Path, scratch: Path) -> Measures:
    """Open a registry and take the xlsx in, from the imports on."""
    return _taken_in(import_sheet(data, ROWS), data, scratch)


def ours_csv(data: Path, scratch: Path) -> Measures:
    """Do the same with the csv."""
    return _taken_in(import_csv(data, ROWS), data, scratch)


def ours_xls(data: Path, scratch: Path) -> Measures:
    """Do the same with the xls."""
    return _taken_in(import_xls(data), data, scratch)


def _taken_in(file: Path, data: Path, scratch: Path) -> Measures:
    from app.importing import import_file
    from app.store import open_store

    store = open_store(str(shutil.copyfile(_empty(data), scratch / "registry.db")))
    report = import_file(store, file, actor="测速")
    store.close()
    return {"rows_new": float(report.counts.new), "findings": float(len(report.findings))}


def with_pandas(data: Path, scratch: Path) -> None:
    """pandas.read_excel with openpyxl, then to_sql."""
    import pandas
    from sqlalchemy import create_engine

    frame = pandas.read_excel(import_sheet(data, ROWS), engine="openpyxl")
    engine = create_engine(f"sqlite:///{scratch / 'pandas.db'}")
    frame.to_sql("result", engine, index=False, chunksize=CHUNK)
    engine.dispose()


def with_polars(data: Path, scratch: Path) -> Measures:
    """polars.read_excel, checks by expressions, then one table by the sqlite3 module."""
    import sqlite3

    import polars

    frame = polars.read_excel(import_sheet(data, ROWS))
    wrong = {name: int(frame.select((~check).sum()).item()) for name, check in _checks(polars).items()}
    connection = sqlite3.connect(scratch / "polars.db")
    connection.execute(f"CREATE TABLE line ({', '.join(_COLUMNS)})")
    places = ", ".join("?" * len(_COLUMNS))
    connection.executemany(f"INSERT INTO line VALUES ({places})", frame.iter_rows())
    connection.commit()
    connection.close()
    return {"findings": float(sum(wrong.values()))}


def _checks(polars: Any) -> dict[str, Any]:
    column = polars.col
    number, card = column("证件号码"), column("银行卡号")
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(number.str.slice(at, 1).cast(polars.Int32, strict=False) * w for at, w in enumerate(weights))
    checks = polars.Series("checks", list("10X98765432"))
    luhn: Any = 0
    for at in range(19):
        digit = card.str.slice(18 - at, 1).cast(polars.Int32, strict=False)
        luhn = luhn + (digit if at % 2 == 0 else digit * 2 - 9 * (digit > 4))
    return {
        "document": number.str.contains(r"^\d{17}[\dX]$")
        & number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
        & (polars.lit(checks).gather(total % 11) == number.str.slice(17, 1)),
        "card": (card.str.len_chars() != 19) | (luhn % 10 == 0),
        "day": column("成绩公布日期").str.to_date("%Y-%m-%d", strict=False).is_not_null(),
        "telephone": column("手机号码").str.contains(r"^1[3-9]\d{9}$"),
        "code": column("统一社会信用代码").str.contains(r"^[0-9A-Y]{18}$"),
        "level": column("竞赛级别").str.contains("^(国家级|省级|市级)[一二]类$"),
        "name": column("姓名").str.contains(r"^[\p{Han}·]{2,20}$"),
        "rank": column("名次") > 0,
        "twice": polars.struct("竞赛名称", "赛项", "证件号码").is_unique(),
    }


def with_openpyxl(data: Path, scratch: Path) -> None:
    """openpyxl in read-only mode and mapped objects of our own tables, matched by dictionaries, unchecked."""
    from openpyxl import load_workbook

    from app.store import open_store

    store = open_store(str(shutil.copyfile(_empty(data), scratch / "registry.db")))
    book = load_workbook(import_sheet(data, ROWS), read_only=True)
    known: dict[Any, Any] = {}
    with store.writing(actor="测速") as work:
        for cells in book.worksheets[0].iter_rows(min_row=2, values_only=True):
            work.session.add(_result(work.session, known, dict(zip(HEADER, cells, strict=True))))
    book.close()
    store.close()


def _result(session: Any, known: dict[Any, Any], row: dict[str, Any]) -> Any:
    from datetime import UTC, date, datetime

    from models import Contest, Entry, Event, Person, Result, Unit

    def once(make: Any, key: Any, **facts: Any) -> Any:
        if (make, key) not in known:
            known[make, key] = made = make(**facts)
            session.add(made)
            if make is Event:
                session.flush()  # a result repeats the id of its event
        return known[make, key]

    name, event = row["竞赛名称"], row["赛项"]
    contest = once(
        Contest, name, name=name, name_key=name, level="municipal", contest_class="class-one", year=2024
    )
    event = once(Event, (name, event), contest=contest, name=event, name_key=event, group="worker")
    unit = once(Unit, row["选送单位"], name=row["选送单位"], name_key=row["选送单位"])
    number = row["证件号码"]
    facts = {"name": row["姓名"], "name_key": row["姓名"], "id_type": "resident", "id_number": number}
    facts |= {"phone": row["手机号码"], "bank_account": row["银行卡号"]}
    person = once(Person, number, id_key=f"resident:{number}", **facts)
    entry = Entry(event=event, person=person, unit=unit, unit_name=unit.name)
    day, moment = date.fromisoformat(row["成绩公布日期"]), datetime.now(UTC)
    return Result(
        entry=entry,
        event_id=event.id,
        rank=row["名次"],
        published_on=day,
        recorded_by="测速",
        recorded_at=moment,
    )


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
        Way("ours, csv", ours_csv),
        Way("ours, xls of 65,000 rows", ours_xls),
        Way("pandas + to_sql", with_pandas, needs_peers=True, rounds=1),
        Way("polars + checks + sqlite3", with_polars, needs_peers=True),
        Way("openpyxl + ORM", with_openpyxl, rounds=1),
        Way("limit: calamine + sqlite3", with_calamine),
    ),
    goals=(
        Goal("seconds", against="pandas + to_sql", at_least=4.0),
        Goal("seconds", against="openpyxl + ORM", at_least=5.0),
        Goal("seconds", against="limit: calamine + sqlite3", at_most=3.0),
        Goal("seconds", against="polars + checks + sqlite3", at_most=1.0),
        Goal("peak_mb", at_most=250),
    ),
)
