"""Reports (报表): what must be done today, the figures of a year, how often each rule was applied."""

from app.reports.rules import RuleUse, rule_uses
from app.reports.today import LevelFigure, Today, open_questions, today
from app.reports.waiting import places_waiting

__all__ = ["LevelFigure", "RuleUse", "Today", "open_questions", "places_waiting", "rule_uses", "today"]
