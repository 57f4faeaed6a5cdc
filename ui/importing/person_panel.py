"""The people of the selected row as they were understood: every fact, its cell, what it would change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.importing import FactView, Finding, PersonView
from app.words import scoped, tr
from ui.importing.rows import LOOKS
from ui.theme import mark, tokens
from ui.widgets import Pill, clear, column, link_button, paragraph, row, scrolled, text_label

_w = scoped("ui_importing.person")
TITLE = 76  # width of the titles of facts, px
LOUD = ("id_number", "bank_account")  # a wrong one pays or names somebody else
Top = Qt.AlignmentFlag.AlignTop


class PersonPanel(QFrame):
    """`cell_wanted` carries the column of a fact whose cell is to be shown."""

    cell_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        mark(self, "card")
        page = QWidget()
        self._body = column(gap=tokens.TIGHT)
        self._body.setContentsMargins(tokens.GAP, tokens.GAP, tokens.GAP, tokens.GAP)
        page.setLayout(column(self._body, None))
        self.setLayout(column(scrolled(page)))
        self.setAccessibleName(_w("title"))
        self.show_people([])

    def show_people(self, people: Sequence[PersonView], findings: Sequence[Finding] = ()) -> None:
        """Show the people of a row; for none, the findings of the row and what the panel is for."""
        clear(self._body)
        for person in people:
            self._show_person(person)
        if not people:
            self._body.addWidget(text_label(_w("title"), "section"))
            self._body.addWidget(paragraph(_w("none"), "quiet"))
            for finding in findings:
                self._add_finding(finding)

    def texts(self) -> list[str]:
        """Return every text that is shown, as people read it from top to bottom."""
        labels = self.findChildren(QLabel)
        return [label.text() for label in labels] + [link.text() for link in self.findChildren(QPushButton)]

    def _show_person(self, person: PersonView) -> None:
        head = row(text_label(person.name or _w("nameless"), "section"), None, _kind_pill(person))
        self._body.addLayout(head)
        for change in person.changes:
            words = _w("change", before=change.before or "∅", after=change.after)
            self._body.addWidget(paragraph(f"{change.title}：{words}", "asks"))
        for finding in person.findings:
            self._add_finding(finding)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.TIGHT)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, fact in enumerate(person.facts):
            title = text_label(fact.title, "hint")
            title.setFixedWidth(TITLE)
            title.setContentsMargins(0, 4, 0, 0)
            grid.addWidget(title, at, 0, Top)
            grid.addLayout(self._fact(fact), at, 1)
            grid.addWidget(self._source(fact), at, 2, Top)
        self._body.addLayout(grid)

    def _fact(self, fact: FactView) -> QVBoxLayout:
        role = "strong" if fact.field in (*LOUD, "name", "rank") else ""
        value = paragraph(fact.value or "—", role)
        value.setContentsMargins(0, 2, 0, 0)
        parts: list[QWidget] = [value]
        if fact.change is not None:
            parts.append(_changed(fact))
        parts += [_finding_line(finding) for finding in fact.findings if finding.severity != "info"]
        return column(*parts, gap=2)

    def _source(self, fact: FactView) -> QWidget:
        if fact.cell:
            link = link_button(fact.cell, lambda: self.cell_wanted.emit(fact.column))
            link.setAccessibleName(_w("go-to", title=fact.title, cell=fact.cell))
            return link
        label = text_label(_w("above") if fact.is_above else "", "hint")
        label.setContentsMargins(0, 4, 0, 0)
        return label

    def _add_finding(self, finding: Finding) -> None:
        self._body.addWidget(_finding_line(finding))


def _kind_pill(person: PersonView) -> Pill:
    return Pill(LOOKS[person.kind], tr(f"importing.kind.{person.kind}"))


def _finding_line(finding: Finding) -> QLabel:
    role = {"error": "wrong", "question": "asks", "warning": "asks"}.get(finding.severity, "quiet")
    return paragraph(f"{tr(f'importing.severity.{finding.severity}')}：{finding.message}", role)


def _changed(fact: FactView) -> QWidget:
    """Return what a fact would change: loudest where money or identity hangs on it."""
    assert fact.change is not None  # noqa: S101 - the caller's condition
    words = _w("change", before=fact.change.before or "∅", after=fact.change.after)
    if fact.field not in LOUD:
        return paragraph(words, "asks")
    frame = QFrame()
    mark(frame, "banner-wrong")
    text = column(text_label(_w("loud"), "wrong"), paragraph(words, "strong"), gap=2, margin=6)
    frame.setLayout(text)
    return frame
