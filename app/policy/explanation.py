"""The explanation of one outcome: one object behind the screen, the slip and the command line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.formats import money
from app.words import tr


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause, word for word."""

    document_number: str
    document_title: str
    clause: str
    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AppliedRuling:
    """A ruling that decided something here; `decided_on` as 2023-09-01, `scope` in words."""

    question: str
    question_words: str
    answer: str
    answer_words: str
    basis: str
    decided_on: str
    scope: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What an answer that nobody gave yet would mean; None where it needs more facts."""

    answer: str
    words: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Facts, clauses, steps, rulings and alternatives of one outcome, also of «nothing». Amounts in fen."""

    entry: int
    policy: str
    policy_sha256: str
    status: str
    amount_fen: int | None
    reason: str
    reason_words: str
    conclusion: str
    facts: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Quote, ...] = ()
    steps: tuple[str, ...] = ()
    rulings: tuple[AppliedRuling, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    suppressed: tuple[str, ...] = ()
    title: str = ""
    title_status: str = ""

    def to_json(self) -> str:
        """Return the explanation as JSON that is the same, byte for byte, for the same explanation."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """Return the digest of the JSON, kept beside a frozen explanation."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Explanation:
        """Return the explanation that `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        parts = {"quotes": Quote, "rulings": AppliedRuling, "alternatives": Alternative}
        for name, part in parts.items():
            data[name] = tuple(part(**item) for item in data[name])
        for name in ("facts", "questions"):
            data[name] = tuple((first, second) for first, second in data[name])
        for name in ("steps", "suppressed"):
            data[name] = tuple(data[name])
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def as_text(self) -> str:
        """Return the explanation as plain Chinese text, a block for each part that has something."""
        blocks = [
            self.conclusion,
            *("\n".join([head, *(f"  {line}" for line in lines)]) for head, lines in self.parts()),
        ]
        return "\n\n".join([*blocks, self.seal])

    @property
    def seal(self) -> str:
        """Return the line that names the policy and its files' digest."""
        return tr("policy.explain.hash", policy=self.policy, sha=self.policy_sha256)

    def parts(self) -> list[tuple[str, list[str]]]:
        """Return the parts that have something to say, each with its heading, for any paper or screen."""
        return [(tr(f"policy.explain.{name}"), lines) for name, lines in self._lines() if lines]

    def _lines(self) -> list[tuple[str, list[str]]]:
        return [
            ("facts", [f"{label}：{value}" for label, value in self.facts]),
            ("clauses", [_quote_line(quote) for quote in self.quotes]),
            ("steps", [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]),
            ("rulings", [_ruling_line(ruling) for ruling in self.rulings]),
            ("questions", [words for _, words in self.questions]),
            ("alternatives", [_alternative_line(way) for way in self.alternatives]),
            ("suppressed", list(self.suppressed)),
        ]


def _quote_line(quote: Quote) -> str:
    document = f"{quote.document_number}《{quote.document_title}》".strip()
    return tr("policy.explain.quote", document=document, clause=quote.clause, text=quote.text)


def _ruling_line(ruling: AppliedRuling) -> str:
    return tr(
        "policy.explain.ruling",
        question=ruling.question_words,
        answer=ruling.answer_words,
        basis=ruling.basis,
        decided_on=ruling.decided_on,
        scope=ruling.scope,
    )


def _alternative_line(way: Alternative) -> str:
    amount = tr("policy.explain.needs-facts") if way.amount_fen is None else money(way.amount_fen)
    return f"{way.words}：{amount}"
