"""Fields of a form dialog as data, and those that many dialogs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.text_limits import longest
from app.words import tr, words_of

Kind = Literal["text", "day", "choice", "check", "person", "unit", "optional-day"]


@dataclass(frozen=True)
class FormField:
    """A field of a form dialog.

    `name` is the key of its value; `hint` stands in the empty field (beside a check box), `why` below it;
    `value` is what it holds at first; `options` are the words of a choice with their values;
    `hint` of an optional day stands beside its check box;
    `columns` name where its text is stored ("table.column"), which limits its length; in a field of documents
    (`is_document`) their numbers are brought into their right form.
    """

    name: str
    label: str
    kind: Kind = "text"
    is_needed: bool = True
    hint: str = ""
    why: str = ""
    value: Any = None
    options: Sequence[tuple[str, object]] = ()
    columns: Sequence[str] = ()
    is_document: bool = False

    def longest(self) -> int | None:
        """Return the most characters of its text, None for any number."""
        return longest(*self.columns) if self.columns else None


def document_field(*, is_needed: bool = True) -> FormField:
    """Return the field of a document's number."""
    return FormField(
        "document",
        tr("registers.field.document"),
        is_needed=is_needed,
        hint=tr("ui_forms.document-hint"),
        columns=("register_act.document", "state_change.document"),
        is_document=True,
    )


def day_field(name: str) -> FormField:
    """Return a date field; `name` is the key of its label, e.g. "designated-on"."""
    return FormField(name.replace("-", "_"), tr(f"registers.field.{name}"), "day")


def reason_field() -> FormField:
    """Return the field of a reason."""
    columns = ("register_act.reason", "audit_entry.reason")
    return FormField("reason", tr("registers.field.reason"), columns=columns)


def set_field(name: str, label: str, words: str, *, is_needed: bool = True, why: str = "") -> FormField:
    """Return a choice among the words of a closed set; `words` is the set's key."""
    options: list[tuple[str, object]] = [(text, key) for key, text in words_of(words).items()]
    if not is_needed:
        options.insert(0, (tr("ui_forms.unsaid"), ""))
    return FormField(name, label, "choice", is_needed=is_needed, why=why, options=options)


def person_fields(name: str) -> list[FormField]:
    """Return the fields that enter a person (人员), with the name typed so far."""
    title = "importing.field.{}".format
    return [
        FormField("name", tr(title("name")), value=name, columns=("person.name",)),
        set_field("id_type", tr(title("id_type")), "core.id-type"),
        FormField("id_number", tr(title("id_number")), columns=("person.id_number",)),
        FormField("phone", tr(title("phone")), is_needed=False, columns=("person.phone",)),
    ]


def unit_fields(name: str) -> list[FormField]:
    """Return the fields that enter a unit (单位), with the name typed so far."""
    return [
        FormField("name", tr("ui_registry.unit.name"), value=name, columns=("unit.name",)),
        FormField("credit_code", tr("importing.field.credit_code"), is_needed=False),
        FormField("district", tr("ui_registry.unit.district"), is_needed=False, columns=("unit.district",)),
    ]
