"""One bus tells the open screens what kinds of things changed; each decides itself whether to refresh."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.changes import Changes


class ChangeBus(QObject):
    """`changed` carries `app.changes.Changes`; sent on the main thread, after the commit."""

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tell every screen; nothing is sent where nothing changed."""
        if changes:
            self.changed.emit(changes)
