"""What calamine does not tell of an ods sheet: merged cells and hidden rows, from its content.xml."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import unescape

from app.importing.sheet import Span

_MOST_BYTES = 60 * 2**20
_TAG = re.compile(r"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_FACT = re.compile(r'table:([\w-]+)="([^"]*)"')


@dataclass(slots=True)
class OdsSheet:
    """Merged cells (positions from 0) and how many rows with something in them are hidden."""

    spans: list[Span] = field(default_factory=list)
    hidden_rows: int = 0


def ods_sheets(path: Path) -> dict[str, OdsSheet]:
    """Return what an ods file tells of each sheet by name; {} for another kind of file, or a huge one."""
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist() or archive.getinfo("content.xml").file_size > _MOST_BYTES:
            return {}
        xml = archive.read("content.xml").decode("utf-8", "replace")
    sheets: dict[str, OdsSheet] = {}
    walk = _Walk(OdsSheet())
    for kind, text in _TAG.findall(xml):
        facts = dict(_FACT.findall(text))
        if kind == "table":
            name = unescape(facts.get("name", ""), {"&quot;": '"', "&apos;": "'"})
            walk = _Walk(sheets.setdefault(name, OdsSheet()))
        elif kind == "table-row":
            walk.row_begins(facts)
        else:
            walk.cell(facts)
    return sheets


class _Walk:
    """Counts rows and columns through a sheet, repetitions included."""

    def __init__(self, sheet: OdsSheet) -> None:
        self._sheet = sheet
        self._row = 0
        self._next_row = 0
        self._column = 0
        self._is_hidden = False

    def row_begins(self, facts: dict[str, str]) -> None:
        self._row, self._column = self._next_row, 0
        self._next_row += _number(facts, "number-rows-repeated")
        self._is_hidden = facts.get("visibility") in ("collapse", "filter")

    def cell(self, facts: dict[str, str]) -> None:
        if self._is_hidden and self._column == 0 and _number(facts, "number-columns-repeated") < 1_000:
            self._sheet.hidden_rows += self._next_row - self._row
        down, across = _number(facts, "number-rows-spanned"), _number(facts, "number-columns-spanned")
        if down > 1 or across > 1:
            last = (self._row + down - 1, self._column + across - 1)
            self._sheet.spans.append(((self._row, self._column), last))
        self._column += _number(facts, "number-columns-repeated")


def _number(facts: dict[str, str], name: str) -> int:
    text = facts.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
