"""Facts that are valid by default, so that a test states only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.policy import ContestFacts, EntryFacts, EventFacts, RulingFacts, StandardFacts

PUBLISHED = date(2024, 6, 18)


def a_contest(**facts: Any) -> ContestFacts:
    """Return a provincial class-one contest with its basis; at world level a WorldSkills contest."""
    usual = {
        "name": "第47届世界技能大赛" if facts.get("level") == "world" else "示例省赛",
        "level": "provincial",
        "contest_class": "class-one",
        "class_basis": "示〔2024〕1号",
    }
    return ContestFacts(**{**usual, **facts})


def an_event(contest: ContestFacts | None = None, **facts: Any) -> EventFacts:
    """Return a single event for workers."""
    usual = {"name": "焊工", "group": "worker", "form": "single", "groups": frozenset({"worker"})}
    return EventFacts(contest or a_contest(), **{**usual, **facts})


def an_entry(number: int = 1, **facts: Any) -> EntryFacts:
    """Return a contestant who came first."""
    usual = {"role": "contestant", "rank": 1, "published_on": PUBLISHED, "position": number}
    return EntryFacts(id=number, person_id=number, **{**usual, **facts})


def a_ruling(question: str, answer: str, **facts: Any) -> RulingFacts:
    """Return a ruling for the whole policy, decided before everything else."""
    usual = {"basis": "示例会议纪要〔2023〕1号", "decided_on": date(2023, 9, 1)}
    return RulingFacts(question, answer, **{**usual, **facts})


def a_standard(recipient: str = "contestant", **facts: Any) -> StandardFacts:
    """Return a standard of 300,000 yuan for a world gold."""
    usual = {
        "rule": "world-skills",
        "amounts_fen": (("金牌", 30_000_000),),
        "basis": "示例〔2024〕9号",
        "valid_from": date(2024, 1, 1),
    }
    return StandardFacts(recipient=recipient, **{**usual, **facts})
