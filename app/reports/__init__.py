"""Reports (报表): what must be done today, and the figures of a year."""

from app.reports.today import LevelFigure, Today, open_questions, today

__all__ = ["LevelFigure", "Today", "open_questions", "today"]
