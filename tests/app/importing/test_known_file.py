"""A file that was taken in before comes again: what the registry has newer stays, and is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.importing import ImportReport, import_file
from app.store import Store
from models import Contest, Entry, Person, Result
from tests.app.importing.lists import a_file, a_row, take_in
from tests.synthetic import bank_card, person_name, phone

NEWER: dict[str, Any] = {"手机号码": "13900000000", "开户银行": "另一银行", "银行卡号": bank_card(99)}


def again(store: Store, folder: Path) -> ImportReport:
    return import_file(store, folder / "成绩.xlsx", actor="经办甲")


def told(report: ImportReport, code: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.code == code]


@pytest.mark.parametrize("by", ["list", "person"])
def test_a_card_that_was_changed_since_is_not_put_back(store: Store, tmp_path: Path, by: str) -> None:
    take_in(store, tmp_path, a_row(4))
    if by == "list":
        take_in(store, tmp_path, a_row(4, **NEWER), name="新卡.xlsx")
    else:
        with store.writing(actor="经办乙") as work:
            person = work.session.scalars(select(Person)).one()
            person.phone, person.bank_name, person.bank_account = NEWER.values()
    report = again(store, tmp_path)
    assert (report.counts.changed, report.counts.same, report.batch_id) == (0, 1, None)
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        assert (person.phone, person.bank_name, person.bank_account) == tuple(NEWER.values())
    messages = told(report, "older-person")
    assert len(messages) == 3
    assert all(person_name(4) in message and "没有采用" in message for message in messages)
    assert ["手机号码" in messages[0], "开户银行" in messages[1], "银行卡号" in messages[2]] == [True] * 3
    whole = (bank_card(4), bank_card(99), phone(4), "13900000000")
    assert not any(number in message for number in whole for message in messages)
    assert {f.severity for f in report.findings if f.code == "older-person"} == {"warning"}


def test_a_card_that_was_taken_out_since_is_not_put_back(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4))
    with store.writing(actor="经办乙") as work:
        work.session.scalars(select(Person)).one().bank_account = ""
    report = again(store, tmp_path)
    assert len(told(report, "older-person")) == 1
    with store.reading() as session:
        assert session.scalars(select(Person.bank_account)).one() == ""


def test_a_basis_that_was_changed_since_is_not_put_back(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4), a_row(5), a_row(6, 赛项="焊工"))
    with store.writing(actor="经办乙") as work:
        work.session.scalars(select(Contest)).one().class_basis = ""
    report = again(store, tmp_path)
    assert (report.counts.changed, report.batch_id) == (0, None)
    (message,) = told(report, "older-contest")
    assert "类别依据文号" in message
    assert "示例〔2024〕1号" in message
    with store.reading() as session:
        assert session.scalars(select(Contest.class_basis)).one() == ""


def test_a_result_that_the_file_had_confirmed_only_is_not_put_back(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(4), name="第一份.xlsx")
    take_in(store, tmp_path, a_row(4, 选送单位="另一示例公司"))  # the result itself stays as it was
    take_in(store, tmp_path, a_row(4, 名次=5, 选送单位="第三示例公司"), name="更正.xlsx")
    report = again(store, tmp_path)
    assert (report.counts.changed, len(told(report, "older-list"))) == (0, 1)
    with store.reading() as session:
        assert session.scalars(select(Entry.unit_name)).one() == "第三示例公司"
        assert session.scalars(select(Result.rank).where(Result.is_current)).one() == 5


def test_what_the_file_brings_for_the_first_time_still_comes_in(store: Store, tmp_path: Path) -> None:
    take_in(store, tmp_path, a_row(9), name="第一份.xlsx")
    a_file(tmp_path, [a_row(4), a_row(9, 姓名="另一人", 赛项="焊工")])
    assert again(store, tmp_path).counts.skipped == 1
    with store.writing(actor="经办乙") as work:
        work.session.scalars(select(Person).where(Person.name == person_name(9))).one().name = "另一人"
    report = again(store, tmp_path)
    assert (report.counts.same, report.counts.new, report.counts.skipped) == (1, 1, 0)
