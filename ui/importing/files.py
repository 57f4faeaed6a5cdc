"""The files of an import: the user's corrections to how each is read, and the plan made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.clock import office_day
from app.errors import AppError, Cancelled
from app.importing import Plan, SheetMapping, read_plan
from app.progress import Progress
from app.store import Store
from app.words import error_text, tr
from ui.context import Context


@dataclass
class ChosenFile:
    """A chosen file; `error` is the reason why it cannot be read."""

    path: Path
    mapping: dict[str, SheetMapping] = field(default_factory=dict)
    plan: Plan | None = None
    error: str = ""


class ChosenFiles(QObject):
    """Reads the files in the background; `changed` is emitted when one was added, read or removed."""

    changed = Signal()

    def __init__(self, owner: QWidget, context: Context) -> None:
        super().__init__(owner)
        self._owner, self._context = owner, context
        self.files: list[ChosenFile] = []

    @property
    def plans(self) -> list[Plan]:
        """Return the plans of the files that were read."""
        return [file.plan for file in self.files if file.plan is not None]

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and read them; one that is there already is read again."""
        wanted: list[ChosenFile] = []
        for path in paths:
            file = next((each for each in self.files if each.path == path), None)
            if file is None:
                file = ChosenFile(path)
                self.files.append(file)
            wanted.append(file)
        self.changed.emit()
        self._read(wanted)

    def remove(self, file: ChosenFile) -> None:
        """Remove a file from the import; the file itself is not touched."""
        self.files.remove(file)
        self.changed.emit()

    def clear(self) -> None:
        """Remove all files."""
        self.files.clear()
        self.changed.emit()

    def correct(self, file: ChosenFile, sheet: str, **corrections: object) -> None:
        """Read a file again with `corrections` to how one sheet is read."""
        known = file.mapping.get(sheet, SheetMapping())
        file.mapping[sheet] = replace(known, **corrections)  # type: ignore[arg-type]  # fields of it
        self._read([file])

    def read_again(self) -> None:
        """Read every file again, e.g. after the registry changed."""
        self._read(list(self.files))

    def _read(self, files: list[ChosenFile]) -> None:
        store = self._context.store
        wanted = [(file.path, dict(file.mapping)) for file in files]  # as corrected now, not when it is read

        def work(progress: Progress) -> list[Plan | AppError]:
            return [_plan(store, path, mapping, progress) for path, mapping in wanted]

        def done(answers: list[Plan | AppError]) -> None:
            for file, answer in zip(files, answers, strict=True):
                is_plan = isinstance(answer, Plan)
                file.plan = answer if isinstance(answer, Plan) else None
                file.error = "" if is_plan else error_text(answer)  # type: ignore[arg-type]  # else an error
            self.changed.emit()

        if files:
            self._context.run(self._owner, tr("ui_importing.reading"), work, done)


def _plan(store: Store, path: Path, mapping: dict[str, SheetMapping], progress: Progress) -> Plan | AppError:
    try:
        with store.reading() as session:
            return read_plan(
                path,
                session=session,
                today=office_day(store.clock()),
                mapping=mapping,
                progress=progress,
            )
    except Cancelled:
        raise
    except AppError as error:
        return error
