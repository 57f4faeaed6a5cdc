"""What users call a sealed record: the kind of record, and whose or which one it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.sealed_records import SEALED, key_text, key_value
from app.words import tr
from models import Contest, Entry, Event, Person, Result

_OF_RESULT = {
    "entry": "",
    "result": "id",
    "award": "id",
    "explanation": "award_id",
    "adjustment": "award_id",
    "batch_award": "award_id",
    "objection": "award_id",
}
_NAMES = {
    "event": ("name",),
    "certificate": ("number", "person_name"),
    "print_file": ("sha256",),
    "signing_key": ("id",),
    "skill_certificate": ("number", "occupation"),
    "designation": ("unit_name", "title"),
    "recognition": ("person_name",),
    "honour": ("holder_name", "title"),
    "introduction": ("person_name", "unit_name"),
    "introduction_subsidy": ("unit_name",),
    "ruling": ("basis",),
    "standard": ("basis",),
    "policy_pack": ("title",),
    "document_scan": ("file_name",),
    "batch_paper": ("file_name",),
    "publicity": ("starts_on",),
    "approval": ("decided_on", "document"),
    "calendar_day": ("day", "name"),
    "payment_run": ("number",),
    "payment_line": ("person_name", "position"),
    "repayment": ("received_on", "reference"),
    "bank_return": ("file_name",),
    "bank_return_line": ("row", "reference"),
    "budget_entry": ("year", "basis"),
    "setting": ("key",),
    "assessment": ("assessed_on", "organisation"),
    "import_batch": ("file_name",),
    "import_file": ("sha256",),
    "import_change": ("subject", "subject_id", "field"),
}
_MOST = 500  # of one table: more nobody reads


def table_words(table: str) -> str:
    """Return what users call the records of a table."""
    return tr(f"audit.record.{table}")


def record_names(session: Session, table: str, keys: Collection[str]) -> dict[str, str]:
    """Return what these records are called, by key as the chain writes it; those that are gone are left out.

    At most `_MOST` are looked up.
    """
    sealed = SEALED[table]
    values = (key_value(sealed, key) for key in sorted(keys)[:_MOST])
    is_one_of = sealed.key.in_([value for value in values if value is not None])
    if table in _OF_RESULT:
        return _of_results(session, table, is_one_of)
    columns = [sealed.table.c[name] for name in _NAMES.get(table, ("name",))]
    return {
        key_text(key): "，".join(str(part) for part in parts if part not in (None, ""))
        for key, *parts in session.connection().execute(select(sealed.key, *columns).where(is_one_of))
    }


def _of_results(session: Session, table: str, is_one_of: Any) -> dict[str, str]:
    sealed = SEALED[table]
    query = select(sealed.key, Person.name, Event.name, Contest.name).select_from(sealed.table)
    if table == "entry":
        query = query.where(Entry.__table__.c.id == sealed.key)
    else:
        result = sealed.table.c[_OF_RESULT[table]]
        if table != "result":
            query = query.join(Result, Result.id == result)
        query = query.join(Entry, Entry.id == Result.entry_id)
    query = query.join(Person, Person.id == Entry.person_id).join(Event, Event.id == Entry.event_id)
    query = query.join(Contest, Contest.id == Event.contest_id).where(is_one_of)
    return {key_text(key): "，".join(names) for key, *names in session.connection().execute(query)}
