"""What calamine does not tell of an ods sheet: merged cells and hidden rows, from its content.xml.

The file is streamed a row at a time: its text may be many times as large as the archive.
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
from app.importing.reading.sheet import Span

_CHUNK = 2**20
_LONGEST_ROW = 16 * 2**20
_ATTRIBUTES = rb'((?:[^>"]|"[^"]*")*)>'
_BEGIN = re.compile(rb"<table:table(?:-row)?(?=[\s/>])")
_SHEET_OR_ROW = re.compile(rb"<table:(table|table-row)(?=[\s/>])" + _ATTRIBUTES)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _ATTRIBUTES)
_FACT = re.compile(rb'table:([\w-]+)="([^"]*)"')


@dataclass(slots=True)
class OdsSheet:
    """Merged cells (positions from 0) and how many rows with something in them are hidden."""

    spans: list[Span] = field(default_factory=list)
    hidden_rows: int = 0


def ods_sheets(path: Path) -> dict[str, OdsSheet]:
    """Return what an ods file tells of each sheet by name; {} for another kind of file."""
    sheets: dict[str, OdsSheet] = {}
    sheet, row = OdsSheet(), 0
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        for xml in _parts(path, archive):
            match = _SHEET_OR_ROW.match(xml)
            if match is None:
                continue
            facts = dict(_FACT.findall(match[2]))
            if match[1] == b"table":
                name = facts.get(b"name", b"").decode("utf-8", "replace")
                sheet = sheets.setdefault(unescape(name), OdsSheet())
                row = 0
            else:
                repeated = _number(facts, b"number-rows-repeated")
                is_hidden = facts.get(b"visibility") in (b"collapse", b"filter")
                if is_hidden or b"spanned" in xml:
                    _read_cells(sheet, xml, row, hidden_rows=repeated if is_hidden else 0)
                row += repeated
    return sheets


def _parts(path: Path, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Give the text of content.xml in parts, each of which begins with the tag of a table or a row."""
    rest = b""
    with archive.open("content.xml") as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            begins = [match.start() for match in _BEGIN.finditer(text)]
            for start, end in pairwise(begins):
                yield text[start:end]
            rest = text[begins[-1] :] if begins else text[-_CHUNK:]
            if len(rest) > _LONGEST_ROW:
                raise InputError("import-damaged", path=path)
    yield rest


def _read_cells(sheet: OdsSheet, xml: bytes, row: int, *, hidden_rows: int) -> None:
    """Note the merged cells of a row, and that it is hidden; an empty hidden row is one wide empty cell."""
    column = 0
    for match in _CELL.finditer(xml):
        facts = dict(_FACT.findall(match[1]))
        repeated = _number(facts, b"number-columns-repeated")
        if column == 0 and repeated < 1_000:
            sheet.hidden_rows += hidden_rows
        down, across = _number(facts, b"number-rows-spanned"), _number(facts, b"number-columns-spanned")
        if down > 1 or across > 1:
            sheet.spans.append(((row, column), (row + down - 1, column + across - 1)))
        column += repeated


def _number(facts: dict[bytes, bytes], name: bytes) -> int:
    text = facts.get(name, b"1")
    return int(text) if text.isdigit() and len(text) < 8 else 1
