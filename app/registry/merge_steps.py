"""The steps of a merge (合并): every row it changes, kept in order, so that undoing it restores exactly.

A step is a plain list, as JSON keeps it: what was done, the table, and what is needed to take it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Date, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.words import tr, words_of
from models import Base, Result
from models.bulk import batched_ids
from models.types import ResultState, UtcDateTime

_CHANGED, _REMOVED, _ADDED, _SUPERSEDED = "changed", "removed", "added", "superseded"
_CHANGED_BY_KEY = "changed-by-key"  # rows without an id of their own


class MergeSteps:
    """Changes rows and remembers how they were; `undo_steps` takes them back, the last one first."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._session = work.session
        self._steps: list[list[Any]] = []

    def change(self, model: type[Base], ids: Sequence[int], column: str, value: Any) -> None:
        """Set one column of some rows to `value`, whatever it was in each."""
        self.change_table(_table(model), ids, column, value)

    def change_table(self, table: Table, ids: Sequence[int], column: str, value: Any) -> None:
        """Set one column of some rows of a table to `value`."""
        before: dict[Any, list[int]] = {}
        for some in batched_ids(ids):
            rows = self._session.execute(select(table.c.id, table.c[column]).where(table.c.id.in_(some)))
            for id_, old in rows:
                if old != value:
                    before.setdefault(old, []).append(int(id_))
        for old, changed in before.items():
            for some in batched_ids(changed):
                self._session.execute(update(table).where(table.c.id.in_(some)).values({column: value}))
            self._steps.append([_CHANGED, table.name, column, _plain(old), _plain(value), sorted(changed)])

    def replace_reference(self, table: Table, column: str, *, old: int, new: int) -> None:
        """Let the rows whose `column` is `old` refer to `new`, with or without an id of their own."""
        if "id" in table.c:
            ids = self._session.scalars(select(table.c.id).where(table.c[column] == old)).all()
            self.change_table(table, ids, column, new)
            return
        keys = self._session.execute(select(*table.primary_key).where(table.c[column] == old)).all()
        for row in keys:
            key = dict(row._mapping)
            self._session.execute(update(table).where(*_of_key(table, key)).values({column: new}))
            self._steps.append([_CHANGED_BY_KEY, table.name, column, old, new, key])

    def remove(self, model: type[Base], ids: Sequence[int]) -> None:
        """Delete rows, and remember them whole."""
        table = _table(model)
        for row in self._session.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id)):
            facts = {name: _plain(value) for name, value in row._mapping.items()}
            self._steps.append([_REMOVED, table.name, facts])
        self._session.execute(delete(table).where(table.c.id.in_(ids)))

    def add(self, model: type[Base], facts: Mapping[str, Any]) -> None:
        """Insert a row."""
        table = _table(model)
        added = self._session.execute(insert(table).values(dict(facts)).returning(table.c.id)).scalar_one()
        self._steps.append([_ADDED, table.name, int(added)])

    def supersede(self, result_id: int, *, reason: str) -> None:
        """Put a current result that another one of the same person repeats out of force."""
        result = self._session.get_one(Result, result_id)
        before = result.state
        result.is_current = False
        move(self._work, Noun.RESULT, result, ResultState.SUPERSEDED, reason=reason)
        self._session.flush()
        self._steps.append([_SUPERSEDED, result_id, before])

    def as_json(self) -> str:
        """Return the steps as a merge keeps them."""
        return json.dumps(self._steps, ensure_ascii=False, separators=(",", ":"))


def undo_steps(work: UnitOfWork, text: str, *, reason: str) -> None:
    """Take the steps of a merge back. Raises ConflictError where what it moved was changed since."""
    steps: list[list[Any]] = json.loads(text)
    for kind, *step in reversed(steps):
        _UNDO[kind](work, step, reason)
    work.session.flush()


def is_annulled_since(session: Session, text: str) -> bool:
    """Return whether a result was annulled that stands for one superseded by these steps of a merge."""
    superseded = [step[0] for kind, *step in json.loads(text) if kind == _SUPERSEDED]
    for some in batched_ids(superseded):
        entries = select(Result.entry_id).where(Result.id.in_(some))
        living = select(Result.entry_id).where(Result.entry_id.in_(entries), Result.is_current)
        annulled = select(Result.id).where(Result.entry_id.in_(entries), Result.entry_id.not_in(living))
        annulled = annulled.where(Result.state == ResultState.ANNULLED)
        if session.scalar(annulled.limit(1)) is not None:
            return True
    return False


def register_words(table: str) -> str:
    """Return what users call the rows of a table."""
    return words_of("registry.merge.register").get(table, tr("registry.merge.any-register"))


def _undo_change(work: UnitOfWork, step: list[Any], _reason: str) -> None:
    name, column, before, after, ids = step
    table = Base.metadata.tables[name]
    old, new = _value(table, column, before), _value(table, column, after)
    for some in batched_ids(ids):
        is_as_left = table.c[column].is_(None) if new is None else table.c[column] == new
        statement = update(table).where(table.c.id.in_(some), is_as_left).values({column: old})
        changed = cast("CursorResult[Any]", work.session.execute(statement))
        if changed.rowcount != len(some):
            raise ConflictError("merge-changed-since", register=register_words(name))


def _undo_change_by_key(work: UnitOfWork, step: list[Any], _reason: str) -> None:
    name, column, before, after, key = step
    table = Base.metadata.tables[name]
    statement = update(table).where(*_of_key(table, key), table.c[column] == after).values({column: before})
    if cast("CursorResult[Any]", work.session.execute(statement)).rowcount != 1:
        raise ConflictError("merge-changed-since", register=register_words(name))


def _undo_removal(work: UnitOfWork, step: list[Any], _reason: str) -> None:
    table = Base.metadata.tables[step[0]]
    facts = {name: _value(table, name, value) for name, value in step[1].items()}
    work.session.execute(insert(table).values(facts))


def _undo_addition(work: UnitOfWork, step: list[Any], _reason: str) -> None:
    table = Base.metadata.tables[step[0]]
    work.session.execute(delete(table).where(table.c.id == step[1]))


def _undo_supersession(work: UnitOfWork, step: list[Any], reason: str) -> None:
    result_id, state = step
    work.session.expire_all()
    result = work.session.get(Result, result_id)
    if result is None or result.state != ResultState.SUPERSEDED:
        raise ConflictError("merge-changed-since", register=register_words("result"))
    result.is_current = True
    move(work, Noun.RESULT, result, ResultState(state), reason=reason)
    work.session.flush()


_UNDO = {
    _CHANGED: _undo_change,
    _CHANGED_BY_KEY: _undo_change_by_key,
    _REMOVED: _undo_removal,
    _ADDED: _undo_addition,
    _SUPERSEDED: _undo_supersession,
}


def _of_key(table: Table, key: Mapping[str, Any]) -> list[Any]:
    return [table.c[name] == value for name, value in key.items()]


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _value(table: Table, column: str, value: Any) -> Any:
    kind = table.c[column].type
    if isinstance(value, str) and isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(kind, Date) else value
