"""The archive of an xlsx workbook: its parts under tidy names, sheets, styles and comments by relation.

Some programs write part names with backslashes or a leading slash, and errors that older readers do not
know; such archives are written anew in memory before they are read.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from app.errors import InputError
from app.importing.reading.read_errors import translate_read_errors

Source = Path | bytes  # of an archive: its file, or its content where it was written anew
_MOST_REWRITTEN = 128 * 2**20  # bytes of all parts
_TAG = re.compile(r"<(?:\w{1,20}:)?([A-Za-z]{1,40})(?=[\s/>])([^<>]*)>")
_FACT = re.compile(r"""(?<![\w:])([\w:]+)\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')""")
_ERROR_CELL = re.compile(
    rb"""(<(?:\w{1,20}:)?c\s[^<>]{0,200}?\bt=["']e["'][^<>]{0,200}>(?:<(?:\w{1,20}:)?f[^<>]{0,200}(?:/>|>[^<]{0,9000}</(?:\w{1,20}:)?f>))?"""
    rb"""<(?:\w{1,20}:)?v>)#[^<]{0,40}(?=</)"""
)
_TRUE = ("1", "true", "on")


@dataclass(slots=True)
class SheetPart:
    """Where a worksheet lies in the archive, and where its comments do ("" for none)."""

    member: str
    comments: str = ""


@dataclass(slots=True)
class Book:
    """What the workbook's parts say of its sheets, by name. Positions count from 0.

    `struck_styles` are the numbers of cell styles whose font is struck through, `struck_texts` those of
    shared texts that are struck through, wholly or in part.
    """

    sheets: dict[str, SheetPart] = field(default_factory=dict)
    struck_styles: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()
    is_1904: bool = False


def opened(source: Source) -> zipfile.ZipFile:
    """Open an archive."""
    return zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))


def facts_of(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag by name without prefix, but for `r:id`, which keeps its own: «id»."""
    found = {}
    for name, double, single in _FACT.findall(attributes):
        key = "r:id" if ":" in name and name.endswith(":id") else name.rpartition(":")[2]
        found[key] = unescape(double or single)
    return found


def is_true(value: str | None) -> bool:
    """Return whether an attribute of XML says yes."""
    return value is not None and value.strip().lower() in _TRUE


def tidy_name(name: str) -> str:
    """Return the name of a part as readers look for it."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def is_tidy(archive: zipfile.ZipFile) -> bool:
    """Return whether all parts bear names that every reader understands."""
    return all(
        info.is_dir() or tidy_name(info.orig_filename) == info.orig_filename for info in archive.infolist()
    )


def rewritten(path: Path, *, errors: bool = False) -> bytes:
    """Return the archive with tidy names; with `errors` also every error cell as one that readers know."""
    target = io.BytesIO()
    with (
        translate_read_errors(path),
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        if sum(info.file_size for info in old.infolist()) > _MOST_REWRITTEN:
            raise InputError("import-damaged", path=path)
        for info in old.infolist():
            content, name = old.read(info), tidy_name(info.orig_filename)
            if errors and "worksheets/" in name.lower():
                content = _ERROR_CELL.sub(rb"\1#VALUE!", content)
            new.writestr(name, content)
    return target.getvalue()


def book_of(path: Path, source: Source) -> Book:
    """Return what the workbook says of its sheets. Raises InputError for a damaged one."""
    book = Book()
    with translate_read_errors(path), opened(source) as archive:
        members = {name.lower(): name for name in archive.namelist()}
        text = _text(archive, members, "xl/workbook.xml")
        targets = _relations(archive, members, "xl/workbook.xml")
        for name, attributes in _TAG.findall(text):
            facts = facts_of(attributes)
            if name == "workbookPr":
                book.is_1904 = is_true(facts.get("date1904"))
            elif name == "sheet" and (
                target := members.get(targets.get(facts.get("r:id", ""), ("", ""))[1].lower())
            ):
                comments = [
                    to for kind, to in _relations(archive, members, target).values() if kind == "comments"
                ]
                member = members.get(comments[0].lower(), "") if comments else ""
                book.sheets[facts.get("name", "")] = SheetPart(target, member)
        book.struck_styles = _struck_styles(_text(archive, members, "xl/styles.xml"))
        book.struck_texts = _struck_texts(archive, members)
    return book


def _text(archive: zipfile.ZipFile, members: dict[str, str], name: str) -> str:
    return archive.read(members[name]).decode("utf-8", "replace") if name in members else ""


def _relations(archive: zipfile.ZipFile, members: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: by id, the last word of their kind and the part they lead to."""
    folder, _, name = part.rpartition("/")
    found = {}
    for tag, attributes in _TAG.findall(_text(archive, members, f"{folder}/_rels/{name}.rels".lower())):
        if tag == "Relationship":
            facts = facts_of(attributes)
            target = facts.get("Target", "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[facts.get("Id", "")] = (facts.get("Type", "").rpartition("/")[2], whole)
    return found


def _struck_styles(styles: str) -> frozenset[int]:
    """Return which cell styles have a font that is struck through."""
    if "strike" not in styles:
        return frozenset()
    struck: set[int] = set()
    place, font, found, style = "", -1, set[int](), -1
    for name, attributes in _TAG.findall(styles):
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            place = name
        elif name == "font" and place == "fonts":
            font += 1
        elif name == "strike" and place == "fonts" and facts_of(attributes).get("val", "1") in _TRUE:
            struck.add(font)
        elif name == "xf" and place == "cellXfs":
            style += 1
            if int(facts_of(attributes).get("fontId", "0")) in struck:
                found.add(style)
    return frozenset(found)


def _struck_texts(archive: zipfile.ZipFile, members: dict[str, str]) -> frozenset[int]:
    """Return which shared texts are struck through; nearly no workbook has any."""
    name = members.get("xl/sharedstrings.xml", "")
    if not name:
        return frozenset()
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(2**20):
            if b"strike" in tail + chunk:
                break
            tail = chunk[-8:]
        else:
            return frozenset()
    found, number = set(), -1
    for tag, attributes in _TAG.findall(_text(archive, members, "xl/sharedstrings.xml")):
        if tag == "si":
            number += 1
        elif tag == "strike" and facts_of(attributes).get("val", "1") in _TRUE:
            found.add(number)
    return frozenset(found)


def comments_of(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """Return the comments of a sheet by cell reference. Raises ValueError where they are damaged."""
    from xml.etree import ElementTree

    found = {}
    try:
        root = ElementTree.fromstring(archive.read(member))  # noqa: S314 the process that reads has limits
    except ElementTree.ParseError as error:
        raise ValueError("damaged comments") from error
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "comment":
            texts = [one.text or "" for one in node.iter() if one.tag.rpartition("}")[2] == "t"]
            found[node.get("ref", "")] = "".join(texts).strip()
    return found
