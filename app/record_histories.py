"""What the audit chain tells of a record and of what belongs to it, as the record's own page shows it.

A person's history holds also what was done to his results and awards, a contest's what was corrected in its
events and results, and so on. Where records were imported from is told by the line of the import.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from app.accounts import record_names, subject_words
from app.audit_lines import AuditLine, differences, line_of
from models import (
    Adjustment,
    AuditEntry,
    Certificate,
    Designation,
    Entry,
    Event,
    ImportChange,
    Merge,
    Objection,
    PaymentLine,
    Result,
)
from models.merge import MergedNoun

_MERGED = frozenset(noun.value for noun in MergedNoun)
_BY_IMPORT = ("amend", "fill")
MOST_OF_A_RECORD = 100  # lines that a page shows; the audit screen has them all


class RecordKind(StrEnum):
    """The records whose pages show a history."""

    PERSON = "person"
    UNIT = "unit"
    CONTEST = "contest"
    AWARD = "award"
    BATCH = "batch"
    CERTIFICATE = "certificate"
    PAYMENT_RUN = "payment-run"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act and what it changed; `about` names the record where it is not the page's own, else it is ""."""

    line: AuditLine
    about: str
    change: str


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """The newest lines first; `total` counts those that are not shown too."""

    lines: tuple[HistoryLine, ...]
    total: int


def page_history(
    session: Session, kind: RecordKind, record: int | str, *, limit: int = MOST_OF_A_RECORD
) -> RecordHistory:
    """Return what was done to a record, newest first. `record` is its id; of a certificate its number.

    Of an award the id of any version of its result will do: all versions are one history.
    """
    wanted = or_(*_parts(kind, record))
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(wanted)) or 0
    query = select(AuditEntry).where(wanted).order_by(AuditEntry.id.desc()).limit(limit)
    lines = [line_of(row) for row in session.scalars(query)]
    names, amended = _names(session, lines, kind), _amended(session, lines)
    told = [
        HistoryLine(
            one,
            names.get((one.subject, one.subject_id), ""),
            "；".join(amended.get(one.id, [one.change])),
        )
        for one in lines
    ]
    return RecordHistory(tuple(told), total)


def _parts(kind: RecordKind, record: int | str) -> list[ColumnElement[bool]]:
    parts = [_is(kind.value, str(record))]
    if kind.value in _MERGED:
        taken_in = select(Merge.merged_id).where(Merge.noun == kind.value, Merge.kept_id == record)
        parts.append(_is(kind.value, _texts(taken_in.where(Merge.undone_at.is_(None)))))
    if kind == RecordKind.PERSON:
        entries = select(Entry.id).where(Entry.person_id == record)
        parts += _of_entries(entries)
        numbers = select(Certificate.number).where(Certificate.person_id == record)
        parts.append(_is("certificate", numbers))
    elif kind == RecordKind.UNIT:
        parts.append(_is("designation", _texts(select(Designation.id).where(Designation.unit_id == record))))
        imports = select(Entry.import_batch_id).where(Entry.unit_id == record)
        parts.append(_is("import_batch", _texts(imports)))
    elif kind == RecordKind.CONTEST:
        parts += _of_contest(int(record))
    elif kind == RecordKind.AWARD:
        own = select(Result.entry_id).where(Result.id == record)
        parts += _of_entries(own)
    elif kind == RecordKind.BATCH:
        parts.append(_is("objection", _texts(select(Objection.id).where(Objection.batch_id == record))))
    elif kind == RecordKind.CERTIFICATE:
        file = select(Certificate.print_file_id).where(Certificate.number == record)
        parts.append(_is("print-file", _texts(file)))
    elif kind == RecordKind.PAYMENT_RUN:
        lines = select(PaymentLine.id).where(PaymentLine.run_id == record)
        parts.append(_is("payment-line", _texts(lines), but=("export",)))
    return parts


def _of_entries(entries: Select[Any]) -> list[ColumnElement[bool]]:
    """Return what tells of entries, their results and awards, and of the money."""
    results = select(Result.id).where(Result.entry_id.in_(entries))
    moves = select(Adjustment.id).where(Adjustment.award_id.in_(results))
    lines = select(PaymentLine.id).where(PaymentLine.award_id.in_(results))
    objections = select(Objection.id).where(Objection.award_id.in_(results))
    imports = select(Entry.import_batch_id).where(Entry.id.in_(entries))
    return [
        _is("entry", _texts(entries)),
        _is("result", _texts(results)),
        _is("award", _texts(results)),
        _is("adjustment", _texts(moves)),
        _is("payment-line", _texts(lines), but=("export", "pay")),  # the award's own lines say so
        _is("objection", _texts(objections)),
        _is("import_batch", _texts(imports)),
    ]


def _of_contest(contest: int) -> list[ColumnElement[bool]]:
    """Return what tells of a contest's events and imports, and of results that did not stay as they were."""
    events = select(Event.id).where(Event.contest_id == contest)
    results = select(Result.id).where(Result.event_id.in_(events))
    imports = select(Entry.import_batch_id).where(Entry.event_id.in_(events))
    return [
        _is("event", _texts(events)),
        _is("result", _texts(results), but=("confirm",)),  # one line for each of thousands of results
        _is("import_batch", _texts(imports)),
    ]


def _texts(ids: Select[Any]) -> Select[Any]:
    """Return the same query with its ids as the chain writes them."""
    column = ids.selected_columns[0]
    return ids.with_only_columns(cast(column, String)).where(column.is_not(None))


def _is(subject: str, ids: str | Select[Any], *, but: Sequence[str] = ()) -> ColumnElement[bool]:
    one = AuditEntry.subject_id == ids if isinstance(ids, str) else AuditEntry.subject_id.in_(ids)
    left_out = [AuditEntry.action.not_in(but)] if but else []
    return and_(AuditEntry.subject == subject, one, *left_out)


def _amended(session: Session, lines: Iterable[AuditLine]) -> dict[int, list[str]]:
    """Return what imports changed in records, by line: the chain names only the facts. Of people it does not
    tell the values: they may be a telephone or a card.
    """
    found = {}
    for line in lines:
        batch = json.loads(line.detail).get("batch")
        if line.action not in _BY_IMPORT or line.subject == "person" or batch is None:
            continue
        query = select(ImportChange.field, ImportChange.before, ImportChange.after).order_by(ImportChange.id)
        query = query.where(ImportChange.batch_id == batch, ImportChange.subject == line.subject)
        rows = session.execute(query.where(ImportChange.subject_id == int(line.subject_id))).all()
        told = [row for row in rows if not row.field.endswith("_id")]
        before = {row.field: row.before for row in told}
        after = {row.field: row.after for row in told}
        found[line.id] = differences(before, after)
    return {line: words for line, words in found.items() if words}


def _names(session: Session, lines: Iterable[AuditLine], kind: RecordKind) -> dict[tuple[str, str], str]:
    """Return what the records are called that are not the page's own."""
    own = {kind.value} | ({"result", "entry"} if kind == RecordKind.AWARD else set())
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.subject not in own:
            keys[line.subject].add(line.subject_id)
    named = {}
    for subject, some in keys.items():
        called = record_names(session, subject.replace("-", "_"), some)
        for key in some:
            named[subject, key] = f"{subject_words(subject)} {called.get(key, key)}"
    return named
