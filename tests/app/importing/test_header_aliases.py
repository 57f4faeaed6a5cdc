"""Headers of an office's own: given a field once, kept, said whenever they are used, and forgotten again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.importing import header_aliases, set_header_alias
from app.store import Store
from tests.app.importing.lists import a_row, codes, plan_of_rows


def _explain(store: Store, header: str, field: str | None) -> None:
    with store.writing(actor="甲") as work:
        set_header_alias(work, header, field=field)


def _rows(header: str) -> list[dict[str, object]]:
    """Two rows whose column of names has another header."""
    return [{header if k == "姓名" else k: v for k, v in a_row(number).items()} for number in (4, 5)]


def test_a_header_is_given_a_field_once(store: Store, tmp_path: Path) -> None:
    rows = _rows("参 战（人）")
    assert plan_of_rows(store, tmp_path, *rows).counts.new == 0
    _explain(store, "参战人", "name")
    plan = plan_of_rows(store, tmp_path, *rows)
    assert codes(plan.findings) == [(1, "参 战（人）", "header-explained")]
    assert plan.counts.new == 2
    assert [(c.field, c.found_by) for c in plan.sheets[0].columns if c.header == "参 战（人）"] == [
        ("name", "remembered")
    ]


def test_a_header_never_to_be_read_is_not_named_again(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(number) | {"完成率": "90%"} for number in (4, 5)]
    assert codes(plan_of_rows(sqlite_store, tmp_path, *rows).findings) == [(1, "完成率", "column-unread")]
    _explain(sqlite_store, "完成率", "")
    assert plan_of_rows(sqlite_store, tmp_path, *rows).findings == ()


def test_a_header_can_be_forgotten(sqlite_store: Store, tmp_path: Path) -> None:
    _explain(sqlite_store, "参战人", "name")
    with sqlite_store.reading() as session:
        assert header_aliases(session) == {"参战人": "name"}
    _explain(sqlite_store, "参战人", None)
    with sqlite_store.reading() as session:
        assert header_aliases(session) == {}
    assert plan_of_rows(sqlite_store, tmp_path, *_rows("参战人")).counts.new == 0


def test_an_explained_header_is_no_rival_s_better(sqlite_store: Store, tmp_path: Path) -> None:
    _explain(sqlite_store, "综合位次", "rank")
    rows = [a_row(number) | {"综合位次": 9 - number} for number in (4, 5)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert "column-ambiguous" in {one.code for one in plan.findings}
    assert plan.counts.new == 0


@pytest.mark.parametrize(
    ("header", "field", "code"),
    [("（）", "name", "import-header-empty"), ("参战人", "nothing", "import-header-field")],
)
def test_what_may_not_be_explained(sqlite_store: Store, header: str, field: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        _explain(sqlite_store, header, field)
    assert caught.value.code == code
