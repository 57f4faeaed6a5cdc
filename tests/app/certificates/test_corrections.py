"""What a correction does to an issued certificate: nothing until a second person has confirmed it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.certificates import issue_certificates, issued_certificates, verify
from app.errors import ConflictError
from app.printing import qr_texts
from app.registry import ResultFacts, confirm_results, correct_result
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Certificate, Result, StateChange
from tests.app.certificates.winners import winners
from tests.builders import CLERK, PUBLISHED, REVIEWER


def correct(work: UnitOfWork, result: Result, rank: int) -> None:
    """Record another rank for a result, still a draft."""
    facts = ResultFacts(rank=rank, medal="", grade="", score="", published_on=PUBLISHED)
    correct_result(work, result.id, facts=facts, basis="新竞赛办〔2024〕5号", reason="名次登记有误")


@pytest.fixture
def codes(sqlite_store: Store) -> list[str]:
    """The texts of the codes of two certificates that were issued, ranks 1 and 2."""
    with sqlite_store.writing(actor=CLERK) as work:
        winners(work.session, "王甲", "李乙")
        return list(qr_texts(issue_certificates(work).pdf))


def results(work: UnitOfWork) -> list[Result]:
    return list(work.session.scalars(select(Result).where(Result.is_current).order_by(Result.id)))


def states(store: Store, codes: list[str]) -> list[str]:
    with store.reading() as session:
        return [verify(session, code).state for code in codes]


def test_a_correction_that_waits_changes_no_certificate(sqlite_store: Store, codes: list[str]) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        first, second = results(work)
        correct(work, first, 2)
        correct(work, second, 1)
    assert states(sqlite_store, codes) == ["issued", "issued"]

    with pytest.raises(ConflictError), sqlite_store.writing(actor=CLERK) as work:
        issue_certificates(work)
    assert states(sqlite_store, codes) == ["issued", "issued"]


def test_a_confirmed_correction_supersedes_and_names_the_successor(
    sqlite_store: Store, codes: list[str]
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        first, second = results(work)
        correct(work, first, 2)
        correct(work, second, 1)
    with sqlite_store.writing(actor=REVIEWER) as work:
        confirm_results(work)
    assert states(sqlite_store, codes) == ["superseded", "superseded"]
    with sqlite_store.writing(actor=CLERK) as work:
        report = issue_certificates(work)
    with sqlite_store.reading() as session:
        found = [verify(session, code) for code in codes]
        new = {
            each.person_name: each.number for each in issued_certificates(session) if each.state == "issued"
        }

    assert [each.state for each in found] == ["superseded", "superseded"]
    assert [each.successor for each in found] == [new["王甲"], new["李乙"]]
    assert set(report.issued) == set(new.values())


def test_a_correction_below_the_third_place_supersedes_and_revokes_nothing(
    sqlite_store: Store, codes: list[str]
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        correct(work, results(work)[1], 9)
    with sqlite_store.writing(actor=REVIEWER) as work:
        confirm_results(work)
    with sqlite_store.writing(actor=CLERK) as work:
        issue_certificates(work)
        ended = work.session.scalars(select(Certificate).where(Certificate.state != "issued")).one()
        moves = work.session.scalars(select(StateChange).where(StateChange.noun == "certificate")).all()

    assert states(sqlite_store, codes) == ["issued", "superseded"]
    assert (ended.person_name, ended.state_reason) == ("李乙", "成绩已更正，更正后不再发证")
    assert [(move.subject_id, move.from_state, move.to_state) for move in moves] == [
        (ended.id, "issued", "superseded")
    ]
    with sqlite_store.reading() as session:
        assert verify(session, codes[1]).successor == ""
