"""Titles, lines and section lines as offices write them: what they say, and what must be asked."""

from __future__ import annotations

from typing import Any

import pytest

from app.importing.headings.reader import read_preface
from app.importing.headings.sections import section_of
from tests.app.importing.heading_cases import BLOCKS, SECTIONS, TITLES


def _asked(preface: Any) -> dict[str, str]:
    return {
        doubt.field: str(doubt.note.params["value"])
        for doubt in preface.doubts
        if doubt.note.severity in ("question", "error")
    }


@pytest.mark.parametrize(("lines", "facts", "asked"), [*TITLES, *BLOCKS], ids=lambda case: str(case)[:50])
def test_a_heading_is_read_or_asked_about(
    lines: list[Any], facts: dict[str, str], asked: dict[str, str]
) -> None:
    rows = [line if isinstance(line, list) else [line, "", ""] for line in lines]
    preface = read_preface(rows, sheet="Sheet1")
    assert ({name: str(value) for name, value in preface.facts.items()}, _asked(preface)) == (facts, asked)


@pytest.mark.parametrize(("text", "facts", "guessed"), SECTIONS, ids=lambda case: str(case)[:50])
def test_a_section_line_is_understood_or_not(
    text: str, facts: dict[str, str] | None, guessed: dict[str, str]
) -> None:
    section = section_of(text)
    if facts is None:
        assert section is None, section
    else:
        assert section is not None
        assert (section.facts, section.guessed) == (facts, guessed)
