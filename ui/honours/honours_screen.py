"""The register of honours (荣誉): titles that others gave, entered with document, day and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date
from app.honours import (
    HonourFacts,
    HonourRow,
    correct_honour,
    export_register,
    honour_acts,
    honour_rows,
    import_honours,
    record_honour,
    reinstate_honour,
    revoke_honour,
)
from app.reference_data import honour_titles
from app.registry import Act
from app.words import tr
from ui.context import Session
from ui.file_dialogs import choose_file
from ui.forms import FormDialog, FormField, Values, day_field, document_field, reason_field
from ui.registers import LinePanel, RegisterScreen, look
from ui.tables import Column
from ui.widgets import paragraph

if TYPE_CHECKING:
    from app.importing import LineListReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


class HonoursScreen(RegisterScreen):
    """Opened on one honour: `line`."""

    key = "honours"
    word_prefix = "ui_honours.honours"
    last_findings = ""  # of the last list that was imported, a line each
    state_words = "honours.honour-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        head = "registers.column.{}".format
        return (
            Column[HonourRow](
                tr(head("holder")), lambda each: each.holder, 150, sort="holder", is_strong=True
            ),
            Column[HonourRow](
                tr(head("title")), lambda each: each.title_name, 200, sort="title", stretch=True
            ),
            Column[HonourRow](
                tr(head("level")), lambda each: tr(f"honours.honour-level.{each.level}"), 72, sort="level"
            ),
            Column[HonourRow](tr(head("document")), lambda each: each.document, 170, is_quiet=True),
            Column[HonourRow](
                tr(head("awarded-on")), lambda each: chinese_date(each.awarded_on), 124, sort="awarded_on"
            ),
            Column[HonourRow](
                tr(head("state")),
                lambda each: tr(f"honours.honour-state.{each.state}"),
                96,
                sort="state",
                state=lambda each: look(each.state),
            ),
        )

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return the buttons that enter an honour."""
        return (
            self.act_button(
                "record-person", lambda: self.record("person"), is_first=True, needs=Right.RECORD
            ),
            self.act_button("record-unit", lambda: self.record("unit"), needs=Right.RECORD),
            self.act_button("import-list", self.choose_list, needs=Right.RECORD),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[HonourRow]:
        """Return the lines."""
        return honour_rows(session, states=states, words=words)

    def read_line(self, session: Session, line: HonourRow) -> tuple[HonourRow, tuple[Act, ...]]:
        """Return a line and its acts."""
        return line, honour_acts(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_register(session, place, register="honours", now=now)

    def show_line(self, detail: tuple[HonourRow, tuple[Act, ...]]) -> None:
        """Show everything about one line in the side panel."""
        line, acts = detail
        text = tr(f"honours.honour-state.{line.state}")
        panel = LinePanel(line.holder, line.title_name, state=line.state, state_text=text)
        panel.add_buttons(self._buttons(line))
        panel.add_facts(
            (
                (tr("registers.column.level"), tr(f"honours.honour-level.{line.level}")),
                (tr("registers.column.document"), line.document),
                (tr("registers.column.awarded-on"), chinese_date(line.awarded_on)),
                (tr("registers.column.issuer"), line.issuer),
                (tr("registers.column.evidence"), line.evidence),
            )
        )
        panel.add_acts(acts)
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _buttons(self, line: HonourRow) -> list[QWidget]:
        buttons: list[QWidget] = []
        if line.state == "under-review":
            buttons.append(
                self.act_button("reinstate", lambda: self.reinstate(line), is_first=True, needs=Right.NAME)
            )
        if line.state != "revoked":
            buttons.append(self.act_button("correct", lambda: self.correct(line), needs=Right.RECORD))
            buttons.append(self.act_button("revoke", lambda: self.revoke(line), needs=Right.NAME))
        if line.person_id is not None:
            person = line.person_id
            buttons.append(self.act_button("person", lambda: self.context.open("person", person=person)))
        if line.unit_id is not None:
            unit = line.unit_id
            buttons.append(self.act_button("unit", lambda: self.context.open("unit", unit=unit)))
        return buttons

    # -- acts

    def record(self, holder: str) -> None:
        """Enter an honour of a person or a unit."""
        titles: list[tuple[str, object]] = [
            (title.name, key) for key, title in honour_titles().items() if title.holder == holder
        ]
        who = FormField(f"{holder}_id", tr(f"honours.holder.{holder}"), "person")
        if holder == "unit":
            who = FormField("unit_id", tr("honours.holder.unit"), "unit")
        fields = [
            who,
            FormField("title", tr("registers.column.title"), "choice", options=titles),
            day_field("awarded-on"),
            document_field(),
            FormField("issuer", tr("registers.column.issuer"), is_needed=False, columns=("honour.issuer",)),
            FormField(
                "evidence", tr("registers.column.evidence"), is_needed=False, columns=("honour.evidence",)
            ),
        ]
        self.act(f"record-{holder}", fields, _record)

    def correct(self, line: HonourRow) -> FormDialog:
        """Correct what was mistyped of an honour."""
        fields = [
            replace(day_field("awarded-on"), value=line.awarded_on),
            replace(document_field(), value=line.document),
            FormField(
                "issuer",
                tr("registers.column.issuer"),
                is_needed=False,
                value=line.issuer,
                columns=("honour.issuer",),
            ),
            FormField(
                "evidence",
                tr("registers.column.evidence"),
                is_needed=False,
                value=line.evidence,
                columns=("honour.evidence",),
            ),
            reason_field(),
        ]
        return self.act(
            "correct",
            fields,
            lambda unit, values: correct_honour(unit, line.id, version=line.version, **values),
            about=self.text(
                "correct-about", subject=tr("registers.subject", holder=line.holder, title=line.title_name)
            ),
        )

    def choose_list(self) -> None:
        """Let the user choose a list of honours and import it."""
        kinds = tr("ui_importing.file.filter")
        if (place := choose_file(self, self.text("choose-list"), kinds=kinds)) is not None:
            self.import_from(place)

    def import_from(self, place: Path) -> None:
        """Enter the honours of a list; lines that are faulty are left out and named."""

        def work(unit: UnitOfWork, progress: Progress) -> LineListReport:
            return import_honours(unit, place, progress=progress)

        self.context.change(self, self.text("importing"), work, self._imported)

    def _imported(self, report: LineListReport) -> None:
        place = tr("ui_importing.place")
        lines = [
            f"{each.sheet} {place.format(row=each.row, column='')}{each.message}" for each in report.findings
        ]
        self.last_findings = "\n".join(lines)
        summary = self.text("imported", new=report.new, same=report.same, left_out=len(lines))
        panel = LinePanel(
            self.text("imported-title"), summary, state="warning" if lines else "done", state_text=""
        )
        panel.add_section(self.text("left-out"), [paragraph(each) for each in lines])
        self.context.frame.show_panel(self.text("imported-title"), panel.finish())

    def reinstate(self, line: HonourRow) -> None:
        """Keep an honour that was under review."""
        self.act(
            "reinstate",
            [reason_field()],
            lambda unit, values: reinstate_honour(unit, line.id, version=line.version, **values),
            about=tr("registers.subject", holder=line.holder, title=line.title_name),
        )

    def revoke(self, line: HonourRow) -> None:
        """Say that the honour was taken away."""
        self.act(
            "revoke",
            [document_field(), reason_field()],
            lambda unit, values: revoke_honour(unit, line.id, version=line.version, **values),
            about=tr("registers.subject", holder=line.holder, title=line.title_name),
            is_danger=True,
        )


def _record(unit: UnitOfWork, values: Values) -> object:
    return record_honour(unit, HonourFacts(**values))
