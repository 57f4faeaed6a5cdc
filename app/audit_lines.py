"""Read the audit chain (审计记录): by record, person and day; the history of one record; as a workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.accounts import AuditDigest, action_words, subject_words
from app.clock import BEIJING, moment_text
from app.formats import money
from app.printing import ClosingLine, Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, write_registers
from app.words import has_word, tr
from models import AuditEntry

MOST_LINES = 5_000  # that a screen shows at once; the workbook has all of them
_CARRIER = "seal"  # lines that only carry digests
_LEFT_OUT = frozenset({"without_account", "batch", "sha256", "body"})
_BEFORE_AND_AFTER = (("facts_before", "facts_after"), ("before", "after"))
_NAMES_OF_FACTS = frozenset({"fields"})  # facts whose value is a list of names of facts
_WORDS_OF_VALUES = {"roles": "core.account-role", "contest_class": "core.class", "to": "core.award-state"}
_FEN = "_fen"  # ends the names of amounts


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What narrows the chain; empty parts narrow nothing. `day` is a day of the office.

    `words` are looked for in the actor, the record's number, the detail and the reason.
    """

    subject: str = ""
    subject_id: str = ""
    actor: str = ""
    action: str = ""
    day: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the chain as users read it. `records` counts the records whose digests it carries."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    detail: str
    reason: str
    records: int
    seal: str

    @property
    def moment(self) -> str:
        """Return when it was, in the office's time."""
        return moment_text(self.at, with_seconds=True)

    @property
    def act(self) -> str:
        """Return what was done, in words."""
        return action_words(self.action, self.subject)

    @property
    def record(self) -> str:
        """Return to which record, in words."""
        return f"{subject_words(self.subject)} {self.subject_id}".rstrip()

    @property
    def change(self) -> str:
        """Return what it was before and after, and what else the line tells, in words where there are any."""
        facts = json.loads(self.detail)
        parts = []
        if "from" in facts and "to" in facts:
            before, after = (self._state(facts.pop(name)) for name in ("from", "to"))
            parts.append(f"{before} → {after}" if before else after)
        for old, new in _BEFORE_AND_AFTER:
            if isinstance(facts.get(old), dict) and isinstance(facts.get(new), dict):
                parts += differences(facts.pop(old), facts.pop(new))
        parts += [
            f"{fact_words(name)}：{value_words(name, value)}"
            for name, value in facts.items()
            if name not in _LEFT_OUT and value not in (None, "", [], {})
        ]
        return "；".join(parts)

    def _state(self, state: object) -> str:
        for group in (f"core.{self.subject}-state", f"honours.{self.subject}-state"):
            if has_word(f"{group}.{state}"):
                return tr(f"{group}.{state}")
        return str(state or "")


def fact_words(name: str) -> str:
    """Return what a fact of a line is called; its key where nobody named it."""
    for key in (f"audit.fact.{name}", f"columns.any.{name}"):
        if has_word(key):
            return tr(key)
    return name


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return what differs between two states of a record, each fact with its name: 名次：2 → 1."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [f"{fact_words(name)}：{_change_words(name, before.get(name), after.get(name))}" for name in names]


def _change_words(name: str, before: object, after: object) -> str:
    return f"{value_words(name, before)} → {value_words(name, after)}"


def value_words(name: str, value: object) -> str:
    """Return the value of the fact `name` as users read it; a pair is a change."""
    if name in _NAMES_OF_FACTS and isinstance(value, list):
        return "、".join(fact_words(str(one)) for one in value)
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], (list, dict)):
        return _change_words(name, value[0], value[1])
    if isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value):
        return "、".join(value_words(name, one) for one in value)
    if isinstance(value, bool):
        return tr("audit.yes" if value else "audit.no")
    if value in (None, ""):
        return tr("audit.empty")
    if name.endswith(_FEN) and isinstance(value, int):
        return money(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    group = _WORDS_OF_VALUES.get(name) or f"core.{name.replace('_', '-')}"
    key = f"{group}.{value}"
    return tr(key) if has_word(key) else str(value)


def audit_lines(session: Session, wanted: AuditFilter, *, limit: int = MOST_LINES) -> list[AuditLine]:
    """Return the newest lines that match, newest first; lines that only carry digests are left out."""
    query = _narrowed(wanted).where(AuditEntry.action != _CARRIER)
    return [line_of(row) for row in session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit))]


