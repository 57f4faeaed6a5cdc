"""Taking a whole batch back: what it brought goes, what it changed returns, or nothing happens at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import forget_documents
from app.changes import Changes
from app.errors import ConflictError, NotFoundError
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import (
    Award,
    Base,
    Certificate,
    Contest,
    Designation,
    DesignationBasis,
    Entry,
    Event,
    Explanation,
    ImportBatch,
    ImportChange,
    Person,
    Result,
    Unit,
)
from models.types import UNFROZEN_STATES, ResultState

_OPEN_LINES = ("proposed", "blocked")  # designations that nobody has named yet

_SUBJECTS: dict[str, Any] = {
    "contest": Contest,
    "event": Event,
    "unit": Unit,
    "person": Person,
    "entry": Entry,
}


def undo_import(work: UnitOfWork, batch_id: int) -> None:
    """Undo a batch. Raises NotFoundError, or ConflictError that lists what depends on it."""
    work.require(Right.RECORD)
    batch = work.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFoundError("import-batch-missing", batch=batch_id)
    if batch.state != "committed":
        raise ConflictError("import-batch-undone", batch=batch_id)
    if blocks := undo_blocks(work, batch_id):
        raise ConflictError("import-undo-blocked", batch=batch_id, blocks="；".join(blocks))
    events = _touched_events(work.session, batch_id)
    _undo_results(work, batch_id)
    _undo_changes(work, batch_id)
    _undo_records(work, batch_id)
    forget_documents(work, batch_id)
    batch.state = "undone"
    work.audit("undo", "import_batch", batch_id, detail={"file": batch.file_name, "rows": batch.rows})
    work.touched(Changes.EVERYTHING)
    work.reassess(events)


def undo_blocks(work: UnitOfWork, batch_id: int) -> list[str]:
    """Return what depends on a batch, in words; [] where it may be taken back."""
    mine = Result.import_batch_id == batch_id
    later = exists().where(Result.entry_id == Entry.id, Result.import_batch_id.is_distinct_from(batch_id))
    counted = {
        "frozen": select(func.count())
        .select_from(Award)
        .join(Result, Result.id == Award.id)
        .where(mine, Award.state.not_in(UNFROZEN_STATES)),
        "certificates": select(func.count())
        .select_from(Certificate)
        .join(Result, Result.id == Certificate.result_id)
        .where(mine),
        "named": select(func.count(Designation.id.distinct()))
        .join(DesignationBasis, DesignationBasis.designation_id == Designation.id)
        .join(Result, Result.id == DesignationBasis.award_id)
        .where(mine, Designation.state.not_in(_OPEN_LINES)),
        "corrected": select(func.count()).select_from(Entry).where(Entry.import_batch_id == batch_id, later),
        "superseded": select(func.count()).select_from(Result).where(mine, ~Result.is_current),
    }
    others = (*_referrers(Award.__table__, Explanation, DesignationBasis),)
    others += (*_referrers(Result.__table__, Award, Certificate),)
    for column in others:
        results = select(Result.id).where(mine)
        counted[f"others-{column.table.name}"] = select(func.count()).where(column.in_(results))
    counts = {name: work.session.scalar(query) or 0 for name, query in counted.items()}
    return [
        tr(f"importing.blocks.{name.partition('-')[0]}", count=count)
        for name, count in counts.items()
        if count
    ]


def _touched_events(session: Session, batch_id: int) -> set[int]:
    """Return the events whose awards depend on what a batch brought or changed."""
    changed = select(ImportChange.subject_id).where(ImportChange.batch_id == batch_id)
    queries = (
        select(Result.event_id).where(Result.import_batch_id == batch_id),
        select(Event.id).where(Event.contest_id.in_(changed.where(ImportChange.subject == "contest"))),
        select(Event.id).where(Event.id.in_(changed.where(ImportChange.subject == "event"))),
        select(Entry.event_id).where(Entry.unit_id.in_(changed.where(ImportChange.subject == "unit"))),
        select(Entry.event_id).where(Entry.id.in_(changed.where(ImportChange.subject == "entry"))),
    )
    return {event for query in queries for event in session.scalars(query.distinct())}


def _undo_results(work: UnitOfWork, batch_id: int) -> None:
    """Delete the batch's results and make the versions they replaced current again."""
    session = work.session
    mine = select(Result.id).where(Result.import_batch_id == batch_id)
    session.execute(delete(DesignationBasis).where(DesignationBasis.award_id.in_(mine)))
    _undo_proposals(session)
    session.execute(delete(Explanation).where(Explanation.award_id.in_(mine)))
    session.execute(delete(Award).where(Award.id.in_(mine)))
    replaced = select(Result.entry_id, Result.version - 1).where(
        Result.import_batch_id == batch_id, Result.version > 1
    )
    before = [(entry, version) for entry, version in session.execute(replaced)]
    session.execute(delete(Result).where(Result.import_batch_id == batch_id))
    for entry, version in before:
        old = select(Result).where(Result.entry_id == entry, Result.version == version)
        result = session.scalars(old).one()
        result.is_current = True
        state = ResultState.CONFIRMED if result.confirmed_by else ResultState.DRAFT
        move(work, Noun.RESULT, result, state, detail={"batch": batch_id})


def _undo_proposals(session: Session) -> None:
    """Remove proposals to name a unit that rest on nothing any more; those left with questions wait."""
    basis = exists().where(DesignationBasis.designation_id == Designation.id)
    session.execute(delete(Designation).where(Designation.state.in_(_OPEN_LINES), ~basis))
    carried = basis.where(DesignationBasis.status == "proposed")
    waiting = update(Designation).where(Designation.state == "proposed", ~carried)
    session.execute(waiting.values(state="blocked", lock_version=Designation.lock_version + 1))


def _undo_changes(work: UnitOfWork, batch_id: int) -> None:
    """Give changed fields their former values, unless somebody changed them again since."""
    changes = select(ImportChange).where(ImportChange.batch_id == batch_id).order_by(ImportChange.id.desc())
    for change in work.session.scalars(changes):
        record = work.session.get(_SUBJECTS[change.subject], change.subject_id)
        if record is not None and _text(getattr(record, change.field)) == change.after:
            setattr(record, change.field, _value(record, change.field, change.before))
    work.session.flush()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _value(record: Any, field: str, text: str | None) -> Any:
    kind = record.__table__.c[field].type.python_type
    if text is None or kind is str:
        return text
    return date.fromisoformat(text) if kind is date else kind(text)


def _undo_records(work: UnitOfWork, batch_id: int) -> None:
    """Delete what the batch brought and nothing else has come to need."""
    session = work.session
    session.execute(delete(Entry).where(Entry.import_batch_id == batch_id))
    for model in (Event, Contest, Person, Unit):
        still_needed = [exists().where(column == model.id) for column in _referrers(model.__table__)]
        mine = (model.import_batch_id == batch_id, *(~need for need in still_needed))
        session.execute(delete(model).where(*mine))
        stays = update(model).where(model.import_batch_id == batch_id)
        session.execute(stays.values(import_batch_id=None))


def _referrers(table: Any, *but: Any) -> list[Any]:
    """Return the columns of all tables that point at a table, those of `but` and cascading ones left out."""
    left_out = {model.__table__ for model in but}
    return [
        key.parent
        for other in Base.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table is table and key.ondelete != "CASCADE" and other not in left_out
    ]
