"""The corrections to all files of an import as one immutable value at a time, with undo and redo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.importing import SheetMapping

FileMapping = Mapping[str, SheetMapping]  # by sheet
Corrections = Mapping[Path, FileMapping]  # by file
MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a person: all corrections before and after it, and what it did, in words."""

    before: Corrections
    after: Corrections
    words: str

    @property
    def files(self) -> set[Path]:
        """Return the files that it touched."""
        every = self.before.keys() | self.after.keys()
        return {path for path in every if self.before.get(path) != self.after.get(path)}


class CorrectionHistory:
    """What holds now (`current`), and the steps to it and back; an act on many cells or files is one step."""

    def __init__(self) -> None:
        self.current: Corrections = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def of(self, path: Path) -> FileMapping:
        """Return the corrections to one file."""
        return self.current.get(path, {})

    def act(self, changed: Corrections, words: str) -> set[Path]:
        """Let `changed` hold for its files; return the files that read otherwise from now on."""
        step = Step(self.current, {**self.current, **changed}, words)
        if step.files:
            self._done = [*self._done[-MOST_STEPS:], step]
            self._undone.clear()
            self.current = step.after
        return step.files

    @property
    def undoable(self) -> str:
        """Return what would be undone, in words; "" for nothing."""
        return self._done[-1].words if self._done else ""

    @property
    def redoable(self) -> str:
        """Return what would be done again, in words; "" for nothing."""
        return self._undone[-1].words if self._undone else ""

    def undo(self) -> set[Path]:
        """Take the last step back; return the files that read otherwise from now on."""
        if not self._done:
            return set()
        step = self._done.pop()
        self._undone.append(step)
        self.current = step.before
        return step.files

    def redo(self) -> set[Path]:
        """Do the step again that was taken back last; return the files that read otherwise from now on."""
        if not self._undone:
            return set()
        step = self._undone.pop()
        self._done.append(step)
        self.current = step.after
        return step.files

    def begin(self, current: Corrections) -> None:
        """Begin with corrections that were made before; none of them can be undone step by step."""
        self.current = current
        self._done.clear()
        self._undone.clear()
