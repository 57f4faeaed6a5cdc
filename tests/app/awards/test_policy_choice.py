"""Another policy chosen for a registry: what is open follows it, what was decided stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.awards import (
    accept_pack,
    award_ids,
    award_page,
    choose_policy,
    explain_award,
    policy_choices,
    submit_pack,
)
from app.errors import InputError, NotFoundError
from app.settings import registry_settings
from app.store import Store
from models import AuditEntry, Award
from tests.app.awards.test_assess import writing
from tests.app.policy.test_new_city import CASES, DOCUMENT, PACK
from tests.builders import a_contest, a_result, an_award, an_event

KEY = "yunmeng-2025"


@pytest.fixture(autouse=True)
def own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's data folder, with an invented city's policy in it."""
    monkeypatch.setattr("app.policy.packs.loading.user_data_folder", lambda: tmp_path)
    folder = tmp_path / "policies" / KEY
    (folder / "cases").mkdir(parents=True)
    (folder / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "cases" / "prizes.yaml").write_text(CASES, "utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def accepted(own_data: Path, store: Store) -> None:
    """The invented city's pack, put up by one person and accepted by another."""
    with store.writing(actor="经办甲") as work:
        digest = submit_pack(work, KEY)
    with store.writing(actor="审批乙") as work:
        accept_pack(work, KEY, sha256=digest)


def test_only_policies_that_give_prizes_are_offered(store: Store) -> None:
    with store.reading() as session:
        keys = [choice.key for choice in policy_choices(session)]
    assert KEY in keys
    assert "xinxiang-2023" in keys
    assert "kaifeng-2021" not in keys


def test_what_is_open_follows_the_new_policy_and_what_was_decided_stays(store: Store) -> None:
    with writing(store) as work:
        begun = date(2025, 5, 20)
        event = an_event(work.session, a_contest(work.session, "county", started_on=begun))
        paid = an_award(work.session, a_result(work.session, 1), state="paid", amount_fen=500_000).id
        first = a_result(work.session, 1, event=event, published_on=date(2025, 6, 1)).id
        report = choose_policy(work, KEY, reason="示例〔2025〕8号")
    assert report is not None
    with store.reading() as session:
        assert registry_settings(session).policy == KEY
        award = session.get(Award, first)
        assert award is not None
        assert (award.policy, award.state, award.amount_fen) == (KEY, "proposed", 50_000)
        kept = session.get(Award, paid)
        assert kept is not None
        assert (kept.policy, kept.state, kept.amount_fen) == ("xinxiang-2023", "paid", 500_000)
        assert explain_award(session, first).policy == KEY
        assert len(award_page(session, award_ids(session))) == 2
        lines = session.query(AuditEntry).filter_by(action="set", subject="setting").all()
        assert [line.reason for line in lines] == ["示例〔2025〕8号"]


def test_the_same_policy_again_changes_nothing(store: Store) -> None:
    with writing(store) as work:
        assert choose_policy(work, "xinxiang-2023", reason="") is None


@pytest.mark.parametrize(
    ("key", "reason", "code"),
    [
        (KEY, " ", "policy-reason-missing"),
        ("kaifeng-2021", "试", "policy-without-prizes"),
        ("nowhere", "试", "policy-unknown"),
    ],
)
def test_a_change_without_reason_or_prizes_is_refused(store: Store, key: str, reason: str, code: str) -> None:
    with pytest.raises((InputError, NotFoundError)) as caught, writing(store) as work:
        choose_policy(work, key, reason=reason)
    assert caught.value.code == code
    with store.reading() as session:
        assert registry_settings(session).policy == "xinxiang-2023"
