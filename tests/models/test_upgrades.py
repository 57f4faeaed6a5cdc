"""A registry filled by a released program loses nothing when it is upgraded, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.store import open_store
from models.schema import migrate, newest_revision, revision
from models.types import UNFROZEN_STATES
from tests.models.registries import columns_of, connected, restored_database, restored_file, rows_of
from tests.models.released import answer

RELEASED = ["0001", "0002", "0011"]

# What the release answered against the policy, and the right answer. The first one went on paying an award
# that was decided on a result which a confirmed correction had replaced, and held back the corrected one.
_REPLACED = {"status": "none", "state": "withdrawn", "amount": None, "reason": "result-superseded"}
# The release took 见附件 for the document of a class: what is decided stays, a proposal waits for one.
_WITHOUT_DOCUMENT = {
    "status": "blocked",
    "state": "blocked",
    "amount": None,
    "amounts_by_answer": {"class-basis": "800.00"},
    "reason": "class-basis-missing",
}
_CORRECTION = {"status": "proposed", "state": "proposed", "amounts_by_answer": {}, "reason": ""}
# The release took a missing link between contests for an answer, and asked where every answer gives the same.
_LOWER_LEVEL = {
    "questions": ["several-levels"],
    "amounts_by_answer": {"all": "1000.00", "highest-only": "0.00"},
}
_HIGHEST_LEVEL = _CORRECTION | {"questions": [], "amount": "80000.00"}
# The first release gave special contests and translators nothing without asking.
_ASKED = {"status": "blocked", "state": "blocked"}
# The release forgot whoever was annulled: people corrected to his rank before that tied with him, and their
# shares and the places behind them are open.
_TIED = _ASKED | {"amount": None, "questions": ["tie"], "reason": ""}


def _tied(full: str, stays: str, anew: str) -> dict[str, Any]:
    under = {"pooled-share+shares-stay": stays, "pooled-share+divide-anew": anew}
    return _TIED | {"amounts_by_answer": {"each-full": full, "pooled-share": None, **under}}


_SINCE_THE_SECOND: dict[int, dict[str, Any]] = {
    78: _tied("800.00", "700.00", "800.00"),
    80: _tied("8000.00", "7000.00", "8000.00"),
    49: _tied("6000.00", "0.00", "6000.00"),
    # Two before it share the second and third prize as ruled: what is printed as third stands fourth.
    46: {"amounts_by_answer": {"counts": "0.00", "does-not-count": "0.00"}},
    13: _LOWER_LEVEL,
    40: _HIGHEST_LEVEL,
    44: _WITHOUT_DOCUMENT,
    36: _ASKED | {"questions": ["special-contest"], "reason": ""},
    69: _ASKED | {"questions": ["translator"], "reason": "shares-do-not-fit"},
}
CORRECTED = {
    "0001": _SINCE_THE_SECOND | {7: _REPLACED, 47: _REPLACED},
    "0002": _SINCE_THE_SECOND,
    "0011": {},
}
_TOTALS = {
    "overall": "1002800.00",
    "capitals": "人民币壹佰万贰仟捌佰元整",
    "people": 27,
    "frozen_differing": [43, 55, 56],
    "by_level": {
        "municipal": "9800.00",
        "national": "180000.00",
        "provincial": "53000.00",
        "world": "760000.00",
    },
    "by_status": {"proposed": "1002800.00", "blocked": None, "none": "0.00"},
    "counts": {"proposed": 29, "blocked": 25, "none": 29},
}
CORRECTED_TOTALS = {
    "0001": _TOTALS,
    "0002": _TOTALS | {"counts": {"proposed": 29, "blocked": 25, "none": 30}},
    "0011": {},
}
# A unit that succeeded another has the results of that one, which the first release left out. It proposed two
# units of which nobody has said whether their people are one team or a tie.
_BASE = "新乡市高技能人才培育基地"
CORRECTED_BASES = {
    "0001": {
        ("新乡示例智能装备有限公司", _BASE): [49, 63, 64],
        ("新乡示例建设工程有限公司", _BASE): [42],
    },
    "0002": {("新乡示例建设工程有限公司", _BASE): [42]},
    "0011": {},
}


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest) -> str:
    """A schema revision that was released."""
    return str(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, released: str, tmp_path: Path) -> Iterator[str]:
    """The filled registry of that release, on each kind of database in turn."""
    if request.param == "sqlite":
        yield str(restored_file(released, tmp_path))
        return
    server = request.getfixturevalue("postgresql_server")
    with restored_database(released, tmp_path, server) as url:
        yield url


def as_engine_place(place: str) -> str | Path:
    return place if "://" in place else Path(place)


def test_every_table_of_the_fixture_has_rows(released: str, tmp_path: Path) -> None:
    with connected(restored_file(released, tmp_path)) as engine:
        assert [name for name, rows in rows_of(engine).items() if not rows] == []


def test_every_row_and_column_is_there_after_the_upgrade(place: str, released: str) -> None:
    with connected(as_engine_place(place)) as engine:
        columns, before = columns_of(engine), rows_of(engine)
        assert revision(engine) == released
    open_store(place).close()
    with connected(as_engine_place(place)) as engine:
        assert revision(engine) == newest_revision()
        after = rows_of(engine, columns)
    chain = after["audit_entry"]  # the upgrade seals every record as it stands, in lines of their own
    assert {line["action"] for line in chain[len(before["audit_entry"]) :]} == {"seal"}
    after["audit_entry"] = chain[: len(before["audit_entry"])]
    for table, rows in before.items():
        assert after[table] == rows, table


def test_the_upgraded_registry_gives_the_same_awards(
    place: str, released: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", place, "assess", "--show-ids", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    expected = answer(released)
    for award in expected["awards"]:
        award.update(CORRECTED[released].get(award["id"], {}))
    for line in expected["designations"]:
        line["basis"] = CORRECTED_BASES[released].get((line["unit"], line["title"]), line["basis"])
    expected["totals"] |= CORRECTED_TOTALS[released]
    for part, lines in expected.items():
        assert narrowed(given[part], lines) == lines, part


def narrowed(given: Any, expected: Any) -> Any:
    """Return what is given without the keys that the older answer did not have yet."""
    if isinstance(expected, dict) and isinstance(given, dict):
        return {key: narrowed(value, expected[key]) for key, value in given.items() if key in expected}
    if isinstance(expected, list) and isinstance(given, list) and len(given) == len(expected):
        return [narrowed(one, other) for one, other in zip(given, expected, strict=True)]
    return given


def test_two_programs_that_open_it_at_once_upgrade_it_once(place: str) -> None:
    with ThreadPoolExecutor(2) as programs:
        stores = list(programs.map(open_store, [place, place]))
    for store in stores:
        store.close()
    if "://" not in place:
        copies = [one for one in Path(place).parent.glob("*.db") if one != Path(place)]
        assert len(copies) == 1
    with connected(as_engine_place(place)) as engine:
        assert revision(engine) == newest_revision()


def test_both_databases_migrate_to_the_same_rows(
    released: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgresql_server")
    with restored_database(released, tmp_path, server) as url, connected(url) as engine:
        migrate(engine)
        on_server = rows_of(engine)
    with connected(tmp_path / "登记簿.db") as engine:
        migrate(engine)
        in_file = rows_of(engine)
    assert on_server.pop("audit_key") != in_file.pop("audit_key")  # each registry has a secret of its own
    assert on_server == in_file


def _moved_to(last: str, state: str) -> bool:
    """Return whether a record's last move led to its state; what is not frozen moves on without a row."""
    return last == state or {last, state} <= set(UNFROZEN_STATES)


