"""A pack of the user's own counts once a second person accepted it, and then as it was accepted."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.awards import (
    accept_pack,
    assess_all,
    pack_differences,
    pack_offers,
    refuse_pack,
    submit_pack,
    withdraw_pack,
)
from app.errors import ConflictError, InputError, NotFoundError, PolicyFileError
from app.paths import POLICIES
from app.policy_in_force import policy_in_force, policy_keys
from app.store import Store, create_store
from models import AuditEntry, Award, StateChange
from tests.app.policy.test_new_city import DOCUMENT, PACK
from tests.builders import a_contest, a_result, an_event

KEY, OWN = "xinxiang-2023", "yunmeng-2025"
DAY = date(2024, 6, 18)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the user's packs, with the program's own pack put there and one number changed rightly:
    the document's words about municipal contests stand, its title is another.
    """
    monkeypatch.setattr("app.policy.packs.loading.user_data_folder", lambda: tmp_path)
    place = tmp_path / "policies"
    shutil.copytree(POLICIES / KEY, place / KEY)
    change(place, "第三名不给", "市级一类大赛前三名奖金", "1: 1000, 2: 800, 3: 600", "1: 1000, 2: 800")
    return place


def change(place: Path, title: str, old_title: str, old: str, new: str) -> None:
    file = place / KEY / "prizes.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new).replace(old_title, title), "utf-8")


def last_rank(store: Store, key: str = KEY) -> int:
    with store.reading() as session:
        return policy_in_force(session, key).prizes["municipal"]["class-one"].last_rank


def submitted(store: Store, key: str = KEY, actor: str = "经办甲") -> str:
    with store.writing(actor=actor) as work:
        return submit_pack(work, key)


def accepted(store: Store, digest: str, key: str = KEY, actor: str = "审批乙") -> None:
    with store.writing(actor=actor) as work:
        accept_pack(work, key, sha256=digest)


def state_of(store: Store, key: str = KEY) -> str:
    with store.reading() as session:
        return next(offer.state for offer in pack_offers(session) if offer.policy == key)


def test_a_pack_in_the_folder_counts_for_nothing_and_is_shown_as_a_difference(
    store: Store, folder: Path
) -> None:
    assert last_rank(store) == 3
    assert state_of(store) == "new"
    with store.reading() as session:
        found = {(one.subject, one.key) for one in pack_differences(session, KEY)}
    assert found == {
        ("prize.municipal", "title"),
        ("prize.municipal", "values.2023-08-21"),
        ("prize.municipal", "last_rank"),
    }


def test_it_counts_once_a_second_person_accepted_it(store: Store, folder: Path) -> None:
    with store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, "municipal"))
        third = a_result(work.session, 3, event=event, published_on=DAY).id
        assess_all(work)
        assert work.session.get_one(Award, third).amount_fen == 60_000
    digest = submitted(store)
    assert (last_rank(store), state_of(store)) == (3, "submitted")
    accepted(store, digest)
    assert (last_rank(store), state_of(store)) == (2, "accepted")
    with store.reading() as session:
        assert session.get_one(Award, third).amount_fen is None
        lines = session.query(AuditEntry).filter_by(subject="policy-pack").order_by(AuditEntry.id).all()
        assert [(line.action, line.actor) for line in lines] == [("submit", "经办甲"), ("accept", "审批乙")]
        assert all(json.loads(line.detail)["sha256"] == digest for line in lines)
        moves = session.query(StateChange).filter_by(noun="policy-pack").order_by(StateChange.id).all()
        assert [(move.from_state, move.to_state) for move in moves] == [
            ("", "submitted"),
            ("submitted", "accepted"),
        ]


def test_whoever_put_it_up_cannot_accept_it_nor_can_another_digest_be_accepted(
    store: Store, folder: Path
) -> None:
    digest = submitted(store)
    with pytest.raises(ConflictError) as caught:
        accepted(store, digest, actor="经办 甲")
    assert caught.value.code == "second-person-pack"
    with pytest.raises(ConflictError) as caught:
        accepted(store, "0" * 64)
    assert caught.value.code == "pack-other-digest"
    assert last_rank(store) == 3


