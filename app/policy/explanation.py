"""The explanation of one outcome: one object behind the screen, the slip and the command line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.formats import chinese_date, money
from app.policy.facts import BLOCKED
from app.policy.questions import TITLE_QUESTIONS, lacks_a_fact
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
    """A ruling that decided something here; `decided_on` as 2023-09-01, `scope` in words.

    `silence` is what the document leaves open, so that the ruling is never read as the document's own word.
    """

    question: str
    question_words: str
    answer: str
    answer_words: str
    basis: str
    decided_on: str
    scope: str
    silence: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What an answer that nobody gave yet would mean; None where it needs more facts.

    `working` is the arithmetic under this answer, "" where nothing is shared.
    """

    answer: str
    words: str
    amount_fen: int | None
    working: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Facts, clauses, steps, rulings and alternatives of one outcome, also of «nothing». Amounts in fen.

    `documents` says of each document quoted when it was signed and who last checked that it is in force. A
    part that explanations frozen by an earlier program do not have is "" or () in them, and is left out of
    the JSON, so that their digest stays what it was.
    """

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
    policy_title: str = ""
    documents: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """Return the explanation as JSON that is the same, byte for byte, for the same explanation."""
        data = _without_empty(asdict(self), "policy_title", "documents")
        data["rulings"] = [_without_empty(ruling, "silence", "decided_by") for ruling in data["rulings"]]
        data["alternatives"] = [_without_empty(way, "working") for way in data["alternatives"]]
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

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
        for name in ("facts", "questions", "documents"):
            data[name] = tuple((first, second) for first, second in data.get(name, ()))
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
        return tr("policy.explain.hash", policy=self.policy_title, sha=self.policy_sha256).strip()

    def parts(self) -> list[tuple[str, list[str]]]:
        """Return the parts that have something to say, each with its heading, for any paper or screen."""
        return [(tr(f"policy.explain.{name}"), lines) for name, lines in self._lines() if lines]

    def _lines(self) -> list[tuple[str, list[str]]]:
        waits = [self.reason_words] if self.status == BLOCKED and self.reason_words else []
        lacks = lacks_a_fact(self.reason)
        return [
            ("facts", [f"{label}：{value}" for label, value in self.facts]),
            ("clauses", [*_quote_lines(self.quotes), *_document_lines(self.documents)]),
            ("rulings", [ruling_line(ruling) for ruling in self.rulings]),
            ("steps", [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]),
            ("facts-lacking" if lacks else "to-verify", waits),
            ("questions", [self._question_line(question, words) for question, words in self.questions]),
            ("alternatives", [_alternative_line(way) for way in self.alternatives]),
            ("suppressed", list(self.suppressed)),
        ]

    def _question_line(self, question: str, words: str) -> str:
        """Return an open question; one beside a settled amount is of the title alone, and says so."""
        is_of_title = question in TITLE_QUESTIONS or (bool(self.title) and self.status != BLOCKED)
        return tr("policy.explain.title-only", question=words) if is_of_title else words


def _without_empty(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value or name not in names}


def _quote_lines(quotes: Sequence[Quote]) -> list[str]:
    """Return each clause word for word, its document named in full the first time only."""
    lines, named = [], ""
    for quote in quotes:
        title = tr(
            "policy.explain.document", number=quote.document_number, title=quote.document_title
        ).strip()
        document = "" if title == named else f"{title} "
        named = title
        text = inner_quotation(quote.text)
        lines.append(tr("policy.explain.quote", document=document, clause=quote.clause, text=text))
    return lines


def inner_quotation(text: str) -> str:
    """Return a quotation as it stands inside quotation marks: its own marks become single ones."""
    return text.translate(_INNER)


_INNER = str.maketrans({"“": "‘", "”": "’"})


def _document_lines(documents: Sequence[tuple[str, str]]) -> list[str]:
    return [tr("policy.explain.document-note", document=name, note=note) for name, note in documents]


def ruling_line(ruling: AppliedRuling) -> str:
    """Return a ruling in one line: what the document leaves open, and apart from it what the office ruled."""
    return tr(
        "policy.explain.ruling-by" if ruling.decided_by else "policy.explain.ruling",
        silence=ruling.silence or ruling.question_words,
        answer=ruling.answer_words,
        basis=ruling.basis,
        decided_on=chinese_date(date.fromisoformat(ruling.decided_on)),
        scope=ruling.scope,
        by=ruling.decided_by,
    )


def _alternative_line(way: Alternative) -> str:
    amount = tr("policy.explain.needs-facts") if way.amount_fen is None else money(way.amount_fen)
    working = tr("policy.explain.working", working=way.working) if way.working else ""
    return f"{way.words}：{amount}{working}"
