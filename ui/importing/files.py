"""The files of an import: their rows, the corrections to how each is read, and the plan made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.clock import office_day
from app.errors import AppError, Cancelled
from app.importing import (
    Plan,
    SheetMapping,
    SheetRows,
    is_entry_list,
    match_again,
    read_plan,
    read_sheet_rows,
)
from app.progress import Progress
from app.store import Store
from app.words import error_text, scoped
from ui.context import Context
from ui.importing.corrections import CorrectionHistory, Corrections, FileMapping
from ui.operation import Operation

_w = scoped("ui_importing")


@dataclass(eq=False)
class ChosenFile:
    """A chosen file; `error` is the reason why it cannot be read, `rows` its sheets as they came."""

    path: Path
    plan: Plan | None = None
    error: str = ""
    rows: dict[str, SheetRows] = field(default_factory=dict)

    @property
    def is_entered(self) -> bool:
        """Return whether the file is an empty list, to be entered by hand."""
        return is_entry_list(self.path)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be done with one file: read it by `mapping`, or compare a known plan anew."""

    path: Path
    mapping: FileMapping
    known: Plan | None
    rows: dict[str, SheetRows]


@dataclass(frozen=True, slots=True)
class _Answer:
    outcome: Plan | AppError
    rows: dict[str, SheetRows]


