"""A document's text as its clauses: 一、 → (一) → 1., 第三条, a report's headings, and tables.

Numbers are written as they are cited: 二(二)8 is item 8 of part (二) of chapter 二.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

_HAN = "一二三四五六七八九十百"
_MARKS = (  # depth, how the number is cited, the line that begins such a clause
    (1, "{}", re.compile(rf"\s*([{_HAN}]+)、\s*(.+)")),
    (1, "第{}条", re.compile(rf"\s*第([{_HAN}\d]+)条\s*(.*)")),
    (1, "{}", re.compile(r"\s*(表\d+)\s*()$")),
    (2, "({})", re.compile(rf"\s*[（(]([{_HAN}]+|\d+)[）)]\s*(.+)")),
    (3, "{}", re.compile(r"\s*(\d+)[.\uff0e]\s*(?!\d)(.+)")),
)
_HEADING = re.compile(r"(#{1,6})\s+(.+)")
_SPACE = re.compile(r"\s+")
_ENDS = "。！？；：”）)…—"


@dataclass(frozen=True, slots=True)
class ClausePart:
    """One clause: how it is cited, how deep it stands, its first words, and its own paragraphs.

    The part before the first clause has the number "".
    """

    number: str
    depth: int
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the clause's own words, a line for each paragraph."""
        return "\n".join(self.paragraphs)


def clause_parts(text: str) -> tuple[ClausePart, ...]:
    """Return a document's clauses in their order."""
    parts = list(_split(text))
    return tuple(part for part in parts if part.number or part.paragraphs)


def _split(text: str) -> Iterator[ClausePart]:
    numbering = _Numbering()
    number, depth, lines = "", 0, [""]
    for line in text.splitlines():
        found = numbering.mark(line)
        if found is None:
            lines.append(line)
            continue
        yield _part(number, depth, lines)
        number, depth, opening = found
        lines = [opening]
    yield _part(number, depth, lines)


def text_within(parts: Sequence[ClausePart], number: str) -> str | None:
    """Return the words of the clause `number` and of all clauses inside it; None where there is none."""
    start = next((place for place, part in enumerate(parts) if part.number == number), None)
    if start is None:
        return None
    inside = takewhile(lambda part: part.depth > parts[start].depth, parts[start + 1 :])
    return "\n".join(part.text for part in (parts[start], *inside))


def _part(number: str, depth: int, lines: list[str]) -> ClausePart:
    if number.startswith("表"):
        paragraphs = tuple(_rows(lines))
    elif depth == 1 and "。" not in lines[0]:  # a chapter's heading stands alone
        paragraphs = (lines[0].strip(), *_joined(lines[1:]))
    else:
        paragraphs = tuple(_joined(lines))
    heading = paragraphs[0].split("。")[0][:40] if paragraphs else number
    return ClausePart(number, depth, heading, paragraphs)


class _Numbering:
    """Where in the numbering a document stands."""

    def __init__(self) -> None:
        self._path: dict[int, str] = {}
        self._counts: dict[int, int] = {}

    def mark(self, line: str) -> tuple[str, int, str] | None:
        """Return number, depth and first words of the clause that `line` begins, None if it begins none."""
        if heading := _HEADING.match(line):
            return self._counted(len(heading[1]), heading[2])
        for depth, cited, pattern in _MARKS:
            if found := pattern.match(line):
                return self._cited(depth, cited.format(found[1]), found[2])
        return None

    def _cited(self, depth: int, label: str, opening: str) -> tuple[str, int, str]:
        self._path = {level: part for level, part in self._path.items() if level < depth}
        self._path[depth] = label
        return "".join(self._path[level] for level in sorted(self._path)), depth, opening or label

    def _counted(self, depth: int, opening: str) -> tuple[str, int, str]:
        self._counts = {level: count for level, count in self._counts.items() if level <= depth}
        self._counts[depth] = self._counts.get(depth, 0) + 1
        number = ".".join(str(self._counts[level]) for level in sorted(self._counts))
        return number, depth, opening


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield paragraphs; a line that ends in mid-sentence goes on after the page break that follows it."""
    paragraph = ""
    for line in (line.strip().replace("**", "") for line in lines):
        if not line:
            continue
        if paragraph and paragraph[-1] in _ENDS:
            yield paragraph
            paragraph = ""
        paragraph += line
    if paragraph:
        yield paragraph


def _rows(lines: list[str]) -> Iterator[str]:
    """Yield a table's rows: blocks between blank lines, whose cells begin with a tab."""
    yield lines[0].strip()
    for block in re.split(r"\n\s*\n", "\n".join(lines[1:])):
        cells = [cell.replace("\n", "").strip() for cell in block.split("\n\t")]
        if row := "　".join(cell for cell in cells if cell):
            yield row


def without_spaces(text: str) -> str:
    """Return `text` without any white space, as citations are compared."""
    return _SPACE.sub("", text)
