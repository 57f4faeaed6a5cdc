"""The dialog that explains a word of a list: what it means in its column, for this and all later imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import InputError
from app.importing import (
    EXPLAINABLE,
    Finding,
    SheetView,
    field_choices,
    field_titles,
    set_word_alias,
)
from app.words import error_text, scoped
from ui.context import Context
from ui.forms import FormDialog, FormField
from ui.messages import show_error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_importing.word")
_EXPLAINED = "word-explained"  # the finding that says by which meaning a word was read


def explainable_field(finding: Finding, sheets: tuple[SheetView, ...]) -> str:
    """Return the field of a word that is not understood or was explained, "" for any other finding."""
    is_of_word = finding.code.endswith("-unknown") or finding.code == _EXPLAINED
    if not is_of_word or not finding.value:
        return ""
    for sheet in sheets:
        for column in sheet.columns:
            if sheet.name == finding.sheet and finding.column == (column.header or column.letter):
                return column.field if column.field in EXPLAINABLE else ""
    titles = {title: name for name, title in field_titles().items()}
    name = titles.get(finding.column, "")
    return name if name in EXPLAINABLE else ""


def explain_word(
    owner: QWidget, context: Context, finding: Finding, field: str, on_done: Callable[[], None]
) -> FormDialog:
    """Ask what the word of a finding means in a field's column; record it, and tell `on_done`."""
    words: list[tuple[str, object]] = [(word, word) for word in field_choices(field)]
    is_explained = finding.code == _EXPLAINED
    if is_explained and words:
        words.insert(0, (_w("none"), ""))
    meaning = FormField(
        "meaning",
        _w("meaning"),
        "choice" if words else "text",
        is_needed=not is_explained,
        hint=_w("none") if is_explained else "",
        options=words,
    )

    def save(dialog: FormDialog, values: Mapping[str, Any]) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> None:
            set_word_alias(unit, field, word=finding.value, meaning=str(values["meaning"] or ""))

        def done(_nothing: None) -> None:
            dialog.accept()
            on_done()

        def failed(error: BaseException) -> None:
            if isinstance(error, InputError):
                dialog.show_fault("meaning", error_text(error))
            else:
                show_error(dialog, error)

        context.change(dialog, _w("saving"), work, done, failed)

    dialog = FormDialog(
        owner,
        context,
        [meaning],
        title=_w("title"),
        about=_w("about", word=finding.value, title=field_titles()[field]),
        action=_w("save"),
        save=save,
    )
    dialog.open()
    return dialog
