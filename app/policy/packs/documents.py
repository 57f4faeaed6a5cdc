"""Find the document a pack cites, and prove a clause's text a verbatim part of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.paths import DOCUMENTS
from app.policy.clauses import ClausePart, clause_parts, text_within, without_spaces
from app.policy.model import Document
from app.policy.packs.checking import check
from app.policy.packs.faults import Fault, policy_file_error
from app.policy.packs.schema import DocumentData, LibraryFile
from app.policy.packs.yaml_reader import read_lined_yaml

INDEX = DOCUMENTS / "library.yaml"


@cache
def library_index() -> tuple[DocumentData, ...]:
    """Return the documents that come with the program."""
    faults: list[Fault] = []
    read = read_lined_yaml(INDEX.read_text("utf-8"), file=INDEX.name)
    index = check(LibraryFile, read, faults=faults)
    if index is None:
        raise policy_file_error(faults, source=INDEX.name)
    return tuple(index.documents)


def find_document(wanted: str | DocumentData, described: Iterable[DocumentData] = ()) -> DocumentData | None:
    """Return the document described here, or by number or title one of `described` or of the library."""
    if isinstance(wanted, DocumentData):
        return wanted
    known = (*described, *library_index())
    return next((document for document in known if wanted in (document.number, document.title)), None)


def document_path(document: DocumentData, *, beside: Path) -> Path | None:
    """Return the file of a document's text: beside the pack, or in the library by either name."""
    for path in (beside / document.file, DOCUMENTS / document.file):
        if path.is_file():
            return path
    names = (known.file for known in library_index() if known.received_as == document.file)
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
    if without_spaces(text) in without_spaces(own):
        return None
    elsewhere = "，但见于别的条款" if without_spaces(text) in without_spaces(path.read_text("utf-8")) else ""
    return "text", f"条款原文与文件不一致{elsewhere}，请逐字核对"


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
        data.known_as,
        data.known_of_date,
    )
