"""Run a policy's self-cases (政策自检) and report which fail, with what was expected and what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.formats import yuan
from app.policy.cases.result_cases import GivenResult, case_outcomes, unit_names
from app.policy.cases.rule_cases import rule_answer
from app.policy.facts import BLOCKED, NONE, Outcome
from app.policy.packs.faults import policy_file_error
from app.policy.packs.loading import installed_policies, offered_packs, read_policy
from app.policy.packs.reading import read_pack
from app.policy.packs.schema import CaseData
from app.policy.policy import Policy
from app.policy.values import fen_of
from app.words import error_text


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that did not come out as it must: where it stands and every difference, in Chinese."""

    policy: str
    file: str
    name: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackCases:
    """How many cases a pack brings. `is_own`: it comes with the program; `problem` where it is faulty.

    `reported` are the rules whose documents nobody has seen the original of (转述).
    """

    policy: str
    title: str
    cases: int
    is_own: bool = True
    problem: str = ""
    reported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCaseReport:
    """How many cases were run, and those that failed, with what each pack brings."""

    cases: int
    failed: tuple[FailedCase, ...]
    packs: tuple[PackCases, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Return whether every case came out as it must, and every pack could be read."""
        return not self.failed and not any(pack.problem for pack in self.packs)

    @property
    def without_cases(self) -> tuple[str, ...]:
        """Return the packs of which nothing is checked: they have no cases."""
        return tuple(pack.policy for pack in self.packs if not pack.cases and not pack.problem)


def run_self_cases(key: str | None = None) -> SelfCaseReport:
    """Run the cases of the program's policy `key`; without one of all of them and of the user's own packs.

    A faulty pack of the user's counts for nothing and is reported as faulty.
    """
    own = installed_policies()
    reports = [run_cases_in(folder) for name, folder in own.items() if key in (None, name)]
    if key is None:
        reports += [_user_cases(name, folder) for name, folder in offered_packs().items()]
    failed = tuple(failure for report in reports for failure in report.failed)
    packs = tuple(pack for report in reports for pack in report.packs)
    return SelfCaseReport(sum(report.cases for report in reports), failed, packs)


def _user_cases(name: str, folder: Path) -> SelfCaseReport:
    try:
        report = run_cases_in(folder)
    except AppError as error:
        return SelfCaseReport(0, (), (PackCases(name, name, 0, is_own=False, problem=error_text(error)),))
    return replace(report, packs=tuple(replace(pack, is_own=False) for pack in report.packs))


def run_cases_in(place: Path) -> SelfCaseReport:
    """Run the cases that lie beside the policy in `place` (a folder or one file)."""
    policy = read_policy(place)
    pack = read_pack(place, with_cases=True)
    if pack.faults:
        raise policy_file_error(pack.faults, source=place.name)
    cases = [(file.lines.file, case) for file in pack.files for case in file.data.cases]
    failed = []
    for file, case in cases:
        if differences := case_differences(case, policy=policy):
            failed.append(FailedCase(policy.key, file, case.name, tuple(differences)))
    reported = tuple(rule.id for rule in policy.rules if rule.is_reported)
    pack_cases = PackCases(policy.key, policy.title, len(cases), reported=reported)
    return SelfCaseReport(len(cases), tuple(failed), (pack_cases,))


def case_differences(case: CaseData, *, policy: Policy) -> list[str]:
    """Return where a case's outcome differs from what it expects; a faulty case is a difference too."""
    try:
        if case.rule:
            return _compared(case.expect, rule_answer(case.rule, case.given, policy=policy))
        results, outcomes = case_outcomes(case.given, policy=policy)
        return _differences(case.expect, results, outcomes)
    except (ValueError, KeyError) as error:  # pydantic's ValidationError is a ValueError
        return [f"案例写法有误：{error}"]


def _differences(
    expect: Mapping[str, Any], results: Sequence[GivenResult], outcomes: Sequence[Outcome]
) -> list[str]:
    whole = {"total_yuan", "people", "designations", "results"}
    each: Sequence[Mapping[str, Any]] = expect.get("results") or [
        {key: value for key, value in expect.items() if key not in whole}
    ] * len(outcomes)
    if len(each) != len(outcomes):
        return [f"预期写了{len(each)}条，实有{len(outcomes)}条"]
    found = [
        f"第{number}条 {difference}"
        for number, (wanted, outcome) in enumerate(zip(each, outcomes, strict=True), 1)
        for difference in _one(wanted, outcome)
    ]
    return found + _totals(expect, results, outcomes)


def _one(expect: Mapping[str, Any], outcome: Outcome) -> list[str]:
    return _compared(expect, _as_expected_keys(outcome))


def _compared(expect: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    found = []
    for key, value in expect.items():
        wanted = _amounts_as_text(value) if key in _MONEY else value
        if key not in got:
            found.append(f"不认识的预期 {key}")
        elif wanted != got[key]:
            found.append(f"{key}：应为 {wanted}，实为 {got[key]}")
    return found


_MONEY = ("amount_yuan", "under", "yuan")


def _amounts_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _amounts_as_text(inner) for key, inner in value.items()}
    return None if value is None else yuan(fen_of(value))


def _as_expected_keys(outcome: Outcome) -> dict[str, Any]:
    reason = outcome.reason or None
    return {
        "amount_yuan": None if outcome.amount_fen is None else yuan(outcome.amount_fen),
        "none_because": reason if outcome.status == NONE else None,
        "blocked_because": reason if outcome.status == BLOCKED else None,
        "blocked_by": list(outcome.questions),
        "under": {key: None if fen is None else yuan(fen) for key, fen in outcome.amounts_by_answer},
        "document": outcome.document,
        "clause": outcome.clause,
        "designation": outcome.title or None,
        "designation_status": outcome.title_status or None,
        "designation_blocked_by": outcome.title_question or None,
    }


def _totals(
    expect: Mapping[str, Any], results: Sequence[GivenResult], outcomes: Sequence[Outcome]
) -> list[str]:
    paid = [place for place, outcome in enumerate(outcomes) if outcome.amount_fen]
    total = sum(outcomes[place].amount_fen or 0 for place in paid)
    people = len({results[place].person or f"#{place}" for place in paid})
    found = []
    if "total_yuan" in expect and total != fen_of(expect["total_yuan"]):
        found.append(f"合计应为 {expect['total_yuan']}，实为 {yuan(total)}")
    if "people" in expect and people != expect["people"]:
        found.append(f"人数应为 {expect['people']}，实为 {people}")
    named = _designations(results, outcomes)
    if "designations" in expect and named != expect["designations"]:
        found.append(f"命名应为 {expect['designations']}，实为 {named}")
    return found


def _designations(results: Sequence[GivenResult], outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    named: dict[str, set[str]] = {}
    names = unit_names(results)
    for outcome in outcomes:
        if outcome.title:
            named.setdefault(outcome.title, set()).update(names[unit] for unit in outcome.title_units)
    return {title: sorted(units) for title, units in named.items()}
