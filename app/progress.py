"""How long work tells of itself, without knowing that a screen exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from app.errors import Cancelled


@dataclass(slots=True)
class Progress:
    """Written by the worker, read by whoever watches: plain attributes are enough between two threads."""

    done: int = 0
    total: int = 0  # 0: nobody knows how much there is
    label: str = ""
    _cancelled: Event = field(default_factory=Event)

    def report(self, done: int, total: int, label: str = "") -> None:
        """Record where the work stands; raise Cancelled if the user asked to stop."""
        self.done, self.total, self.label = done, total, label or self.label
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next report."""
        self._cancelled.set()
