"""A corrected, annulled or reclassified result from the command line: nobody is paid by what was before."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.awards import assess_all, review_awards
from app.registry import ResultFacts, confirm_results, correct_result
from app.store import create_store, open_store
from models import Award, Contest, Result
from tests.app.commands.test_command_line import Run, run
from tests.builders import CLERK, REVIEWER, a_contest, a_result, an_event

__all__ = ["run"]  # the fixture

DOCUMENT = "示例〔2024〕7号"
FIRST, SECOND = 1, 2  # ids of the results, and so of their awards


@pytest.fixture
def registry(tmp_path: Path) -> str:
    """A provincial event whose first two places were reviewed by a second person."""
    place = str(tmp_path / "r.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        event = an_event(work.session, a_contest(work.session, "provincial", name="2024年河南省示例大赛"))
        for rank in (1, 2):
            a_result(work.session, rank, event=event)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [FIRST, SECOND])
    store.close()
    return place


def correct(place: str, result: int, *, rank: int, confirm: bool = True, paid: bool = False) -> None:
    store = open_store(place)
    with store.writing(actor=CLERK) as work:
        if paid:
            work.session.get_one(Award, result).state = "paid"
        day = work.session.get_one(Result, result).published_on
        facts = ResultFacts(rank, "", "", "", day)
        correct_result(work, result, facts=facts, basis=DOCUMENT, reason="名次录错")
    if confirm:
        with store.writing(actor=REVIEWER) as work:
            confirm_results(work)
    store.close()


def test_a_pending_correction_is_named_beside_the_list(run: Run, registry: str, tmp_path: Path) -> None:
    correct(registry, FIRST, rank=3, confirm=False)
    out = str(tmp_path / "发放表.xlsx")
    answer = run("--db", registry, "export", "payments", out, "--json")
    said = run("--db", registry, "export", "payments", str(tmp_path / "再.xlsx")).out

    assert (answer.code, answer.json["lines"], answer.json["total"]) == (0, 1, "8000.00")
    assert [(one["award"], one["reason"]) for one in answer.json["left_out"]] == [
        (FIRST, "correction-pending")
    ]
    assert "未列入" in said
    assert "未列入" in openpyxl.load_workbook(out).sheetnames


def test_an_award_that_ended_is_explained_and_says_nothing_of_a_proposal(run: Run, registry: str) -> None:
    correct(registry, FIRST, rank=3)
    answer = run("--db", registry, "explain", str(FIRST))

    assert answer.code == 0
    assert "拟奖" not in answer.out
    assert all(word in answer.out for word in ("¥10,000.00", DOCUMENT, "名次录错", CLERK, REVIEWER))


def test_the_slips_of_the_others_are_written_and_the_exit_code_tells(
    run: Run, registry: str, tmp_path: Path
) -> None:
    correct(registry, FIRST, rank=3, confirm=False)
    answer = run("--db", registry, "export", "slips", str(tmp_path / "核算单.pdf"), "--json")

    assert answer.code == 1
    assert answer.json["people"] == 1
    assert FIRST in [one["award"] for one in answer.json["left_out"]]
    assert (tmp_path / "核算单.pdf").exists()


def test_what_was_paid_too_much_stands_as_an_adjustment(run: Run, registry: str, tmp_path: Path) -> None:
    correct(registry, FIRST, rank=3, paid=True)
    found = run("--db", registry, "assess", "--json").json
    out = tmp_path / "发放表.xlsx"
    run("--db", registry, "export", "payments", str(out))

    assert [(one["before"], one["after"], one["difference"]) for one in found["totals"]["adjustments"]] == [
        ("10000.00", "6000.00", "-4000.00")
    ]
    assert found["totals"]["overall"] == "14000.00"
    assert "调整：奖励 1" in run("--db", registry, "assess").out
    row = next(iter(openpyxl.load_workbook(out)["调整"].iter_rows(min_row=5, values_only=True)))
    assert row[4:7] == (10000, 6000, -4000)


def test_a_reviewed_award_of_a_contest_now_of_another_class_says_it_cannot_be_paid(
    run: Run, registry: str, tmp_path: Path
) -> None:
    store = open_store(registry)
    with store.writing(actor=CLERK) as work:
        contest = work.session.get_one(Contest, 1)
        contest.contest_class, contest.class_basis = "class-two", "示例〔2024〕5号"
        assess_all(work)
    store.close()
    answer = run("--db", registry, "explain", str(FIRST), "--json")
    payments = run("--db", registry, "export", "payments", str(tmp_path / "发放表.xlsx"), "--json")

    assert answer.json["not_payable"] == "differs"
    assert answer.json["amount_fen"] == 1_000_000
    assert "目前不能发放" in run("--db", registry, "explain", str(FIRST)).out
    assert (payments.json["lines"], payments.json["total"]) == (0, "0.00")
    assert "退回复核" in run("--db", registry, "assess").out
