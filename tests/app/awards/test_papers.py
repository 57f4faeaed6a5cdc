"""Lists for the public and for naming: nothing personal leaks, and the titles are exact."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.awards import assess_all, designation_rows, export_designations, export_publicity, review_awards
from app.errors import DocumentError
from app.personal_numbers import personal_facts
from app.store import Store
from models import Setting
from tests.app.awards.test_assess import writing
from tests.builders import NOW, REVIEWER, a_contest, a_person, a_result, a_unit, an_event

COLUMNS = ["序号", "姓名", "选送单位", "竞赛", "赛项", "组别", "名次", "拟奖金额"]


def published(store: Store, out: Path) -> Worksheet:
    with store.reading() as session:
        export_publicity(session, out, now=NOW)
    return openpyxl.load_workbook(out)["公示名单"]


def test_has_the_columns_of_the_whitelist_and_no_other(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        a_result(work.session, 4)
        assess_all(work)
    sheet = published(store, tmp_path / "公示.xlsx")

    assert [cell.value for cell in sheet[4]] == COLUMNS
    assert [row[0] for row in sheet.iter_rows(min_row=5, values_only=True)][:1] == [1]
    assert sheet.cell(5, 8).value == 1000


def test_no_cell_holds_what_may_not_be_published(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        person = a_result(work.session, 1).entry.person
        assess_all(work)
        private = {person.id_number, person.phone, person.bank_account, person.bank_name}
    sheet = published(store, tmp_path / "公示.xlsx")

    text = "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
    assert not any(secret in text for secret in private)


@pytest.mark.parametrize(
    "unit",
    ["张三 410702199001010015", "电话13812345678", "卡 6228 4800 0000 0000 123", "身份证41070２199001010015"],
)
def test_a_number_hidden_in_a_name_stops_the_list(store: Store, tmp_path: Path, unit: str) -> None:
    out = tmp_path / "公示.xlsx"
    with writing(store) as work:
        a_result(work.session, 1, unit=a_unit(work.session, name=unit))
        assess_all(work)
    with pytest.raises(DocumentError) as raised:
        published(store, out)

    assert raised.value.code == "publicity-leak"
    assert not out.exists()


def test_a_number_in_the_issuers_name_stops_the_finished_list(sqlite_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "公示.xlsx"
    with writing(sqlite_store) as work:
        work.session.add(Setting(key="issuer", value="竞赛办（电话 138 1234 5678）"))
        a_result(work.session, 1)
        assess_all(work)
    with pytest.raises(DocumentError) as raised:
        published(sqlite_store, out)

    assert raised.value.code == "leak"
    assert list(tmp_path.glob("*.xlsx")) == list(tmp_path.glob(".*.tmp")) == []


@pytest.mark.parametrize("text", ["2024年河南省职业技能大赛", "新办〔2023〕10号", "第1名", "赛项 6-18-02-04"])
def test_ordinary_numbers_are_no_secrets(text: str) -> None:
    assert not list(personal_facts(text))


def test_two_of_one_name_are_told_apart(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        event = an_event(work.session)
        for rank in (1, 2):
            a_result(work.session, rank, event=event, person=a_person(work.session, name="张伟"))
        assess_all(work)
    sheet = published(store, tmp_path / "公示.xlsx")

    lines = [row[1:7] for row in sheet.iter_rows(min_row=5, max_row=6, values_only=True)]
    assert [line[0] for line in lines] == ["张伟", "张伟"]
    assert len(set(lines)) == 2


def test_says_at_the_top_what_is_not_reviewed(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        reviewed = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [reviewed.id])
    clean = published(store, tmp_path / "复核.xlsx")["A2"].value
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    open_ones = str(published(store, tmp_path / "公示.xlsx")["A2"].value)

    assert not clean
    assert "拟 · 1 人次未经复核" in open_ones


def test_lists_the_levels_from_the_top_down(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        for level in ("municipal", "national", "provincial"):
            a_result(work.session, 1, event=an_event(work.session, a_contest(work.session, level)))
        assess_all(work)
    sheet = published(store, tmp_path / "公示.xlsx")

    assert [sheet.cell(row, 8).value for row in (5, 6, 7)] == [100_000, 10_000, 1_000]


def test_the_two_titles_word_for_word(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "命名.xlsx"
    with writing(store) as work:
        unit = a_unit(work.session)
        for level in ("provincial", "national"):
            a_result(work.session, 1, event=an_event(work.session, a_contest(work.session, level)), unit=unit)
        assess_all(work)
    with store.reading() as session:
        rows = designation_rows(session)
        export_designations(session, out, now=NOW)
    sheet = openpyxl.load_workbook(out)["拟命名名单"]

    titles = {"新乡市高技能人才优秀培育基地", "新乡市高技能人才培育基地"}
    assert {row.title for row in rows} == titles
    assert {sheet.cell(5, 4).value, sheet.cell(6, 4).value} == titles
    assert all(len(row.basis) == 1 and row.status == "proposed" for row in rows)
    assert "拟命名 · 未经审批" in str(sheet["A2"].value)
