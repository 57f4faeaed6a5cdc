"""Moves of state (状态流转): the one function that makes a move, by the table of the record's noun.

`move` checks what the table (`app/transition_tables.py`) asks for, sets the state, and writes the history row
(`models.StateChange`) and the audit line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import ColumnElement, insert, literal, select, update

from app.errors import ConflictError, InputError
from app.transition_tables import TRANSITIONS, Noun, Transition
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Base, Certificate, StateChange
from models.types import UNFROZEN_STATES, UtcDateTime

__all__ = [
    "LONGEST_DOCUMENT",
    "TRANSITIONS",
    "HasState",
    "Noun",
    "Transition",
    "checked_document",
    "is_frozen",
    "move",
    "move_all",
    "record_change",
    "required_reason",
    "transition",
]

LONGEST_DOCUMENT = 120  # characters, as `state_change.document`


class HasState(Protocol):
    """A stored record with a state."""

    id: Any
    state: Any


_WORDS = {
    Noun.RESULT: "core.result-state",
    Noun.AWARD: "core.award-state",
    Noun.ADJUSTMENT: "core.adjustment-state",
    Noun.CERTIFICATE: "reports.certificate-state",
    Noun.DESIGNATION: "honours.designation-state",
    Noun.RECOGNITION: "honours.recognition-state",
    Noun.HONOUR: "honours.honour-state",
    Noun.INTRODUCTION: "introductions.introduction-state",
    Noun.SUBSIDY: "introductions.subsidy-state",
    Noun.POLICY_PACK: "policy.pack-state",
    Noun.BATCH: "core.batch-state",
    Noun.OBJECTION: "core.objection-state",
    Noun.PAYMENT_LINE: "core.payment-line-state",
}
_CODES = {Noun.AWARD: "award-move"}
_AUDITED_AS = {Noun.SUBSIDY: "introduction-subsidy"}


def is_frozen(state: str) -> bool:
    """Return whether an award in this state keeps its amount and explanation whatever changes."""
    return state not in UNFROZEN_STATES


def checked_document(document: str) -> str:
    """Return a document without blanks around it. Raises InputError where it is too long to be kept."""
    text = document.strip()
    if len(text) > LONGEST_DOCUMENT:
        raise InputError("document-too-long", most=LONGEST_DOCUMENT, length=len(text))
    return text


def required_reason(reason: str) -> str:
    """Return a reason without blanks around it. Raises InputError where it is empty."""
    if not reason.strip():
        raise InputError("move-reason-needed")
    return reason.strip()


def transition(noun: Noun, old: str, new: str, *, subject: object) -> Transition:
    """Return the way from `old` to `new`. Raises ConflictError, naming `subject`, where there is none."""
    found = TRANSITIONS[noun].get(old, {}).get(new)
    if found is None:
        words = {"old": tr(f"{_WORDS[noun]}.{old}"), "new": tr(f"{_WORDS[noun]}.{new}")}
        raise ConflictError(_CODES.get(noun, "honours-move"), subject=subject, award=subject, **words)
    return found


def move(
    work: UnitOfWork,
    noun: Noun,
    row: HasState,
    to: str,
    *,
    reason: str = "",
    document: str = "",
    subject: object = "",
    detail: Mapping[str, object] | None = None,
    action: str = "",
    follows: bool = False,
) -> None:
    """Move `row` to the state `to`, with its history row and audit line. `row` must be stored already.

    `subject` names the record in a refusal, else its id does; `detail` goes into the audit line besides the
    states and the amount, `action` takes the place of the table's word there. `follows`: the move follows
    from another that was allowed, so that no right is asked for.

    Raises ConflictError for a way that the noun's table does not know, or a right that whoever acts lacks;
    InputError where neither reason nor document is given for a move that needs one, or one is too long.
    """
    old = str(row.state)
    way = transition(noun, old, to, subject=subject or row.id)
    if not follows and way.right is not None:
        work.require(way.right)
    if way.needs_reason and not reason.strip() and not document.strip():
        raise InputError("move-reason-needed")
    checked_document(document)
    row.state = str(to)
    record_change(work, noun, row, old=old, reason=reason, document=document)
    facts: dict[str, object] = {"from": old, "to": str(to)}
    if (fen := getattr(row, "amount_fen", None)) is not None:
        facts["amount_fen"] = fen
    number = row.number if isinstance(row, Certificate) else row.id
    facts |= {"document": document} if document else {}
    work.audit(
        action or way.action,
        _AUDITED_AS.get(noun, noun.value),
        number,
        detail=facts | dict(detail or {}),
        reason=reason,
    )


def record_change(
    work: UnitOfWork, noun: Noun, row: HasState, *, old: str = "", reason: str = "", document: str = ""
) -> None:
    """Write the history row of a record that is in its new state already; `old` is "" for a new record."""
    work.session.add(
        StateChange(
            noun=noun.value,
            subject_id=row.id,
            from_state=old,
            to_state=str(row.state),
            changed_at=work.now,
            actor=work.actor.name,
            reason=reason,
            document=document,
            amount_fen=getattr(row, "amount_fen", None),
        )
    )


def move_all(
    work: UnitOfWork,
    noun: Noun,
    model: type[Base],
    *where: ColumnElement[bool],
    old: str,
    to: str,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> int:
    """Move every stored record in state `old` that `where` finds, in two statements; return how many.

    `values` are set with the state. Each record has its audit line; raises as `move` does.
    """
    way = transition(noun, old, to, subject=noun.value)
    if way.right is not None:
        work.require(way.right)
    if way.needs_reason:
        required_reason(reason)
    session, table = work.session, model.__table__
    session.flush()
    chosen = [table.c.state == old, *where]
    ids = session.scalars(select(table.c.id).where(*chosen).order_by(table.c.id)).all()
    if not ids:
        return 0
    moment = literal(work.now, UtcDateTime())
    facts = literal(noun.value), table.c.id, literal(old), literal(to), moment, literal(work.actor.name)
    rows = select(*facts, literal(reason), literal(""), literal(False)).where(*chosen).order_by(table.c.id)
    columns = ("noun", "subject_id", "from_state", "to_state", "changed_at", "actor", "reason", "document")
    session.execute(insert(StateChange).from_select([*columns, "is_carried_over"], rows))
    session.execute(
        update(model).where(*chosen).values({"state": to, **(values or {})}),
        execution_options={"synchronize_session": "fetch"},
    )
    facts_of_each = {"from": old, "to": to}
    subject = _AUDITED_AS.get(noun, noun.value)
    work.audit_each(way.action, subject, dict.fromkeys(ids, facts_of_each), reason=reason)
    return len(ids)
