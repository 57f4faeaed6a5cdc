"""The tab of a person's certificates of skill grade (等级证书): what is on record, entering, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date
from app.targets import SkillCertificateRow, skill_certificate_rows
from app.words import scoped, tr
from ui.context import Context
from ui.forms import FormDialog, FormField, Values, set_field
from ui.messages import ask_reason
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, row, second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.skills")


class SkillTab(QWidget):
    """Shows the certificates of the person given to `show_person`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._person: int | None = None
        self.model: ListTableModel[SkillCertificateRow] = ListTableModel(
            _columns(), self, id_of=lambda each: each.id
        )
        self.table = TableView(self.model, name="skill-certificates")
        self.table.setAccessibleName(_w("title"))
        self.table.set_empty_text(_w("none"))
        self.enter = second_button(_w("enter"), self.open_form, icon="plus")
        self.withdraw = second_button(_w("withdraw"), self.ask_withdrawal, icon="undo")
        context.needs(Right.RECORD, self.enter, self.withdraw)
        acts = row(self.enter, self.withdraw, None)
        self.setLayout(column(tokens.TIGHT, acts, self.table))

    def show_person(self, person: int) -> None:
        """Read a person's certificates."""
        self._person = person
        self.context.ask(
            self,
            lambda session: skill_certificate_rows(session, person),
            self.model.show_rows,
            topic="skills",
        )

    def open_form(self) -> FormDialog:
        """Ask for the facts of a certificate."""
        dialog = FormDialog(
            self,
            self.context,
            _fields(),
            title=_w("enter-title"),
            about=_w("about"),
            action=_w("save"),
            save=self._save,
        )
        dialog.open()
        return dialog

    def _save(self, dialog: FormDialog, values: Values) -> None:
        person = self._person

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.targets import SkillFacts, record_skill_certificate

            record_skill_certificate(work, person or 0, SkillFacts(**values))

        self.context.change(dialog, _w("saving"), act, lambda _none: self._after(dialog))

    def _after(self, dialog: FormDialog) -> None:
        dialog.accept()
        self._reload()

    def ask_withdrawal(self) -> None:
        """Ask why the selected certificate is taken back, and take it back."""
        chosen = self.table.current_id()
        if chosen is None:
            return
        reason = ask_reason(self, _w("withdraw-text"), label=_w("reason"), action=_w("withdraw"))
        if reason is None:
            return

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.targets import withdraw_skill_certificate

            withdraw_skill_certificate(work, chosen, reason=reason)

        self.context.change(self, _w("withdrawing"), act, lambda _none: self._reload())

    def _reload(self) -> None:
        if self._person is not None:
            self.show_person(self._person)


def _fields() -> list[FormField]:
    def text(name: str, *, is_needed: bool = True) -> FormField:
        label = tr(f"targets.field.{name.replace('_', '-')}")
        return FormField(name, label, is_needed=is_needed, columns=(f"skill_certificate.{name}",))

    return [
        text("occupation"),
        set_field("grade", tr("targets.field.grade"), "core.skill-grade"),
        text("number"),
        FormField("issued_on", tr("targets.field.issued-on"), "day"),
        text("issuer", is_needed=False),
    ]


def _columns() -> tuple[Column[SkillCertificateRow], ...]:
    return (
        Column(tr("targets.field.grade"), lambda each: each.grade_name, 96, is_strong=True),
        Column(tr("targets.field.occupation"), lambda each: each.facts.occupation, 160, stretch=True),
        Column(tr("targets.field.number"), lambda each: each.facts.number, 180),
        Column(tr("targets.field.issued-on"), lambda each: chinese_date(each.facts.issued_on), 132),
        Column(tr("targets.field.issuer"), lambda each: each.facts.issuer, 160, is_quiet=True),
        Column(
            tr("ui_registry.column.state"),
            lambda each: _w("withdrawn" if each.is_withdrawn else "standing"),
            92,
            state=lambda each: "withdrawn" if each.is_withdrawn else "confirmed",
        ),
    )
