"""Reports (报表): what must be done today, the figures of a year, how rules and documents stand."""

from app.reports.frequency import ContestsHeld, contests_held
from app.reports.home_page import LevelFigure, Today, today
from app.reports.pending import PendingAction, export_pending_actions, pending_actions
from app.reports.policy_library import (
    RuleUse,
    document_checks,
    documents_to_check,
    last_check,
    record_document_check,
    rule_uses,
)
from app.reports.questions import open_questions, places_waiting
from app.reports.timeline import Moment, person_timeline, unit_timeline
from app.reports.waiting import PAYMENT_TASKS, WaitingTask, waiting_tasks
from app.reports.year_figures import YearMoney, YearState, year_money

__all__ = [
    "PAYMENT_TASKS",
    "ContestsHeld",
    "LevelFigure",
    "Moment",
    "PendingAction",
    "RuleUse",
    "Today",
    "WaitingTask",
    "YearMoney",
    "YearState",
    "contests_held",
    "document_checks",
    "documents_to_check",
    "export_pending_actions",
    "last_check",
    "open_questions",
    "pending_actions",
    "person_timeline",
    "places_waiting",
    "record_document_check",
    "rule_uses",
    "today",
    "unit_timeline",
    "waiting_tasks",
    "year_money",
]
