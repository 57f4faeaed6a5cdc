"""Bases: named with a document, under review when nothing carries them, back when something does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.awards import assess_all
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.honours.bases import base_detail, base_rows, waiting_bases
from app.honours.designating import designate_unit, revoke_designation
from app.honours.recomputing import recompute_designations
from app.store import Store
from models import AuditEntry, DesignationBasis, UnitName
from tests.builders import a_unit
from tests.register_builders import (
    BASE,
    EXCELLENT_BASE,
    NAMED_ON,
    NAMING,
    a_designation,
    a_naming_award,
    add_basis,
    annul,
)


def test_naming_keeps_document_day_and_the_name_of_that_day(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session, name="新乡市示例技师学院")
        former = UnitName(unit_id=unit.id, name="新乡市示例技校", name_key="新乡市示例技校")
        former.valid_to = date(2024, 6, 30)
        work.session.add(former)
        line = a_designation(work.session, unit)
        named = designate_unit(work, line.id, document="新人社[2024]12号", designated_on=NAMED_ON)
        assert (named.state, named.unit_name, named.document) == ("designated", "新乡市示例技校", NAMING)
        assert named.designated_on == NAMED_ON
        assert work.changes & Changes.DESIGNATIONS
        audit = work.session.scalars(select(AuditEntry)).one()
        assert (audit.action, audit.subject, audit.actor) == ("designate", "designation", "审批丙")
        assert "新人社[2024]12号" in audit.detail  # as it was typed


def test_a_unit_that_is_renamed_keeps_its_designation_and_the_paper_keeps_the_old_name(
    sqlite_store: Store,
) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session, name="新乡市示例技校")
        line = a_designation(work.session, unit)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        unit.name = "新乡市示例技师学院"
        (row,) = base_rows(work.session)
        assert (row.unit, row.named_as, row.state) == ("新乡市示例技师学院", "新乡市示例技校", "designated")


@pytest.mark.parametrize(
    ("document", "day", "code"),
    [
        ("2024年通知", NAMED_ON, "document-number-form"),
        (NAMING, date(2024, 7, 2), "honours-future"),
    ],
)
def test_naming_refuses_a_faulty_document_and_a_day_to_come(
    sqlite_store: Store, document: str, day: date, code: str
) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session)
        with pytest.raises(InputError) as refused:
            designate_unit(work, line.id, document=document, designated_on=day)
        assert refused.value.code == code
        assert line.state == "proposed"


def test_a_line_that_rests_on_a_draft_alone_is_not_named(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session, awards=0)
        add_basis(work.session, line, a_naming_award(work.session, line.unit, state="draft"))
        with pytest.raises(ConflictError) as refused:
            designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        assert refused.value.code == "honours-no-confirmed-basis"


def test_a_line_that_waits_for_a_ruling_is_not_named(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session, awards=0)
        line.state = "blocked"
        add_basis(work.session, line, a_naming_award(work.session, line.unit), status="blocked")
        with pytest.raises(ConflictError):
            designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)


def test_two_people_naming_at_once_the_second_is_told(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session)
        seen = line.lock_version
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON, version=seen)
        with pytest.raises(ConflictError) as refused:
            designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON, version=seen)
        assert refused.value.code == "changed-meanwhile"


def test_a_line_that_is_gone_is_named_as_missing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work, pytest.raises(NotFoundError):
        designate_unit(work, 99, document=NAMING, designated_on=NAMED_ON)


def test_the_last_basis_falling_puts_the_line_under_review_and_another_brings_it_back(store: Store) -> None:
    with store.writing(actor="审批丙") as work:
        line = a_designation(work.session, awards=2)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        first, second = work.session.scalars(select(DesignationBasis.award_id)).all()
        annul(work.session, first)
        assert recompute_designations(work, [line.id]).under_review == ()
        assert line.state == "designated"
        annul(work.session, second)
        assert recompute_designations(work, [line.id]).under_review == (line.id,)
        assert recompute_designations(work, [line.id]).under_review == ()  # noted once
        add_basis(work.session, line, a_naming_award(work.session, line.unit, state="draft"))
        assert recompute_designations(work, [line.id]).reinstated == ()
        add_basis(work.session, line, a_naming_award(work.session, line.unit))
        assert recompute_designations(work, [line.id]).reinstated == (line.id,)
        detail = base_detail(work.session, line.id)
        assert [act.act for act in detail.acts] == ["designate", "review", "reinstate"]
        assert sorted(fact.status for fact in detail.facts) == ["fallen", "fallen", "proposed", "unconfirmed"]
        assert (line.document, line.designated_on) == (NAMING, NAMED_ON)  # the past is not edited


def test_a_line_put_under_review_by_an_assessment_gets_its_act_once(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        award = a_naming_award(work.session, a_unit(work.session))
        assess_all(work)
        (row,) = base_rows(work.session)
        designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        annul(work.session, award.id)
        assess_all(work)
        assess_all(work)
        assert [act.act for act in base_detail(work.session, row.id).acts] == ["designate", "review"]


def test_a_proposal_without_any_basis_falls_away(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        line = a_designation(work.session, awards=0)
        recompute_designations(work, [line.id])
        assert base_rows(work.session) == []


def test_a_unit_may_hold_both_titles_and_neither_swallows_the_other(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session)
        for title in (BASE, EXCELLENT_BASE):
            line = a_designation(work.session, unit, title=title)
            designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        highest = {row.title: row.is_highest for row in base_rows(work.session)}
        assert highest == {EXCELLENT_BASE: True, BASE: False}
        assert base_detail(work.session, line.id).other_titles == ((BASE, "designated"),)


def test_taking_a_title_away_needs_document_and_reason_and_leaves_the_line(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        line = a_designation(work.session)
        designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON)
        facts = {"document": "新人社〔2024〕20号", "revoked_on": date(2024, 6, 30)}
        with pytest.raises(InputError) as refused:
            revoke_designation(work, line.id, reason="  ", **facts)  # type: ignore[arg-type]  # mixed values
        assert refused.value.params == {"what": "原因"}
        revoked = revoke_designation(work, line.id, reason="成绩被撤销", **facts)  # type: ignore[arg-type]  # mixed
        assert (revoked.state, revoked.document) == ("revoked", NAMING)
        add_basis(work.session, line, a_naming_award(work.session, line.unit))
        recompute_designations(work, [line.id])
        assert line.state == "revoked"  # new results do not bring it back
        assert [row.state for row in base_rows(work.session)] == ["revoked"]


def test_the_list_finds_a_unit_by_a_name_it_once_had_and_counts_what_waits(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        unit = a_unit(work.session, name="新乡市示例技师学院")
        work.session.add(UnitName(unit_id=unit.id, name="示例铁路技校", name_key="示例铁路技校"))
        line = a_designation(work.session, unit, awards=3)
        a_designation(work.session)
        (row,) = base_rows(work.session, words="铁路")
        assert (row.id, row.bases) == (line.id, 3)
        assert base_rows(work.session, words=unit.credit_code or "")[0].id == line.id
        assert len(base_rows(work.session, states=["proposed"], title=BASE)) == 2
        assert waiting_bases(work.session) == {"proposed": 2}
