"""What one unit of work adds to the audit chain: its lines, and the digests of the records it changed.

Lines are written together, before the commit or when somebody reads the chain inside the unit of work: only
then is it known what the records have come to. Changes are seen where the session makes them: by what it
flushes, and by the statements it executes. What goes past the session, over its connection, has to be told
by `changed`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Delete, Insert, Select, Table, Update, event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from app.accounts.audit import GENESIS, WITH_RECORDS, seal_of
from app.accounts.sealed_records import REMOVED, SEALED, Sealed, digests, key_text, sealed_line, secret_of
from models import AuditEntry
from models.bulk import insert_columns

SEALING = "seal"
"""The action of a line that only carries digests: of changes nobody wrote a line for."""

_MOST_OF_A_LINE = 2_000  # digests in one line that only carries digests


@dataclass(slots=True)
class NewLine:
    """A line that is not written yet: the facts of an `AuditEntry`, without the weight of a mapped object."""

    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    detail: str
    reason: str
    form: int = WITH_RECORDS
    sealed: str = ""
    hash: str = ""


class AuditTrail:
    """The lines of one unit of work that are not written yet, and the records it changed since."""

    def __init__(self, session: Session, *, actor: str, at: datetime) -> None:
        self._session = session
        self._last_hash: str | None = None
        self._lines: list[NewLine] = []
        self._changed: defaultdict[str, dict[Any, bool]] = defaultdict(dict)  # whether it was closed before
        self._newer_than: dict[str, int] = {}
        self._who = actor, at
        self._is_writing = False
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "do_orm_execute", self._before_statement)
        event.listen(session, "before_commit", lambda _session: self.write())

    def acts(self, actor: str, at: datetime) -> None:
        """Say who changes records from here on, and when."""
        self._who = actor, at

    def add(
        self, *, action: str, subject: str, ids: Iterable[object], details: Iterable[str], reason: str
    ) -> None:
        """Add a line for each id, with its detail as JSON."""
        actor, at = self._who
        self._lines += [
            NewLine(
                at=at,
                actor=actor,
                action=action,
                subject=subject,
                subject_id=str(one),
                detail=detail,
                reason=reason,
            )
            for one, detail in zip(ids, details, strict=True)
        ]

    def changed(self, table: str, keys: Iterable[Any], *, was_closed: bool = True) -> None:
        """Tell that these records of a table were changed, or are vouched for by what is done now."""
        if table in SEALED:
            known = self._changed[table]
            for key in keys:
                known[key] = known.get(key, False) or was_closed

    def grows(self, table: str) -> None:
        """Tell that records are about to be added to a table whose keys are numbers that only rise."""
        if table in SEALED and table not in self._newer_than:
            newest = self._session.connection().scalar(select(func.max(SEALED[table].key)))
            self._newer_than[table] = newest or 0

    def write(self) -> None:
        """Write what is waiting; nothing where nothing is."""
        if self._is_writing:
            return
        self._is_writing = True
        try:
            self._session.flush()
            if self._lines or self._changed or self._newer_than:
                self._write(self._new_digests())
        finally:
            self._is_writing = False

    def _write(self, found: Sequence[tuple[str, str, str]]) -> None:
        lines, self._lines = self._lines, []
        if found and not lines:
            lines = [self._carrier() for _ in range(0, len(found), _MOST_OF_A_LINE)]
        if not lines:
            return
        _spread(lines, found)
        if self._last_hash is None:
            newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
            self._last_hash = self._session.scalar(newest) or GENESIS  # nobody else writes meanwhile
        for line in lines:
            line.hash = self._last_hash = seal_of(line, self._last_hash)
        names = [column.name for column in AuditEntry.__table__.c if column.name != "id"]
        columns = {name: [getattr(line, name) for line in lines] for name in names}
        table = cast(Table, AuditEntry.__table__)
        insert_columns(self._session.connection(), table, columns, size=len(lines))

    def _carrier(self) -> NewLine:
        actor, at = self._who
        return NewLine(at, actor, SEALING, "records", "", "{}", "")

    def _new_digests(self) -> list[tuple[str, str, str]]:
        """Return table, key and digest of what was changed since it was asked for last."""
        connection = self._session.connection()
        for name, newest in self._newer_than.items():
            key = SEALED[name].key
            self.changed(name, connection.scalars(select(key).where(key > newest)), was_closed=False)
        changed, self._changed, self._newer_than = self._changed, defaultdict(dict), {}
        if not changed:
            return []
        secret = secret_of(connection) or ""
        result = []
        for name, keys in changed.items():
            now = dict(digests(connection, SEALED[name], secret, keys))
            result += [(name, key, digest) for key, digest in now.items()]
            gone = sorted(key_text(key) for key, was_closed in keys.items() if was_closed)
            result += [(name, key, REMOVED) for key in gone if key not in now]
        return result

    def _after_flush(self, session: Session, _context: object) -> None:
        for kind, records in (("new", session.new), ("dirty", session.dirty), ("deleted", session.deleted)):
            for record in records:
                sealed = SEALED.get(getattr(record, "__tablename__", ""))
                if sealed is not None:
                    self._see(sealed, record, is_new=kind == "new")

    def _see(self, sealed: Sealed, record: Any, *, is_new: bool) -> None:
        was_closed = not is_new
        if sealed.open_states:
            before = inspect(record).attrs.state.history.deleted
            was_closed = not is_new and (before[0] if before else record.state) not in sealed.open_states
            if not was_closed and record.state in sealed.open_states:
                return
        key = getattr(record, sealed.key.name)
        self.changed(sealed.table.name, [key], was_closed=was_closed)

    def _before_statement(self, state: ORMExecuteState) -> None:
        statement = state.statement
        if isinstance(statement, Select):
            if (self._lines or self._changed) and _reads_the_chain(state, statement):
                self.write()
        elif isinstance(statement, (Insert, Update, Delete)):
            sealed = SEALED.get(getattr(statement.table, "name", ""))
            if sealed is not None:
                self._see_statement(sealed, statement, state.parameters)

    def _see_statement(self, sealed: Sealed, statement: Any, parameters: Any) -> None:
        self._session.flush()
        name, key = sealed.table.name, sealed.key
        if isinstance(statement, Insert):
            given = parameters or statement.compile().params
            rows: Sequence[Mapping[str, Any]] = [given] if isinstance(given, Mapping) else given
            if all(row.get(key.name) is not None for row in rows):
                self.changed(name, [row[key.name] for row in rows], was_closed=False)
            else:
                self.grows(name)
            return
        query = select(key, sealed.is_closed).select_from(sealed.table)
        if statement.whereclause is not None:
            query = query.where(statement.whereclause)
        if isinstance(statement, Delete):
            query = query.where(sealed.is_closed)
        for found, was_closed in self._session.connection().execute(query):
            self.changed(name, [found], was_closed=bool(was_closed))


def _reads_the_chain(state: ORMExecuteState, statement: Select[Any]) -> bool:
    if state.bind_mapper is not None:
        return state.bind_mapper.class_ is AuditEntry
    return AuditEntry.__table__ in statement.get_final_froms()


def _spread(lines: Sequence[NewLine], found: Sequence[tuple[str, str, str]]) -> None:
    """Give each digest to the last line about its record, and the others to all lines in equal parts."""
    place = {(line.subject.replace("-", "_"), line.subject_id): at for at, line in enumerate(lines)}
    texts: list[list[str]] = [[] for _ in lines]
    others = []
    for table, key, digest in found:
        at = place.get((table, key))
        text = sealed_line(table, key, digest)
        if at is None:
            others.append(text)
        else:
            texts[at].append(text)
    share = -(-len(others) // len(lines))
    for at in range(0, len(others), share or 1):
        texts[at // share] += others[at : at + share]
    for line, text_of_line in zip(lines, texts, strict=True):
        line.sealed = "\n".join(text_of_line)


def seal_everything(session: Session, *, actor: str, at: datetime) -> None:
    """Seal every closed record as it stands, for a registry whose chain has no digests yet."""
    trail = AuditTrail(session, actor=actor, at=at)
    for name, sealed in SEALED.items():
        keys = session.connection().scalars(select(sealed.key).where(sealed.is_closed))
        trail.changed(name, keys, was_closed=False)
    trail.write()


def detail_text(facts: Mapping[str, object]) -> str:
    """Return the detail of a line as the chain keeps it."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
