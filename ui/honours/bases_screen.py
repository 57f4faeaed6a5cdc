"""The register of bases (基地): one line per unit and title, what it rests on, how it was named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date, place_text
from app.honours import (
    BaseDetail,
    BaseFact,
    BaseRow,
    Passing,
    base_detail,
    base_rows,
    designate_unit,
    export_register,
    pass_on_designation,
    revoke_designation,
    write_naming_papers,
)
from app.words import tr
from ui.context import Session
from ui.forms import FormField, day_field, document_field, reason_field
from ui.registers import LinePanel, RegisterScreen, linked, look, noted
from ui.tables import Column


class BasesScreen(RegisterScreen):
    """Opened on one designation: `line`."""

    key = "bases"
    word_prefix = "ui_honours.bases"
    state_words = "honours.designation-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        head = "registers.column.{}".format
        return (
            Column[BaseRow](
                tr(head("unit")), lambda each: each.unit, 200, sort="unit", stretch=True, is_strong=True
            ),
            Column[BaseRow](tr(head("title")), lambda each: each.title, 210, sort="title"),
            Column[BaseRow](
                tr(head("bases")), lambda each: str(each.bases), 84, sort="bases", is_number=True
            ),
            Column[BaseRow](tr(head("named-on")), _named_on, 120, sort="designated_on", is_quiet=True),
            Column[BaseRow](
                tr(head("state")),
                lambda each: tr(f"honours.designation-state.{each.state}"),
                112,
                sort="state",
                state=lambda each: look(each.state),
            ),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[BaseRow]:
        """Return the lines."""
        return base_rows(session, states=states, words=words)

    def read_line(self, session: Session, line: BaseRow) -> BaseDetail:
        """Return everything about one line."""
        return base_detail(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_register(session, place, register="bases", now=now)

    def show_line(self, detail: BaseDetail) -> None:
        """Show everything about one line in the side panel."""
        line, state = detail.line, detail.line.state
        panel = LinePanel(
            detail.unit, line.title, state=state, state_text=tr(f"honours.designation-state.{state}")
        )
        panel.add_buttons(self._buttons(detail))
        panel.add_facts(
            (
                (tr("registers.column.named-as"), line.unit_name if line.unit_name != detail.unit else ""),
                (tr("registers.column.code"), detail.credit_code),
                (tr("registers.column.document"), line.document),
                (
                    tr("registers.column.named-on"),
                    chinese_date(line.designated_on) if line.designated_on else "",
                ),
            )
        )
        panel.add_section(self.text("rests-on"), [self._fact(each) for each in detail.facts])
        panel.add_section(self.text("passed"), [self._passing(each) for each in detail.passings])
        panel.add_acts(detail.acts)
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _fact(self, fact: BaseFact) -> QWidget:
        place = place_text(fact.rank)
        status = tr(f"honours.basis-status.{fact.status}")
        note = " · ".join(filter(None, (fact.contest, fact.event, status, fact.from_unit)))
        name = f"{fact.person}　{place}"
        return linked(name, note, lambda: self.context.open("person", person=fact.person_id))

    def _passing(self, passing: Passing) -> QWidget:
        text = self.text("passing", old=passing.from_unit, new=passing.to_unit)
        return noted(text, f"{chinese_date(passing.happened_on)} · {passing.document}")

    def _buttons(self, detail: BaseDetail) -> list[QWidget]:
        line = detail.line
        buttons: list[QWidget] = []
        if line.state == "proposed":
            buttons.append(
                self.act_button("designate", lambda: self.designate(detail), is_first=True, needs=Right.NAME)
            )
        if line.state == "designated":
            buttons.append(
                self.act_button("plaque", lambda: self.save_named(detail, "plaque"), is_first=True)
            )
            buttons.append(self.act_button("certificate", lambda: self.save_named(detail, "unit")))
            buttons.append(self.act_button("pass-on", lambda: self.pass_on(detail), needs=Right.NAME))
        if line.state in ("designated", "under-review"):
            buttons.append(self.act_button("revoke", lambda: self.revoke(detail), needs=Right.NAME))
        buttons.append(self.act_button("unit", lambda: self.context.open("unit", unit=line.unit_id)))
        return buttons

    # -- acts

    def designate(self, detail: BaseDetail) -> None:
        """Name the unit."""
        line = detail.line
        self.act(
            "designate",
            [document_field(), day_field("designated-on")],
            lambda unit, values: designate_unit(unit, line.id, version=line.version, **values),
            about=self.text("designate-about", unit=detail.unit, title=line.title),
        )

    def revoke(self, detail: BaseDetail) -> None:
        """Take the title away."""
        line = detail.line
        self.act(
            "revoke",
            [document_field(), day_field("revoked-on"), reason_field()],
            lambda unit, values: revoke_designation(unit, line.id, version=line.version, **values),
            about=self.text("revoke-about", unit=detail.unit, title=line.title),
            is_danger=True,
        )

    def pass_on(self, detail: BaseDetail) -> None:
        """Pass the title on to another unit."""
        line = detail.line
        successor = FormField("successor_unit_id", self.text("successor"), "unit")
        self.act(
            "pass-on",
            [successor, document_field(), day_field("happened-on"), reason_field()],
            lambda unit, values: pass_on_designation(unit, line.id, version=line.version, **values),
            about=self.text("pass-on-about", unit=detail.unit, title=line.title),
        )

    def save_named(self, detail: BaseDetail, kind: str) -> None:
        """Save the plaque or the certificate as PDF."""
        line = detail.line
        self.save_paper(
            f"{line.unit_name} {line.title}",
            lambda session, place: write_naming_papers(session, place, kind=kind, ids=[line.id]),
        )


def _named_on(each: BaseRow) -> str:
    return chinese_date(each.designated_on) if each.designated_on else ""
