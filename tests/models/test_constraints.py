"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.store import Store
from models import Certificate, PrintFile
from tests.builders import (
    CLERK,
    NOW,
    a_contest,
    a_person,
    a_result,
    a_unit,
    an_award,
    an_entry,
    an_event,
    an_import_batch,
)


def a_certificate(session: Session, nth: int, **facts: object) -> None:
    result = a_result(session)
    printed = PrintFile(sha256=f"{nth:064d}", pdf=b"%PDF", pages=1, made_at=NOW)
    session.add(printed)
    session.flush()
    defaults: dict[str, object] = {"number": f"牧野2024-{nth:04d}", "series": "2024", "sequence": nth}
    defaults |= {"result_id": result.id, "person_id": result.entry.person_id, "person_name": "张三"}
    defaults |= {"award_text": "一等奖", "issuer": "办公室", "dated_on": date(2024, 7, 1), "statement": ""}
    defaults |= {"print_file_id": printed.id, "page": 1, "issued_by": CLERK, "issued_at": NOW}
    session.add(Certificate(**defaults | facts))
    session.flush()


def two_current_versions(session: Session) -> None:
    first = a_result(session)
    a_result(session, entry=first.entry, version=2)


def one_version_twice(session: Session) -> None:
    first = a_result(session, is_current=False)
    a_result(session, entry=first.entry, version=1)


def one_person_twice(session: Session) -> None:
    person = a_person(session)
    a_person(session, id_key=person.id_key)


def one_credit_code_twice(session: Session) -> None:
    a_unit(session, credit_code=a_unit(session).credit_code)


def one_contest_twice(session: Session) -> None:
    a_contest(session, name=a_contest(session).name)


def one_event_twice(session: Session) -> None:
    event = an_event(session)
    an_event(session, event.contest, name=event.name)


def one_entry_twice(session: Session) -> None:
    entry = an_entry(session)
    an_entry(session, entry.event, person=entry.person)


def one_number_twice(session: Session) -> None:
    a_certificate(session, 1)
    a_certificate(session, 2, sequence=1)


def one_printed_number_twice(session: Session) -> None:
    a_certificate(session, 1)
    a_certificate(session, 2, number="牧野2024-0001")


def two_certificates_of_one_result(session: Session) -> None:
    a_certificate(session, 1)
    a_certificate(session, 2, result_id=session.query(Certificate.result_id).scalar())


REFUSED: list[Callable[[Session], object]] = [
    two_current_versions,
    one_version_twice,
    one_person_twice,
    one_credit_code_twice,
    one_contest_twice,
    one_event_twice,
    one_entry_twice,
    one_number_twice,
    one_printed_number_twice,
    two_certificates_of_one_result,
    lambda session: a_result(session, rank=0),
    lambda session: a_result(session, rank=-1),
    lambda session: a_result(session, state="wonderful"),
    lambda session: a_result(session, rank=1, no_rank="withdrew"),
    lambda session: a_result(session, rank=None, no_rank="ill"),
    lambda session: a_contest(session, level="galactic"),
    lambda session: a_contest(session, contest_class="class-three"),
    lambda session: an_event(session, group="elder"),
    lambda session: an_event(session, form="crowd"),
    lambda session: an_entry(session, role="spectator"),
    lambda session: a_person(session, id_type="library-card"),
    lambda session: an_award(session, status="perhaps"),
    lambda session: an_award(session, state="perhaps"),
    lambda session: an_award(session, amount_fen=-1),
    lambda session: an_import_batch(session, state="half"),
    lambda session: a_result(session, import_batch_id=99),
]


@pytest.mark.parametrize("write", REFUSED, ids=lambda write: write.__name__.strip("<>"))
def test_the_database_refuses(store: Store, write: Callable[[Session], object]) -> None:
    with store.reading() as session, pytest.raises(IntegrityError):
        write(session)


def test_a_replaced_version_stays_beside_the_current_one(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        first = a_result(work.session, is_current=False, state="superseded")
        a_result(work.session, entry=first.entry, version=2, rank=2)


def test_ranks_may_be_unknown(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        assert a_result(work.session, rank=None, grade="一等奖").rank is None


def test_a_revoked_certificate_makes_room_for_the_next(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_certificate(work.session, 1, state="revoked")
        a_certificate(work.session, 2, result_id=work.session.query(Certificate.result_id).scalar())


def test_a_moment_without_its_zone_is_refused(store: Store) -> None:
    with store.reading() as session, pytest.raises(StatementError, match="time zone"):
        an_import_batch(session, imported_at=datetime(2024, 1, 1))  # noqa: DTZ001 - the point of the test
