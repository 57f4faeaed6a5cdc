"""The documents on the shelf (政策库): read one, search them all, find the clause a rule rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from app.errors import NotFoundError
from app.paths import DOCUMENTS
from app.policy.library.clauses import ClausePart, clause_parts
from app.policy.library.shelved import Hit, ShelfDocument
from app.policy.model import Clause, Rule
from app.policy.pack.documents import as_document, library, squeezed
from app.policy.pack.loading import installed_policies, load_policy

CHECK_AGAIN_AFTER_DAYS = 365
_AROUND = 24  # characters of an excerpt on each side


@cache
def shelf() -> tuple[ShelfDocument, ...]:
    """Return all documents of the library with their clauses, in the index' order."""
    return tuple(
        ShelfDocument(
            data.number or data.title,
            as_document(data),
            data.issued_by,
            data.left_out,
            tuple(data.based_on),
            clause_parts((DOCUMENTS / data.file).read_text("utf-8")),
        )
        for data in library()
    )


def shelf_document(key: str) -> ShelfDocument:
    """Return the document `key` (number or title). Raise NotFoundError where there is none."""
    found = next((one for one in shelf() if key in (one.key, one.document.title)), None)
    if found is None:
        raise NotFoundError("document-unknown", document=key)
    return found


def search_documents(query: str) -> list[Hit]:
    """Return the clauses in which every word of `query` stands, spaces in the text apart."""
    words = [squeezed(word) for word in query.split()]
    if not words:
        return []
    return [hit for document in shelf() for hit in _hits(document, words)]


def _hits(document: ShelfDocument, words: list[str]) -> Iterator[Hit]:
    for part in document.parts:
        text = squeezed(part.text)
        if all(word in text for word in words):
            yield Hit(document.key, part.number, part.heading, _excerpt(text, words[0]))


def _excerpt(text: str, word: str) -> str:
    at = text.index(word)
    start, end = max(at - _AROUND, 0), at + len(word) + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def clause_of(clause: Clause) -> ClausePart:
    """Return the whole clause that a rule's verbatim text stands in. Raise NotFoundError where unknown."""
    document = shelf_document(clause.document.number or clause.document.title)
    return document.part(clause.number)


def rules_resting_on(document: str, clause: str) -> list[tuple[str, Rule]]:
    """Return the rules of all installed policies that cite this clause, each with its policy's key."""
    return [
        (key, rule)
        for key in installed_policies()
        for rule in load_policy(key).rules
        if document in (rule.clause.document.number, rule.clause.document.title)
        and rule.clause.number == clause
    ]


def is_check_due(last_checked: date | None, *, today: date) -> bool:
    """Return whether the office should check again that a document is still in force."""
    return last_checked is None or (today - last_checked).days > CHECK_AGAIN_AFTER_DAYS
