"""Every text of a finished document, part by part: what is shown, what is hidden, and what lies beside.

Read are xlsx, docx and any other zip (each part: cells, hidden sheets, comments, headers, properties,
embedded files), and pdf (pages, metadata, attachments, annotations). Text split into runs is put together
again; entities, percent signs and base64 are decoded. Pictures are not read as text, their bytes are.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from app.printing import hidden_texts, page_texts

_DEEPEST = 4  # documents inside documents
_BLOCKS = frozenset(("p", "si", "is", "comment", "hdr", "ftr", "txbxContent"))  # their runs are one text
_ROWS = frozenset(("tr",))
_CODES = frozenset(
    ("rsid", "paraId", "textId", "durableId", "nsid", "tmpl", "tplc", "panose", "panose1", "cnfStyle")
)  # identifiers: nobody reads them, and their digits are of no person
_CODES |= frozenset(("usb0", "usb1", "usb2", "usb3", "csb0", "csb1", "uid", "id", "Id", "uri", "tint"))
_CODES |= frozenset(("sqref", "ref", "r", "spans"))
_FLOAT = re.compile(r"-?\d+\.\d+(?:[eE]-?\d+)?|-?\d+[eE]-\d+")
_LARGE = re.compile(r"-?\d(?:\.\d+)?[eE]\+?(\d{1,2})")
_DATE_FORMATS = frozenset(map(str, (*range(14, 18), 22, *range(27, 37), *range(50, 59))))  # ECMA-376, 18.8.30
_DATE_CODE, _QUOTED = re.compile(r"[yYdD]"), re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SERIAL = re.compile(r"([1-9]\d{0,5})(?:\.\d+)?")
_FIRST_DAY = date(1899, 12, 30)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}(?![A-Za-z0-9+/_-])")
_UTF16_DIGITS = re.compile(rb"(?:[0-9A-Za-z \-]\x00){9,}")
_ASCII_TEXT = re.compile(rb"[\x20-\x7e\t\r\n]{9,}")


@dataclass(frozen=True, slots=True)
class PartText:
    """A text of a document and the part it stands in; `is_code` for identifiers and formulas."""

    part: str
    text: str
    is_code: bool = False


def texts_of_document(content: bytes, *, name: str = "", depth: int = 0) -> Iterator[PartText]:
    """Yield every text of a document, by its content: pdf, zip (xlsx, docx), XML, or plain text.

    A damaged document is read as plain bytes. `name` is how its parts are called.
    """
    if depth > _DEEPEST:
        return
    if content.startswith(b"%PDF-"):
        yield from _decoded(_pdf_texts(content, name, depth))
    elif content.startswith(b"PK\x03\x04"):
        yield from _zip_texts(content, name, depth)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield from _decoded(_xml_texts(content, name))
    else:
        yield from _decoded(_raw_texts(content, name))


def _pdf_texts(content: bytes, name: str, depth: int) -> Iterator[PartText]:
    for number, text in enumerate(page_texts(content), start=1):
        part = f"{name} p{number}".strip()
        yield from (PartText(part, line) for line in text.splitlines())
        yield PartText(part, text)
    for kind, data in hidden_texts(content):
        part = f"{name} {kind}".strip()
        if isinstance(data, bytes):
            yield from texts_of_document(data, name=part, depth=depth + 1)
        else:
            yield PartText(part, data)


def _zip_texts(content: bytes, name: str, depth: int) -> Iterator[PartText]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield PartText(name, parts.comment.decode("utf-8", "replace"))
            shared, dates = _shared_strings(parts), _date_styles(parts)
            for info in parts.infolist():
                inner = f"{name}/{info.filename}".strip("/")
                yield PartText(inner, info.filename)
                yield PartText(inner, info.comment.decode("utf-8", "replace"))
                data = parts.read(info)
                yield from texts_of_document(data, name=inner, depth=depth + 1)
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    yield from _worksheet_rows(data, inner, shared, dates)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # damaged, locked, packed otherwise
        yield from _decoded(_raw_texts(content, name))


def _shared_strings(parts: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    root = _parsed(parts.read("xl/sharedStrings.xml"))
    return ["".join(item.itertext()) for item in root] if root is not None else []


def _date_styles(parts: zipfile.ZipFile) -> frozenset[str]:
    """Return which cell formats of a workbook show their number as a date, by their place."""
    root = _parsed(parts.read("xl/styles.xml")) if "xl/styles.xml" in parts.namelist() else None
    if root is None:
        return frozenset()
    found = [(_local(one.tag), one) for one in root.iter()]
    codes = {one.get("numFmtId"): one.get("formatCode", "") for tag, one in found if tag == "numFmt"}
    formats = next((list(one) for tag, one in found if tag == "cellXfs"), [])
    return frozenset(
        str(place)
        for place, one in enumerate(formats)
        if one.get("numFmtId") in _DATE_FORMATS
        or _DATE_CODE.search(_QUOTED.sub("", codes.get(one.get("numFmtId"), "")))
    )


def _worksheet_rows(data: bytes, part: str, shared: list[str], dates: frozenset[str]) -> Iterator[PartText]:
    """Yield each row of a worksheet as one text, so that what stands beside a name is seen."""
    root = _parsed(data)
    if root is None:
        return
    for row in root.iter():
        if _local(row.tag) == "row":
            yield PartText(part, "\t".join(_cell_text(cell, shared, dates) for cell in row))


def _cell_text(cell: ElementTree.Element, shared: list[str], dates: frozenset[str]) -> str:
    value = "".join(text for child in cell if _local(child.tag) in ("v", "is") for text in child.itertext())
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    if cell.get("s") in dates and (found := _SERIAL.fullmatch(value)):
        return (_FIRST_DAY + timedelta(days=int(found[1]))).isoformat()
    return _number(value)


def _number(text: str) -> str:
    """Return a number of a cell as a person reads it: no digits of a binary fraction, no power of ten."""
    if found := _LARGE.fullmatch(text):
        return str(int(float(text))) if int(found[1]) < 20 else ""
    return text.partition(".")[0] if _FLOAT.fullmatch(text) else text


def _parsed(data: bytes) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(data)  # noqa: S314 (a document that this program wrote; expat refuses bombs)
    except ElementTree.ParseError:
        return None


def _xml_texts(data: bytes, part: str) -> Iterator[PartText]:
    root = _parsed(data)
    if root is None:
        yield from _raw_texts(data, part)
        return
    yield from (PartText(part, text) for text in _comments(data))
    for element in root.iter():
        tag = _local(element.tag)
        yield PartText(part, _number(element.text or ""), is_code=tag in ("f", "formula1", "definedName"))
        yield PartText(part, element.tail or "")
        if tag in _BLOCKS:
            yield PartText(part, "".join(element.itertext()))
        if tag in _ROWS:
            yield PartText(part, "\t".join("".join(cell.itertext()) for cell in element))
        for key, value in element.attrib.items():
            local = _local(key)
            if not (local in _CODES or local.startswith("rsid") or tag in _CODES):
                yield PartText(part, _number(value), is_code=local not in _READ)


_READ = frozenset(("descr", "title", "tooltip", "alt", "author", "initials", "Target", "name", "display"))


def _comments(data: bytes) -> Iterator[str]:
    """Return the comments and processing instructions of XML, which hold whatever was written there."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.CommentHandler = found.append
    parser.ProcessingInstructionHandler = lambda target, text: found.append(f"{target} {text}")
    with suppress(expat.ExpatError):
        parser.Parse(data, True)
    return iter(found)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _raw_texts(content: bytes, part: str) -> Iterator[PartText]:
    """Yield the text of a part that is not XML: whole where it is text, else what reads as text in it."""
    for coding in ("utf-8", "gb18030"):
        try:
            yield PartText(part, content.decode(coding))
            return
        except UnicodeDecodeError:
            continue
    for found in _ASCII_TEXT.finditer(content):
        yield PartText(part, found[0].decode("ascii"), is_code=True)
    for found in _UTF16_DIGITS.finditer(content):
        yield PartText(part, found[0].decode("utf-16-le"), is_code=True)


def _decoded(texts: Iterable[PartText]) -> Iterator[PartText]:
    """Yield each text, and again what its entities, percent signs and base64 stand for."""
    for one in texts:
        if not one.text:
            continue
        yield one
        plain = html.unescape(html.unescape(one.text)) if "&" in one.text else one.text
        plain = unquote(plain) if "%" in plain else plain
        if plain != one.text:
            yield PartText(one.part, plain, one.is_code)
        for found in _BASE64.finditer(plain):
            if text := _from_base64(found[0]):
                yield PartText(one.part, text, one.is_code)


def _from_base64(token: str) -> str:
    """Return what a token says where it is base64 of text, else ""."""
    body = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    for coding in ("utf-8", "utf-16-le"):
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            return text
    return ""