class ChosenFiles(QObject):
    """Reads the files in the background.

    `changed` is emitted when a file was added, read or removed; `corrected` at once when somebody corrected
    something, before the files are read again; `checking` when reading begins or ends.
    """

    changed = Signal()
    corrected = Signal()
    checking = Signal(bool)

    def __init__(self, owner: QWidget, context: Context) -> None:
        super().__init__(owner)
        self._owner, self._context = owner, context
        self.files: list[ChosenFile] = []
        self.history = CorrectionHistory()
        self._wanted: set[Path] = set()  # files to be read, or read again
        self._first: int | None = None  # place from which known plans are to be compared anew
        self._running: Operation[list[_Answer]] | None = None
        self._is_overtaken = False  # what is being read has changed meanwhile

    @property
    def plans(self) -> list[Plan]:
        """Return the plans of the files that were read."""
        return [file.plan for file in self.files if file.plan is not None]

    @property
    def is_checking(self) -> bool:
        """Return whether a file is being read: the plans are not up to date."""
        return self._running is not None

    def file_at(self, path: Path) -> ChosenFile | None:
        """Return the chosen file with this path."""
        return next((each for each in self.files if each.path == path), None)

    def mapping(self, file: ChosenFile, sheet: str) -> SheetMapping:
        """Return the corrections to one sheet."""
        return self.history.of(file.path).get(sheet, SheetMapping())

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and read them; one that is there already is read again."""
        wanted = list(paths)
        for path in wanted:
            if (file := self.file_at(path)) is None:
                self.files.append(ChosenFile(path))
            else:
                file.rows = {}
        self.changed.emit()
        self._read(wanted)

    def remove(self, file: ChosenFile) -> None:
        """Remove a file from the import; the file itself is not touched."""
        place = self.files.index(file)
        self.files.remove(file)
        self._wanted.discard(file.path)
        self.changed.emit()
        self._read([], first=place)

    def clear(self) -> None:
        """Remove all files and corrections."""
        self.files.clear()
        self._wanted.clear()
        self.history.begin({})
        self.changed.emit()

    def resume(self, paths: Iterable[Path], corrections: Corrections) -> None:
        """Take up work that was left: read files with the corrections made then."""
        self.history.begin(corrections)
        self.add(paths)

    # -- corrections

    def correct(self, file: ChosenFile, sheet: str, *, words: str = "", **corrections: object) -> None:
        """Read a file again with `corrections` to how one sheet is read."""
        known = self.mapping(file, sheet)
        self.correct_all({(file.path, sheet): replace(known, **corrections)}, words)  # type: ignore[arg-type]  # fields of it

    def correct_all(self, mappings: Mapping[tuple[Path, str], SheetMapping], words: str) -> None:
        """Let these mappings hold for their sheets, as one step; read again what they change."""
        changed: dict[Path, dict[str, SheetMapping]] = {}
        for (path, sheet), mapping in mappings.items():
            changed.setdefault(path, dict(self.history.of(path)))[sheet] = mapping
        self._follow(self.history.act(changed, words))

    def undo(self) -> None:
        """Take the last correction back."""
        self._follow(self.history.undo())

    def redo(self) -> None:
        """Make the correction again that was taken back last."""
        self._follow(self.history.redo())

    def _follow(self, touched: set[Path]) -> None:
        if touched:
            self.corrected.emit()
            self._read(touched)

    # -- reading

    def read_again(self) -> None:
        """Read every file again, e.g. after the registry changed."""
        self._read([file.path for file in self.files])

    def _read(self, paths: Iterable[Path], *, first: int | None = None) -> None:
        """Read files; those from place `first` on are compared again with what those before them bring."""
        self._wanted.update(paths)
        if first is not None:
            self._first = first if self._first is None else min(first, self._first)
        if self._running is not None:
            self._is_overtaken = True
            self._running.progress.cancel()  # once it has ended, all that is wanted is read
        else:
            self._start()

    def _start(self) -> None:
        every, wanted = list(self.files), self._wanted
        places = [at for at, file in enumerate(every) if file.path in wanted]
        places += [self._first] if self._first is not None else []
        first = min(places, default=len(every))
        if first >= len(every):
            self._wanted, self._first = set(), None
            self.checking.emit(False)
            self.changed.emit()
            return
        jobs = [
            _Job(
                file.path,
                self.history.of(file.path),
                None if file.path in wanted else file.plan,
                file.rows,
            )
            for file in every
        ]
        store = self._context.store

        def work(progress: Progress) -> list[_Answer]:
            return _answers(store, jobs, first, progress)

        is_first = any(file.plan is None and not file.error for file in every)
        self._is_overtaken = False
        self._running = Operation(self._owner, _w("reading"), work, quiet=not is_first)
        self._running.start(lambda answers: self._take(every, answers), self._failed)
        self.checking.emit(True)

    def _take(self, files: list[ChosenFile], answers: list[_Answer]) -> None:
        self._running = None
        if self._is_overtaken:
            self._start()
            return
        for file, answer in zip(files, answers, strict=True):
            plan = answer.outcome
            file.plan = plan if isinstance(plan, Plan) else None
            file.error = "" if isinstance(plan, Plan) else error_text(plan)
            file.rows = answer.rows
        self._wanted, self._first = set(), None
        self.checking.emit(False)
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._running = None
        if self._is_overtaken and isinstance(error, Cancelled):
            self._start()
            return
        self._wanted, self._first = set(), None
        self.checking.emit(False)
        if not isinstance(error, Cancelled):
            self._context.show_failure(error)


def _answers(store: Store, jobs: list[_Job], first: int, progress: Progress) -> list[_Answer]:
    """Return the plan of each file as it comes out after those before it, and its rows.

    Plans that are known are kept before place `first` and compared anew from there on.
    """
    answers: list[_Answer] = []
    for at, job in enumerate(jobs):
        earlier = [each.outcome for each in answers if isinstance(each.outcome, Plan)]
        rows = job.rows
        try:
            if job.known is not None and at < first:
                answers.append(_Answer(job.known, rows))
                continue
            rows = rows or read_sheet_rows(job.path, progress)
            answers.append(_Answer(_plan(store, job, earlier, progress), rows))
        except Cancelled:
            raise
        except AppError as error:
            answers.append(_Answer(error, rows))
    return answers


def _plan(store: Store, job: _Job, earlier: list[Plan], progress: Progress) -> Plan:
    with store.reading() as session:
        if job.known is not None:
            return match_again(job.known, session, earlier)
        today = office_day(store.clock())
        return read_plan(
            job.path, session=session, today=today, mapping=job.mapping, after=earlier, progress=progress
        )
