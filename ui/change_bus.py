"""The change bus: tells the open screens which kinds of things changed, so that they refresh."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.changes import Changes


class ChangeBus(QObject):
    """`changed` carries `app.changes.Changes`; it is emitted on the main thread, after the commit.

    `actor_changed` says that another account acts from now on.
    """

    changed = Signal(object)
    actor_changed = Signal()

    def publish(self, changes: Changes) -> None:
        """Emit `changed`, unless nothing changed."""
        if changes:
            self.changed.emit(changes)
