"""What the name of a sheet says of its rows: 学生组 beyond doubt, 焊工 where several sheets are named so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.importing.columns.preface import OF_SHEET, Preface
from app.importing.headings.sections import Section, section_of
from app.importing.headings.vocabulary import EVENT_WORD

_ALIKE = ("event", "grade", "medal")  # facts that only several sheets of one kind make certain
_GENERIC = re.compile(
    r"(?:sheet|工作表|表|页|table|book|work)?[\s0-9A-Za-z_()（）.\-]*|[^\u3400-\u9fff]*", re.IGNORECASE
)
_NUMBER = re.compile("^[0-9]{1,2}[-_.、\\s]*(?=[\u3400-\u9fff])")
_EXPRESS = re.compile(f"{EVENT_WORD}")


def section_of_sheet(name: str, others: Sequence[str] = ()) -> Section:
    """Return what a sheet's name says; `others` are the names of the other sheets of the file."""
    section = (None if _GENERIC.fullmatch(name) else _read(name)) or Section(name)
    for fact in _ALIKE:
        value = section.facts.get(fact)
        is_express = fact == "event" and value and _EXPRESS.search(name)
        if value and not is_express and not any(_says(other, fact) for other in others):
            section.guessed[fact] = section.facts.pop(fact)
    section.facts.pop("rank", None)
    if "contest" in section.facts:
        section.guessed["contest"] = section.facts.pop("contest")
    return section


def _read(name: str) -> Section | None:
    return section_of(_NUMBER.sub("", name.strip()))


def _says(name: str, fact: str) -> bool:
    other = _read(name)
    return other is not None and bool(other.facts.get(fact))


def add_sheet_name(preface: Preface, name: str, others: Sequence[str]) -> None:
    """Add what the sheet's name says of fields of which nothing stands above the table."""
    section = section_of_sheet(name, others)
    for fact, value in section.facts.items():
        if fact in preface.facts:
            continue
        doubt = next((one for one in preface.doubts if one.field == fact), None)
        if doubt is None or not doubt.note.params["value"] or doubt.note.params["value"] == value:
            preface.doubts = [one for one in preface.doubts if one.field != fact]
            preface.add_fact(fact, value, OF_SHEET)
    for fact, value in section.guessed.items():
        if fact not in preface.facts:
            preface.ask(fact, value, OF_SHEET, name)
