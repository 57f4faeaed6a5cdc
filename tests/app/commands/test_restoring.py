"""`restore`: a result that was annulled counts again once two people let it, on either way of saying so."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.accounts import Actor
from app.awards import assess_all
from app.store import create_store, open_store
from models import Result
from tests.app.commands.test_command_line import Answer, Run, run
from tests.app.commands.test_users import BOSS, CLERK, OTHER, PASSWORD, Office, office
from tests.builders import a_result

__all__ = ["office", "run"]  # the fixtures

APPROVER = "审批丙"
ANNULLED_BY, RESTORED_BY = "示例〔2024〕7号", "示例〔2024〕8号"


@pytest.fixture
def words(tmp_path: Path, run: Run) -> list[str]:
    """How a command names a result that was annulled, with the registry it is in."""
    place = str(tmp_path / "r.db")
    create_store(place).close()
    words = ["--db", place, *_named(place)]
    assert _run(run, words, "annul", "--basis", ANNULLED_BY).code == 0
    return words


def _named(place: str) -> list[str]:
    store = open_store(place)
    with store.writing(actor=Actor.program("示例数据")) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        entry = work.session.get_one(Result, result.id).entry
        names = [entry.event.contest.name, entry.event.name, entry.person.id_number]
    store.close()
    pairs = zip(("--contest", "--event", "--person"), names, strict=True)
    return [word for pair in pairs for word in pair]


def _run(run: Run, words: list[str], command: str, *more: str) -> Answer:
    return run(*words[:2], command, *words[2:], *more)


def test_two_people_restore_in_one_act(run: Run, words: list[str]) -> None:
    said = _run(run, words, "restore", "--basis", RESTORED_BY, "--as", "经办甲,审批丙")
    assert said.code == 0, said.err
    for word in ("已恢复", RESTORED_BY, "经办甲", "审批丙", "¥1,000.00", "拟奖"):
        assert word in said.out
    again = _run(run, words, "restore", "--basis", RESTORED_BY, "--as", "经办甲,审批丙")
    assert again.code == 1
    assert "没有已撤销的成绩" in again.err


def test_the_first_asks_and_the_second_confirms_later(run: Run, words: list[str]) -> None:
    asked = _run(
        run, words, "restore", "--basis", RESTORED_BY, "--reason", "复议", "--as", "经办甲", "--json"
    )
    own = _run(run, words, "restore", "--as", "经 办甲")
    done = _run(run, words, "restore", "--as", "审批丙", "--json")
    assert (asked.code, asked.json["state"]) == (0, "asked")
    assert own.code == 1
    assert "另一人" in own.err
    assert (done.code, done.json["state"], done.json["asked_by"]) == (0, "restored", "经办甲")
    assert (done.json["award_state"], done.json["amount"]) == ("proposed", "1000.00")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--basis", RESTORED_BY, "--as", "经办甲,经 办甲"), "另一人"),
        (("--basis", "见附件", "--as", "经办甲,审批丙"), "文号"),
        (("--as", "经办甲,审批丙"), "依据"),
        (("--as", "审批丙"), "还没有人申请"),
        (("--basis", RESTORED_BY, "--as", "甲,乙,丙"), "两个人"),
    ],
)
def test_what_two_people_did_not_say_is_refused_in_one_line(
    run: Run, words: list[str], more: tuple[str, ...], said: str
) -> None:
    told = _run(run, words, "restore", *more)
    assert told.code == 1
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert _run(run, words, "restore", "--as", "审批丙").code == 1  # nothing was kept of it


def test_two_accounts_prove_themselves(office: Office) -> None:
    named = _named(str(office.folder / "registry.db"))
    office.run(
        *("users", "add", APPROVER, "--roles", "approver", "--as", BOSS, "--password-file"),
        office.passwords(PASSWORD, OTHER),
    )
    by_approver = ("--as", APPROVER, "--password-file", office.passwords(OTHER))
    office.run("annul", *named, "--basis", ANNULLED_BY, *by_approver)
    both = ("restore", *named, "--basis", RESTORED_BY, "--as", f"{CLERK},{APPROVER}", "--password-file")
    assert "密码不对" in office.run(*both, office.passwords(OTHER, "不是这个密码"), code=1)
    assert "已恢复" in office.run(*both, office.passwords(OTHER, OTHER))
    assert office.run("audit", "verify")
