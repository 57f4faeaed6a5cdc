"""Amounts changed past the program: named by the reconciliation and by the batch, and never approved."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.awards import annul_result
from app.batches import BatchStep, approve_batch, require_as_approved
from app.errors import ConflictError
from app.payments import reconcile
from app.payments.reconciling import Difference
from app.store import Store
from tests.app.batches.office import APPROVER, Office

DOCUMENT = "示例〔2024〕67号"


def forge(store: Store, *statements: str) -> None:
    """Change the database as somebody does who opens the file with another program."""
    with store.writing(actor="某人") as work:
        for statement in statements:
            work.session.execute(text(statement))


def differences(store: Store, batch: int | None = None) -> dict[str, Difference]:
    with store.reading() as session:
        return {one.code: one for one in reconcile(session, batch).differences if one.code != "not-listed"}


def test_a_forged_amount_is_named_beside_what_was_decided(store: Store) -> None:
    office = Office(store)
    award = office.winners()[0]
    batch = office.approved()
    with store.reading() as session:
        decided = reconcile(session).decided
    forge(store, f"UPDATE award SET amount_fen = amount_fen + 1 WHERE id = {award}")
    with store.reading() as session:
        assert reconcile(session).decided == decided

    found = differences(store, batch)
    assert set(found) == {"tampered-award", "batch-differs"}
    assert found["tampered-award"].award_id == award
    assert found["tampered-award"].decided_fen is not None
    assert "备份" in found["tampered-award"].words
    assert "audit verify" in found["tampered-award"].words
    assert found["batch-differs"].decided_fen == decided
    assert "¥0.01" in found["batch-differs"].words


def test_a_forgery_of_all_the_sums_is_not_sent_to_be_approved(store: Store) -> None:
    office = Office(store)
    award = office.winners()[0]
    batch = office.approved()
    forge(
        store,
        f"UPDATE award SET amount_fen = amount_fen + 1 WHERE id = {award}",
        f"UPDATE batch_award SET amount_fen = amount_fen + 1 WHERE award_id = {award}",
        f"UPDATE approval SET amount_fen = amount_fen + 1 WHERE batch_id = {batch}",
    )
    facts = office.page(batch).facts
    with pytest.raises(ConflictError) as paying, store.reading() as session:
        require_as_approved(session, batch)
    with pytest.raises(ConflictError) as approving, office.acting(APPROVER) as work:
        approve_batch(work, batch, decided_on=office.today)

    assert (facts.next_step, facts.next_right) == (BatchStep.NOTHING, None)
    assert "audit verify" in facts.next_words
    for words in (facts.blocks[0], *(str(one.value.params["difference"]) for one in (paying, approving))):
        assert "备份" in words
        assert "audit verify" in words
        assert "重新审批" not in words


def test_equal_sums_with_other_awards_are_no_reason_to_approve_anew(store: Store) -> None:
    office = Office(store)
    office.winners()
    batch = office.approved()
    forge(store, f"UPDATE approval SET awards_sha256 = '{'0' * 64}' WHERE batch_id = {batch}")

    (words,) = office.page(batch).blocks
    assert "audit verify" in words
    assert "重新审批" not in words
    assert "相差" not in words


def test_a_lawful_difference_names_its_amounts_and_who_goes_on(store: Store) -> None:
    office = Office(store)
    award = office.winners()[0]
    batch = office.approved()
    before = office.page(batch).facts.amount_fen
    with office.acting(APPROVER) as work:
        annul_result(work, award, basis=DOCUMENT)

    found = differences(store)
    assert set(found) == {"batch-differs"}
    assert found["batch-differs"].decided_fen == before
    facts = office.page(batch).facts
    assert facts.next_words == "审批人重新审批"
    assert "财务" in facts.blocks[0]
