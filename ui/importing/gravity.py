"""How grave a finding is: the order in which findings are listed, and how each severity looks."""

from __future__ import annotations

from collections.abc import Iterable

from app.importing import Finding

ORDER = ("error", "question", "warning", "info")
GRAVITY = {severity: place for place, severity in enumerate(ORDER)}
ROLES = {"error": "wrong", "question": "asks", "warning": "asks", "info": "action"}  # of the palette
ICONS = {"error": "wrong", "question": "question", "warning": "warning", "info": "info"}


def gravest(findings: Iterable[Finding]) -> str:
    """Return the severity of the gravest finding, "" for none."""
    return min((finding.severity for finding in findings), key=GRAVITY.__getitem__, default="")
