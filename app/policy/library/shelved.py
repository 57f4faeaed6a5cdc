"""A document of the library as screens read it, and a place where a search found its words."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotFoundError
from app.policy.library.clauses import ClausePart
from app.policy.model import Document


@dataclass(frozen=True, slots=True)
class ShelfDocument:
    """A document with its clauses. `key` names it: its number, or its title where it has none."""

    key: str
    document: Document
    issued_by: str
    left_out: str
    based_on: tuple[str, ...]
    parts: tuple[ClausePart, ...]

    def part(self, number: str) -> ClausePart:
        """Return the clause `number`. Raise NotFoundError where there is none."""
        found = next((part for part in self.parts if part.number == number), None)
        if found is None:
            raise NotFoundError("clause-unknown", document=self.key, clause=number)
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a search found its words: the document's key, the clause, some words around."""

    document: str
    clause: str
    heading: str
    excerpt: str
