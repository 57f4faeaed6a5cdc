"""Writes a workbook's XML straight into its zip file, a row at a time, for lists of a hundred thousand rows.

Only what printed lists need: inline texts, numbers, sums that keep their value, styles, merged cells, page
breaks and page set-up (ECMA-376, SpreadsheetML). The same content gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from app.documents import cell_text
from app.printing.lists import Align

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part: the same content gives the same bytes
_CHUNK = 400  # rows encoded and packed together
_LEVEL = 1  # of deflate: the text is so regular that more costs time and saves little
_ODD = re.compile(r"[<>&\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_BORDER = "FF8A8F98"
_FORMATS = {"General": 0, "#,##0.00": 4, "@": 49}  # built-in numbers of ECMA-376 §18.8.30


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; `size` in points, colours as RRGGBB or ""."""

    align: Align = "left"
    number_format: str = "@"
    size: float = 12
    is_bold: bool = False
    colour: str = ""
    fill: str = ""
    has_box: bool = False
    is_quoted: bool = False


@dataclass
class _Styles:
    """The looks of one workbook, numbered as its cells name them; 0 is a spreadsheet's own default."""

    looks: dict[Look, int] = field(default_factory=lambda: {Look(number_format="General", size=11): 0})

    def number(self, look: Look) -> int:
        return self.looks.setdefault(look, len(self.looks))

    def xml(self) -> str:
        fonts = _Numbered(_font(look) for look in self.looks)
        fills = _Numbered(['<fill><patternFill patternType="none"/></fill>', _GREY, *map(_fill, self.looks)])
        cells = "".join(_format(look, fonts.of(_font(look)), fills.of(_fill(look))) for look in self.looks)
        return (
            f'<styleSheet xmlns="{_MAIN}"><fonts count="{len(fonts)}">{fonts}</fonts>'
            f'<fills count="{len(fills)}">{fills}</fills><borders count="2">{_NO_BORDER}{_BOX}</borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.looks)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
            "</styleSheet>"
        )


_GREY = '<fill><patternFill patternType="gray125"/></fill>'
_NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_SIDE = f' style="thin"><color rgb="{_BORDER}"/>'
_BOX = (
    f"<border><left{_SIDE}</left><right{_SIDE}</right><top{_SIDE}</top><bottom{_SIDE}</bottom>"
    "<diagonal/></border>"
)


class _Numbered:
    """Different pieces of XML, each once, numbered in the order they came."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        for piece in pieces:
            self._numbers.setdefault(piece, len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    def __str__(self) -> str:
        return "".join(self._numbers)

    def of(self, piece: str) -> int:
        return self._numbers[piece]


def _font(look: Look) -> str:
    bold = "<b/>" if look.is_bold else ""
    colour = f'<color rgb="FF{look.colour}"/>' if look.colour else ""
    return f'<font>{bold}<sz val="{look.size:g}"/>{colour}<name val="宋体"/></font>'


def _fill(look: Look) -> str:
    if not look.fill:
        return '<fill><patternFill patternType="none"/></fill>'
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{look.fill}"/></patternFill></fill>'


def _format(look: Look, font: int, fill: int) -> str:
    indent = "" if look.align == "center" else ' indent="1"'
    quoted = ' quotePrefix="1"' if look.is_quoted else ""
    fit = "shrinkToFit" if look.number_format == "#,##0.00" else "wrapText"  # a sum is never ###
    return (
        f'<xf numFmtId="{_FORMATS[look.number_format]}" fontId="{font}" fillId="{fill}"'
        f' borderId="{int(look.has_box)}" xfId="0"{quoted} applyNumberFormat="1" applyFont="1"'
        f' applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{look.align}" vertical="center" {fit}="1"{indent}/></xf>'
    )


@cache
def _shortest(height: float) -> str:
    return f"{height:g}"


@cache
def letters(column: int) -> str:
    """Return the letters of a column that is counted from 0: 27 → AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class StreamedSheet:
    """One sheet that is being written from the top down; rows count from 1, columns from 0."""

    def __init__(self, stream: IO[bytes], styles: _Styles, widths: Iterable[float], *, frozen: int) -> None:
        self._stream = stream
        self._styles = styles
        self._pending: list[str] = []
        self._merged: list[str] = []
        self._breaks: list[int] = []
        self.row = 0
        self.breaks = 0
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{width:g}" customWidth="1"/>'
            for place, width in enumerate(widths, start=1)
        )
        below = (
            f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        )
        self._put(
            f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{below}'
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
        )

    def _put(self, text: str) -> None:
        self._pending.append(text)
        if len(self._pending) >= _CHUNK:
            self._flush()

    def _flush(self) -> None:
        self._stream.write("".join(self._pending).encode())
        self._pending.clear()

    def add_row(self, cells: str, height: float) -> None:
        """Add a row of cells that `text_cell`, or `app.printing.row_makers` made for it."""
        self.row += 1
        self._put(f'<row r="{self.row}" ht="{_shortest(height)}" customHeight="1">{cells}</row>')

    def style(self, look: Look) -> int:
        """Return the number of a look, as cells name it."""
        return self._styles.number(look)

    def text_cell(self, column: int, text: str, look: Look) -> str:
        """Return a cell of the next row."""
        return _text(f"{letters(column)}{self.row + 1}", text, self.style(look))

    def blank_cells(self, columns: Iterable[int], look: Look) -> str:
        """Return empty cells of the next row in these columns."""
        rest = f'{self.row + 1}" s="{self.style(look)}"/>'
        return "".join([f'<c r="{letters(column)}{rest}' for column in columns])

    def merge(self, first: int, last: int) -> None:
        """Merge these columns of the next row."""
        if last > first:
            number = self.row + 1
            self._merged.append(f'<mergeCell ref="{letters(first)}{number}:{letters(last)}{number}"/>')

    def break_page(self) -> None:
        """Begin a new page after the last row."""
        self._breaks.append(self.row)
        self.breaks += 1

    def finish(self, *, scale: int, margins: tuple[float, float], header: str, footer: str) -> None:
        """End the sheet: A4 across at `scale` percent, with margins at sides and ends in inches."""
        merged = f'<mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>'
        breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self._breaks)
        side, top = margins
        count = len(self._breaks)
        self._put("</sheetData>")
        self._put(merged if self._merged else "")
        self._put(
            '<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{side}" right="{side}" top="{top}" bottom="{top}" header="0.3"'
            ' footer="0.3"/>'
            f'<pageSetup paperSize="9" scale="{scale}" orientation="landscape"/><headerFooter>'
            f"<oddHeader>{escape(header)}</oddHeader><oddFooter>{escape(footer)}</oddFooter></headerFooter>"
        )
        self._put(
            f'<rowBreaks count="{count}" manualBreakCount="{count}">{breaks}</rowBreaks>' if count else ""
        )
        self._put("</worksheet>")
        self._flush()


