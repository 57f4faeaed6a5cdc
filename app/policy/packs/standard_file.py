"""Read a standards file: amounts for rules that state none, each with its basis and first day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import MinLen

from app.amounts import MOST_FEN
from app.bases import Bases
from app.document_numbers import corrected_brackets
from app.formats import money, name_key
from app.policy.contradictions import standard_contradictions
from app.policy.facts import StandardFacts
from app.policy.packs.checking import check
from app.policy.packs.faults import Fault, policy_file_error
from app.policy.packs.ruling_file import known_policy
from app.policy.packs.yaml_reader import LinedYaml, read_lined_yaml
from app.policy.policy import Policy
from app.policy.rules.base import Strict, Word
from app.policy.values import Day, Fen, Line, line_problem
from app.policy.vocabulary import MEDALS, medal_word

Further = Callable[[StandardFacts], Iterable[tuple[str, str]]]
Recipient = Literal["contestant", "expert-team", "employer", "unit"]


@dataclass(kw_only=True)
class StandardEntry(Strict):
    """One amount table as a file states it: by medal, by kind of person, or one amount for all."""

    rule: Word
    recipient: Recipient = "contestant"
    yuan_by_medal: dict[Word, Fen] = field(default_factory=dict)
    yuan_by_kind: dict[Word, Fen] = field(default_factory=dict)
    yuan: Fen | None = None
    basis: Line
    valid_from: Day
    valid_to: Day | None = None
    replaces: Line = ""  # the basis of a standard on record whose place it takes


@dataclass(kw_only=True)
class StandardsFile(Strict):
    """A standards file: the policy, and the amounts entered for it."""

    policy: Word
    standards: Annotated[list[StandardEntry], MinLen(1)]


def parse_standards_file(
    text: str,
    *,
    source: str,
    known: Mapping[str, Policy] | None = None,
    bases: Bases | None = None,
    further: Further | None = None,
) -> list[StandardFacts]:
    """Return the standards of a file's `text`. Raise PolicyFileError with every fault and its line.

    `known` are the policies that it may be for, those that come with the program without it.
    `bases` judges what they rest on; without it they are only tried, and any words will do. `further` finds
    what only a registry can know to be wrong with a standard, as (key, problem).
    """
    faults: list[Fault] = []
    read = read_lined_yaml(text, file=source)
    data = check(StandardsFile, read, faults=faults)
    if data is None:
        raise policy_file_error(faults, source=source)
    policy = known_policy(data.policy, known, read, faults)
    standards = [standard_facts(entry, data.policy) for entry in data.standards]
    for number, entry in enumerate(data.standards):
        own = _faults_of(entry, ["standards", number], read, policy, bases)
        if further is not None and not own:
            own = [read.fault(["standards", number, key], text) for key, text in further(standards[number])]
        faults += own
    faults += [
        read.fault(["standards", second, key], problem)
        for _, second, key, problem in standard_contradictions(standards)
    ]
    if faults:
        raise policy_file_error(faults, source=source)
    return standards


def _faults_of(
    entry: StandardEntry, place: list[object], read: LinedYaml, policy: Policy | None, bases: Bases | None
) -> list[Fault]:
    facts = standard_facts(entry, policy.key if policy else "")
    problems: list[tuple[list[object], str]] = [*_amount_problems(entry)]
    problems += [([field], text) for field, text in standard_problems(facts, policy=policy, bases=bases)]
    return [read.fault([*place, *path], problem) for path, problem in problems]


def _amount_problems(entry: StandardEntry) -> list[tuple[list[object], str]]:
    if [bool(entry.yuan_by_medal), bool(entry.yuan_by_kind), entry.yuan is not None].count(True) != 1:
        return [(["rule"], "请写明金额：yuan_by_medal（按奖牌）、yuan_by_kind（按类别）、yuan，三者择一")]
    problems: list[tuple[list[object], str]] = [
        (["yuan_by_medal", medal], f"不认识的奖牌“{medal}”，可用：{'、'.join(MEDALS)}")
        for medal in entry.yuan_by_medal
        if medal_word(medal) not in MEDALS
    ]
    for key, names in (("yuan_by_medal", entry.yuan_by_medal), ("yuan_by_kind", entry.yuan_by_kind)):
        problems += [
            ([key, second], f"“{second}”和“{first}”说的是同一项，请留下一个")
            for first, second in _same_names(names)
        ]
    return problems


def _same_names(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of names of one thing: 金牌 and gold, or one name with other spaces or brackets."""
    first_by_meaning: dict[str, str] = {}
    pairs = []
    for name in names:
        first = first_by_meaning.setdefault(name_key(medal_word(name)), name)
        if first != name:
            pairs.append((first, name))
    return pairs


def standard_problems(
    standard: StandardFacts, *, policy: Policy | None, bases: Bases | None = None
) -> list[tuple[str, str]]:
    """Return what is wrong with a standard, as (field, problem), for a file and for a dialog alike."""
    problems: list[tuple[str, str]] = []
    if problem := line_problem(standard.basis.strip()):
        problems.append(("basis", problem))
    elif not standard.basis.strip():
        problems.append(("basis", "缺少依据，请写明文件或会议纪要"))
    elif bases is not None and (unusable := bases.problem(standard.basis)):
        problems.append(("basis", f"标准的依据不能采用：{unusable.words}"))
    if any(fen > MOST_FEN for _name, fen in standard.amounts_fen):
        problems.append(("rule", f"有一项金额超过上限 {money(MOST_FEN)}，请核对单位是不是元"))
    if standard.valid_to and standard.valid_to < standard.valid_from:
        problems.append(("valid_to", "截止日期早于起始日期"))
    return [*problems, *(_rule_problems(standard, policy) if policy else [])]


def _rule_problems(standard: StandardFacts, policy: Policy) -> list[tuple[str, str]]:
    rules = {rule.id: rule for rule in policy.rules_awaiting_standards()}
    rule = rules.get(standard.rule)
    if rule is None:
        known = "、".join(rules)
        return [("rule", f"政策 {policy.key} 没有待录标准的规则“{standard.rule}”，可用：{known}")]
    if (signed_on := rule.clause.document.signed_on) and standard.valid_from < signed_on:
        return [("valid_from", f"标准的起始日期早于政策文件的成文日期 {signed_on}")]
    return []


def standard_facts(entry: StandardEntry, policy: str) -> StandardFacts:
    """Return a standard as the engine takes it, medals in the document's words."""
    basis, as_written = corrected_brackets(entry.basis)
    by_medal = tuple((medal_word(medal), fen) for medal, fen in entry.yuan_by_medal.items())
    amounts = by_medal or tuple(entry.yuan_by_kind.items()) or (("", entry.yuan or 0),)
    return StandardFacts(
        entry.rule,
        entry.recipient,
        amounts,
        basis,
        entry.valid_from,
        entry.valid_to,
        policy,
        as_written,
        entry.replaces,
    )
