"""The register of documents (文件): what classes, rulings and corrections rest on, and who saw the papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.formats import chinese_date
from app.registry import (
    DocumentFacts,
    DocumentPage,
    DocumentRow,
    DocumentUse,
    Scan,
    ScanFacts,
    attach_scan,
    correct_document,
    document_page,
    document_rows,
    export_documents,
    read_scan,
    record_document,
    verify_document,
    write_scan,
)
from app.words import tr
from ui.context import Session
from ui.file_dialogs import choose_file, choose_save_path
from ui.forms import FormDialog, FormField, Values, reason_field
from ui.registers import LinePanel, RegisterScreen, linked, noted
from ui.tables import Column
from ui.widgets import paragraph

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_LONGEST_LIST = 50  # uses shown in the side panel; the count says how many there are


class DocumentsScreen(RegisterScreen):
    """Opened on one document: `line`."""

    interest = Changes.EVERYTHING  # any change may name a document
    key = "documents"
    word_prefix = "ui_registry.documents"
    state_words = "core.document-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return (
            Column[DocumentRow](self.text("name"), lambda each: each.name, 190, sort="name", is_strong=True),
            Column[DocumentRow](
                self.text("document-title"), lambda each: each.facts.title, 120, is_quiet=True, stretch=True
            ),
            Column[DocumentRow](self.text("issuer"), lambda each: each.issuer, 150, sort="issuer"),
            Column[DocumentRow](
                self.text("dated-on"), lambda each: _day(each.dated_on), 112, sort="dated_on"
            ),
            Column[DocumentRow](
                self.text("uses"), lambda each: f"{each.uses:,}", 56, is_number=True, sort="uses"
            ),
            Column[DocumentRow](
                self.text("scans"), lambda each: str(each.scans or ""), 64, is_number=True, sort="scans"
            ),
            Column[DocumentRow](
                tr("registers.column.state"),
                lambda each: tr(f"core.document-state.{each.state}"),
                92,
                sort="state",
                state=lambda each: _LOOKS[each.state],
            ),
        )

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return the button that enters a document."""
        return (self.act_button("record-document", self.record, is_first=True, needs=Right.RECORD),)

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[DocumentRow]:
        """Return the lines."""
        return document_rows(session, states=states, words=words)

    def read_line(self, session: Session, line: DocumentRow) -> DocumentPage:
        """Return a document with what rests on it."""
        return document_page(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_documents(session, place, now=now)

    def show_line(self, detail: DocumentPage) -> None:
        """Show a document with what rests on it in the side panel."""
        row = detail.row
        state = tr(f"core.document-state.{row.state}")
        panel = LinePanel(row.name, row.facts.title, state=_LOOKS[row.state], state_text=state)
        panel.add_buttons(self._buttons(row))
        seen = ""
        if row.verified_at is not None:
            seen = f"{row.verified_by}　{chinese_date(office_day(row.verified_at))}"
        panel.add_facts(
            (
                (self.text("issuer"), row.issuer),
                (self.text("dated-on"), _day(row.dated_on)),
                (self.text("as-written"), row.as_written),
                (self.text("recorded-by"), row.recorded_by),
                (self.text("verified-by"), seen),
            )
        )
        panel.add_section(self.text("scans"), [self._scan(each) for each in detail.scans])
        uses = [self._use(each) for each in detail.uses[:_LONGEST_LIST]]
        if len(detail.uses) > len(uses):
            uses.append(paragraph(self.text("more-uses", count=len(detail.uses) - len(uses)), "hint"))
        panel.add_section(self.text("uses-count", count=len(detail.uses)), uses)
        if not uses:
            panel.add_section(self.text("uses"), [paragraph(self.text("unused"), "quiet")])
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _buttons(self, row: DocumentRow) -> list[QWidget]:
        buttons = [
            self.act_button("correct", lambda: self.correct(row), needs=Right.RECORD),
            self.act_button("attach-scan", lambda: self.choose_scan(row), needs=Right.RECORD),
        ]
        if row.state == "unverified":
            buttons.insert(
                0, self.act_button("verify", lambda: self.verify(row), is_first=True, needs=Right.CONFIRM)
            )
        return buttons

    def _scan(self, scan: ScanFacts) -> QWidget:
        note = self.text("scan-note", by=scan.added_by, kib=max(scan.size // 1024, 1), sha=scan.sha256[:12])
        return linked(scan.file_name, note, lambda: self.choose_copy(scan))

    def _use(self, use: DocumentUse) -> QWidget:
        kind, screen = self.text(f"use.{use.kind}"), _SCREENS.get(use.kind)
        if screen is None:
            return noted(use.about, kind)
        about = {"contest": use.subject_id} if use.kind.startswith("contest-") else {}
        return linked(use.about, kind, lambda: self.context.open(screen, **about))

    # -- acts

    def record(self) -> FormDialog:
        """Enter a document by its number, or by its name where it has none."""
        return self.act(
            "record-document",
            self._fields(DocumentFacts("")),
            lambda unit, values: record_document(unit, _facts(values)),
            about=self.text("record-about"),
        )

    def correct(self, row: DocumentRow) -> FormDialog:
        """Correct what is known of a document."""

        def save(unit: UnitOfWork, values: Values) -> None:
            correct_document(unit, row.id, facts=_facts(values), reason=values["reason"], version=row.version)

        fields = [*self._fields(row.facts), reason_field()]
        return self.act("correct", fields, save, about=self.text("correct-about"))

    def verify(self, row: DocumentRow) -> FormDialog:
        """Say that the paper was seen."""
        return self.act(
            "verify",
            [],
            lambda unit, _values: verify_document(unit, row.id, version=row.version),
            about=self.text("verify-about", document=row.name),
        )

    def choose_scan(self, row: DocumentRow) -> None:
        """Let the user choose a scan and attach it."""
        place = choose_file(self, self.text("choose-scan"), kinds=self.text("scan-kinds"))
        if place is not None:
            self.attach(row.id, place)

    def attach(self, document: int, place: Path) -> None:
        """Attach a scan; the file is read before anybody else has to wait."""

        def read(_progress: Progress) -> Scan:
            return read_scan(place)

        def write(scan: Scan) -> None:
            self.context.change(
                self,
                tr("ui_forms.saving"),
                lambda unit, _progress: attach_scan(unit, document, scan),
                lambda _id: self.context.frame.show_toast(self.text("attached", file=scan.file_name)),
            )

        self.context.run(self, self.text("reading-scan"), read, write)

    def choose_copy(self, scan: ScanFacts) -> None:
        """Ask where to put a copy of a scan, which can be opened then."""
        kinds = self.text("scan-kinds")
        place = choose_save_path(self, self.text("save-scan"), name=scan.file_name, kinds=kinds)
        if place is not None:
            self.save_copy(scan.id, place)

    def save_copy(self, scan: int, place: Path) -> None:
        """Write a copy of a scan; bytes that are not what was attached are refused."""

        self.write_paper(place, lambda session, to: write_scan(session, scan, to))

    def _fields(self, facts: DocumentFacts) -> list[FormField]:
        longest = "document.{}".format
        return [
            FormField(
                "name",
                self.text("name"),
                hint=tr("ui_forms.document-hint"),
                why=self.text("name-why"),
                value=facts.name,
                columns=(longest("name"),),
                is_document=True,
            ),
            FormField(
                "title",
                self.text("document-title"),
                is_needed=False,
                value=facts.title,
                columns=(longest("title"),),
            ),
            FormField(
                "issuer",
                self.text("issuer"),
                is_needed=False,
                value=facts.issuer,
                columns=(longest("issuer"),),
            ),
            FormField(
                "dated_on",
                self.text("dated-on"),
                "optional-day",
                is_needed=False,
                hint=self.text("dated-on-known"),
                value=facts.dated_on,
            ),
        ]


_LOOKS = {"verified": "approved", "unverified": "draft"}
_SCREENS = {
    "contest-class": "results",
    "contest-series": "results",
    "contest-medals": "results",
    "event-class": "results",
    "ruling": "rulings",
    "standard": "standards",
    "budget": "budget",
    "designation": "bases",
    "recognition": "craftsmen",
    "honour": "honours",
    "assessment": "introductions",
    "subsidy": "subsidies",
}


def _facts(values: Values) -> DocumentFacts:
    return DocumentFacts(values["name"], values["title"], values["issuer"], values["dated_on"])


def _day(day: Any) -> str:
    return chinese_date(day) if day is not None else ""
