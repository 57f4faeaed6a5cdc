"""The audit screen (审计): lines by record, person, day and words; one line in full; the check of it all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.accounts import AuditReport, check_audit, subject_words
from app.anchors import anchored_digest
from app.audit_lines import AuditFilter, AuditLine, audit_choices, audit_lines, export_audit, record_history
from app.changes import Changes
from app.words import scoped
from ui.context import Context, Session
from ui.registers import LinePanel, RegisterScreen, noted
from ui.tables import Column
from ui.widgets import second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.store import Store

_w = scoped("ui_audit")
_DAY_WIDTH = 170  # px
_REASON, _ROOMY_WIDTH = 5, 960  # the column of reasons gives way in a narrower screen
_MOST_OF_A_RECORD = 30  # lines of its history in the side panel


class AuditScreen(RegisterScreen):
    """The newest lines of the chain; the chosen one in the side panel with the history of its record."""

    interest = Changes.EVERYTHING
    key = "audit"
    word_prefix = "ui_audit"

    def __init__(self, context: Context) -> None:
        self.subjects, self.people = QComboBox(), QComboBox()
        self._narrowed = AuditFilter()
        for box, name in ((self.subjects, "all-subjects"), (self.people, "all-people")):
            box.addItem(_w(name), "")
            box.setAccessibleName(_w(name))
            box.activated.connect(lambda _at: self.refresh())
        self.day = QLineEdit(placeholderText=_w("day"))
        self.day.setAccessibleName(_w("day"))
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day.textChanged.connect(self._on_day)
        self.check = second_button(_w("verify"), self.verify, icon="check")
        super().__init__(context)

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return (
            Column[AuditLine](_w("at"), lambda line: line.moment, 150),
            Column[AuditLine](_w("actor"), lambda line: line.actor, 76, is_strong=True),
            Column[AuditLine](_w("act"), lambda line: line.act, 96),
            Column[AuditLine](_w("record"), lambda line: line.record, 120),
            Column[AuditLine](
                _w("change"), lambda line: line.change, 260, stretch=True, hint=lambda line: line.change
            ),
            Column[AuditLine](_w("reason"), lambda line: line.reason, 200, hint=lambda line: line.reason),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to what was changed where there is little; the side panel tells the reason too."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_REASON, self.width() < _ROOMY_WIDTH)

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return what narrows the lines, and the check."""
        return self.subjects, self.people, self.day, self.check

    def wanted(self) -> AuditFilter:
        """Return what the lines are narrowed by; a day that is not whole yet narrows nothing."""
        day = None
        with suppress(ValueError):
            day = date.fromisoformat(self.day.text().strip())
        subject, actor = self.subjects.currentData(), self.people.currentData()
        return AuditFilter(subject=subject or "", actor=actor or "", day=day, words=self._words)

    def refresh(self) -> None:
        """Read the lines again, and what they can be narrowed by."""
        wanted = self._narrowed = self.wanted()
        self.context.ask(self, audit_choices, self._show_choices, topic="choices")
        self.context.ask(self, lambda session: audit_lines(session, wanted), self._show, topic="rows")

    def read_line(self, session: Session, line: AuditLine) -> tuple[AuditLine, list[AuditLine]]:
        """Return a line with the history of its record."""
        return line, record_history(session, line.subject, line.subject_id)

    def write_register(self, store: Store, place: Path) -> None:
        """Write the lines as they are narrowed, all of them, to `place`, with the digest of the chain."""
        digest = anchored_digest(store, place)
        with store.reading() as session:
            export_audit(session, place, now=store.clock(), digest=digest, wanted=self._narrowed)

    def show_line(self, detail: tuple[AuditLine, list[AuditLine]]) -> None:
        """Show a line in full, and below it what else was done to its record."""
        line, history = detail
        panel = LinePanel(line.record, f"{line.act} · {line.actor} · {line.moment}", state="", state_text="")
        facts = [(_w("change"), line.change), (_w("reason"), line.reason), (_w("seal"), line.seal[:16])]
        if line.records:
            facts.append((_w("records"), str(line.records)))
        panel.add_facts((name, value) for name, value in facts if value)
        if line.subject_id:
            panel.add_section(_w("history"), [history_row(one) for one in history[:_MOST_OF_A_RECORD]])
        self.context.frame.show_panel(_w("panel"), panel.finish())

    def verify(self) -> None:
        """Check the whole trail in the background, and show what was found."""
        store = self.context.store

        def work(progress: Progress) -> AuditReport:
            with store.reading() as session:
                return check_audit(session, progress=progress)

        self.context.run(self, _w("verifying"), work, self.show_report)

    def show_report(self, report: AuditReport) -> None:
        """Show in the side panel what the check found."""
        is_whole = report.is_whole
        title = _w("whole" if is_whole else "found")
        panel = LinePanel(title, "", state="", state_text="")
        panel.add_section(_w("report"), [noted(sentence, "") for sentence in report.words()])
        self.context.frame.show_panel(_w("panel"), panel.finish())

    def _on_day(self, text: str) -> None:
        if not text.strip() or self.wanted().day is not None:
            self.refresh()

    def _show_choices(self, choices: tuple[Sequence[str], Sequence[str]]) -> None:
        subjects, people = choices
        _fill(self.subjects, [(subject_words(one), one) for one in subjects])
        _fill(self.people, [(one, one) for one in people])


def history_row(line: AuditLine) -> QWidget:
    """Return one act on a record, as its history shows it."""
    note = " · ".join(part for part in (line.moment, line.actor, line.reason) if part)
    return noted(f"{line.act}　{line.change}".rstrip("　"), note)


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer what there is, and keep what is chosen."""
    kept = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(kept), 0))
