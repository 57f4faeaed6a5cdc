"""The files of an import: the user's corrections to how each is read, and the plan made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.clock import office_day
from app.errors import AppError, Cancelled
from app.importing import Plan, SheetMapping, match_again, read_plan
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
        place = self.files.index(file)
        self.files.remove(file)
        self.changed.emit()
        self._read([], first=place)

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

    def _read(self, files: list[ChosenFile], *, first: int | None = None) -> None:
        """Read files; those from place `first` on are compared again with what those before them bring."""
        store, every = self._context.store, list(self.files)
        wanted = {id(file) for file in files}
        if first is None:
            first = min((at for at, file in enumerate(every) if id(file) in wanted), default=len(every))
        if first >= len(every):
            return
        jobs = [(file.path, dict(file.mapping), None if id(file) in wanted else file.plan) for file in every]

        def work(progress: Progress) -> list[Plan | AppError]:
            return _plans(store, jobs, first, progress)

        def done(answers: list[Plan | AppError]) -> None:
            for file, answer in zip(every, answers, strict=True):
                file.plan = answer if isinstance(answer, Plan) else None
                file.error = "" if isinstance(answer, Plan) else error_text(answer)
            self.changed.emit()

        self._context.run(self._owner, tr("ui_importing.reading"), work, done)


def _plans(
    store: Store,
    jobs: list[tuple[Path, dict[str, SheetMapping], Plan | None]],
    first: int,
    progress: Progress,
) -> list[Plan | AppError]:
    """Return the plan of each file as it comes out after those before it.

    Plans that are known are kept before place `first` and compared anew from there on.
    """
    answers: list[Plan | AppError] = []
    for at, (path, mapping, known) in enumerate(jobs):
        earlier = [plan for plan in answers if isinstance(plan, Plan)]
        try:
            with store.reading() as session:
                if known is not None:
                    answers.append(match_again(known, session, earlier) if at >= first else known)
                    continue
                today = office_day(store.clock())
                answers.append(
                    read_plan(
                        path, session=session, today=today, mapping=mapping, after=earlier, progress=progress
                    )
                )
        except Cancelled:
            raise
        except AppError as error:
            answers.append(error)
    return answers
