"""The register of honours: known titles, their holders, documents; nothing entered twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.errors import ConflictError, InputError
from app.honours.honour_register import (
    HonourFacts,
    correct_honour,
    honour_acts,
    honour_rows,
    record_honour,
    reinstate_honour,
    revoke_honour,
)
from app.reference_data import LEVELS, honour_titles
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import words_of
from tests.builders import a_person, a_unit

GIVEN = date(2024, 1, 5)


def an_expert(work: UnitOfWork) -> HonourFacts:
    person = a_person(work.session).id
    return HonourFacts("national-expert", GIVEN, "人社部函〔2024〕1号", person_id=person)


def test_the_dictionary_speaks_of_known_levels_holders_and_categories() -> None:
    titles = honour_titles().values()
    assert {title.level for title in titles} == set(LEVELS) == set(words_of("honours.honour-level"))
    assert {title.holder for title in titles} == set(words_of("honours.holder"))
    assert {title.category for title in titles} - {""} <= set(words_of("introductions.category"))
    names = [title.name for title in titles]
    assert len(names) == len(set(names))
    assert {
        "中华技能大奖",
        "全国技术能手",
        "中原技能大奖",
        "中原大工匠",
        "郑州大工匠",
        "郑州技术能手",
    } <= set(names)


def test_an_honour_is_kept_with_its_document_and_found_by_name_and_level(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="买买提·阿布都")
        facts = HonourFacts(
            "national-expert", GIVEN, "人社部函[2024]1号", person_id=person.id, issuer="人社部"
        )
        line = record_honour(work, facts)
        record_honour(
            work,
            HonourFacts("national-training-base", GIVEN, "财社〔2024〕2号", unit_id=a_unit(work.session).id),
        )
        (row,) = honour_rows(work.session, words="阿布都", level="national")
        assert (row.id, row.title_name, row.document) == (line.id, "全国技术能手", "人社部函〔2024〕1号")
        assert len(honour_rows(work.session, level="national")) == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "大师"}, "honour-title-unknown"),
        ({"document": " "}, "honours-needed"),
        ({"awarded_on": date(2025, 1, 1)}, "honours-future"),
        ({"title": "national-training-base"}, "honour-holder"),
        ({"person_id": 999}, "honour-holder"),
    ],
)
def test_what_cannot_be_an_honour_is_refused(
    sqlite_store: Store, changed: dict[str, object], code: str
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = HonourFacts(
            "national-expert", GIVEN, "人社部函〔2024〕1号", person_id=a_person(work.session).id
        )
        with pytest.raises(InputError) as refused:
            record_honour(work, replace(facts, **changed))  # type: ignore[arg-type]  # mixed values
        assert refused.value.code == code


def test_the_same_honour_is_entered_once_and_again_only_after_it_was_revoked(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = HonourFacts(
            "national-expert", GIVEN, "人社部函〔2024〕1号", person_id=a_person(work.session).id
        )
        line = record_honour(work, facts)
        with pytest.raises(ConflictError):
            record_honour(work, facts)
        revoke_honour(work, line.id, version=line.version, reason="重复")
        assert record_honour(work, facts).id != line.id


def test_a_correction_needs_a_reason_and_the_version_seen(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        facts = HonourFacts(
            "national-expert", GIVEN, "人社部函〔2024〕1号", person_id=a_person(work.session).id
        )
        line = record_honour(work, facts)
        better: dict[str, Any] = {
            "awarded_on": GIVEN,
            "document": "人社部函[2024]11号",
            "issuer": "人力资源和社会保障部",
            "evidence": "",
        }
        with pytest.raises(InputError):
            correct_honour(work, line.id, **better, version=line.version, reason=" ")
        corrected = correct_honour(work, line.id, **better, version=line.version, reason="文号录错")
        with pytest.raises(ConflictError):
            correct_honour(work, line.id, **better, version=line.version, reason="再改")
        assert corrected.version > line.version
        (row,) = honour_rows(work.session)
        assert (row.document, row.issuer) == ("人社部函〔2024〕11号", "人力资源和社会保障部")
        assert [act.act for act in honour_acts(work.session, line.id)] == ["record", "correct"]
        with pytest.raises(ConflictError):
            reinstate_honour(work, line.id, version=corrected.version, reason="它本来就有效")


def test_a_correction_to_a_document_that_is_registered_already_is_refused(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        person = a_person(work.session).id
        record_honour(work, HonourFacts("national-expert", GIVEN, "人社部函〔2024〕1号", person_id=person))
        other = record_honour(
            work, HonourFacts("national-expert", GIVEN, "人社部函〔2024〕2号", person_id=person)
        )
    with pytest.raises(ConflictError) as refused, store.writing(actor="经办甲") as work:
        correct_honour(
            work,
            other.id,
            awarded_on=GIVEN,
            document="人社部函〔2024〕1号",
            issuer="",
            evidence="",
            version=other.version,
            reason="文号录错",
        )
    assert refused.value.code == "honour-stands-already"
