"""The audit (审计): the chain as a screen, its check, its workbook; the history on a record's own page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.audit.record_history import RecordHistorySection

SCREENS = (
    ScreenSpec(
        key="audit",
        title="ui_audit.title",
        icon="check",
        section="system",
        screen="ui.audit.audit_screen:AuditScreen",
    ),
)

__all__ = ["SCREENS", "RecordHistorySection"]


if not TYPE_CHECKING:  # a type checker finds the name above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name != "RecordHistorySection":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module("ui.audit.record_history"), name)
