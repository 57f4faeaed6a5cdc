"""The register of craftsmen (牧野工匠): preconditions, proposal, naming, and the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date
from app.honours import (
    CraftsmanDetail,
    CraftsmanRow,
    craftsman_detail,
    craftsman_rows,
    export_register,
    recognise_person,
    reinstate_recognition,
    revoke_recognition,
    withdraw_recognition,
    write_naming_papers,
)
from app.words import tr
from ui.context import Session
from ui.forms import day_field, document_field, reason_field
from ui.registers import LinePanel, RegisterScreen, look
from ui.tables import Column

_NEEDS = {"withdraw": Right.RECORD} | dict.fromkeys(("recognise", "revoke", "reinstate"), Right.NAME)


class CraftsmenScreen(RegisterScreen):
    """Opened on one recognition: `line`."""

    key = "craftsmen"
    word_prefix = "ui_honours.craftsmen"
    state_words = "honours.recognition-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        head = "registers.column.{}".format
        return (
            Column[CraftsmanRow](
                tr(head("person")), lambda each: each.person, 96, sort="person", is_strong=True
            ),
            Column[CraftsmanRow](tr(head("title")), lambda each: each.title_name, 120, sort="title"),
            Column[CraftsmanRow](
                tr(head("unit")), lambda each: each.unit, 200, sort="unit", stretch=True, is_quiet=True
            ),
            Column[CraftsmanRow](
                tr(head("category")), lambda each: tr(f"introductions.category.{each.category}"), 180
            ),
            Column[CraftsmanRow](
                tr(head("named-on")),
                lambda each: chinese_date(each.recognised_on) if each.recognised_on else "",
                120,
                sort="recognised_on",
                is_quiet=True,
            ),
            Column[CraftsmanRow](
                tr(head("state")),
                lambda each: tr(f"honours.recognition-state.{each.state}"),
                104,
                sort="state",
                state=lambda each: look(each.state),
            ),
        )

    def head_buttons(self) -> tuple[QWidget, ...]:
        """A proposal begins at the introduction: nobody is named without one."""
        return (self.act_button("to-introductions", lambda: self.context.open("introductions")),)

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[CraftsmanRow]:
        """Return the lines."""
        return craftsman_rows(session, states=states, words=words)

    def read_line(self, session: Session, line: CraftsmanRow) -> CraftsmanDetail:
        """Return everything about one line."""
        return craftsman_detail(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_register(session, place, register="craftsmen", now=now)

    def show_line(self, detail: CraftsmanDetail) -> None:
        """Show everything about one line in the side panel."""
        line = detail.row
        text = tr(f"honours.recognition-state.{line.state}")
        panel = LinePanel(line.person, f"{line.title_name} · {line.unit}", state=line.state, state_text=text)
        panel.add_buttons(self._buttons(line))
        panel.add_facts(
            (
                (tr("registers.column.choice-basis"), line.choice_basis),
                (tr("registers.column.assessment"), line.assessment),
                (tr("registers.column.document"), line.document),
                (
                    tr("registers.column.named-on"),
                    chinese_date(line.recognised_on) if line.recognised_on else "",
                ),
            )
        )
        panel.add_preconditions(detail.preconditions)
        panel.add_acts(detail.acts)
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _buttons(self, line: CraftsmanRow) -> list[QWidget]:
        acts = {
            "proposed": (("recognise", self.recognise), ("withdraw", self.withdraw)),
            "recognised": (("certificate", self.save_certificate), ("revoke", self.revoke)),
            "under-review": (("reinstate", self.reinstate), ("revoke", self.revoke)),
        }.get(line.state, ())
        buttons = [
            self.act_button(name, partial(act, line), is_first=place == 0, needs=_NEEDS.get(name))
            for place, (name, act) in enumerate(acts)
        ]
        person = line.person_id
        return [*buttons, self.act_button("person", lambda: self.context.open("person", person=person))]

    # -- acts

    def _about(self, line: CraftsmanRow) -> str:
        return tr("registers.subject", holder=line.person, title=line.title_name)

    def recognise(self, line: CraftsmanRow) -> None:
        """Name the person."""
        self.act(
            "recognise",
            [document_field(), day_field("recognised-on")],
            lambda unit, values: recognise_person(unit, line.id, version=line.version, **values),
            about=self._about(line),
        )

    def withdraw(self, line: CraftsmanRow) -> None:
        """Take the proposal back."""
        self.act(
            "withdraw",
            [reason_field()],
            lambda unit, values: withdraw_recognition(unit, line.id, version=line.version, **values),
            about=self._about(line),
            is_danger=True,
        )

    def reinstate(self, line: CraftsmanRow) -> None:
        """Keep a title that was under review."""
        self.act(
            "reinstate",
            [reason_field()],
            lambda unit, values: reinstate_recognition(unit, line.id, version=line.version, **values),
            about=self._about(line),
        )

    def revoke(self, line: CraftsmanRow) -> None:
        """Take the title away."""
        self.act(
            "revoke",
            [document_field(), day_field("revoked-on"), reason_field()],
            lambda unit, values: revoke_recognition(unit, line.id, version=line.version, **values),
            about=self._about(line),
            is_danger=True,
        )

    def save_certificate(self, line: CraftsmanRow) -> None:
        """Save the certificate as PDF."""
        self.save_paper(
            f"{line.person} {line.title_name}",
            lambda session, place: write_naming_papers(session, place, kind="person", ids=[line.id]),
        )
