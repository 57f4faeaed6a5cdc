"""Reports (报表): what must be done today, the figures of a year, how rules and documents stand."""

from app.reports.checking_documents import (
    document_checks,
    documents_to_check,
    last_check,
    record_document_check,
)
from app.reports.frequency import ContestsHeld, contests_held
from app.reports.pending_actions import Gap, export_pending_actions, gaps
from app.reports.rules import RuleUse, rule_uses
from app.reports.timeline import Moment, person_timeline, unit_timeline
from app.reports.today import LevelFigure, Today, open_questions, today
from app.reports.waiting import places_waiting

__all__ = [
    "ContestsHeld",
    "Gap",
    "LevelFigure",
    "Moment",
    "RuleUse",
    "Today",
    "contests_held",
    "document_checks",
    "documents_to_check",
    "export_pending_actions",
    "gaps",
    "last_check",
    "open_questions",
    "person_timeline",
    "places_waiting",
    "record_document_check",
    "rule_uses",
    "today",
    "unit_timeline",
]
