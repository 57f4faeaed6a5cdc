"""Read a standards file: amounts for rules that state none, each with its basis and first day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.policy.document_numbers import corrected_number
from app.policy.facts import StandardFacts
from app.policy.faults import Fault, faulty
from app.policy.kinds.common import Fen, Strict, Word
from app.policy.medal_words import MEDALS, medal_word
from app.policy.model import Policy
from app.policy.pack.checking import check
from app.policy.pack.yaml_lines import LinedYaml, read_lined_yaml
from app.policy.rulings.ruling_file import known_policy

Recipient = Literal["contestant", "expert-team", "employer", "unit"]


class StandardEntry(Strict):
    """One amount table as a file states it: by medal, by kind of person, or one amount for all."""

    rule: Word
    recipient: Recipient = "contestant"
    yuan_by_medal: dict[Word, Fen] = Field(default_factory=dict)
    yuan_by_kind: dict[Word, Fen] = Field(default_factory=dict)
    yuan: Fen | None = None
    basis: Word
    valid_from: date
    valid_to: date | None = None


class StandardsFile(Strict):
    """A standards file: the policy, and the amounts entered for it."""

    policy: Word
    standards: Annotated[list[StandardEntry], Field(min_length=1)]


def parse_standards_file(text: str, *, source: str) -> list[StandardFacts]:
    """Return the standards of a file's `text`. Raise PolicyFileError with every fault and its line."""
    faults: list[Fault] = []
    read = read_lined_yaml(text, file=source)
    data = check(StandardsFile, read, faults=faults)
    if data is None:
        raise faulty(faults, source=source)
    policy = known_policy(data.policy, read, faults)
    for number, entry in enumerate(data.standards):
        faults += _faults_of(entry, ["standards", number], read, policy)
    if faults:
        raise faulty(faults, source=source)
    return [standard_facts(entry, data.policy) for entry in data.standards]


def _faults_of(
    entry: StandardEntry, place: list[object], read: LinedYaml, policy: Policy | None
) -> list[Fault]:
    problems = [*_amount_problems(entry), *_date_problems(entry, policy)]
    return [read.fault([*place, *path], problem) for path, problem in problems]


def _amount_problems(entry: StandardEntry) -> list[tuple[list[str], str]]:
    if [bool(entry.yuan_by_medal), bool(entry.yuan_by_kind), entry.yuan is not None].count(True) != 1:
        return [(["rule"], "请写明金额：yuan_by_medal（按奖牌）、yuan_by_kind（按类别）、yuan，三者择一")]
    return [
        (["yuan_by_medal", medal], f"不认识的奖牌“{medal}”，可用：{'、'.join(MEDALS)}")
        for medal in entry.yuan_by_medal
        if medal_word(medal) not in MEDALS
    ]


def _date_problems(entry: StandardEntry, policy: Policy | None) -> list[tuple[list[str], str]]:
    problems: list[tuple[list[str], str]] = []
    if entry.valid_to and entry.valid_to < entry.valid_from:
        problems.append((["valid_to"], "截止日期早于起始日期"))
    if policy is None:
        return problems
    rules = {rule.id: rule for rule in policy.rules_awaiting_standards()}
    rule = rules.get(entry.rule)
    if rule is None:
        known = "、".join(rules)
        problems.append((["rule"], f"政策 {policy.key} 没有待录标准的规则“{entry.rule}”，可用：{known}"))
    elif (signed_on := rule.clause.document.signed_on) and entry.valid_from < signed_on:
        problems.append((["valid_from"], f"标准的起始日期早于政策文件的成文日期 {signed_on}"))
    return problems


def standard_facts(entry: StandardEntry, policy: str) -> StandardFacts:
    """Return a standard as the engine takes it, medals in the document's words."""
    basis, as_written = corrected_number(entry.basis)
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
    )
