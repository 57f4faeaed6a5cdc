"""Findings (提示) of an import: every code with its severity, a finding at its place, and their list.

To add a finding:

1. give its code a severity in `SEVERITIES` below: an error keeps the rows it concerns out, and so does a
   question until somebody answers it; a warning or an information lets them in;
2. write its text (what is wrong, what to do now) under `[finding]` in resources/words/zh_CN/importing.toml;
   words in braces are filled from the parameters;
3. make it where the fault is seen: the reader of a cell (`values/field_readers.py` says which file) returns
   `invalid("code", usable_value, name=value)`; whoever knows the row adds `Note("code", {"name": value})` to
   the `FindingList`. Readers return early for plain values, and `ALREADY_CLEAN` there skips whole columns of
   `name` and `phone`: a fault that a well-formed value can have must be let through by both;
4. test it with a list that has the fault (tests/app/importing), once where all other cells of the column are
   plain and once where every cell has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from app.formats import with_masked_numbers
from app.words import tr, words_of

Severity = Literal["error", "question", "warning", "info"]
ERROR: Severity = "error"
QUESTION: Severity = "question"  # two readings are possible, or a value was guessed: somebody must say
WARNING: Severity = "warning"
INFO: Severity = "info"
KEEPING_OUT: frozenset[Severity] = frozenset({ERROR, QUESTION})
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_CLAUSE_END = re.compile("[。；，：？]")
_QUOTED_NOTHING = re.compile("^[“（]…[”）]")
_SHORTEST_KIND = 4  # characters

SEVERITIES: dict[str, Severity] = {
    # the file and its sheets
    "file-known": INFO,
    "sheet-hidden": WARNING,
    "sheet-hidden-out": WARNING,
    "sheet-hidden-unread": INFO,
    "sheet-empty": INFO,
    "sheet-without-header": WARNING,
    "row-hidden": QUESTION,
    "row-struck": QUESTION,
    "cell-struck": WARNING,
    "comment-doubt": QUESTION,
    "comment-beside": WARNING,
    "column-hidden": WARNING,
    "column-hidden-twice": QUESTION,
    "quote-unbalanced": ERROR,
    # what stands above a table
    "heading-guessed": QUESTION,
    "heading-unclear": QUESTION,
    "heading-stage": QUESTION,
    "heading-taken-back": QUESTION,
    "heading-two-values": QUESTION,
    "heading-events-several": ERROR,
    "heading-span-of-days": INFO,
    "heading-start-unreadable": WARNING,
    # columns and lines of a sheet
    "column-missing": ERROR,
    "column-unread": WARNING,
    "column-of-other": WARNING,
    "column-of-partner": QUESTION,
    "column-of-money": WARNING,
    "column-partial": INFO,
    "column-by-content": INFO,
    "column-unlabelled": WARNING,
    "columns-as-before": INFO,
    "recipe-columns-differ": WARNING,
    "recipe-sheet-differs": WARNING,
    "column-ambiguous": QUESTION,
    "column-several": WARNING,
    "column-not-final": QUESTION,
    "column-day-unclear": QUESTION,
    "columns-differ": QUESTION,
    "header-explained": INFO,
    "change-remarked": QUESTION,
    "example-row": QUESTION,
    "unit-column-missing": WARNING,
    "sheet-is-form": ERROR,
    "table-of-others": WARNING,
    "table-of-nobody": WARNING,
    "row-outside": ERROR,
    "region-lacks": ERROR,
    "line-ignored": WARNING,
    "section-unclear": QUESTION,
    "row-is-example": WARNING,
    "rows-prepared": INFO,
    "filled-down": WARNING,
    "filled-down-team": WARNING,
    "team-unclear": QUESTION,
    "block-unclear": QUESTION,
    "row-too-wide": ERROR,
    # cells of any column
    "cell-error": ERROR,
    "formula-without-value": ERROR,
    "formula-text": ERROR,
    "hidden-character": ERROR,
    "hidden-character-removed": WARNING,
    "variation-selector-removed": WARNING,
    "text-too-long": ERROR,
    "text-cut": WARNING,
    "private-use": WARNING,
    "word-explained": INFO,
    "look-alike": QUESTION,
    "compatibility-character": WARNING,
    "value-unusable": WARNING,
    "cell-unread": WARNING,
    "ditto-read": INFO,
    "ditto-without-above": ERROR,
    # names of people
    "name-missing": ERROR,
    "name-odd": QUESTION,
    "name-not-a-person": ERROR,
    "name-and-others": QUESTION,
    "name-of-several": QUESTION,
    "name-with-note": QUESTION,
    "name-marks-removed": WARNING,
    "name-short": WARNING,
    "name-spaces-removed": INFO,
    "interpunct-unified": INFO,
    "people-split": INFO,
    "people-ids-differ": ERROR,
    # identity documents
    "id-missing": ERROR,
    "id-length": ERROR,
    "id-characters": ERROR,
    "id-area": ERROR,
    "id-birth-date": ERROR,
    "born-after-contest": ERROR,
    "contestant-young": WARNING,
    "id-checksum": ERROR,
    "id-checksum-zeros": ERROR,
    "id-lost-digits": ERROR,
    "id-zeros-among-lost": QUESTION,
    "id-from-number": WARNING,
    "id-upgraded": WARNING,
    "id-type-unknown": WARNING,
    "id-type-differs": WARNING,
    "id-type-needed": ERROR,
    "id-shape": ERROR,
    # the contest and its days
    "contest-missing": ERROR,
    "level-missing": ERROR,
    "level-unknown": ERROR,
    "class-unknown": ERROR,
    "class-conflict": ERROR,
    "published_on-missing": ERROR,
    "date-unknown": ERROR,
    "date-impossible": ERROR,
    "date-future": ERROR,
    "date-range": QUESTION,
    "date-range-begins": INFO,
    "date-of-two-epochs": QUESTION,
    "date-differs": WARNING,
    "document-number-corrected": INFO,
    # event, group, form and role
    "event-missing": ERROR,
    "group-unknown": ERROR,
    "group-in-event": INFO,
    "group-in-event-differs": QUESTION,
    "group-in-event-unclear": QUESTION,
    "form-unknown": ERROR,
    "form-differs": WARNING,
    "start-differs": WARNING,
    "start-after-publication": WARNING,
    "role-unknown": ERROR,
    # what was achieved
    "rank-unknown": ERROR,
    "medal-unknown": ERROR,
    "grade-unknown": ERROR,
    "number-beside-grade": WARNING,
    "rank-tied": WARNING,
    "rank-within-grade": QUESTION,
    "medal-contradicts-rank": WARNING,
    "result-missing": ERROR,
    "achievement-conflict": ERROR,
    "no-rank-conflict": ERROR,
    # unit, telephone and card
    "unit-missing": WARNING,
    "credit-code-wrong": WARNING,
    "phone-wrong": WARNING,
    "card-wrong": WARNING,
    "card-checksum": WARNING,
    "card-lost-digits": WARNING,
    "card-several": WARNING,
    "card-of-another": WARNING,
    # rows of the file compared with each other
    "duplicate-rank": WARNING,
    "id-of-namesake-in-file": QUESTION,
    "entry-in-other-group": QUESTION,
    "team-too-large": WARNING,
    "team-ranks-differ": WARNING,
    "team-not-whole": WARNING,
    "duplicate-row": INFO,
    "duplicate-entry": ERROR,
    "id-name-conflict": ERROR,
    "contact-differs": WARNING,
    "contest-conflict-in-file": ERROR,
    "contest-spelled-differently": WARNING,
    "contest-spelled-differently-in-file": WARNING,
    "class-missing": WARNING,
    "series-unclear": WARNING,
    "series-level-differs": WARNING,
    "class-basis-missing": WARNING,
    "class-basis-unusable": WARNING,
    "class-basis-put-aside": WARNING,
    # rows compared with the registry
    "contest-conflict": ERROR,
    "account-changes": WARNING,
    "id-name-conflict-registry": ERROR,
    "former-name": INFO,
    "contest-merged": INFO,
    "event-merged": INFO,
    "unit-former-name": INFO,
    "unit-code-other": ERROR,
    "unit-ambiguous": ERROR,
    "unit-name-differs": WARNING,
    "unit-code-conflict": ERROR,
    "unit-several": WARNING,
    "duplicate-rank-registry": WARNING,
    "event-of-other-group": QUESTION,
    "contest-of-same-results": WARNING,
    "id-of-namesake": QUESTION,
    "people-missing": WARNING,
    "result-annulled": ERROR,
    "result-frozen": WARNING,
    "older-list": WARNING,
    "older-person": WARNING,
    "older-contest": WARNING,
    "returned-row-changes": ERROR,
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a value whose place is not known yet; `params` fill the text of its code."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Return how grave it is."""
        return SEVERITIES[self.code]

    @property
    def keeps_out(self) -> bool:
        """Return whether the rows it concerns may not come in."""
        return self.severity in KEEPING_OUT

    @property
    def message(self) -> str:
        """Return its text: what is wrong and what to do."""
        return tr(f"importing.finding.{self.code}", **self.params)


