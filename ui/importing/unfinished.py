"""Unfinished imports: kept while one works, offered again after the screen or the program was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from app.clock import BEIJING
from app.importing import KeptFile, KeptWork, WorkKeeper, is_unchanged, remove_entry_list, remove_kept_copy
from app.words import scoped
from ui.context import Context
from ui.importing.corrections import FileMapping
from ui.importing.files import ChosenFiles
from ui.theme import mark, tokens
from ui.widgets import clear, column, link_button, paragraph, row, second_button

_w = scoped("ui_importing.unfinished")
REST_MS = 250  # after a correction, before it is written to disk
MOST_OFFERED = 3
Place = tuple[str, str, int, int]  # file, sheet, row from 1, column from 0


class Unfinished(QObject):
    """Keeps the work on `files` in a slot of its own; `place` says where one is."""

    def __init__(self, files: ChosenFiles, context: Context, place: Callable[[], Place]) -> None:
        super().__init__(files)
        self._files, self._context, self._place = files, context, place
        self._keeper = WorkKeeper(context.store.name)
        self._slot = self._keeper.new_slot()
        self._is_written = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep_now)
        files.changed.connect(self._rest.start)
        files.corrected.connect(self._rest.start)

    def keep_now(self) -> None:
        """Keep the work as it is; without a file there is none."""
        self._rest.stop()
        if not self._files.files or self._is_written:
            self._keeper.forget(self._slot)
            return
        kept = tuple(
            KeptFile(file.path, file.plan.sha256 if file.plan else "", self._files.history.of(file.path))
            for file in self._files.files
        )
        self._keeper.keep(self._slot, KeptWork(kept, self._context.store.clock(), self._place()))

    def offered(self) -> list[tuple[str, KeptWork]]:
        """Return the works that were left, but not the one under way."""
        return [(slot, work) for slot, work in self._keeper.all_kept() if slot != self._slot][:MOST_OFFERED]

    def leave(self) -> None:
        """Keep the work under way to be offered again, and begin another."""
        self.keep_now()
        self._slot, self._is_written = self._keeper.new_slot(), False

    def finish(self) -> None:
        """Remove the work: it is written."""
        self._is_written = True
        self.keep_now()
        for file in self._files.files:
            _remove_own(file.path)

    def give_up(self, slot: str) -> None:
        """Remove a work that was offered."""
        for kept, work in self._keeper.all_kept():
            if kept == slot:
                for file in work.files:
                    _remove_own(file.path)
        self._keeper.forget(slot)

    def take_up(self, slot: str, work: KeptWork) -> list[str]:
        """Go on with a work; return the names of the files that changed meanwhile.

        Their edited cells are dropped: they would fall on other rows.
        """
        self._slot, self._is_written = slot, False
        corrections: dict[Path, FileMapping] = {}
        changed = []
        for file in work.files:
            mapping: FileMapping = file.mapping
            if any(each.cells for each in mapping.values()) and not is_unchanged(file):
                changed.append(file.path.name)
                mapping = {name: replace(each, cells={}) for name, each in mapping.items()}
            corrections[file.path] = mapping
        self._files.resume([file.path for file in work.files], corrections)
        return changed


def _remove_own(path: Path) -> None:
    """Remove a list typed by hand or a copy of a kept file; the user's own files stay."""
    remove_entry_list(path)
    remove_kept_copy(path)


class UnfinishedList(QFrame):
    """The works that were left, each with what it was, to be taken up or given up."""

    def __init__(self, take_up: Callable[[str, KeptWork], object], give_up: Callable[[str], object]) -> None:
        super().__init__()
        mark(self, "banner-action")
        self._take_up, self._give_up = take_up, give_up
        self._lines = column(gap=4, margin=tokens.TIGHT)
        self.setLayout(self._lines)
        self.show_works([])

    def show_works(self, works: Sequence[tuple[str, KeptWork]]) -> None:
        """Show these works; the list is hidden where there is none."""
        clear(self._lines)
        for slot, work in works:
            self._lines.addWidget(self._line(slot, work))
        self.setVisible(bool(works))

    def _line(self, slot: str, work: KeptWork) -> QWidget:
        names = "、".join(file.path.name for file in work.files[:3])
        at = work.kept_at.astimezone(BEIJING).strftime("%m-%d %H:%M")
        key = "work-edited" if work.edits else "work"
        words = _w(key, files=names, count=len(work.files), edits=f"{work.edits:,}", at=at)
        go_on = second_button(_w("take-up"), lambda: self._take_up(slot, work))
        drop = link_button(_w("give-up"), lambda: self._give_up(slot))
        line = QWidget()
        layout = row(paragraph(words), go_on, drop)
        layout.setStretch(0, 1)
        line.setLayout(layout)
        return line
