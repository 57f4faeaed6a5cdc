"""The audit chain: seals that others can compute and that cover every field; a check that names the fault."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app.accounts import CANONICAL, GENESIS, WITH_RECORDS, AuditCheck, audit_digest, seal_of, verify_audit
from app.accounts.audit import JOINED
from app.errors import InputError
from app.progress import Progress
from app.store import Store
from app.unit_of_work import LONGEST_REASON, UnitOfWork
from models import AuditEntry
from models.append_only import unprotect
from tests.builders import CLERK

FACTS = {
    "at": datetime(2024, 7, 1, 1, 30, tzinfo=UTC),
    "actor": "李静",
    "action": "confirm",
    "subject": "result",
    "subject_id": "17",
    "detail": '{"名次": 1}',
    "reason": "核对无误",
}
# sha256 of the canonical JSON below, computed with another program:
# {"action":"confirm","actor":"李静","at":"2024-07-01T01:30:00.000000+00:00","detail":"{\"名次\": 1}",
#  "form":2,"previous":"000…0","reason":"核对无误","subject":"result","subject_id":"17"}
GOLDEN = "8b9cf2e37ce6ad7503df7d4ee29738dcbaa0b8205841c7de2a6ec4c7cc6463f9"
# the same with "form":3 and "sealed":"result 17 00112233445566778899aabbccddeeff"
SEALED_RECORD = "result 17 00112233445566778899aabbccddeeff"
GOLDEN_WITH_RECORDS = "699ae2f937e6bad700afe174e0c35f57b7f34b590ee4ad0910e8c4c99590a5d4"
GOLDEN_OF_THE_FIRST_RELEASE = "285e8fb00ffeccbbd88d900f5827affeb00e61d122ee5f8d9edd67ee2af2ab50"


def _entry(**changed: object) -> AuditEntry:
    return AuditEntry(**{"form": CANONICAL, **FACTS, **changed})


def _fill(store: Store, lines: int = 3) -> None:
    for number in range(lines):
        with store.writing(actor=CLERK) as work:
            work.audit("confirm", "result", number, detail={"名次": number}, reason="核对无误")


def test_the_seal_is_what_another_program_computes() -> None:
    assert seal_of(_entry(), GENESIS) == GOLDEN


def test_digests_of_records_are_sealed_too() -> None:
    entry = _entry(form=WITH_RECORDS, sealed=SEALED_RECORD)
    assert seal_of(entry, GENESIS) == GOLDEN_WITH_RECORDS
    assert seal_of(_entry(form=WITH_RECORDS, sealed=""), GENESIS) != GOLDEN_WITH_RECORDS


def test_lines_of_the_first_release_keep_their_seal() -> None:
    assert seal_of(_entry(form=JOINED), GENESIS) == GOLDEN_OF_THE_FIRST_RELEASE


@pytest.mark.parametrize(
    "changed",
    [
        {"at": datetime(2024, 7, 1, 1, 30, 0, 1, tzinfo=UTC)},
        {"actor": "李婧"},
        {"action": "annul"},
        {"subject": "award"},
        {"subject_id": "18"},
        {"detail": '{"名次": 2}'},
        {"reason": ""},
        {"form": 3},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_every_field_is_sealed(changed: dict[str, object]) -> None:
    assert seal_of(_entry(**changed), GENESIS) != GOLDEN
    assert seal_of(_entry(), "1" * 64) != GOLDEN


def test_no_text_passes_for_another_fields() -> None:
    one = _entry(subject_id="1\x1f{}", detail="")
    other = _entry(subject_id="1", detail="{}\x1f")
    assert seal_of(one, GENESIS) != seal_of(other, GENESIS)


def test_a_whole_chain_holds(store: Store) -> None:
    _fill(store)
    with store.reading() as session:
        assert verify_audit(session).first_broken is None
        assert verify_audit(session).entries == audit_digest(session).entries == 3


def unprotected(work: UnitOfWork) -> Session:
    """Be a forger, who drops the triggers first."""
    unprotect(work.session.connection(), "audit_entry")
    return work.session


def _ids(session: Session) -> list[int]:
    return list(session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


@pytest.mark.parametrize("column", ["actor", "action", "subject", "subject_id", "detail", "reason"])
def test_a_changed_line_is_named(store: Store, column: str) -> None:
    _fill(store)
    with store.writing(actor=CLERK) as work:
        second = _ids(unprotected(work))[1]
        work.session.execute(update(AuditEntry).where(AuditEntry.id == second).values({column: "别的"}))
    with store.reading() as session:
        assert verify_audit(session).first_broken == second


def test_a_line_taken_out_is_found_at_the_next_one(store: Store) -> None:
    _fill(store)
    with store.writing(actor=CLERK) as work:
        _first, second, third = _ids(unprotected(work))
        work.session.execute(delete(AuditEntry).where(AuditEntry.id == second))
    with store.reading() as session:
        assert verify_audit(session).first_broken == third


def test_a_line_sealed_in_the_old_form_after_a_new_one_is_found(store: Store) -> None:
    _fill(store)
    with store.writing(actor=CLERK) as work:
        second, third = unprotected(work).scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[1:]
        third.form, third.reason = JOINED, "改过"
        third.hash = seal_of(third, second.hash)
    with store.reading() as session:
        assert verify_audit(session).first_broken == third.id


def test_the_digest_is_the_number_of_lines_and_how_the_last_seal_begins(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        before = audit_digest(session).entries
    _fill(sqlite_store, 2)
    with sqlite_store.reading() as session:
        last = session.scalars(select(AuditEntry.hash).order_by(AuditEntry.id.desc())).first()
        digest = audit_digest(session)
    assert last is not None
    assert (digest.entries, digest.seal) == (before + 2, last)


def test_an_empty_chain_has_a_digest_and_no_broken_line(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        unprotected(work).execute(delete(AuditEntry))
    with sqlite_store.reading() as session:
        assert audit_digest(session).seal == GENESIS
        assert verify_audit(session) == AuditCheck(0, None)


def test_a_check_of_many_lines_tells_how_far_it_is(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.accounts.audit._AT_ONCE", 2)
    _fill(sqlite_store, 4)
    told: list[tuple[int, int]] = []

    class Watched(Progress):
        def report(self, done: int, total: int, label: str = "") -> None:
            told.append((done, total))

    with sqlite_store.reading() as session:
        total = verify_audit(session, Watched()).entries
    assert told == [(min(read, total), total) for read in range(2, total + 2, 2)]


def test_lines_cut_off_the_end_differ_from_the_printed_digest(store: Store) -> None:
    _fill(store)
    with store.reading() as session:
        printed = audit_digest(session)
    with store.writing(actor=CLERK) as work:
        last = select(func.max(AuditEntry.id)).scalar_subquery()
        unprotected(work).execute(delete(AuditEntry).where(AuditEntry.id == last))
    with store.reading() as session:
        assert verify_audit(session).first_broken is None  # nothing inside the chain is wrong
        assert audit_digest(session) != printed
        assert audit_digest(session).text() != printed.text()


def test_a_reason_is_as_long_as_its_column(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        work.audit("annul", "result", 1, reason="因" * LONGEST_REASON)
    with pytest.raises(InputError, match="reason-too-long"), store.writing(actor=CLERK) as work:
        work.audit("annul", "result", 1, reason="因" * (LONGEST_REASON + 1))


def test_raw_sql_is_found_as_well(sqlite_store: Store) -> None:
    _fill(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        unprotected(work).execute(text("UPDATE audit_entry SET actor = actor || ' ' WHERE id = 1"))
    with sqlite_store.reading() as session:
        assert verify_audit(session).first_broken == 1
