"""Fields that find a person or a unit while one types, and keep the one that was chosen."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.registry import SearchHit, search
from app.words import tr
from ui.context import Context
from ui.widgets import link_button, row

REST_MS = 120


class LookUp(QLineEdit):
    """A search field for one `kind` of thing, "person" or "unit".

    `chosen` is None until one of the things found is chosen; `changed` is emitted whenever it changes.
    """

    changed = Signal()

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self.chosen: SearchHit | None = None
        self._found: dict[str, SearchHit] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._choose_line)
        self.setCompleter(completer)
        self.setPlaceholderText(tr(f"ui_forms.look-up.{kind}"))
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._search)
        self.textEdited.connect(self._on_edited)

    def value(self) -> int | None:
        """Return the id of the chosen thing."""
        return self.chosen.id if self.chosen is not None else None

    def choose(self, thing: SearchHit) -> None:
        """Choose `thing` and show it in the field."""
        self.chosen = thing
        self.setText(_line(thing))
        self.changed.emit()

    def _on_edited(self) -> None:
        self.chosen = None
        self.changed.emit()
        self._rest.start()

    def _search(self) -> None:
        text = self.text().strip()
        if text:
            self._context.ask(self, lambda session: search(session, text), self._show, topic="look-up")

    def _show(self, things: list[SearchHit]) -> None:
        of_kind = [thing for thing in things if thing.kind == self._kind]
        self._found = {_line(thing): thing for thing in of_kind}
        self._names.setStringList(list(self._found))
        if len(of_kind) == 1 and of_kind[0].title == self.text().strip():
            self.chosen = of_kind[0]
            self.changed.emit()
        completer = self.completer()
        if completer is not None and of_kind and self.hasFocus():
            completer.complete()

    def _choose_line(self, line: str) -> None:
        if line in self._found:
            self.choose(self._found[line])


class LookUpOrEnter(QWidget):
    """A look-up, with a link beside it to enter a person or a unit that the registry does not have.

    `enter_clicked` carries the text typed so far; the dialog around the field opens the entry form.
    """

    enter_clicked = Signal(str)

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self.look_up = LookUp(context, kind)
        self.enter = link_button(tr(f"ui_forms.enter.{kind}"), self._on_enter)
        self.setLayout(row(self.look_up, self.enter))
        self.setFocusProxy(self.look_up)

    def value(self) -> int | None:
        """Return the id of the chosen thing."""
        return self.look_up.value()

    def _on_enter(self) -> None:
        self.enter_clicked.emit(self.look_up.text().strip())


def _line(thing: SearchHit) -> str:
    return f"{thing.title}　{thing.hint}" if thing.hint else thing.title
