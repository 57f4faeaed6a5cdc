"""What a cell's reading has to say about it, before anyone knows in which sheet and row the cell stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.importing.plan import Severity

WARNINGS = frozenset(
    {
        "sheet-without-header",
        "line-ignored",
        "private-use",
        "variation-selector-removed",
        "name-odd",
        "name-short",
        "id-upgraded",
        "id-from-number",
        "id-type-unknown",
        "id-type-differs",
        "class-missing",
        "class-basis-missing",
        "date-differs",
        "form-differs",
        "unit-missing",
        "unit-column-missing",
        "unit-name-differs",
        "credit-code-wrong",
        "phone-wrong",
        "card-wrong",
        "card-checksum",
        "card-lost-digits",
        "contact-differs",
        "duplicate-rank",
        "duplicate-rank-registry",
        "result-frozen",
        "hidden-character-removed",
        "text-cut",
    }
)
INFOS = frozenset(
    {
        "file-known",
        "sheet-hidden",
        "sheet-empty",
        "rows-hidden",
        "column-unknown",
        "column-by-content",
        "name-spaces-removed",
        "interpunct-unified",
        "people-split",
        "duplicate-row",
        "rank-tied",
        "former-name",
        "word-explained",
    }
)


def severity_of(code: str) -> Severity:
    """Return how grave a finding is: whatever is not listed as less is an error."""
    return "info" if code in INFOS else "warning" if code in WARNINGS else "error"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say about a cell; `params` fill the text of its code."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


class Faulty:
    """A cell with something to say: what can be used of it (None: nothing), and the notes."""

    __slots__ = ("notes", "value")

    def __init__(self, value: Any, *notes: Note) -> None:
        self.value = value
        self.notes = notes


def fault(code: str, value: Any = None, **params: object) -> Faulty:
    """Return a cell with one note."""
    return Faulty(value, Note(code, params))
