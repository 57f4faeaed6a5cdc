"""What the policy library shows beside a document: how often a rule was applied, when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.document_checks import file_key, keep_check, recorded_checks
from app.policy import Document, is_check_due
from app.policy_in_force import policy_in_force
from app.unit_of_work import UnitOfWork
from models import Award
from models.award import STATUS_IS_NOT_NONE
from models.types import TAKEN_BACK


def document_checks(session: Session) -> dict[str, date]:
    """Return the day of the last check by the document's file name."""
    return {key: check.day for key, check in recorded_checks(session).items()}


def last_check(document: Document, checks: dict[str, date]) -> date | None:
    """Return when `document` was last checked, by this office or by whoever made the pack."""
    days = [
        day for day in (document.last_checked_in_force, checks.get(file_key(document))) if day is not None
    ]
    return max(days, default=None)


def record_document_check(work: UnitOfWork, document: Document, *, on: date) -> None:
    """Keep that the office found `document` in force on a day; a line in the audit chain says who."""
    work.require(Right.RULE)
    keep_check(work, document, on=on)


def documents_to_check(session: Session, *, today: date) -> tuple[Document, ...]:
    """Return the documents of the policy in force that were not checked for a year."""
    checks = document_checks(session)
    documents = policy_in_force(session).documents
    return tuple(each for each in documents if is_check_due(last_check(each, checks), today=today))


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How many awards rest on a rule, how many of them wait for an answer, and what the others come to."""

    awards: int
    blocked: int
    amount_fen: int


def rule_uses(session: Session) -> dict[str, RuleUse]:
    """Return the use of every rule that was applied, by rule id; what was taken back is not counted."""
    total = func.coalesce(func.sum(Award.amount_fen), 0)
    blocked = func.count().filter(Award.status == "blocked")
    query = select(Award.rule, func.count(), blocked, total)
    query = query.where(STATUS_IS_NOT_NONE, Award.state.not_in(TAKEN_BACK)).group_by(Award.rule)
    return {
        rule: RuleUse(number, waits, int(fen or 0)) for rule, number, waits, fen in session.execute(query)
    }
