"""What is exported comes in again as it was; the order of columns, tables, sheets and files means nothing."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.errors import InputError
from app.importing import export_results, import_file, import_files
from app.importing.plan import ImportReport
from app.store import Store, open_store
from models import Contest, Entry, Event, Person, Result, Unit
from tests.app.importing.lists import a_row, write_xlsx
from tests.builders import NOW
from tests.synthetic import bank_card, phone, resident_id

Fact = tuple[Any, ...]

NAMES = ("张三", "欧阳明日香", "古丽·买买提", "𠮷田", "李䶮", "单雄", "王", "买买提艾力·阿卜杜热西提")
UNITS = ("示例市技师学院", "示例（集团）有限公司", "", "示例市第一中学", "示例市机电技工学校")
DOCUMENTS = (
    lambda number: ("居民身份证", resident_id(number)),
    lambda number: ("居民身份证", resident_id(number)),
    lambda number: ("护照", f"E{10_000_000 + number}"),
    lambda number: ("港澳居民来往内地通行证", f"H{10_000_000 + number:08d}"),
)
ACHIEVED: tuple[dict[str, Any], ...] = (
    {"名次": 1},
    {"名次": 12},
    {"名次": None, "奖牌": "金牌"},
    {"名次": None, "等次": "一等奖"},
    {"名次": 2, "等次": "二等奖", "成绩": "97.5"},
    {"名次": "弃权"},
    {"名次": "取消资格"},
)
CONTESTS: tuple[dict[str, Any], ...] = (
    {"竞赛名称": "2024年示例市职业技能大赛", "竞赛级别": "市级一类", "类别依据文号": "示例〔2024〕1号"},
    {"竞赛名称": "第九届示例省技能大赛", "竞赛级别": "省级二类", "类别依据文号": "示例省〔2024〕7号"},
    {"竞赛名称": "第十届“示例杯”职工技能竞赛", "竞赛级别": "县级", "类别依据文号": None},
)


def _rows(seed: int, size: int) -> list[dict[str, Any]]:
    """Return rows as an office would send them: each person once, facts of all kinds."""
    chosen = random.Random(seed)  # noqa: S311 - a list, not a secret
    rows = []
    for number in range(1, size + 1):
        kind, document = chosen.choice(DOCUMENTS)(seed % 1_000 * 50 + number)
        contest = chosen.choice(CONTESTS)
        rows.append(
            a_row(number)
            | {"参赛形式": "单人", "队号": None}
            | {"姓名": chosen.choice(NAMES), "证件类型": kind, "证件号码": document}
            | {"奖牌": None, "等次": None, "成绩": None, "备注": chosen.choice((None, None, "补报"))}
            | {"名次": number}
            | chosen.choice(ACHIEVED)
            | contest
            | {
                "组别": chosen.choice(("职工组", "学生组", None)),
                "赛项": chosen.choice(("电工", "焊工", "数控车工")),
            }
            | {"选送单位": chosen.choice(UNITS) or None, "手机号码": chosen.choice((None, phone(number)))}
            | {"银行卡号": chosen.choice((None, bank_card(number)))}
        )
    for at in range(0, size - 1, 4):
        _make_pair(rows[at], rows[at + 1], number=at + 1)
    return rows


def _make_pair(one: dict[str, Any], other: dict[str, Any], *, number: int) -> None:
    """Let two people compete as a team, sent by one unit."""
    together = {"赛项": "机器人系统集成", "组别": "职工组", "参赛形式": "双人", "队号": f"{number:02d}"}
    result = {"名次": number, "奖牌": None, "等次": None, "成绩": None, "选送单位": UNITS[0]}
    of_contest = {column: one[column] for column in ("竞赛名称", "竞赛级别", "类别依据文号")}
    for row in (one, other):
        row.update(together | result | of_contest)


def _facts(store: Store) -> list[Fact]:
    """Return all that a list says of each result, in an order of its own."""
    query = (
        select(Contest, Event, Entry, Result, Person, Unit)
        .join(Event, Event.contest_id == Contest.id)
        .join(Entry, Entry.event_id == Event.id)
        .join(Result, Result.entry_id == Entry.id)
        .join(Person, Person.id == Entry.person_id)
        .outerjoin(Unit, Unit.id == Entry.unit_id)
        .where(Result.is_current)
    )
    with store.reading() as session:
        return sorted(map(repr, (_fact(*row) for row in session.execute(query))))  # type: ignore[arg-type]


def _fact(
    contest: Contest, event: Event, entry: Entry, result: Result, person: Person, unit: Unit | None
) -> Fact:
    return (
        *(contest.name, contest.level, contest.contest_class, contest.official_class, contest.class_basis),
        *(contest.organiser, contest.started_on, contest.year, event.name, event.group, event.form),
        *(person.name, person.id_type, person.id_number, person.phone, person.bank_name, person.bank_account),
        *(entry.role, entry.team_no, entry.unit_name, entry.employer, entry.remark),
        *(result.rank, result.medal, result.grade, result.score, result.no_rank, result.published_on),
        *((unit.name, unit.credit_code) if unit is not None else ()),
    )


@contextmanager
def _empty(template: Path, folder: Path, name: str) -> Iterator[Store]:
    store = open_store(str(shutil.copyfile(template, folder / f"{name}.db")), clock=lambda: NOW)
    try:
        yield store
    finally:
        store.close()


def _sheet(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> list[list[Any]]:
    return [list(columns), *([row.get(column) for column in columns] for row in rows)]


_many = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check_export(template: Path, seed: int, size: int) -> None:
    """Import a list, export it, and import that into the same registry and into an empty one."""
    with tempfile.TemporaryDirectory() as name:
        folder, rows = Path(name), _rows(seed, size)
        file = write_xlsx(folder / "名单.xlsx", {"成绩": _sheet(rows, list(rows[0]))})
        with _empty(template, folder, "first") as first, _empty(template, folder, "second") as second:
            taken = import_file(first, file, actor="甲").counts.new
            if not taken:
                return
            with first.writing(actor="甲") as work:
                assert export_results(work, folder / "成绩.xlsx") == taken
            again = import_file(first, folder / "成绩.xlsx", actor="甲", dry_run=True)
            assert (again.counts.same, again.counts.rows) == (taken, taken), again.findings
            import_file(second, folder / "成绩.xlsx", actor="甲")
            assert _facts(second) == _facts(first)


@given(st.integers(0, 10**6), st.integers(1, 12))
@_many
def test_what_is_exported_comes_in_as_it_was(sqlite_template: Path, seed: int, size: int) -> None:
    check_export(sqlite_template, seed, size)


@pytest.mark.slow
@given(st.integers(0, 10**6), st.integers(1, 40))
@settings(_many, max_examples=150)
def test_what_is_exported_comes_in_as_it_was_many(sqlite_template: Path, seed: int, size: int) -> None:
    check_export(sqlite_template, seed, size)


def check_shuffles(template: Path, seed: int, size: int) -> None:
    """Import one list in several arrangements: one table, other columns, several tables, sheets and files."""
    chosen, rows = random.Random(seed), _rows(seed, size)  # noqa: S311
    columns = list(rows[0])
    shuffled = chosen.sample(columns, len(columns))
    parts = _parts(rows, chosen)
    blocks = [line for part in parts for line in (*_sheet(part, shuffled), [])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arranged: dict[str, list[Path]] = {
            "plain": [write_xlsx(folder / "一.xlsx", {"成绩": _sheet(rows, columns)})],
            "columns": [write_xlsx(folder / "二.xlsx", {"成绩": _sheet(rows, shuffled)})],
            "blocks": [write_xlsx(folder / "三.xlsx", {"成绩": blocks})],
            "sheets": [
                write_xlsx(
                    folder / "四.xlsx",
                    {f"表{number}": _sheet(part, columns) for number, part in enumerate(parts[::-1])},
                )
            ],
            "files": [
                write_xlsx(folder / f"五{number}.xlsx", {"成绩": _sheet(part, shuffled)})
                for number, part in enumerate(parts)
            ],
        }
        found: dict[str, tuple[list[Fact], list[str]]] = {}
        for kind, files in arranged.items():
            with _empty(template, folder, kind) as store:
                reports = [
                    one for one in import_files(store, files, actor="甲") if isinstance(one, ImportReport)
                ]
                kept = sorted(found.code for one in reports for found in one.findings if found.keeps_out)
                found[kind] = _facts(store), kept
        for kind, one in found.items():
            assert one == found["plain"], kind


def _parts(rows: list[dict[str, Any]], chosen: random.Random) -> list[list[dict[str, Any]]]:
    """Return the rows in up to three parts, each of whole events: ranks are compared within one."""
    keys = list(dict.fromkeys(_event(row) for row in rows))
    chosen.shuffle(keys)
    parts = [keys[at::3] for at in range(3)]
    return [[row for row in rows if _event(row) in part] for part in parts if part]


def _event(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["竞赛名称"], row["赛项"], row["组别"]


@given(st.integers(0, 10**6), st.integers(1, 12))
@_many
def test_the_arrangement_of_a_list_means_nothing(sqlite_template: Path, seed: int, size: int) -> None:
    check_shuffles(sqlite_template, seed, size)


@pytest.mark.slow
@given(st.integers(0, 10**6), st.integers(1, 40))
@settings(_many, max_examples=150)
def test_the_arrangement_of_a_list_means_nothing_many(sqlite_template: Path, seed: int, size: int) -> None:
    check_shuffles(sqlite_template, seed, size)


def test_nothing_to_export_leaves_no_file(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError), sqlite_store.writing(actor="甲") as work:
        export_results(work, tmp_path / "成绩.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []
