"""Succession: only by hand, with a document; what the first line rested on carries its successor."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.errors import ConflictError, InputError
from app.honours.bases import base_detail, base_rows
from app.honours.designating import designate_unit
from app.honours.recomputing import recompute_designations
from app.honours.succession import pass_on_designation
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Designation, DesignationBasis
from tests.builders import a_unit
from tests.register_builders import NAMED_ON, NAMING, a_designation, annul

PASSED_ON = date(2024, 6, 28)
PASSING = "新人社〔2024〕15号"


def a_named_line(work: UnitOfWork) -> Designation:
    line = a_designation(work.session)
    designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
    return line


def pass_on(work: UnitOfWork, line_id: int, unit_id: int, *, day: date = PASSED_ON) -> int:
    return pass_on_designation(
        work, line_id, successor_unit_id=unit_id, document=PASSING, happened_on=day, reason="改制"
    ).id


def test_a_unit_of_the_same_name_and_another_code_inherits_nothing_by_itself(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_named_line(work)
        a_unit(work.session, name=line.unit.name)
        recompute_designations(work, [line.id])
        assert [(row.unit_id, row.state) for row in base_rows(work.session)] == [(line.unit_id, "designated")]


def test_the_successor_is_named_by_the_document_and_rests_on_the_same_results(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        line, heir_unit = a_named_line(work), a_unit(work.session, name="新乡市示例集团")
        heir_id = pass_on(work, line.id, heir_unit.id)
        heir = work.session.get_one(Designation, heir_id)
        assert (line.state, heir.state) == ("passed-on", "designated")
        assert (heir.unit_name, heir.document, heir.designated_on) == ("新乡市示例集团", PASSING, PASSED_ON)
        recompute_designations(work, [heir_id])
        assert heir.state == "designated"
        detail = base_detail(work.session, heir_id)
        assert [fact.from_unit for fact in detail.facts] == [line.unit.name]
        assert [(one.from_unit, one.to_unit) for one in detail.passings] == [(line.unit_name, heir.unit_name)]
        assert {row.id: row.bases for row in base_rows(work.session)} == {line.id: 1, heir_id: 1}


def test_the_successor_goes_under_review_when_the_result_of_the_first_line_falls(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_named_line(work)
        second = pass_on(work, line.id, a_unit(work.session).id)
        third = pass_on(work, second, a_unit(work.session).id, day=date(2024, 6, 29))
        annul(work.session, work.session.scalars(select(DesignationBasis.award_id)).one())
        assert recompute_designations(work, [line.id]).under_review == (third,)


def test_a_successor_that_holds_the_title_already_keeps_its_own_naming(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line, heir = a_named_line(work), a_named_line(work)
        assert pass_on(work, line.id, heir.unit_id) == heir.id
        assert (heir.document, heir.designated_on) == (NAMING, NAMED_ON)
        assert [act.act for act in base_detail(work.session, heir.id).acts] == ["designate", "take-over"]


@pytest.mark.parametrize("day", [date(2024, 6, 24), date(2024, 7, 2)])
def test_a_succession_before_the_naming_or_in_the_future_is_refused(sqlite_store: Store, day: date) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line, heir = a_named_line(work), a_unit(work.session)
        with pytest.raises(InputError):
            pass_on(work, line.id, heir.id, day=day)
        assert line.state == "designated"


def test_a_title_passes_neither_to_the_same_unit_nor_in_a_circle_nor_twice(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line, heir = a_named_line(work), a_unit(work.session)
        with pytest.raises(InputError):
            pass_on(work, line.id, line.unit_id)
        heir_id = pass_on(work, line.id, heir.id)
        with pytest.raises(ConflictError):
            pass_on(work, heir_id, line.unit_id)
        with pytest.raises(ConflictError):
            pass_on(work, line.id, a_unit(work.session).id)
