"""When the office last found a policy document (文件) to be in force, and who did: for papers and screens.

The day is kept as a setting of the registry under the document's file name; the audit chain knows who set it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats import chinese_date
from app.policy import Document, Policy
from app.settings import write_setting
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import AuditEntry, Setting

_KEY = "checked."


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """The day of the last check and who made it; `by` is "" where the chain does not say."""

    day: date
    by: str = ""


def recorded_checks(session: Session) -> dict[str, DocumentCheck]:
    """Return the office's last check of each document, by `file_key`."""
    query = select(Setting.key, Setting.value).where(Setting.key.startswith(_KEY))
    days = {key: date.fromisoformat(value) for key, value in session.execute(query)}
    if not days:
        return {}
    moves = select(AuditEntry.subject_id, AuditEntry.actor, AuditEntry.detail).where(
        AuditEntry.subject == "setting", AuditEntry.subject_id.in_(days)
    )
    by = {
        key: actor
        for key, actor, detail in session.execute(moves.order_by(AuditEntry.id))
        if json.loads(detail).get("value") == days[key].isoformat()
    }
    return {key.removeprefix(_KEY): DocumentCheck(day, by.get(key, "")) for key, day in days.items()}


def keep_check(work: UnitOfWork, document: Document, *, on: date) -> None:
    """Keep that the office found `document` in force on a day; a line in the audit chain says who."""
    write_setting(work, _KEY + file_key(document), on.isoformat())


def file_key(document: Document) -> str:
    """Return the name under which a document's checks are kept."""
    return PurePath(document.file).stem


def check_words(session: Session, policy: Policy) -> dict[str, str]:
    """Return, by a document's name, who last found it in force and when; none where nobody checked here."""
    checks = recorded_checks(session)
    found = ((document, checks.get(file_key(document))) for document in policy.documents)
    return {
        document.name: tr(
            f"policy.document.{'checked' if check.by else 'checked-day'}",
            day=chinese_date(check.day),
            by=check.by,
        )
        for document, check in found
        if check is not None
    }
