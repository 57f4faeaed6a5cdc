"""The file of an import is kept with what was corrected by hand, on either database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.errors import ConflictError
from app.importing import (
    SheetMapping,
    commit_plans,
    copy_to_correct,
    import_batch,
    read_again,
    remove_kept_copy,
)
from app.store import Store
from models import ImportFile
from tests.app.importing.lists import TODAY, a_file, a_row, plan_for


def _taken_in(store: Store, path: Path, mapping: dict[str, SheetMapping] | None = None) -> int:
    plan = plan_for(store, path, mapping=mapping)
    with store.writing(actor="李静") as work:
        (report,) = commit_plans(work, [plan])
    assert report.batch_id is not None
    return report.batch_id


def test_what_was_corrected_by_hand_is_corrected_again(store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(1, 姓名="王韦")])
    batch = _taken_in(store, file, {"成绩": replace(SheetMapping(), cells={(2, 7): "王伟"})})
    content = file.read_bytes()
    file.unlink()
    with store.reading() as session:
        plan = read_again(session, batch, today=TODAY)
        assert (plan.file_name, plan.counts.same, plan.page()[0].name) == ("成绩.xlsx", 1, "王伟")
    with store.writing(actor="李静") as work:
        copy = copy_to_correct(work, batch)
    assert copy.path.read_bytes() == content
    assert copy.mapping["成绩"].cells == {(2, 7): "王伟"}
    remove_kept_copy(copy.path)
    assert not copy.path.parent.exists()


def test_bytes_that_changed_in_the_registry_are_found_and_not_read(store: Store, tmp_path: Path) -> None:
    batch = _taken_in(store, a_file(tmp_path, [a_row(1)]))
    with store.writing(actor="李静") as work:
        work.session.execute(update(ImportFile).values(content=b"PK\x03\x04"))
    with store.reading() as session:
        with pytest.raises(ConflictError) as refused:
            read_again(session, batch, today=TODAY)
        assert refused.value.code == "kept-file-altered"


def test_a_file_that_changed_after_it_was_read_is_not_kept_in_its_place(
    sqlite_store: Store, tmp_path: Path
) -> None:
    file = a_file(tmp_path, [a_row(1)])
    plan = plan_for(sqlite_store, file)
    a_file(tmp_path, [a_row(2)])
    with sqlite_store.writing(actor="李静") as work:
        (report,) = commit_plans(work, [plan])
    assert not report.is_file_kept
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ImportFile)) == 0
        assert import_batch(session, report.batch_id or 0).size is None
