"""Fields that many acts share: the document, its day, the reason."""

from __future__ import annotations

from app.words import tr, words_of
from ui.forms.form_dialog import FormField


def document_field(*, is_needed: bool = True) -> FormField:
    """Return the field of a document's number."""
    return FormField(
        "document", tr("honours.field.document"), is_needed=is_needed, hint=tr("ui_forms.document-hint")
    )


def day_field(name: str) -> FormField:
    """Return the field of a day; `name` is that of the words, e.g. "designated-on"."""
    return FormField(name.replace("-", "_"), tr(f"honours.field.{name}"), "day")


def reason_field() -> FormField:
    """Return the field of a reason."""
    return FormField("reason", tr("honours.field.reason"))


def set_field(name: str, label: str, words: str, *, is_needed: bool = True, why: str = "") -> FormField:
    """Return a choice of a closed set of words."""
    options: list[tuple[str, object]] = [(text, key) for key, text in words_of(words).items()]
    if not is_needed:
        options.insert(0, (tr("ui_forms.unsaid"), ""))
    return FormField(name, label, "choice", is_needed=is_needed, why=why, options=options)
