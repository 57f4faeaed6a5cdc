"""How often a rule was applied; when a document was last checked, and when it is due again."""

from __future__ import annotations

from datetime import date

from app.policy import load_policy
from app.reports import (
    RuleUse,
    document_checks,
    documents_to_check,
    last_check,
    record_document_check,
    rule_uses,
)
from app.store import Store
from tests.builders import an_award


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


def test_counts_awards_by_rule_and_sums_what_is_settled(store: Store) -> None:
    with store.writing(actor="甲") as work:
        an_award(work.session, rule="prize.provincial", amount_fen=1_000_000)
        an_award(work.session, rule="prize.provincial", amount_fen=1_000_000, state="withdrawn")
        an_award(work.session, rule="prize.provincial", amount_fen=None, status="blocked", state="blocked")
        an_award(work.session, rule="", amount_fen=None, status="none", state="none")
    with store.reading() as session:
        assert rule_uses(session) == {"prize.provincial": RuleUse(2, 1, 1_000_000)}
