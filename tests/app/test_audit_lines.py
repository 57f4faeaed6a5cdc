"""Lines of the audit chain as users read them: facts in words, amounts in yuan."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.accounts import account_rows
from app.audit_lines import AuditFilter, audit_lines, fact_words
from app.awards import record_ruling
from app.batches import People, run_batch
from app.payments import pay_batch
from app.policy import RulingFacts
from app.rehearsal import make_rehearsal
from app.store import open_store
from models.types import AwardState
from tests.models.released import restore

_KEY = re.compile(r"[a-z]+(_[a-z]+)*")
_NOT_SHOWN = {"without_account", "batch", "sha256", "body", "facts_before", "facts_after"}


@pytest.mark.parametrize("revision", ["0001", "0002", "0011"])
def test_every_fact_that_an_office_recorded_has_a_name(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "registry.db"
    restore(revision, file)
    with closing(sqlite3.connect(file)) as connection:
        details = [json.loads(one) for (one,) in connection.execute("SELECT detail FROM audit_entry")]
    names = {name for detail in details for name in detail} - _NOT_SHOWN
    assert {name for name in names if _KEY.fullmatch(fact_words(name))} == set()


def test_a_year_up_to_the_payment_is_told_in_words_and_yuan(tmp_path: Path) -> None:
    place = str(tmp_path / "rehearsal.db")
    make_rehearsal(place)
    store = open_store(place)
    with closing(store):
        with store.reading() as session:
            roles = {role.value: row.actor for row in account_rows(session) for role in row.roles}
        with store.writing(actor=roles["approver"]) as work:
            record_ruling(work, RulingFacts("income-tax", "exempt", "示例税函〔2024〕6号", date(2024, 6, 1)))
        people = People(*(roles[role] for role in ("clerk", "reviewer", "approver", "finance")))
        run_batch(store, to=AwardState.PAID, people=people, pay=pay_batch)
        with store.reading() as session:
            told = [line.change for line in audit_lines(session, AuditFilter())]
    assert not [change for change in told if re.search(r"(^|；)[a-z_]+：", change)]
    assert any("金额：¥100,000.00" in change for change in told)