def record_history(session: Session, subject: str, subject_id: object) -> list[AuditLine]:
    """Return everything the chain tells of one record, newest first."""
    return audit_lines(session, AuditFilter(subject=subject, subject_id=str(subject_id)))


def audit_choices(session: Session) -> tuple[list[str], list[str]]:
    """Return the kinds of records and the people that the chain tells of, in order of their names."""
    subjects = session.scalars(select(AuditEntry.subject).distinct()).all()
    actors = session.scalars(select(AuditEntry.actor).distinct()).all()
    return sorted(subjects, key=subject_words), sorted(actors)


def _narrowed(wanted: AuditFilter) -> Select[Any]:
    query = select(AuditEntry)
    for column, value in (
        (AuditEntry.subject, wanted.subject),
        (AuditEntry.subject_id, wanted.subject_id),
        (AuditEntry.actor, wanted.actor),
        (AuditEntry.action, wanted.action),
    ):
        if value:
            query = query.where(column == value)
    if wanted.day is not None:
        begin = datetime.combine(wanted.day, time(), BEIJING)
        query = query.where(AuditEntry.at >= begin, AuditEntry.at < begin + timedelta(days=1))
    if words := wanted.words.strip():
        columns = AuditEntry.actor, AuditEntry.detail, AuditEntry.reason
        query = query.where(
            or_(AuditEntry.subject_id == words, *(one.contains(words, autoescape=True) for one in columns))
        )
    return query


def line_of(row: AuditEntry) -> AuditLine:
    """Return a line of the chain as users read it."""
    return AuditLine(
        row.id,
        row.at,
        row.actor,
        row.action,
        row.subject,
        row.subject_id,
        row.detail,
        row.reason,
        row.sealed.count("\n") + 1 if row.sealed else 0,
        row.hash,
    )


def export_audit(
    session: Session,
    out: Path | str,
    *,
    now: datetime,
    digest: AuditDigest,
    wanted: AuditFilter | None = None,
) -> RegisterReport:
    """Write all lines, or those wanted, in their order, to a workbook that can be filtered.

    `digest` is what it prints of the chain.

    Raises DocumentError where the file cannot be written.
    """
    query = _narrowed(wanted or AuditFilter()).order_by(AuditEntry.id)
    rows = [line_of(row) for row in session.scalars(query)]
    closing = [ClosingLine(f"{digest.text()}。")]
    sheet = ListSheet(
        tr("audit.title"),
        _columns(),
        [Section(rows)],
        closing=closing,
        empty=tr("audit.none"),
        is_filtered=True,
    )
    return write_registers(session, out, [sheet], now=now)


def _columns() -> Sequence[Column[AuditLine]]:
    return (
        running_number(tr("audit.column.number")),
        Column(tr("audit.column.at"), 20, lambda line: line.moment, "center"),
        Column(tr("audit.column.actor"), 12, lambda line: line.actor, "center"),
        Column(tr("audit.column.act"), 14, lambda line: line.act, "center"),
        Column(tr("audit.column.record"), 20, lambda line: line.record),
        Column(tr("audit.column.change"), 60, lambda line: line.change),
        Column(tr("audit.column.reason"), 36, lambda line: line.reason),
        Column(tr("audit.column.records"), 10, lambda line: line.records, "center", "number"),
        Column(tr("audit.column.seal"), 20, lambda line: line.seal[:16], "center"),
    )
