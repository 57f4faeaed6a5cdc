"""Enter a person or a unit that no result list brought, on the way to something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.honours import Entered, enter_person, enter_unit
from app.registry import Found
from app.words import tr
from ui.context import Context
from ui.forms.fields import set_field
from ui.forms.form_dialog import FormDialog, FormField, Values

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


def enter(
    owner: QWidget, context: Context, kind: str, *, said: str, on_entered: Callable[[Found], None]
) -> FormDialog:
    """Open the dialog over `owner`; `said` is what was typed so far as the name."""

    def save(dialog: FormDialog, values: Values) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> Entered:
            return enter_person(unit, **values) if kind == "person" else enter_unit(unit, **values)

        def done(entered: Entered) -> None:
            dialog.accept()
            on_entered(Found(kind, entered.id, entered.name, ""))
            for warning in entered.warnings:
                context.frame.show_toast(warning)

        context.change(dialog, tr("ui_forms.saving"), work, done)

    action = tr(f"ui_forms.act.enter-{kind}")
    dialog = FormDialog(
        owner,
        context,
        _person_fields(said) if kind == "person" else _unit_fields(said),
        title=action,
        about=tr(f"ui_forms.enter.{kind}-about"),
        action=action,
        save=save,
    )
    dialog.open()
    return dialog


def _person_fields(said: str) -> list[FormField]:
    title = "importing.field.{}".format
    return [
        FormField("name", tr(title("name")), value=said),
        set_field("id_type", tr(title("id_type")), "core.id-type"),
        FormField("id_number", tr(title("id_number"))),
        FormField("phone", tr(title("phone")), is_needed=False),
    ]


def _unit_fields(said: str) -> list[FormField]:
    return [
        FormField("name", tr("ui_registry.unit.name"), value=said),
        FormField("credit_code", tr("importing.field.credit_code"), is_needed=False),
        FormField("district", tr("ui_registry.unit.district"), is_needed=False),
    ]
