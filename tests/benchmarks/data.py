"""Seeded data for benches: a registry of any size, and a list as an office would send it.

Both are made once and kept; the file's name says what is in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from tests.builders import CLERK, NOW, POLICY, REVIEWER
from tests.synthetic import bank_card, credit_code, person_name, phone, resident_id

CHUNK = 5_000
UNITS = 2_000
_LEVELS = ("municipal", "provincial", "national", "municipal")
_LEVEL_WORDS = ("市级一类", "省级一类", "国家级一类", "市级一类")
_AMOUNTS = {"national": (100_000, 80_000, 60_000), "provincial": (50_000, 30_000, 20_000)}
_CITY_AMOUNTS = (20_000, 15_000, 10_000)
_MEDALS = ("金牌", "银牌", "铜牌")
_TRADES = ("电工", "焊工", "钳工", "数控车", "茶艺师", "美发师", "育婴员", "汽车维修工", "网络安全", "砌筑工")
HEADER = (
    *("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", "赛项", "组别", "参赛形式", "名次"),
    *("姓名", "证件号码", "选送单位", "统一社会信用代码", "手机号码", "银行卡号"),
)


def registry(data: Path, results: int = 200_000, *, per_event: int = 100) -> Path:
    """Return a SQLite registry of `results` confirmed results with their awards, one person each."""
    file = data / f"registry-{results}-{per_event}.db"
    return _once(file, lambda part: _fill(part, results, per_event))


def searchable_registry(data: Path, people: int) -> Path:
    """Return a registry of that many people, all of them in the search index."""
    source = registry(data, results=people)
    return _once(data / f"searchable-{people}.db", lambda part: _copy_with_index(source, part))


def import_sheet(data: Path, rows: int = 100_000) -> Path:
    """Return an xlsx of `rows` valid lines in 14 columns; everyone has an ID and a card of their own."""
    return _once(data / f"import-{rows}.xlsx", lambda part: _write_sheet(part, rows))


def import_csv(data: Path, rows: int = 100_000) -> Path:
    """Return the same list as a csv."""
    return _once(data / f"import-{rows}.csv", lambda part: _write_csv(part, rows))


def import_xls(data: Path, rows: int = 65_000) -> Path:
    """Return the beginning of the same list as an xls, which holds no more than 65,536 rows."""
    return _once(data / f"import-{rows}.xls", lambda part: _write_xls(part, rows))


def sheet_lines(rows: int, *, per_event: int = 100) -> Iterator[tuple[str | int, ...]]:
    """Yield the lines of the sheet, in the order of `HEADER`."""
    for number in range(rows):
        event, place = divmod(number, per_event)
        contest = event // 20
        unit = number % UNITS
        yield (
            f"第{contest + 1}届示例职业技能大赛",
            _LEVEL_WORDS[contest % 4],
            f"示例〔2024〕{contest + 1}号",
            f"{_published(contest):%Y-%m-%d}",
            _event_name(event),
            "职工组",
            "单人",
            place + 1,
            person_name(number),
            resident_id(number),
            f"新乡市示例技术学院{unit}",
            credit_code(unit),
            phone(number),
            bank_card(number),
        )


def _once(file: Path, make: Callable[[Path], object]) -> Path:
    if not file.exists():
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        make(part)
        part.replace(file)
    return file


def _write_sheet(file: Path, rows: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet("成绩")
    sheet.write_row(0, 0, HEADER)
    for number, line in enumerate(sheet_lines(rows), 1):
        for column, value in enumerate(line):
            (sheet.write_number if isinstance(value, int) else sheet.write_string)(number, column, value)
    book.close()


def _write_csv(file: Path, rows: int) -> None:
    import csv

    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(sheet_lines(rows))


def _write_xls(file: Path, rows: int) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("成绩")
    for number, line in enumerate([HEADER, *sheet_lines(rows)]):
        for column, value in enumerate(line):
            sheet.write(number, column, value)
    book.save(str(file))


def _published(contest: int) -> date:
    return date(2023, 9, 1) + timedelta(days=contest % 500)


def _event_name(event: int) -> str:
    return f"{_TRADES[event % len(_TRADES)]}{event % 20 + 1}"


def _fill(file: Path, results: int, per_event: int) -> None:
    from sqlalchemy import insert

    from app.store import create_store
    from models import Award, Base, Contest, Entry, Event, Person, Result, Unit

    store = create_store(str(file))
    events = -(-results // per_event)
    with store.writing(actor=CLERK) as work:

        def add(table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
            while chunk := list(islice(rows, CHUNK)):
                work.session.execute(insert(table), chunk)

        add(Contest, (_contest(number) for number in range(-(-events // 20))))
        add(Event, (_event(number) for number in range(events)))
        add(Unit, (_unit(number) for number in range(UNITS)))
        add(Person, (_person(number) for number in range(results)))
        add(Entry, (_entry(number, per_event) for number in range(results)))
        add(Result, (_result(number, per_event) for number in range(results)))
        add(Award, (_award(number, per_event) for number in range(results)))
    store.close()


def _copy_with_index(source: Path, file: Path) -> None:
    from app.registry import index_people
    from app.store import open_store

    shutil.copyfile(source, file)
    store = open_store(str(file))
    is_left = True
    while is_left:
        with store.writing(actor=CLERK) as work:
            is_left = index_people(work)
    store.close()


def _contest(number: int) -> dict[str, Any]:
    name = f"第{number + 1}届示例职业技能大赛"
    published = _published(number)
    facts = {"id": number + 1, "name": name, "name_key": name, "level": _LEVELS[number % 4]}
    facts |= {"contest_class": "class-one", "official_class": "一类", "year": published.year}
    return facts | {
        "class_basis": f"示例〔2024〕{number + 1}号",
        "started_on": published - timedelta(days=20),
    }


def _event(number: int) -> dict[str, Any]:
    name = _event_name(number)
    facts = {"id": number + 1, "contest_id": number // 20 + 1, "name": name, "name_key": name}
    return facts | {"group": "worker", "form": "single"}


def _unit(number: int) -> dict[str, Any]:
    name = f"新乡市示例技术学院{number}"
    return {"id": number + 1, "name": name, "name_key": name, "credit_code": credit_code(number)}


def _person(number: int) -> dict[str, Any]:
    from app.pinyin import name_initials

    name, identity = person_name(number), resident_id(number)
    facts = {"id": number + 1, "name": name, "name_key": name, "id_type": "resident", "id_number": identity}
    facts |= {"id_key": f"resident:{identity}", "initials": name_initials(name), "phone": phone(number)}
    return facts | {"bank_name": "工商银行新乡分行", "bank_account": bank_card(number)}


def _entry(number: int, per_event: int) -> dict[str, Any]:
    unit = number % UNITS
    facts = {"id": number + 1, "event_id": number // per_event + 1, "person_id": number + 1}
    return facts | {"unit_id": unit + 1, "unit_name": f"新乡市示例技术学院{unit}"}


def _result(number: int, per_event: int) -> dict[str, Any]:
    event, place = divmod(number, per_event)
    facts: dict[str, Any] = {
        "id": number + 1,
        "entry_id": number + 1,
        "event_id": event + 1,
        "rank": place + 1,
    }
    facts |= {"medal": _MEDALS[place] if place < 3 else "", "published_on": _published(event // 20)}
    facts |= {"state": "confirmed", "recorded_by": CLERK, "recorded_at": NOW}
    return facts | {"confirmed_by": REVIEWER, "confirmed_at": NOW}


def _award(number: int, per_event: int) -> dict[str, Any]:
    event, place = divmod(number, per_event)
    facts: dict[str, Any] = {"id": number + 1, "event_id": event + 1, "policy": POLICY, "clause": "二(二)8"}
    if place > 2:
        facts |= {"status": "none", "state": "none", "reason": "below-third", "rule": ""}
        return facts | {"amount_fen": None}
    level = _LEVELS[event // 20 % 4]
    yuan = _AMOUNTS.get(level, _CITY_AMOUNTS)[place]
    facts |= {"rule": f"prize.{level}", "status": "proposed", "state": "proposed", "reason": ""}
    return facts | {"amount_fen": yuan * 100}
