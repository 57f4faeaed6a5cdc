"""A corrected result is a new version that waits for its second person; the old one stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.errors import ConflictError, InputError, NotFoundError
from app.registry import ResultFacts, correct_result, result_versions
from app.store import Store
from models import AuditEntry, Result
from tests.builders import CLERK, PUBLISHED, a_result, an_import_batch

FACTS = ResultFacts(rank=2, medal="银牌", grade="", score="91.5", published_on=PUBLISHED)
WHY = {"basis": "更正通知〔2024〕1号", "reason": "名次录错"}


def _result(store: Store) -> int:
    with store.writing(actor=CLERK) as work:
        batch = an_import_batch(work.session, file_name="成绩.xlsx")
        return a_result(work.session, 1, import_batch_id=batch.id, source="焊工!5").id


def test_the_new_version_is_current_and_waits_for_confirmation(store: Store) -> None:
    old = _result(store)
    with store.writing(actor="李静") as work:
        new = correct_result(work, old, facts=FACTS, **WHY)
        asked = work.awaits_assessment
    with store.reading() as session:
        current = session.get_one(Result, new)
        assert (current.rank, current.medal, current.state, current.is_current) == (2, "银牌", "draft", True)
        assert asked == {current.event_id}
        newest, first = result_versions(session, new)
        assert (newest.version, newest.recorded_by, newest.basis) == (2, "李静", "更正通知〔2024〕1号")
        assert (first.state, first.is_current, first.facts.rank) == ("superseded", False, 1)
        assert (first.file, first.place) == ("成绩.xlsx", "焊工!5")
        assert result_versions(session, old) == [newest, first]
        line = session.scalars(select(AuditEntry).where(AuditEntry.subject == "result")).one()
        assert (line.action, line.reason) == ("correct", "名次录错")


def test_a_version_that_was_replaced_cannot_be_corrected(store: Store) -> None:
    old = _result(store)
    with store.writing(actor="李静") as work:
        correct_result(work, old, facts=FACTS, **WHY)
    with pytest.raises(ConflictError), store.writing(actor="李静") as work:
        correct_result(work, old, facts=replace(FACTS, rank=3), **WHY)


@pytest.mark.parametrize(
    ("facts", "why", "error"),
    [
        (replace(FACTS, rank=None, medal=""), WHY, InputError),
        (replace(FACTS, rank=0), WHY, InputError),
        (replace(FACTS, published_on=date(2030, 1, 1)), WHY, InputError),
        (FACTS, {**WHY, "reason": " "}, InputError),
        (FACTS, {**WHY, "basis": ""}, InputError),
        (ResultFacts(1, "", "", "", PUBLISHED), WHY, ConflictError),
    ],
)
def test_what_cannot_be_is_refused(
    sqlite_store: Store, facts: ResultFacts, why: dict[str, str], error: type[Exception]
) -> None:
    old = _result(sqlite_store)
    with pytest.raises(error), sqlite_store.writing(actor="李静") as work:
        correct_result(work, old, facts=facts, **why)
    with sqlite_store.reading() as session:
        assert len(result_versions(session, old)) == 1


def test_a_correction_published_today_is_taken_and_one_of_tomorrow_is_not(sqlite_store: Store) -> None:
    old = _result(sqlite_store)
    sqlite_store.clock = lambda: datetime(2024, 6, 30, 16, 30, tzinfo=UTC)  # the 1st of July in the office
    tomorrow = replace(FACTS, published_on=date(2024, 7, 2))
    with pytest.raises(InputError), sqlite_store.writing(actor="李静") as work:
        correct_result(work, old, facts=tomorrow, **WHY)
    with sqlite_store.writing(actor="李静") as work:
        new = correct_result(work, old, facts=replace(FACTS, published_on=date(2024, 7, 1)), **WHY)
        assert work.session.get_one(Result, new).published_on == date(2024, 7, 1)


def test_a_result_that_is_gone(sqlite_store: Store) -> None:
    with pytest.raises(NotFoundError), sqlite_store.writing(actor="李静") as work:
        correct_result(work, 99, facts=FACTS, **WHY)
