"""The audit (审计): the chain as a screen, its check, and its workbook."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="audit",
        title="ui_audit.title",
        icon="check",
        section="system",
        screen="ui.audit.audit_screen:AuditScreen",
    ),
)