def _text(place: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    shown = escape(cell_text(text)) if _ODD.search(text) else text
    keep = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{shown}</t></is></c>'


class StreamedBook:
    """A workbook that is being written; one sheet at a time."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._styles = _Styles()
        self._names: list[str] = []

    @contextmanager
    def sheet(self, name: str, widths: Iterable[float], *, head_rows: int) -> Iterator[StreamedSheet]:
        """Give a sheet whose first `head_rows` stay on screen and stand on every page."""
        self._names.append(name)
        self._head_rows = head_rows
        part = _part(f"xl/worksheets/sheet{len(self._names)}.xml")
        with self._archive.open(part, "w") as stream:
            yield StreamedSheet(stream, self._styles, widths, frozen=head_rows)

    def finish(self, *, title: str, author: str, made_at: datetime) -> None:
        """Write what names the sheets and their looks."""
        numbers = range(1, len(self._names) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, name in zip(numbers, self._names, strict=True)
        )
        titles = "".join(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
            f"{escape(_quoted(name))}!$1:${self._head_rows}</definedName>"
            for number, name in zip(numbers, self._names, strict=True)
        )
        self._write(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><sheets>{sheets}</sheets>'
            f"<definedNames>{titles}</definedNames></workbook>",
        )
        links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        self._write_links("xl/_rels/workbook.xml.rels", [*links, ("rIdStyles", "styles", "styles.xml")])
        self._write("xl/styles.xml", self._styles.xml())
        moment = f"{made_at:%Y-%m-%dT%H:%M:%SZ}"
        dated = 'xsi:type="dcterms:W3CDTF"'
        self._write(
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
            f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy>"
            f"<dcterms:created {dated}>{moment}</dcterms:created>"
            f"<dcterms:modified {dated}>{moment}</dcterms:modified></cp:coreProperties>",
        )
        core = f"{_PACKAGE}/relationships/metadata/core-properties"
        self._write(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/>'
            f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>',
        )
        self._write_types(numbers)

    def _write_types(self, numbers: Iterable[int]) -> None:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = [("/xl/workbook.xml", f"{kind}.sheet.main+xml"), ("/xl/styles.xml", f"{kind}.styles+xml")]
        parts += [(f"/xl/worksheets/sheet{number}.xml", f"{kind}.worksheet+xml") for number in numbers]
        core = "application/vnd.openxmlformats-package.core-properties+xml"
        parts.append(("/docProps/core.xml", core))
        named = "".join(f'<Override PartName="{part}" ContentType="{what}"/>' for part, what in parts)
        links = "application/vnd.openxmlformats-package.relationships+xml"
        self._write(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{links}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>',
        )

    def _write_links(self, part: str, links: Iterable[tuple[str, str, str]]) -> None:
        named = "".join(
            f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
            for name, kind, target in links
        )
        self._write(part, f'<Relationships xmlns="{_PACKAGE}/relationships">{named}</Relationships>')

    def _write(self, part: str, text: str) -> None:
        self._archive.writestr(_part(part), _DECLARATION + text, compresslevel=_LEVEL)


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    # `ZipFile.open` takes the level from nowhere else where it is given a ZipInfo; public from Python 3.13 on
    part._compresslevel = _LEVEL  # type: ignore[attr-defined]  # not in the library's types
    part.external_attr = 0o600 << 16
    return part


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


@contextmanager
def streamed_book(file: Path) -> Iterator[StreamedBook]:
    """Give a workbook that is written to `file` as it is made; `finish` it inside the block."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        yield StreamedBook(archive)
