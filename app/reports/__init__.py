"""Reports (报表): what must be done today, the figures of a year, how often each rule was applied."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.reports.rules import RuleUse, rule_uses
from app.reports.today import LevelFigure, Today, open_questions, today
from app.reports.waiting import places_waiting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.policy import WhatIf

__all__ = [
    "LevelFigure",
    "RuleUse",
    "Today",
    "export_what_if",
    "open_questions",
    "places_waiting",
    "rule_uses",
    "today",
]


def export_what_if(
    session: Session, what_if: WhatIf, out: Path | str, *, scenario: str, now: datetime
) -> int:
    """Write a comparison as a workbook; return how many awards differ."""
    from app.reports.what_if_workbook import export_what_if as export

    return export(session, what_if, out, scenario=scenario, now=now)
