"""Introductions: known words, honours that are the person's own, locked once something rests on them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.errors import ConflictError, InputError, NotFoundError
from app.honours.honour_register import HonourFacts, record_honour
from app.introductions.introducing import correct_introduction, record_introduction, withdraw_introduction
from app.store import Store
from models import Assessment, AuditEntry, PersonName
from tests.builders import a_person
from tests.register_builders import a_recognition, an_assessment, an_introduction, facts_of_introduction


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"category": "技师"}, "honours-unknown-word"),
        ({"way": "借调"}, "honours-unknown-word"),
        ({"previous_region": "湖北"}, "honours-unknown-word"),
        ({"channel": "朋友"}, "honours-unknown-word"),
        ({"category": "other", "category_evidence": ""}, "honours-needed"),
        ({"introduced_on": date(2024, 7, 2)}, "honours-future"),
    ],
)
def test_what_is_out_of_its_set_is_refused(
    sqlite_store: Store, changed: dict[str, object], code: str
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = facts_of_introduction(work.session, **changed)
        with pytest.raises(InputError) as refused:
            record_introduction(work, facts)
        assert refused.value.code == code


def test_unknown_people_are_named_as_missing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = replace(facts_of_introduction(work.session), person_id=999)
        with pytest.raises(NotFoundError):
            record_introduction(work, facts)


def test_the_honour_that_proves_the_category_must_be_the_persons_and_of_that_kind(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        person, other = a_person(work.session), a_person(work.session)
        given = {"awarded_on": date(2024, 1, 5), "document": "人社部函〔2024〕1号", "person_id": person.id}
        expert = record_honour(work, HonourFacts("national-expert", **given))  # type: ignore[arg-type]  # mixed
        allowance = record_honour(work, HonourFacts("henan-allowance", **given))  # type: ignore[arg-type]  # mixed
        for person_id, honour_id in ((other.id, expert.id), (person.id, allowance.id)):
            with pytest.raises(InputError) as refused:
                an_introduction(work, person_id=person_id, honour_id=honour_id)
            assert refused.value.code == "introduction-honour"
        assert an_introduction(work, person_id=person.id, honour_id=expert.id).honour_id == expert.id


def test_the_same_introduction_is_entered_once(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = facts_of_introduction(work.session)
        record_introduction(work, facts)
        with pytest.raises(ConflictError):
            record_introduction(work, facts)


def test_it_is_corrected_with_a_reason_until_something_rests_on_it(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        line = an_introduction(work)
        facts = facts_of_introduction(
            work.session, person_id=line.person_id, unit_id=line.unit_id, previous_region="hunan"
        )
        correct_introduction(work, line.id, facts, version=line.lock_version, reason="核对社保记录")
        assert line.previous_region == "hunan"
        an_assessment(work, line)
        a_recognition(work, line)
        with pytest.raises(ConflictError) as refused:
            withdraw_introduction(work, line.id, version=line.lock_version, reason="误录")
        assert refused.value.code == "introduction-in-use"


def test_a_correction_keeps_what_stood_before_and_takes_the_names_of_its_day(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        line = an_introduction(work)
        person, old = line.person, line.person.name
        work.session.add(PersonName(person_id=person.id, name="旧名", valid_to=date(2024, 2, 1)))
        facts = facts_of_introduction(
            work.session, person_id=line.person_id, unit_id=line.unit_id, introduced_on=date(2024, 1, 5)
        )
        correct_introduction(work, line.id, facts, version=line.lock_version, reason="日期录错")
        assert (line.person_name, old) == ("旧名", person.name)
        work.session.flush()
        audited = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "correct")).one()
        assert json.loads(audited.detail)["introduced_on"] == ["2024-03-01", "2024-01-05"]
        assert audited.reason == "日期录错"


def test_a_correction_that_makes_two_alike_or_another_persons_is_refused(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        first = an_introduction(work)
        alike = {"person_id": first.person_id, "unit_id": first.unit_id}
        second = an_introduction(work, **alike, introduced_on=date(2024, 4, 1))
        wanted, version = second.id, second.lock_version
        as_first = facts_of_introduction(work.session, **alike)
        another = facts_of_introduction(work.session)
    with pytest.raises(ConflictError) as refused, store.writing(actor="经办甲") as work:
        correct_introduction(work, wanted, as_first, version=version, reason="日期录错")
    assert refused.value.code == "introduction-stands-already"
    with pytest.raises(InputError) as mistaken, store.writing(actor="经办甲") as work:
        correct_introduction(work, wanted, another, version=version, reason="录错人")
    assert mistaken.value.code == "introduction-of-another"


def test_a_withdrawn_one_keeps_its_reason_and_may_be_entered_anew(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = facts_of_introduction(work.session)
        line = an_introduction(work, person_id=facts.person_id, unit_id=facts.unit_id)
        withdraw_introduction(work, line.id, version=line.lock_version, reason="日期录错")
        assert (line.state, line.state_reason) == ("withdrawn", "日期录错")
        with pytest.raises(ConflictError):
            withdraw_introduction(work, line.id, version=line.lock_version, reason="再撤")
        assert record_introduction(work, facts) != line.id


def test_an_assessment_keeps_organisation_conclusion_and_document(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        line = an_introduction(work)
        an_assessment(work, line, document="新人社[2024]9号")
        kept = work.session.scalars(select(Assessment)).one()
        assert (kept.document, kept.is_passed) == ("新人社〔2024〕9号", True)
        with pytest.raises(InputError):
            an_assessment(work, line, organisation=" ")
        actions = work.session.scalars(select(AuditEntry.subject).order_by(AuditEntry.id)).all()
        assert actions == ["introduction", "assessment"]
