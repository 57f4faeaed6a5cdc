"""What the rows of a table have in common by the text above it: facts, and doubts about them.

A fact counts where a label or a title says it beyond doubt. Whatever was only cut out of running text, or can
be read in two ways, is a doubt with the value to propose: a question that keeps the rows out until somebody
answers it, in a column, in a line with a label, or in the settings of the import.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.importing.columns.fields import SHEET_FACTS
from app.importing.findings import Note
from app.importing.reading.cells import as_text
from app.importing.values.achievements import ACHIEVED
from app.words import tr

FACTS = (*SHEET_FACTS, "unit", "role", *ACHIEVED)  # what may stand once for all rows
OF_SHEET = -1  # in place of a row: the name of the sheet
_STANDS_ANYHOW = ("heading-stage", "heading-taken-back")  # doubts that no column answers
_ACHIEVED = frozenset(ACHIEVED)
_GIVEN_TOO = {"unit": {"credit_code"}, "level": {"class"}, **dict.fromkeys(ACHIEVED, _ACHIEVED)}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be said of a fact above a table: field, note, row from 0 (or OF_SHEET), text as written."""

    field: str
    note: Note
    row: int
    text: str


@dataclass(slots=True)
class Preface:
    """Title and facts found above a header; `rows` says in which row (from 0) each fact stands."""

    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def add_fact(self, name: str, value: Any, row: int) -> None:
        """Add a fact of the rows below, unless an earlier line gave it or there is no value."""
        if name in FACTS and name not in self.facts and as_text(value):
            self.facts[name] = value
            self.rows[name] = row

    def state(self, name: str, value: Any, row: int) -> None:
        """Add a fact that stands there expressly: a second value makes the field doubtful."""
        there = as_text(self.facts.get(name, value))
        if _plain(there) == _plain(as_text(value)):
            self.add_fact(name, value, row)
        elif name not in ("organiser", "started_on"):
            self.facts.pop(name)
            self.rows.pop(name)
            self.ask(name, "", row, as_text(value), code="heading-two-values", there=there)

    def ask(self, name: str, value: str, row: int, text: str, *, code: str = "", **params: object) -> None:
        """Add a question on a field, with the value to propose; the first on each field counts."""
        if name not in FACTS or any(doubt.field == name for doubt in self.doubts):
            return
        code = code or ("heading-guessed" if value else "heading-unclear")
        said: dict[str, object] = {"title": tr(f"importing.field.{name}"), "text": text, "value": value}
        said["proposal"] = value
        self.doubts.append(Doubt(name, Note(code, said | params), row, value or text))

    def doubt_all(self, row: int, text: str) -> None:
        """Add a question on whether the rows count at all, answered by saying that the line means nothing."""
        self.doubts.append(Doubt("", Note("heading-taken-back", {"text": text, "value": ""}), row, text))

    @property
    def is_open(self) -> bool:
        """Return whether something above the table must be answered before its rows may come in."""
        return any(doubt.note.keeps_out for doubt in self.doubts)

    def is_asked(self, name: str) -> bool:
        """Return whether a finding says of a field why the lines above the table do not give it."""
        return any(doubt.field == name and doubt.note.keeps_out for doubt in self.doubts)

    def within(self, facts: Mapping[str, str], guessed: Mapping[str, str], row: int, text: str) -> Preface:
        """Return what holds below a section line: what it says takes the place of what stands above.

        `guessed` are values to propose, `text` is the line in row `row` (from 0).
        """
        said = facts.keys() | guessed.keys()
        inside = Preface(
            self.title,
            {name: value for name, value in self.facts.items() if name not in said},
            {name: at for name, at in self.rows.items() if name not in said},
            [doubt for doubt in self.doubts if doubt.field not in said],
        )
        for name, value in facts.items():
            inside.add_fact(name, value, row)
        for name, value in guessed.items():
            inside.ask(name, value, row, text)
        return inside

    def beside(self, columns: Collection[str]) -> Preface:
        """Return what counts for a table with columns of these fields: a column answers a doubt."""
        given = set(columns)
        doubts = [
            doubt
            for doubt in self.doubts
            if doubt.note.code in _STANDS_ANYHOW
            or (doubt.field not in given and not given & _GIVEN_TOO.get(doubt.field, set()))
        ]
        return replace(self, doubts=doubts)

    def answered(self, facts: Mapping[str, str], row: int | None = None) -> Preface:
        """Return what counts when a person said these facts: they stand in the place of all others.

        `row` (from 0) is where they are told to stand, where no line of the list says so.
        """
        said = {name: text for name, text in facts.items() if name}
        doubts = [doubt for doubt in self.doubts if doubt.field not in facts]
        rows = {**dict.fromkeys(said, row), **self.rows} if row is not None else self.rows
        return replace(self, facts={**self.facts, **said}, rows=rows, doubts=doubts)


def _plain(text: str) -> str:
    return "".join(text.split())
