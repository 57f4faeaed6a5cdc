"""A register as a screen: what narrows it, the list, and the chosen line in the side panel with its acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from app.accounts import Right
from app.changes import Changes
from app.words import tr, words_of
from ui.context import Context, Session
from ui.file_dialogs import choose_save_path
from ui.forms import FormDialog, FormField, Values
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.progress import Progress
    from app.store import Store
    from app.unit_of_work import UnitOfWork

Row = TypeVar("Row")
REST_MS = 120


class RegisterScreen(Screen):
    """Subclasses say which register it is, its columns, how it is read, and what can be done with a line."""

    interest = Changes.HONOURS | Changes.DESIGNATIONS | Changes.AWARDS | Changes.PEOPLE | Changes.UNITS
    key = ""
    word_prefix = ""  # the group of words that belongs to this register, e.g. "ui_honours.bases"
    state_words = ""  # the closed set that the list can be narrowed by, "" for none

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = self.text("search-hint")
        self._words, self._wanted = "", 0
        self.states = QComboBox()
        self.states.setAccessibleName(tr("ui_registers.state"))
        self.states.addItem(tr("ui_registers.all-states"), "")
        for state, name in (words_of(self.state_words) if self.state_words else {}).items():
            self.states.addItem(name, state)
        if not self.state_words:
            self.states.hide()  # never the other way round: without a parent it would flash up
        self.states.activated.connect(lambda _at: self.refresh())
        self.model: ListTableModel[Any] = ListTableModel(
            self.columns(), self, id_of=self.id_of, sort_value=_sort_value
        )
        self.table = TableView(self.model, name=f"register-{self.key}")
        self.table.setAccessibleName(self.text("title"))
        self._count = text_label("", "quiet")
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self.explain)
        self.table.selection_changed.connect(self._rest.start)
        self.table.opened.connect(lambda _id: self.explain())
        self.table.typed.connect(self.search)
        export = second_button(tr("ui_registers.export"), self.export, icon="export")
        head = row(self.states, self._count, None, *self.head_buttons(), export)
        whole = column(head, self.table, gap=tokens.GAP, margin=tokens.PAGE_MARGINS)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def text(self, name: str, **params: object) -> str:
        """Return a word of this register."""
        return tr(f"{self.word_prefix}.{name}", **params)

    # -- what each register says of itself

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        raise NotImplementedError

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[Any]:
        """Return the lines."""
        raise NotImplementedError

    def read_line(self, session: Session, line: Any) -> Any:
        """Return everything about one line."""
        raise NotImplementedError

    def show_line(self, detail: Any) -> None:
        """Show everything about one line in the side panel."""
        raise NotImplementedError

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        raise NotImplementedError

    def id_of(self, line: Any) -> int:
        """Return what tells lines apart."""
        return int(line.id)

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return what can be begun here."""
        return ()

    # -- what the frame asks

    def refresh(self) -> None:
        """Read the register again."""
        state, words = self.states.currentData(), self._words
        states = (state,) if state else ()
        self.context.ask(
            self, lambda session: self.read(session, states=states, words=words), self._show, topic="rows"
        )

    def arrive(self, **arguments: Any) -> None:
        """Be opened on one line: `line`."""
        self._wanted = int(arguments.get("line", 0))
        self.states.setCurrentIndex(0)
        self.refresh()

    def search(self, text: str) -> None:
        """Show only the lines searched for."""
        self._words = text.strip()
        self.refresh()

    def explain(self) -> None:
        """Show the chosen line in the side panel."""
        position = self.table.currentIndex()
        line = self.model.row_at(position.row()) if position.isValid() else None
        if line is not None and self.table.selected_count():
            self.context.ask(
                self, lambda session: self.read_line(session, line), self.show_line, topic="line"
            )

    def help_text(self) -> str:
        """Return the help text."""
        return self.text("help")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_empty_text(self.text("empty"))
        self.model.show_rows(rows)
        self._count.setText(tr("ui_registers.count", count=f"{len(rows):,}"))
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = 0
        elif self.table.selected_count():
            self._rest.start()

    # -- what can be done

    def act(
        self,
        name: str,
        fields: Sequence[FormField],
        do: Callable[[UnitOfWork, Values], object],
        *,
        about: str = "",
        is_danger: bool = False,
        check: Callable[[Values], Mapping[str, str]] | None = None,
    ) -> FormDialog:
        """Open the dialog of an act; `do` writes it. `check` returns faults by field."""
        action = tr(f"ui_registers.act.{name}")

        def save(dialog: FormDialog, values: Values) -> None:
            faults = check(values) if check is not None else {}
            for field, fault in faults.items():
                dialog.show_fault(field, fault)
            if faults:
                return

            def work(unit: UnitOfWork, _progress: Progress) -> None:
                do(unit, values)

            def done(_nothing: None) -> None:
                dialog.accept()
                self.context.frame.show_toast(tr("ui_registers.done", act=action))

            self.context.change(dialog, tr("ui_forms.saving"), work, done)

        dialog = FormDialog(
            self,
            self.context,
            fields,
            title=action,
            about=about,
            action=action,
            save=save,
            is_danger=is_danger,
        )
        dialog.open()
        return dialog

    def act_button(
        self,
        name: str,
        begin: Callable[[], object],
        *,
        is_first: bool = False,
        needs: Right | None = None,
    ) -> QWidget:
        """Return a button that begins an act; it is disabled for whoever lacks the right it `needs`."""
        make = primary_button if is_first else second_button
        button = make(tr(f"ui_registers.act.{name}"), begin)
        if needs is not None:
            self.context.needs(needs, button)
        return button

    def export(self) -> None:
        """Ask where to and write the register as a workbook."""
        name, kinds = f"{self.text('title')}.xlsx", tr("ui_exports.kind")
        place = choose_save_path(self, tr("ui_registers.export"), name=name, kinds=kinds)
        if place is not None:
            self.export_to(place)

    def export_to(self, place: Path) -> None:
        """Write the register to `place`."""
        store = self.context.store

        def work(_progress: Progress) -> None:
            self.write_register(store, place)

        self.context.run(self, tr("ui_exports.writing"), work, lambda _done: self._saved(place))

    def write_register(self, store: Store, place: Path) -> None:
        """Write the register; called in the background."""
        with store.reading() as session:
            self.write_workbook(session, place, now=store.clock())

    def save_paper(self, name: str, write: Callable[[Session, Path], object]) -> None:
        """Ask where to and write a paper as PDF."""
        kinds = tr("ui_certificates.pdf-kind")
        place = choose_save_path(self, tr("ui_registers.paper"), name=f"{name}.pdf", kinds=kinds)
        if place is not None:
            self.write_paper(place, write)

    def write_paper(self, place: Path, write: Callable[[Session, Path], object]) -> None:
        """Write a paper to `place`."""
        store = self.context.store

        def work(_progress: Progress) -> None:
            with store.reading() as session:
                write(session, place)

        self.context.run(self, tr("ui_certificates.saving"), work, lambda _done: self._saved(place))

    def _saved(self, place: Path) -> None:
        self.context.show_saved(place)


def _sort_value(key: str, row_shown: Any) -> object:
    """Return the fact itself: a column's sort key is its name; those without it come last."""
    value = getattr(row_shown, key)
    return (value is None, value)