def test_past_moves_are_told_with_their_day_and_who_made_them(released: str, tmp_path: Path) -> None:
    with connected(restored_file(released, tmp_path)) as engine:
        migrate(engine)
        rows = rows_of(engine)
    moves: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows["state_change"]:
        moves.setdefault((row["noun"], row["subject_id"]), []).append(row)
    tables = {"subsidy": "introduction_subsidy"}
    for noun in ("result", "award", "designation", "recognition", "honour", "introduction", "certificate"):
        for row in rows[tables.get(noun, noun)]:
            steps = moves.get((noun, row["id"]), [])
            assert steps == [] or _moved_to(steps[-1]["to_state"], row["state"])
            assert [step["from_state"] for step in steps[1:]] == [step["to_state"] for step in steps[:-1]]
    frozen = {row["award_id"]: (row["frozen_at"], row["frozen_by"]) for row in rows["explanation"]}
    reviews = {
        row["subject_id"]: (row["changed_at"], row["actor"])
        for row in rows["state_change"]
        if (row["noun"], row["to_state"]) == ("award", "reviewed") and row["subject_id"] in frozen
    }
    assert reviews == frozen
    assert not any(row["is_carried_over"] for row in rows["state_change"])


def test_a_move_that_nothing_tells_of_is_marked_as_carried_over(tmp_path: Path) -> None:
    from sqlalchemy import text

    with connected(restored_file("0001", tmp_path)) as engine:  # the one without a history of moves
        with engine.begin() as connection:
            connection.execute(text("UPDATE award SET state = 'approved' WHERE state = 'reviewed'"))
        migrate(engine)
        rows = rows_of(engine)
    carried = [row for row in rows["state_change"] if row["is_carried_over"]]
    approved = [row["id"] for row in rows["award"] if row["state"] == "approved"]
    assert [row["subject_id"] for row in carried] == approved != []
    assert {(row["from_state"], row["to_state"], row["actor"]) for row in carried} == {
        ("reviewed", "approved", "")
    }
