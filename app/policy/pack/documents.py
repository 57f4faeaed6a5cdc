"""Find the document a pack cites, and prove a clause's text a verbatim part of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from app.paths import DOCUMENTS
from app.policy.faults import Fault, faulty
from app.policy.library.clauses import ClausePart, clause_parts, text_within
from app.policy.model import Document
from app.policy.pack.checking import check
from app.policy.pack.schema import DocumentData, LibraryFile
from app.policy.pack.yaml_reader import read_lined_yaml

INDEX = DOCUMENTS / "library.yaml"
_SPACE = re.compile(r"\s+")


@cache
def library() -> tuple[DocumentData, ...]:
    """Return the documents that come with the program."""
    faults: list[Fault] = []
    read = read_lined_yaml(INDEX.read_text("utf-8"), file=INDEX.name)
    index = check(LibraryFile, read, faults=faults)
    if index is None:
        raise faulty(faults, source=INDEX.name)
    return tuple(index.documents)


def find_document(wanted: str | DocumentData) -> DocumentData | None:
    """Return the library's document by number or title, or the one described where it stands."""
    if isinstance(wanted, DocumentData):
        return wanted
    return next((document for document in library() if wanted in (document.number, document.title)), None)


def document_path(document: DocumentData, *, beside: Path) -> Path | None:
    """Return the file of a document's text: beside the pack, or in the library by either name."""
    for path in (beside / document.file, DOCUMENTS / document.file):
        if path.is_file():
            return path
    names = (shelved.file for shelved in library() if shelved.received_as == document.file)
    return next((DOCUMENTS / name for name in names), None)


@cache
def clauses_in(path: Path) -> tuple[ClausePart, ...]:
    """Return the clauses of a document's text."""
    return clause_parts(path.read_text("utf-8"))


def clause_problem(path: Path, *, clause: str, text: str) -> tuple[str, str] | None:
    """Return what is wrong with a citation, as (field, problem): no such clause, or not its words.

    Line breaks and spaces are all that may differ from the document.
    """
    own = text_within(clauses_in(path), clause)
    if own is None:
        return "clause", f"文件没有条款“{clause}”"
    if squeezed(text) in squeezed(own):
        return None
    elsewhere = "，但见于别的条款" if squeezed(text) in squeezed(path.read_text("utf-8")) else ""
    return "text", f"条款原文与文件不一致{elsewhere}，请逐字核对"


def squeezed(text: str) -> str:
    """Return `text` without any white space."""
    return _SPACE.sub("", text)


def as_document(data: DocumentData) -> Document:
    """Return a document as policies carry it."""
    return Document(
        data.number,
        data.title,
        data.signed_on,
        data.file,
        data.last_checked_in_force,
        tuple(data.supersedes),
        data.superseded_by,
        data.reported_by,
    )
