"""The policy library (政策库): the documents, search in them, and the rules that rest on a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.paths import DOCUMENTS
from app.policy.clauses import ClausePart, clause_parts, without_spaces
from app.policy.model import Document, Rule
from app.policy.packs.documents import as_document, library_index
from app.policy.policy import Policy

CHECK_AGAIN_AFTER_DAYS = 365
_AROUND = 24  # characters of an excerpt on each side


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document with its clauses. `key` names it: its number, or its title where it has none."""

    key: str
    document: Document
    issued_by: str
    left_out: str
    based_on: tuple[str, ...]
    parts: tuple[ClausePart, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where a search found its words: the document's key, the clause, some words around."""

    document: str
    clause: str
    heading: str
    excerpt: str


@cache
def policy_documents() -> tuple[LibraryDocument, ...]:
    """Return all documents of the library with their clauses, in the index' order."""
    return tuple(
        LibraryDocument(
            data.number or data.title,
            as_document(data),
            data.issued_by,
            data.left_out,
            tuple(data.based_on),
            clause_parts((DOCUMENTS / data.file).read_text("utf-8")),
        )
        for data in library_index()
    )


def search_documents(query: str) -> list[SearchHit]:
    """Return the clauses in which every word of `query` stands, spaces in the text apart."""
    words = [without_spaces(word) for word in query.split()]
    if not words:
        return []
    return [hit for document in policy_documents() for hit in _hits(document, words)]


def _hits(document: LibraryDocument, words: list[str]) -> Iterator[SearchHit]:
    for part in document.parts:
        text = without_spaces(part.text)
        if all(word in text for word in words):
            yield SearchHit(document.key, part.number, part.heading, _excerpt(text, words[0]))


def _excerpt(text: str, word: str) -> str:
    at = text.index(word)
    start, end = max(at - _AROUND, 0), at + len(word) + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def rules_by_clause(policies: Iterable[Policy]) -> dict[str, dict[str, list[tuple[Policy, Rule]]]]:
    """Return the rules of `policies` by document and clause; an amended one under each."""
    found: dict[str, dict[str, list[tuple[Policy, Rule]]]] = defaultdict(lambda: defaultdict(list))
    for policy in policies:
        for rule in policy.rules:
            for document, number in dict.fromkeys((c.document.name, c.number) for c in rule.clauses()):
                found[document][number].append((policy, rule))
    return found


def is_check_due(last_checked: date | None, *, today: date) -> bool:
    """Return whether the office should check again that a document is still in force."""
    return last_checked is None or (today - last_checked).days > CHECK_AGAIN_AFTER_DAYS
