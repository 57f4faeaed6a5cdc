"""When a document was last checked, and when it is due again."""

from __future__ import annotations

from datetime import date

from app.policy import load_policy
from app.reports import document_checks, documents_to_check, last_check, record_document_check
from app.store import Store


def test_a_check_holds_for_a_year(store: Store) -> None:
    (document,) = load_policy().documents
    with store.reading() as session:
        assert documents_to_check(session, today=date(2024, 1, 1)) == (document,)
    with store.writing(actor="甲") as work:
        record_document_check(work, document, on=date(2024, 1, 1))
    with store.reading() as session:
        assert last_check(document, document_checks(session)) == date(2024, 1, 1)
        assert documents_to_check(session, today=date(2024, 12, 31)) == ()
        assert documents_to_check(session, today=date(2025, 1, 1)) == (document,)


def test_a_later_check_takes_the_place_of_an_earlier_one(store: Store) -> None:
    (document,) = load_policy().documents
    for year in (2023, 2025):
        with store.writing(actor="甲") as work:
            record_document_check(work, document, on=date(year, 5, 1))
    with store.reading() as session:
        assert list(document_checks(session).values()) == [date(2025, 5, 1)]
