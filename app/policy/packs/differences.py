"""What one policy says and another does not (差异): rule by rule, value by value, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from app.formats import money
from app.policy.model import Clause, Dated, Document, Rule
from app.policy.policy import Policy

_SHARED = {"id", "title", "clause", "unstated"}


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """One thing that two policies say differently; "" where one of them does not say it at all.

    `subject` is the id of a rule or question, or "" for the policy itself; `key` the key in its file.
    """

    subject: str
    key: str
    before: str
    after: str


def policy_differences(before: Policy | None, after: Policy) -> list[PolicyDifference]:
    """Return everything that `after` says differently from `before`, in the order of its rules."""
    old = dict(_said(before)) if before is not None else {}
    new = dict(_said(after))
    return [
        PolicyDifference(subject, key, old.get((subject, key), ""), new.get((subject, key), ""))
        for subject, key in dict.fromkeys([*new, *old])
        if old.get((subject, key)) != new.get((subject, key))
    ]


def _said(policy: Policy) -> Iterator[tuple[tuple[str, str], str]]:
    yield ("", "title"), policy.title
    yield ("", "city"), policy.city
    for field in fields(policy.signs):
        yield ("", f"signs.{field.name}"), _words(field.name, getattr(policy.signs, field.name))
    for document in policy.documents:
        yield ("", f"document {document.name}"), _document(document)
    for rule in policy.rules:
        yield from (((rule.id, key), words) for key, words in _rule(rule))
    for question in policy.questions.values():
        said = question.settled or question.silence
        yield (question.id, "question"), f"{said} {'、'.join(question.answers)} {_clause(question.clause)}"


def _rule(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "title", rule.title
    yield "clause", _clause(rule.clause)
    yield from (("unstated." + key, reason) for key, reason in rule.unstated)
    for field in fields(rule):
        if field.name in _SHARED:
            continue
        value = getattr(rule, field.name)
        if isinstance(value, Dated):
            for version in value.history:
                words = _words(field.name, version.value)
                yield f"values.{version.since.isoformat()}", f"{words} {_clause(version.clause)}"
        else:
            yield field.name, _words(field.name, value)


def _words(name: str, value: object) -> str:
    """Return a value as people read it; what is kept in fen as amounts of yuan."""
    if isinstance(value, Mapping):
        return "、".join(f"{key}: {_words(name, inner)}" for key, inner in value.items())
    if is_dataclass(value):
        inside = ((field.name, _words(field.name, getattr(value, field.name))) for field in fields(value))
        return "（" + "，".join(f"{key}: {words}" for key, words in inside if words) + "）"
    if isinstance(value, tuple | list):
        return "、".join(_words(name, inner) for inner in value)
    if isinstance(value, int) and not isinstance(value, bool) and "fen" in name:
        return money(value)
    return "" if value is None else str(value)


def _clause(clause: Clause | None) -> str:
    return f"〔{clause.document.name} {clause.number}〕{clause.text}" if clause else ""


def _document(document: Document) -> str:
    parts: Iterable[object] = (document.title, document.signed_on or "", document.reported_by)
    return " ".join(str(part) for part in parts if part)
