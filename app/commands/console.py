"""What a command writes to: text for people or JSON for programs on standard output, faults on the other."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from app.errors import AppError
from app.progress import Progress
from app.words import error_text


@dataclass(frozen=True, slots=True)
class Console:
    """Standard output and error. With `is_json`, only `tell` writes to standard output."""

    is_json: bool = False

    def say(self, text: str = "") -> None:
        """Write a line for people."""
        if not self.is_json:
            print(text)

    def tell(self, answer: object) -> None:
        """Write the answer for programs."""
        if self.is_json:
            print(json.dumps(answer, ensure_ascii=False))

    def complain(self, error: AppError) -> None:
        """Write what happened and what to do, as one line on standard error."""
        self.warn(error_text(error))

    def warn(self, text: str) -> None:
        """Write one line on standard error."""
        lines = [line.strip() for line in text.splitlines()]
        print(" ".join(line for line in lines if line), file=sys.stderr)

    def table(self, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        """Write rows in columns; a Chinese character is two wide."""
        for row in rows:
            self.say(
                "  ".join(_padded(text, width) for text, width in zip(row, widths, strict=True)).rstrip()
            )


class TerminalProgress(Progress):
    """Shows how long work stands on standard error, where that is a terminal, and wipes it at the end."""

    _EVERY_S = 0.2

    def __init__(self) -> None:
        super().__init__()
        self._shown_at, self._is_shown = 0.0, sys.stderr.isatty()

    def report(self, done: int, total: int, label: str = "") -> None:
        """Record where the work stands, and show it now and then."""
        super().report(done, total, label)
        if self._is_shown and monotonic() - self._shown_at >= self._EVERY_S:
            self._shown_at = monotonic()
            of = f" {done * 100 // total}%" if total else ""
            print(f"\r{self.label}{of}\x1b[K", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Wipe what was shown."""
        if self._is_shown and self._shown_at:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def with_notes(notes: Iterable[str]) -> dict[str, object]:
    """Return what a JSON answer adds where something was corrected on the way: `notes`, else nothing."""
    said = [note for note in notes if note]
    return {"notes": said} if said else {}


def _padded(text: str, width: int) -> str:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(width - wide, 0)