def test_a_pack_changed_after_its_acceptance_does_not_count_and_says_so(store: Store, folder: Path) -> None:
    accepted(store, submitted(store))
    change(folder, "只奖第一名", "第三名不给", "1: 1000, 2: 800", "1: 1000")
    assert (last_rank(store), state_of(store)) == (2, "changed")
    accepted(store, submitted(store))
    assert (last_rank(store), state_of(store)) == (1, "accepted")


def test_a_pack_whose_files_are_gone_stays_in_force_until_it_is_withdrawn(store: Store, folder: Path) -> None:
    accepted(store, submitted(store))
    shutil.rmtree(folder / KEY)
    assert (last_rank(store), state_of(store)) == (2, "missing")
    with pytest.raises(InputError), store.writing(actor="审批乙") as work:
        withdraw_pack(work, KEY, reason=" ")
    with store.writing(actor="审批乙") as work:
        withdraw_pack(work, KEY, reason="示例〔2025〕9号")
    assert last_rank(store) == 3


def test_a_refused_pack_must_be_put_up_again(store: Store, folder: Path) -> None:
    digest = submitted(store)
    with store.writing(actor="审批乙") as work:
        refuse_pack(work, KEY, reason="与文件不符")
    with pytest.raises(NotFoundError):
        accepted(store, digest)
    assert state_of(store) == "new"


def test_a_faulty_pack_can_be_neither_put_up_nor_in_the_way(store: Store, folder: Path) -> None:
    file = folder / KEY / "prizes.yaml"
    file.write_text(file.read_text("utf-8").replace("1: 100000", "1: 200000"), "utf-8")
    assert state_of(store) == "faulty"
    with pytest.raises(PolicyFileError):
        submitted(store)
    assert last_rank(store) == 3


def test_a_city_of_its_own_needs_acceptance_too(store: Store, folder: Path) -> None:
    (folder / OWN).mkdir()
    (folder / OWN / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    (folder / OWN / "pack.yaml").write_text(PACK, "utf-8")
    with store.reading() as session:
        assert OWN not in policy_keys(session)
        with pytest.raises(NotFoundError):
            policy_in_force(session, OWN)
    accepted(store, submitted(store, OWN), OWN)
    (folder / OWN / "yunban-2025-7.txt").write_text(DOCUMENT.replace("500元", "900元"), "utf-8")
    with store.reading() as session:
        assert OWN in policy_keys(session)
        rule = policy_in_force(session, OWN).prizes["county"]["class-one"]
        assert dict(rule.fen_by_rank.at(date(2025, 3, 1)) or {}) == {1: 50_000}


def test_the_command_line_takes_a_pack_all_the_way(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "registry.db")
    create_store(place).close()

    def run(*words: str, code: int = 0) -> dict[str, Any]:
        assert cli.main(["--db", place, "packs", *words, "--json"]) == code, capsys.readouterr().err
        out = capsys.readouterr().out
        return dict(json.loads(out)) if out else {}

    shown = run("show", KEY)
    assert (shown["state"], shown["counts"]) == ("new", False)
    assert shown["differences"]
    run("submit", KEY, "--as", "经办甲")
    run("accept", KEY, "--as", "经办甲", "--sha256", str(shown["sha256"]), code=1)
    run("accept", KEY, "--as", "审批乙", "--sha256", str(shown["sha256"]))
    (offer,) = run("list")["packs"]
    assert (offer["state"], offer["submitted_by"], offer["accepted_by"]) == ("accepted", "经办甲", "审批乙")
    run("withdraw", KEY, "--as", "审批乙", "--reason", "示例〔2025〕9号")


def test_an_assessment_says_which_packs_it_did_not_use(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "registry.db")
    create_store(place).close()
    assert cli.main(["--db", place, "assess"]) == 0
    assert f"政策包“{KEY}”未提交审核，不起作用，没有采用" in capsys.readouterr().out
