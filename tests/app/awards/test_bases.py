"""No gate opens on a word: what rests on no document releases no money, whoever typed it and whenever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.awards import (
    active_rule_set,
    annul_result,
    assess_all,
    explain_award,
    import_rulings,
    import_standards,
    list_rulings,
    list_standards,
    record_ruling,
    record_standards,
    standard_history,
)
from app.errors import InputError, PolicyFileError
from app.payments import record_budget
from app.policy import RulingFacts, StandardFacts
from app.registry import ResultFacts, contest_rows, correct_result
from app.reports import pending_actions
from app.store import Store
from models import Award, Result
from tests.builders import CLERK, PUBLISHED, a_contest, a_result, a_ruling, a_standard, an_event

RULING = RulingFacts("team-prize", "each-member", "示例纪要〔2024〕1号", date(2024, 6, 1))
STANDARD = StandardFacts(
    "world-skills", "contestant", (("金牌", 30_000_000),), "示例〔2024〕9号", date(2024, 1, 1)
)
RULINGS = """policy: xinxiang-2023
rulings:
  - {{question: team-prize, answer: each-member, basis: {first}, decided_on: 2024-06-01}}
  - {{question: tie, answer: each-full, basis: {second}, decided_on: {day}}}
"""
STANDARDS = """policy: xinxiang-2023
standards:
  - rule: world-skills
    recipient: contestant
    yuan_by_medal: {{金牌: 300000}}
    basis: "{basis}"
    valid_from: 2024-01-01
"""


@pytest.mark.parametrize("basis", ["待补", "见附件", "0", "国家级一类", "〔〕号", "示例〔2025〕4号"])
def test_a_class_that_rests_on_no_document_blocks_its_awards(sqlite_store: Store, basis: str) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial", class_basis=basis)
        result = a_result(work.session, event=an_event(work.session, contest))
        assess_all(work)
        award = work.session.get_one(Award, result.id)
        assert (award.status, award.amount_fen, award.reason) == ("blocked", None, "class-basis-missing")


def test_the_explanation_names_what_was_written(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial", class_basis="待补")
        result = a_result(work.session, event=an_event(work.session, contest))
        assess_all(work)
        text = str(explain_award(work.session, result.id))
        assert "填写的是“待补”，不是文号" in text


def test_a_wrong_ruling_file_is_refused_with_every_fault_and_nothing_recorded(
    sqlite_store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "裁定.yaml"
    file.write_text(
        RULINGS.format(first="待补", second="示例纪要〔2025〕1号", day="2024-07-02"), encoding="utf-8"
    )
    with sqlite_store.writing(actor=CLERK) as work:
        with pytest.raises(PolicyFileError) as refused:
            import_rulings(work, file)
        text = str(refused.value.params["text"])
        assert refused.value.params["number"] == 3
        assert all(part in text for part in ("待补", "2025", "决定日期 2024年7月2日", "basis", "decided_on"))
        assert list_rulings(work.session) == []


def test_a_decision_of_today_stands_and_a_corrected_number_is_said(
    sqlite_store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "裁定.yaml"
    text = RULINGS.format(first='"示例纪要[2024]1号"', second="示例纪要〔2024〕2号", day="2024-07-01")
    file.write_text(text, encoding="utf-8")
    with sqlite_store.writing(actor=CLERK) as work:
        report = import_rulings(work, file)
    assert report.new == 2
    assert len(report.notes) == 1
    assert "示例纪要〔2024〕1号" in report.notes[0]


@pytest.mark.parametrize("basis", ["待补", "无", "国家相应标准", "示例〔2025〕9号"])
def test_a_standard_that_rests_on_no_document_is_refused(
    sqlite_store: Store, tmp_path: Path, basis: str
) -> None:
    file = tmp_path / "标准.yaml"
    file.write_text(STANDARDS.format(basis=basis), encoding="utf-8")
    with sqlite_store.writing(actor=CLERK) as work:
        with pytest.raises(PolicyFileError):
            import_standards(work, file)
        with pytest.raises(InputError) as refused:
            record_standards(work, [replace(STANDARD, basis=basis)])
        assert refused.value.params["field"] == "basis"
        assert list_standards(work.session) == []


def test_a_standard_has_the_corrected_number_and_it_is_said_what_was_written(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        report = record_standards(work, [replace(STANDARD, basis="示例[2024]9号")])
        (standard,) = list_standards(work.session)
        assert standard.basis == "示例〔2024〕9号"
    assert len(report.notes) == 1
    assert "示例[2024]9号" in report.notes[0]


@pytest.mark.parametrize("wrong", [{"basis": "待补"}, {"decided_on": date(2024, 7, 2)}])
def test_a_ruling_of_the_dialog_is_judged_alike(sqlite_store: Store, wrong: dict[str, object]) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        with pytest.raises(InputError) as refused:
            record_ruling(work, replace(RULING, **wrong))  # type: ignore[arg-type]  # one wrong field each
        assert refused.value.params["field"] in wrong


def test_what_an_older_program_took_in_stays_and_counts_for_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        a_ruling(work.session, "team-prize", "each-member", basis="待补")
        a_ruling(work.session, "tie", "each-full", decided_on=date(2024, 7, 2))
        a_ruling(work.session, "several-events", "all")
        a_standard(work.session, basis="无")
        rules = active_rule_set(work.session)
        assert [ruling.question for ruling in rules.rulings] == ["several-events"]
        assert rules.standards == ()
        assert len(list_rulings(work.session)) == 3


@pytest.mark.parametrize("basis", ["待补", "见附件", "领导同意", "示例〔2025〕1号"])
def test_annulments_corrections_and_budgets_need_a_document(sqlite_store: Store, basis: str) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        result = a_result(work.session)
        facts = ResultFacts(2, "", "", "", PUBLISHED)
        for refused in (
            lambda: annul_result(work, result.id, basis=basis),
            lambda: correct_result(work, result.id, facts=facts, basis=basis, reason="成绩复核"),
            lambda: record_budget(work, 2024, amount_fen=100, basis=basis, decided_on=date(2024, 1, 1)),
        ):
            with pytest.raises(InputError) as error:
                refused()
            assert error.value.code == "basis-unusable"
        assert [each.state for each in work.session.scalars(select(Result))] == ["confirmed"]


def test_an_annulment_says_how_its_number_was_corrected(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        report = annul_result(work, a_result(work.session).id, basis="示例(2024)3号")
    assert "示例〔2024〕3号" in report.note


def test_what_counts_for_nothing_says_so_where_it_is_listed(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        a_contest(work.session, "provincial", name="待补大赛", class_basis="待补")
        a_ruling(work.session, "team-prize", "each-member", basis="见附件")
        a_ruling(work.session, "tie", "each-full", decided_on=date(2024, 7, 2))
        a_ruling(work.session, "several-events", "all")
        a_standard(work.session, basis="无")
        problems = {row.question: row.basis_problem for row in list_rulings(work.session)}
        assert "见附件" in problems["team-prize"]
        assert "2024年7月2日" in problems["tie"]
        assert problems["several-events"] == ""
        (standard,) = standard_history(work.session)
        assert "无" in standard.basis_problem
        (contest,) = contest_rows(work.session)
        assert "待补" in contest.basis_problem
        found = [action for action in pending_actions(work.session) if action.kind.endswith("-basis")]
        assert [action.kind for action in found] == [
            *("contest-basis", "ruling-basis", "ruling-basis", "standard-basis"),
        ]
        assert all("«" not in action.why + action.about + action.kind_name for action in found)
