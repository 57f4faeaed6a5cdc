"""In one-person mode every list and slip says so, and none does without it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.awards import assess_all
from app.cli import main
from app.settings import set_one_person_mode
from app.store import Store
from tests.builders import a_contest, a_result, an_event

MARK = "单人办理"


@pytest.fixture
def place(sqlite_store: Store) -> str:
    """A registry with one proposal."""
    with sqlite_store.writing(actor="经办甲") as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省职业技能大赛")
        a_result(work.session, 1, event=an_event(work.session, contest, name="焊工"))
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    return sqlite_store.name


def words_of(file: Path) -> str:
    """Return everything that can be read in a workbook or a PDF."""
    if file.suffix == ".pdf":
        return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    rows = (row for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True))
    return "".join(str(value) for row in rows for value in row if value)


@pytest.mark.parametrize(
    ("kind", "name"), [("payments", "发放表.xlsx"), ("publicity", "公示.xlsx"), ("slips", "核算单.pdf")]
)
def test_papers_carry_the_mark(place: str, sqlite_store: Store, tmp_path: Path, kind: str, name: str) -> None:
    for is_on, reason in ((False, "两个人"), (True, "只有一个人")):
        with sqlite_store.writing(actor="经办甲") as work:
            set_one_person_mode(work, is_on, reason=reason)
        assert main(["--db", place, "export", kind, str(tmp_path / name)]) == 0
        assert (MARK in words_of(tmp_path / name).replace("\r\n", "")) is is_on