class InvalidCell:
    """A cell with something to say: what can be used of it (None: nothing), and the notes."""

    __slots__ = ("notes", "value")

    def __init__(self, value: Any, *notes: Note) -> None:
        self.value = value
        self.notes = notes


def invalid(code: str, value: Any = None, **params: object) -> InvalidCell:
    """Return a cell with one note; `value` is what can be used of it."""
    return InvalidCell(value, Note(code, params))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about one cell, row or sheet: what is wrong and what to do.

    `row` counts from 1 as in the file, 0 where the whole sheet or file is meant; `column` is the
    header's text, else the column's letter, "" where the whole row is meant. An error or a question
    keeps its rows out, a warning does not. `value` may hold personal data: for the clerk, never for a log.
    `field` is the key of the field it is about, "" for none; `proposal` the value that would answer a
    question, "" where the program has none: a note gives it as its parameter of that name.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str
    severity: Severity
    message: str
    field: str = ""
    proposal: str = ""

    @property
    def keeps_out(self) -> bool:
        """Return whether the rows it concerns may not come in."""
        return self.severity in KEEPING_OUT

    def as_json(self) -> dict[str, object]:
        """Return the finding as `import --json` prints it: numbers of people and accounts masked."""
        return {
            "sheet": self.sheet,
            "row": self.row or None,
            "column": self.column,
            "value": with_masked_numbers(self.value),
            "code": self.code,
            "severity": self.severity,
            "message": with_masked_numbers(self.message),
        }


def finding_kind(code: str) -> str:
    """Return what all findings of a code have in common, in a few words.

    It is the first clause of its text, unless that says nothing without the values it quotes.
    """
    if worded := words_of("finding_kinds").get(code):
        return worded
    text = _PLACEHOLDER.sub("…", tr(f"importing.finding.{code}"))
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause]
    kind = next(
        (clause for clause in clauses if len(_QUOTED_NOTHING.sub("", clause)) >= _SHORTEST_KIND), text
    )
    return kind.strip()
