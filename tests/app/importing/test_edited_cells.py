"""Cells edited by hand before an import: they read as edited, and the audit trail says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from app.importing import SheetMapping, commit_plans
from app.store import Store
from models import AuditEntry, Person
from tests.app.importing.lists import a_file, a_row, codes, plan_for, write_xlsx
from tests.synthetic import resident_id

WRONG = resident_id(2)[:-1] + ("0" if resident_id(2)[-1] != "0" else "1")
ID = 9  # the column of the document numbers


def _edited(cells: dict[tuple[int, int], str]) -> dict[str, SheetMapping]:
    return {"成绩": replace(SheetMapping(), cells=cells)}


def test_an_edited_cell_reads_as_edited(sqlite_store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(1), a_row(2, 证件号码=WRONG)])
    assert codes(plan_for(sqlite_store, file).findings) == [(3, "证件号码", "id-checksum")]
    plan = plan_for(sqlite_store, file, mapping=_edited({(3, ID): resident_id(2)}))
    assert (plan.counts.new, plan.findings) == (2, ())
    assert plan.staged.file.edits == {0: {(3, ID): (WRONG, resident_id(2))}}


def test_a_merged_cell_is_edited_for_all_its_rows(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(1), a_row(2), a_row(3)]
    for row in rows[1:]:
        row["赛项"] = None
    header = list(rows[0])
    cells = [header, *([row[column] for column in header] for row in rows)]
    file = write_xlsx(tmp_path / "成绩.xlsx", {"成绩": cells}, merged={"成绩": ["E2:E4"]})
    plan = plan_for(sqlite_store, file, mapping=_edited({(2, 4): "焊工", (4, 4): "钳工"}))
    assert [row.event for row in plan.page()] == ["焊工", "焊工", "钳工"]


def test_cells_below_and_beside_a_table_add_rows_and_columns(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(2)
    file = a_file(tmp_path, [a_row(1)])
    below = {(3, at): str(value) for at, value in enumerate(row.values())}
    beside = {(1, len(row)): "备注", (3, len(row)): "补录"}
    plan = plan_for(sqlite_store, file, mapping=_edited(below | beside))
    assert (plan.counts.new, plan.findings) == (2, ())


def test_a_formula_without_value_is_typed_over(sqlite_store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(1, 姓名="=A1")])
    found = {finding.code for finding in plan_for(sqlite_store, file).findings}
    assert found == {"name-missing", "formula-without-value"}
    plan = plan_for(sqlite_store, file, mapping=_edited({(2, 7): "王伟"}))
    assert (plan.counts.new, plan.findings) == (1, ())


def test_the_audit_trail_names_edited_cells_and_masks_numbers(sqlite_store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, [a_row(1), a_row(2, 证件号码=WRONG, 姓名="王韦")])
    mapping = _edited({(3, ID): resident_id(2), (3, 7): "王伟", (2, 4): "电工"})
    plan = plan_for(sqlite_store, file, mapping=mapping)
    with sqlite_store.writing(actor="经办甲") as work:
        commit_plans(work, [plan])
    with sqlite_store.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "import")).one()
        people = set(session.scalars(select(Person.name)))
    assert "王伟" in people
    assert line.actor == "经办甲"
    assert "成绩!H3：王韦 → 王伟" in line.detail
    assert '"edited":2' in line.detail.replace(" ", "")  # one was edited into what stood there
    assert resident_id(2) not in line.detail
