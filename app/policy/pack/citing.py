"""A file's citations: its document found, its clauses held against the document's own words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from app.policy.faults import Fault
from app.policy.model import Clause, Document
from app.policy.pack.documents import as_document, clause_problem, document_path, find_document
from app.policy.pack.reading import ReadFile

_NO_DOCUMENT = Document("", "", None)


class Cited(Protocol):
    """Whatever states a clause and its words: a rule or a question."""

    @property
    def clause(self) -> str:
        """Return the clause's number."""

    @property
    def text(self) -> str:
        """Return its words."""


class Citing:
    """One file and the document it rests on; what is wrong goes to `faults`."""

    def __init__(self, file: ReadFile, faults: list[Fault]) -> None:
        self._file, self._faults = file, faults
        self.document: Document | None = None
        self._path: Path | None = None
        self._find()

    def fault(self, place: Sequence[object], problem: str) -> None:
        """Note a fault at `place` of the file."""
        self._faults.append(self._file.lines.fault(place, problem))

    def clause(self, place: Sequence[object], said: Cited) -> Clause:
        """Return the clause that `said` cites, a fault noted where the document does not say so.

        A document known by report only has no text to hold it against.
        """
        if self._path is not None and self.document is not None:
            wrong = clause_problem(self._path, clause=said.clause, text=said.text)
            if wrong is not None:
                name = self.document.number or self.document.title
                self.fault([*place, wrong[0]], f"{name}：{wrong[1]}")
        return Clause(self.document or _NO_DOCUMENT, said.clause, said.text)

    def _find(self) -> None:
        wanted = self._file.data.document
        if wanted is None:
            if self._file.data.rules or self._file.data.questions:
                self.fault([], "没有写明依据文件（document）")
            return
        data = find_document(wanted)
        self._path = document_path(data, beside=self._file.path.parent) if data and data.file else None
        if data is None or (self._path is None and not data.reported_by):
            name = wanted if isinstance(wanted, str) else wanted.file or wanted.title
            self.fault(["document"], f"找不到依据文件“{name}”，请放入政策文件夹或政策库")
            return
        self.document = as_document(data)
