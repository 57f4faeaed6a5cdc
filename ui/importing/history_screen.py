"""The history of imports (导入记录): every batch, what was corrected by hand, undo, reading again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.importing import (
    BatchCorrections,
    BatchLine,
    Counts,
    KeptCopy,
    batch_corrections,
    copy_to_correct,
    import_batches,
    read_again,
    undo_import,
    write_batches,
    write_kept_file,
)
from app.words import scoped, tr
from ui.context import Session
from ui.file_dialogs import choose_files, choose_save_path
from ui.messages import confirm, show_text
from ui.registers import LinePanel, RegisterScreen
from ui.tables import Column
from ui.widgets import paragraph, second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_importing.history")


class ImportHistoryScreen(RegisterScreen):
    """The newest batch first; the chosen one in the side panel."""

    interest = Changes.IMPORTS
    key = "import-history"
    word_prefix = "ui_importing.history"
    state_words = "ui_importing.history.states"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return (
            Column[BatchLine](_w("at"), lambda line: line.moment, 136),
            Column[BatchLine](_w("file"), lambda line: line.file_name, 240, is_strong=True, stretch=True),
            Column[BatchLine](_w("by"), lambda line: line.imported_by, 88),
            *(_count_column(kind) for kind in ("new", "changed", "same", "skipped")),
            Column[BatchLine](
                _w("state"),
                lambda line: _w(f"states.{line.state}"),
                96,
                state=lambda line: "superseded" if line.is_undone else "confirmed",
            ),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[BatchLine]:
        """Return the batches."""
        return import_batches(session, states=states, words=words)

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return the way to what the import remembers."""
        return (second_button(_w("remembered"), lambda: self.context.open("import-remembered")),)

    def read_line(self, session: Session, line: BatchLine) -> tuple[BatchLine, BatchCorrections]:
        """Return a batch with what was corrected by hand."""
        return line, batch_corrections(session, line.id)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the list to `place`."""
        return write_batches(session, place, now=now)

    def show_line(self, detail: tuple[BatchLine, BatchCorrections]) -> None:
        """Show a batch: what came of it, what was corrected, what can be done."""
        line, corrections = detail
        state = "superseded" if line.is_undone else "confirmed"
        panel = LinePanel(
            line.file_name,
            f"{line.moment} · {line.imported_by}",
            state=state,
            state_text=_w(f"states.{line.state}"),
        )
        panel.add_buttons(self._buttons(line))
        counts = [(tr(f"importing.kind.{kind}"), _count(line, kind)) for kind in ("new", "changed", "same")]
        counts += [(tr("importing.kind.skipped"), _count(line, "skipped")), (_w("rows"), f"{line.rows:,}")]
        kept = _w("not-kept") if line.size is None else _w("is-kept", size=f"{line.size:,}")
        facts = [(_w("kept"), kept), (_w("hash"), line.sha256[:16]), (_w("number"), str(line.id))]
        panel.add_facts([*counts, *facts])
        account = [paragraph(one.message) for one in line.account] or [paragraph(_w("no-account"), "hint")]
        panel.add_section(_w("account"), account)
        edits = [paragraph(text) for text in corrections.edits]
        if corrections.edited > len(edits):
            edits.append(paragraph(_w("more", count=corrections.edited - len(edits)), "hint"))
        panel.add_section(_w("edits"), edits)
        panel.add_section(_w("told"), [paragraph(text) for text in corrections.told])
        self.context.frame.show_panel(_w("panel"), panel.finish())

    def _buttons(self, line: BatchLine) -> list[QPushButton]:
        """Return what can be done with a batch; the right to record is needed to write, or to see numbers."""
        is_kept = line.size is not None
        again = second_button(
            _w("again"),
            lambda: self.compare_again(line) if is_kept else self.choose_again(line),
            icon="refresh",
        )
        if is_kept:
            self.context.needs(Right.RECORD, again)
        buttons = [again]
        if is_kept:
            save = second_button(_w("save"), lambda: self.choose_place(line), icon="export")
            self.context.needs(Right.RECORD, save)
            buttons.append(save)
        if not line.is_undone:
            undo = second_button(_w("undo"), lambda: self.undo(line), icon="undo")
            self.context.needs(Right.RECORD, undo)
            buttons.insert(0, undo)
        return buttons

    # -- what can be done

    def undo(self, line: BatchLine) -> None:
        """Take a batch back, or say what depends on it."""
        about = _w("undo-ask", file=line.file_name, new=f"{line.new:,}", changed=f"{line.changed:,}")
        if not confirm(self, about, action=_w("undo"), detail=tr("ui_importing.done.undo-detail")):
            return

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            undo_import(unit, line.id)

        def done(_nothing: None) -> None:
            self.context.frame.close_panel()
            self.context.frame.show_toast(tr("ui_importing.done.undone"))

        self.context.change(self, tr("ui_importing.done.undoing"), work, done)

    def choose_place(self, line: BatchLine) -> None:
        """Ask where to, and save the kept file of a batch; that is recorded."""
        kinds = tr("ui_importing.file.filter")
        if (place := choose_save_path(self, _w("save"), name=line.file_name, kinds=kinds)) is not None:
            self.save_file(line, place)

    def save_file(self, line: BatchLine, place: Path) -> None:
        """Write the kept file of a batch to `place`."""

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            write_kept_file(unit, line.id, place)

        self.context.change(self, _w("saving"), work, lambda _none: self.context.show_saved(place))

    def compare_again(self, line: BatchLine) -> None:
        """Read the kept file by today's rules, say what would come out otherwise, offer the workbench."""
        store = self.context.store

        def work(progress: Progress) -> Counts:
            with store.reading() as session:
                today = office_day(store.clock())
                return read_again(session, line.id, today=today, progress=progress).counts

        def done(counts: Counts) -> None:
            if confirm(self, _compared(line, counts), action=_w("open"), detail=_w("open-detail")):
                self.open_copy(line)

        self.context.run(self, _w("reading"), work, done)

    def open_copy(self, line: BatchLine) -> None:
        """Open a copy of the kept file in the workbench, with what was corrected by hand then."""

        def work(unit: UnitOfWork, _progress: Progress) -> KeptCopy:
            return copy_to_correct(unit, line.id)

        def done(copy: KeptCopy) -> None:
            self.context.open("importing", files=[copy.path], corrections={copy.path: copy.mapping})

        self.context.change(self, _w("reading"), work, done)

    def choose_again(self, line: BatchLine) -> None:
        """Let the user point out the file of a batch, and read it by today's rules."""
        title, kinds = _w("again-choose", file=line.file_name), tr("ui_importing.file.filter")
        if paths := choose_files(self, title, kinds=kinds):
            self.read_again(line, paths[0])

    def read_again(self, line: BatchLine, path: Path) -> None:
        """Open a file in the workbench; where it is not the one that was taken in, say so first."""
        if _digest(path) != line.sha256:
            show_text(self, _w("again-other", file=path.name))
        self.context.open("importing", files=[path])


def _compared(line: BatchLine, now: Counts) -> str:
    """Return what came of a batch's file then and what would come of it today."""
    kinds = ("new", "changed", "same", "skipped")
    then_words = "，".join(f"{tr(f'importing.kind.{kind}')} {_count(line, kind)}" for kind in kinds)
    now_words = "，".join(f"{tr(f'importing.kind.{kind}')} {getattr(now, kind):,}" for kind in kinds)
    return _w("compared", file=line.file_name, then=then_words, now=now_words)


def _count_column(kind: str) -> Column[BatchLine]:
    title = tr(f"importing.kind.{kind}")
    return Column(title, lambda line: _count(line, kind), 68, is_number=True)


def _count(line: BatchLine, kind: str) -> str:
    return f"{getattr(line, kind):,}"


def _digest(path: Path) -> str:
    """Return a file's SHA-256, "" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
