"""Read a rulings file: checked against the policy it names, every fault reported at once with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Ge, Le, MinLen

from app.amounts import MOST_FEN
from app.bases import Bases
from app.document_numbers import corrected_brackets
from app.formats import chinese_date, money
from app.policy.contradictions import ruling_contradictions
from app.policy.facts import RulingFacts
from app.policy.packs.checking import check
from app.policy.packs.faults import Fault, policy_file_error
from app.policy.packs.loading import installed_policies, load_policy
from app.policy.packs.yaml_reader import LinedYaml, read_lined_yaml
from app.policy.policy import Policy
from app.policy.questions import ALWAYS_NARROWED_TO_EVENT, NEEDS_SHARES, QUESTIONS
from app.policy.rules.base import Strict, Word
from app.policy.values import Day, Fen, Line, Whole, line_problem

_WITH_SHARES = {question for question, _ in NEEDS_SHARES} | {"expert-team"}

Further = Callable[[RulingFacts], Iterable[tuple[str, str]]]


@dataclass(kw_only=True)
class RulingData(Strict):
    """One ruling as a file states it."""

    question: Word
    answer: Word
    basis: Line
    decided_on: Day
    decided_by: Line = ""
    contest: Line = ""
    event: Line = ""
    valid_from: Day | None = None
    valid_to: Day | None = None
    shares: list[Annotated[Whole, Ge(0), Le(100)]] = field(default_factory=list)
    plan_yuan: list[Fen] = field(default_factory=list)  # amounts in the members' order, kept in fen
    replaces: Line = ""  # the basis of a ruling on record whose place it takes


@dataclass(kw_only=True)
class RulingsFile(Strict):
    """A rulings file: the policy, and its rulings."""

    policy: Word
    rulings: Annotated[list[RulingData], MinLen(1)]


def parse_rulings_file(
    text: str,
    *,
    source: str,
    known: Mapping[str, Policy] | None = None,
    bases: Bases | None = None,
    further: Further | None = None,
) -> list[RulingFacts]:
    """Return the rulings of a file's `text`. Raise PolicyFileError with every fault and its line.

    `known` are the policies that it may be for, those that come with the program without it.
    `bases` judges what they rest on; without it they are only tried, and any words will do. `further` finds
    what only a registry can know to be wrong with a ruling, as (key, problem).

    Brackets of a document number are corrected to 〔〕, with the original kept in `basis_as_written`.
    """
    faults: list[Fault] = []
    read = read_lined_yaml(text, file=source)
    data = check(RulingsFile, read, faults=faults)
    if data is None:
        raise policy_file_error(faults, source=source)
    policy = known_policy(data.policy, known, read, faults)
    rulings = [ruling_facts(ruling, data.policy) for ruling in data.rulings]
    for number, ruling in enumerate(rulings):
        problems = ruling_problems(ruling, policy=policy, bases=bases)
        if further is not None and policy is not None and not problems:
            problems = [*further(ruling)]
        faults += [read.fault(["rulings", number, key], problem) for key, problem in problems]
    faults += [
        read.fault(["rulings", second, key], problem)
        for _, second, key, problem in ruling_contradictions(rulings)
    ]
    if faults:
        raise policy_file_error(faults, source=source)
    return rulings


def known_policy(
    key: str, known: Mapping[str, Policy] | None, read: LinedYaml, faults: list[Fault]
) -> Policy | None:
    """Return the policy a file is for, of those `known`; None, and a fault added, where there is none."""
    keys = installed_policies() if known is None else known
    if key not in keys:
        faults.append(read.fault(["policy"], f"没有政策“{key}”，现有：{'、'.join(keys)}"))
        return None
    return load_policy(key) if known is None else known[key]


def ruling_problems(
    ruling: RulingFacts, *, policy: Policy | None, bases: Bases | None = None
) -> list[tuple[str, str]]:
    """Return what is wrong with a ruling, as (field, problem), for a file and for a dialog alike."""
    return [
        *_answer_problems(ruling.question, ruling.answer, policy),
        *_basis_problems(ruling, bases),
        *_scope_problems(ruling),
        *_share_problems(ruling),
        *_plan_problems(ruling),
    ]


def _answer_problems(question: str, answer: str, policy: Policy | None) -> list[tuple[str, str]]:
    if question not in QUESTIONS:
        return [("question", f"不认识的问题 {question}，可用：{'、'.join(QUESTIONS)}")]
    declared = policy.questions.get(question) if policy else None
    offered = declared.answers if declared else QUESTIONS[question]
    if answer not in offered:
        return [("answer", f"问题 {question} 没有答案 {answer}，可用：{'、'.join(offered)}")]
    return []


def _basis_problems(ruling: RulingFacts, bases: Bases | None) -> list[tuple[str, str]]:
    if problem := line_problem(ruling.basis.strip()):
        return [("basis", problem)]
    if not ruling.basis.strip():
        return [("basis", "缺少裁定依据，请写明文件或会议纪要")]
    if bases is None:
        return []
    unusable = bases.problem(ruling.basis)
    problems = [("basis", f"裁定依据不能采用：{unusable.words}")] if unusable else []
    if ruling.decided_on > bases.today:
        day = chinese_date(ruling.decided_on)
        problems.append(("decided_on", f"决定日期 {day} 还没有到；请核对日期"))
    return problems


def _scope_problems(ruling: RulingFacts) -> list[tuple[str, str]]:
    problems = []
    if ruling.question in ALWAYS_NARROWED_TO_EVENT and not ruling.event:
        problems.append(("question", f"问题 {ruling.question} 须逐赛项裁定，请写明 event"))
    if ruling.valid_from and ruling.valid_to and ruling.valid_to < ruling.valid_from:
        problems.append(("valid_to", "截止日期早于起始日期"))
    return problems


def _share_problems(ruling: RulingFacts) -> list[tuple[str, str]]:
    takes_shares = ruling.question in _WITH_SHARES
    if (ruling.question, ruling.answer) in NEEDS_SHARES and not ruling.shares:
        return [("answer", "按比例分配须写明 shares（各成员百分比，按名单顺序）")]
    if ruling.shares and not takes_shares:
        return [("shares", f"问题 {ruling.question} 不用 shares，请删去")]
    if ruling.shares and sum(ruling.shares) != 100:
        return [("shares", f"比例合计须为 100，现为 {sum(ruling.shares)}")]
    return []


def _plan_problems(ruling: RulingFacts) -> list[tuple[str, str]]:
    if not ruling.plan_fen:
        return []
    if (ruling.question, ruling.answer) != ("expert-team", "one-per-team"):
        return [("plan_yuan", "只有专家教练团队一队一份时才用 plan_yuan，请删去")]
    if ruling.shares:
        return [("plan_yuan", "shares 和 plan_yuan 只能写一种")]
    if not ruling.event:
        return [("plan_yuan", "按金额分配须逐赛项裁定，请写明 event")]
    if any(fen > MOST_FEN for fen in ruling.plan_fen):
        return [("plan_yuan", f"有一项金额超过上限 {money(MOST_FEN)}，请核对单位是不是元")]
    return []


def ruling_facts(ruling: RulingData, policy: str) -> RulingFacts:
    """Return a ruling as the engine takes it, its basis' brackets corrected."""
    basis, as_written = corrected_brackets(ruling.basis)
    return RulingFacts(
        ruling.question,
        ruling.answer,
        basis,
        ruling.decided_on,
        contest=ruling.contest,
        event=ruling.event,
        valid_from=ruling.valid_from,
        valid_to=ruling.valid_to,
        shares=tuple(ruling.shares),
        policy=policy,
        basis_as_written=as_written,
        plan_fen=tuple(ruling.plan_yuan),
        replaces=ruling.replaces,
    )
