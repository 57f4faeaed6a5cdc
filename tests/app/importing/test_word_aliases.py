"""Words of an office's own: explained once, kept, and said whenever they are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.importing import set_word_alias, word_aliases
from app.store import Store
from tests.app.importing.lists import a_row, codes, plan_of_rows


def test_a_word_is_explained_once(store: Store, tmp_path: Path) -> None:
    rows = [a_row(number, 组别="中职组", 赛项="电 焊 工") for number in (4, 5)]
    assert {f.code for f in plan_of_rows(store, tmp_path, *rows).findings} == {"group-unknown"}
    with store.writing(actor="甲") as work:
        set_word_alias(work, "group", word="中职组", meaning="学生组")
        set_word_alias(work, "event", word="电焊工", meaning="焊接")
    plan = plan_of_rows(store, tmp_path, *rows)
    assert codes(plan.findings) == [(0, "赛项", "word-explained"), (0, "组别", "word-explained")]
    assert {(row.event, row.group) for row in plan.page()} == {("焊接", "学生组")}


def test_a_word_can_be_forgotten(sqlite_store: Store, tmp_path: Path) -> None:
    for meaning in ("学生组", ""):
        with sqlite_store.writing(actor="甲") as work:
            set_word_alias(work, "group", word="中职组", meaning=meaning)
    with sqlite_store.reading() as session:
        assert word_aliases(session) == {"group": {}}
    assert plan_of_rows(sqlite_store, tmp_path, a_row(4, 组别="中职组")).counts.skipped == 1


@pytest.mark.parametrize(
    ("field", "meaning", "code"),
    [
        ("group", "别的组", "import-word-unknown"),
        ("name", "张三", "import-word-fixed"),
        ("id_number", "1", "import-word-fixed"),
    ],
)
def test_what_may_not_be_explained(sqlite_store: Store, field: str, meaning: str, code: str) -> None:
    with pytest.raises(InputError) as caught, sqlite_store.writing(actor="甲") as work:
        set_word_alias(work, field, word="某", meaning=meaning)
    assert caught.value.code == code
