"""The register of introductions (引进): who came to which unit, assessed how, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date
from app.honours import propose_recognition
from app.introductions import (
    AssessmentFacts,
    AssessmentRow,
    IntroductionDetail,
    IntroductionFacts,
    IntroductionRow,
    claim_subsidy,
    correct_introduction,
    export_introductions,
    introduction_detail,
    introduction_rows,
    record_assessment,
    record_introduction,
    withdraw_introduction,
)
from app.reference_data import region_names
from app.words import tr
from ui.context import Session
from ui.forms import FormDialog, FormField, Values, day_field, document_field, reason_field, set_field
from ui.registers import LinePanel, RegisterScreen, look, noted
from ui.tables import Column
from ui.widgets import paragraph

if TYPE_CHECKING:
    from app.unit_of_work import UnitOfWork


def _field(name: str) -> str:
    return tr(f"registers.field.{name}")


class IntroductionsScreen(RegisterScreen):
    """Opened on one introduction: `line`."""

    key = "introductions"
    word_prefix = "ui_introductions.introductions"
    state_words = "introductions.introduction-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        head = "registers.column.{}".format
        return (
            Column[IntroductionRow](
                tr(head("person")), lambda each: each.person, 96, sort="person", is_strong=True
            ),
            Column[IntroductionRow](tr(head("unit")), lambda each: each.unit, 220, sort="unit", stretch=True),
            Column[IntroductionRow](
                tr(head("category")), lambda each: tr(f"introductions.category.{each.category}"), 190
            ),
            Column[IntroductionRow](
                tr(head("introduced-on")),
                lambda each: chinese_date(each.introduced_on),
                124,
                sort="introduced_on",
                is_quiet=True,
            ),
            Column[IntroductionRow](
                tr(head("assessed")), lambda each: tr(f"introductions.assessed.{each.assessed or 'none'}"), 88
            ),
            Column[IntroductionRow](
                tr(head("state")),
                lambda each: tr(f"introductions.introduction-state.{each.state}"),
                96,
                sort="state",
                state=lambda each: look(each.state),
            ),
        )

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return the button that enters an introduction, and the ways to what follows from them."""
        return (
            self.act_button("introduce", self.introduce, is_first=True, needs=Right.RECORD),
            self.act_button("to-subsidies", lambda: self.context.open("subsidies")),
            self.act_button("to-budget", lambda: self.context.open("budget")),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[IntroductionRow]:
        """Return the lines."""
        return introduction_rows(session, states=states, words=words)

    def read_line(self, session: Session, line: IntroductionRow) -> IntroductionDetail:
        """Return everything about one line."""
        return introduction_detail(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_introductions(session, place, now=now)

    def show_line(self, detail: IntroductionDetail) -> None:
        """Show everything about one line in the side panel."""
        line = detail.row
        text = tr(f"introductions.introduction-state.{line.state}")
        note = tr("introductions.introduced", unit=line.unit, person=line.person)
        panel = LinePanel(line.person, note, state=line.state, state_text=text)
        panel.add_buttons(self._buttons(detail))
        panel.add_facts(
            (
                (_field("category"), tr(f"introductions.category.{line.category}")),
                (_field("category-evidence"), line.category_evidence),
                (self.text("proof"), dict(detail.proofs).get(line.honour_id or 0, "")),
                (_field("introduced-on"), chinese_date(line.introduced_on)),
                (_field("way"), tr(f"introductions.way.{line.way}")),
                (_field("channel"), tr(f"introductions.channel.{line.channel}") if line.channel else ""),
                (tr("registers.column.employer"), line.previous_employer),
                (_field("previous-region"), region_names().get(line.previous_region, "")),
                (self.text("documents"), line.documents),
                (_field("reason"), line.state_reason),
            )
        )
        panel.add_preconditions(detail.preconditions)
        panel.add_section(self.text("subsidy"), [paragraph(detail.subsidy.conclusion)])
        panel.add_section(self.text("assessments"), [_assessment(each) for each in detail.assessments])
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _buttons(self, detail: IntroductionDetail) -> list[QWidget]:
        line = detail.row
        buttons: list[QWidget] = []
        if line.state == "standing":
            is_ready = all(each.is_met for each in detail.preconditions)
            buttons.append(
                self.act_button(
                    "assess", lambda: self.assess(line), is_first=not is_ready, needs=Right.RECORD
                )
            )
            if is_ready:
                buttons.append(
                    self.act_button("propose", lambda: self.propose(line), is_first=True, needs=Right.RECORD)
                )
            if detail.subsidy.status == "proposed":
                buttons.append(self.act_button("claim", lambda: self.claim(detail), needs=Right.RECORD))
            buttons.append(self.act_button("correct", lambda: self.correct(detail), needs=Right.RECORD))
            buttons.append(self.act_button("withdraw", lambda: self.withdraw(line), needs=Right.RECORD))
        person = line.person_id
        return [*buttons, self.act_button("person", lambda: self.context.open("person", person=person))]

    # -- acts

    def introduce(self) -> None:
        """Enter an introduction."""
        fields = [
            FormField("person_id", self.text("person"), "person", why=self.text("person-why")),
            FormField("unit_id", self.text("unit"), "unit"),
            *self._fact_fields(),
        ]
        self.act("introduce", fields, _introduce)

    def _fact_fields(self) -> list[FormField]:
        """Return the fields of the facts that may also be corrected."""
        regions: list[tuple[str, object]] = [(tr("ui_forms.unsaid"), "")]
        regions += [(name, key) for key, name in region_names().items()]
        return [
            set_field("category", _field("category"), "introductions.category"),
            FormField(
                "category_evidence",
                _field("category-evidence"),
                is_needed=False,
                columns=("introduction.category_evidence",),
            ),
            day_field("introduced-on"),
            set_field("way", _field("way"), "introductions.way"),
            set_field("channel", _field("channel"), "introductions.channel", is_needed=False),
            FormField(
                "previous_employer",
                tr("registers.column.employer"),
                is_needed=False,
                columns=("introduction.previous_employer",),
            ),
            FormField(
                "previous_region", _field("previous-region"), "choice", is_needed=False, options=regions
            ),
            FormField(
                "documents", self.text("documents"), is_needed=False, columns=("introduction.documents",)
            ),
        ]

    def correct(self, detail: IntroductionDetail) -> FormDialog:
        """Correct what was mistyped, or choose the honour that proves the category."""
        line = detail.row
        proofs: list[tuple[str, object]] = [(tr("ui_forms.unsaid"), None)]
        proofs += [(words, honour) for honour, words in detail.proofs]
        fields = [replace(each, value=getattr(line, each.name)) for each in self._fact_fields()]
        fields.append(
            FormField(
                "honour_id",
                self.text("proof"),
                "choice",
                is_needed=False,
                why=self.text("proof-why"),
                options=proofs,
                value=line.honour_id,
            )
        )

        def correct(unit: UnitOfWork, values: Values) -> None:
            facts = {name: value for name, value in values.items() if name != "reason"}
            right = IntroductionFacts(person_id=line.person_id, unit_id=line.unit_id, **facts)
            correct_introduction(unit, line.id, right, version=line.version, reason=values["reason"])

        return self.act(
            "correct",
            [*fields, reason_field()],
            correct,
            about=self.text("correct-about", unit=line.unit, person=line.person),
        )

    def assess(self, line: IntroductionRow) -> None:
        """Enter how the person was assessed."""
        fields = [
            day_field("assessed-on"),
            FormField("organisation", _field("organisation"), columns=("assessment.organisation",)),
            FormField("is_passed", self.text("outcome"), "check", is_needed=False, hint=self.text("passed")),
            FormField("conclusion", _field("conclusion"), columns=("assessment.conclusion",)),
            document_field(),
        ]
        self.act(
            "assess",
            fields,
            lambda unit, values: record_assessment(unit, line.id, AssessmentFacts(**values)),
            about=line.person,
        )

    def propose(self, line: IntroductionRow) -> None:
        """Propose the person for one of the two titles; which one, the office says and why."""
        fields = [
            set_field("title", _field("craftsman"), "honours.craftsman"),
            FormField(
                "choice_basis",
                _field("choice-basis"),
                why=self.text("choice-why"),
                columns=("recognition.choice_basis",),
            ),
        ]
        self.act(
            "propose",
            fields,
            lambda unit, values: propose_recognition(unit, line.id, **values),
            about=line.person,
        )

    def claim(self, detail: IntroductionDetail) -> None:
        """Claim the subsidy that is due."""
        line = detail.row
        self.act(
            "claim",
            [day_field("claimed-on"), document_field(is_needed=False)],
            lambda unit, values: claim_subsidy(unit, line.id, **values),
            about=detail.subsidy.conclusion,
        )

    def withdraw(self, line: IntroductionRow) -> None:
        """Take the introduction back."""
        self.act(
            "withdraw",
            [reason_field()],
            lambda unit, values: withdraw_introduction(unit, line.id, version=line.version, **values),
            about=tr("introductions.introduced", unit=line.unit, person=line.person),
            is_danger=True,
        )


def _introduce(unit: UnitOfWork, values: Values) -> int:
    return record_introduction(unit, IntroductionFacts(**values))


def _assessment(each: AssessmentRow) -> QWidget:
    passed = tr("introductions.assessment-passed" if each.is_passed else "introductions.assessment-failed")
    text = f"{chinese_date(each.assessed_on)}　{passed}"
    return noted(text, f"{each.organisation} · {each.conclusion} · {each.document}")
