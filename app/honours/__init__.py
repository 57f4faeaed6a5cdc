"""The honours room (荣誉): bases, craftsmen, introductions, honours of others, budget, eligibility."""

from app.honours.reviewing import ReviewReport, review_after, review_lines

__all__ = ["ReviewReport", "review_after", "review_lines"]
