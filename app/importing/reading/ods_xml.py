"""What calamine does not tell of an ods sheet: merged cells, what is hidden or struck out, errors, comments.

The file's content.xml is streamed a row at a time: its text may be many times as large as the archive.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from pathlib import Path

from app.errors import InputError
from app.importing.reading.sheet import Marks, Span

_CHUNK = 2**20
_LONGEST_ROW = 16 * 2**20
_MOST_REPEATED = 1_000  # rows or columns that one tag stands for: more are the empty rest of the sheet
_ATTRIBUTES = rb"""((?:[^<>"']|"[^"]*"|'[^']*')*)>"""
_BEGIN = re.compile(rb"<table:table(?:-row|-column)?(?=[\s/>])")
_TAG = re.compile(rb"<table:(table|table-row|table-column)(?=[\s/>])" + _ATTRIBUTES)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _ATTRIBUTES)
_FACT = re.compile(rb"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STYLE = re.compile(rb"<style:style(?=[\s/>])" + _ATTRIBUTES)
_THROUGH = re.compile(rb"""style:text-line-through-style=["'](?!none)""")
_NOTE = re.compile(rb"<office:annotation(?=[\s/>]).*?</office:annotation>", re.DOTALL)
_PARAGRAPH = re.compile(rb"<text:p[^<>]*>(.*?)</text:p>", re.DOTALL)
_MARKUP = re.compile(rb"<[^<>]*>")
_HIDDEN = (b"collapse", b"filter")


@dataclass(slots=True)
class OdsSheet:
    """One sheet, as it is gone through; positions count from 0."""

    spans: list[Span] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    def marks(self) -> Marks:
        """Return what was found beside values."""
        return Marks(
            formulas=frozenset(self.formulas),
            errors=frozenset(self.errors),
            struck=frozenset(self.struck),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            comments=self.comments,
        )


def ods_sheets(path: Path) -> dict[str, OdsSheet]:
    """Return what an ods file tells of each sheet by name; {} for another kind of file."""
    sheets: dict[str, OdsSheet] = {}
    sheet, row, column = OdsSheet(), 0, 0
    struck: frozenset[bytes] = frozenset()
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        for xml in _parts(path, archive):
            match = _TAG.match(xml)
            if match is None:
                struck |= _struck_styles(xml)
                continue
            facts = _facts(match[2])
            is_hidden = facts.get(b"visibility") in _HIDDEN
            if match[1] == b"table":
                name = facts.get(b"name", b"").decode("utf-8", "replace")
                sheet, row, column = sheets.setdefault(unescape(name), OdsSheet()), 0, 0
            elif match[1] == b"table-column":
                repeated = _number(facts, b"number-columns-repeated")
                if is_hidden and repeated < _MOST_REPEATED:
                    sheet.hidden_columns.update(range(column, column + repeated))
                column += repeated
            else:
                repeated = _number(facts, b"number-rows-repeated")
                if repeated < _MOST_REPEATED:
                    _read_cells(sheet, xml, row, rows=repeated, is_hidden=is_hidden, struck=struck)
                row += repeated
    return sheets


def _parts(path: Path, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Give content.xml in parts, each but the first from the tag of a table, a row or a column on."""
    rest, is_first = b"", True
    with archive.open("content.xml") as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            begins = [match.start() for match in _BEGIN.finditer(text)]
            if begins and is_first:
                yield text[: begins[0]]
                is_first = False
            for start, end in pairwise(begins):
                yield text[start:end]
            rest = text[begins[-1] :] if begins else text
            if len(rest) > _LONGEST_ROW:
                raise InputError("import-damaged", path=path)
    yield rest


def _struck_styles(xml: bytes) -> frozenset[bytes]:
    """Return the names of cell styles whose text is struck through."""
    if not _THROUGH.search(xml):
        return frozenset()
    styles = list(_STYLE.finditer(xml))
    ends = [following.start() for following in styles[1:]] + [len(xml)]
    return frozenset(
        _facts(style[1]).get(b"name", b"")
        for style, end in zip(styles, ends, strict=True)
        if _THROUGH.search(xml, style.end(), end)
    )


def _read_cells(
    sheet: OdsSheet, xml: bytes, row: int, *, rows: int, is_hidden: bool, struck: frozenset[bytes]
) -> None:
    """Note what is unusual in the cells of a row, which stands for `rows` alike."""
    is_rare = b"spanned" in xml or b"formula" in xml or b'"error"' in xml or b"annotation" in xml or struck
    is_filled = b"<text:p" in xml or b"office:value" in xml
    if is_hidden and is_filled:
        sheet.hidden_rows.update(range(row, row + rows))
    if not is_rare:
        return
    column, cells = 0, list(_CELL.finditer(xml))
    ends = [following.start() for following in cells[1:]] + [len(xml)]
    for cell, end in zip(cells, ends, strict=True):
        facts = _facts(cell[1])
        content = xml[cell.end() : end]
        places = [(at, column) for at in range(row, row + rows)]
        down, across = _number(facts, b"number-rows-spanned"), _number(facts, b"number-columns-spanned")
        if down > 1 or across > 1:
            sheet.spans.append(((row, column), (row + down - 1, column + across - 1)))
        if b"annotation" in content:
            note = b"\n".join(line for found in _NOTE.findall(content) for line in _PARAGRAPH.findall(found))
            text = unescape(_MARKUP.sub(b"", note).decode("utf-8", "replace")).strip()
            sheet.comments.update(dict.fromkeys(places, text))
            content = _NOTE.sub(b"", content)
        has_text = b"<text:p" in content
        if facts.get(b"value-type") == b"error":  # calcext:value-type, which stands behind office:value-type
            sheet.errors.update(places)
        elif b"formula" in facts and not has_text and b"value-type" not in facts:
            sheet.formulas.update(places)
        if has_text and facts.get(b"style-name") in struck:
            sheet.struck.update(places)
        column += _number(facts, b"number-columns-repeated")


def _facts(attributes: bytes) -> dict[bytes, bytes]:
    """Return attributes by name without prefix; where two have the same name, the last one counts."""
    return {name: double or single for name, double, single in _FACT.findall(attributes)}


def _number(facts: dict[bytes, bytes], name: bytes) -> int:
    text = facts.get(name, b"1")
    return int(text) if text.isdigit() and len(text) < 8 else 1
