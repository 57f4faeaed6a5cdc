"""Who of a batch a run leaves out (未列入), and why: on another list, not approved, without an account."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import AwardRow, hindrances
from app.payments.cards import card_records
from app.progress import Progress
from app.transitions import Noun
from app.words import tr
from models import PaymentLine, PaymentRun, Person, StateChange
from models.bulk import batched_ids
from models.payment import OVER_LINES, LineKind, LineState
from models.types import AwardState


@dataclass(frozen=True, slots=True)
class NotListed:
    """An award of the batch that a run leaves out: a code and the words of why, with what to do."""

    award: AwardRow
    code: str
    words: str


def not_listed(
    session: Session, rows: list[AwardRow], *, besides: Collection[int], progress: Progress | None
) -> dict[int, NotListed]:
    """Return, by award, who of a batch is left out of a run today.

    Those in `besides` need no card of their own: they are paid in cash, or to somebody else.
    """
    out: dict[int, NotListed] = {}
    standing = _standing_lines(session, [row.id for row in rows])
    for row in rows:
        if row.id in standing:
            code, number = standing[row.id]
            out[row.id] = NotListed(row, code, tr(f"payments.not-listed.{code}", run=number))
        elif row.state != AwardState.APPROVED or not row.amount_fen:
            state = row.state_words
            out[row.id] = NotListed(row, "not-approved", tr("payments.not-listed.not-approved", state=state))
    asked = [row for row in rows if row.id not in out]
    for award, found in hindrances(session, asked, progress=progress).items():
        out[award] = NotListed(found.award, found.hindrance.value, found.words)
    accounts = accounts_of(session, {row.person_id for row in asked})
    given_up = _given_up(session, asked)
    for row in asked:
        if row.id in out or row.id in besides:
            continue
        if not all(accounts[row.person_id]):
            out[row.id] = NotListed(row, "no-card", tr("payments.not-listed.no-card"))
        elif row.id in given_up and given_up[row.id][:2] == accounts[row.person_id]:
            number = given_up[row.id][2]
            out[row.id] = NotListed(row, "given-up", tr("payments.not-listed.given-up", run=number))
    return out


def _given_up(session: Session, rows: Iterable[AwardRow]) -> dict[int, tuple[str, str, str]]:
    """Return, by award, bank and card of its last line that failed and was given up, and the run's number.

    Left out are those whose card was recorded since, be it the same.
    """
    people = {row.id: row.person_id for row in rows}
    query = select(
        PaymentLine.award_id, PaymentLine.bank, PaymentLine.card, PaymentRun.number, StateChange.changed_at
    ).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    moved = (StateChange.noun == Noun.PAYMENT_LINE.value) & (StateChange.subject_id == PaymentLine.id)
    query = query.join(StateChange, moved & (StateChange.from_state == LineState.FAILED.value))
    query = query.where(PaymentLine.kind == LineKind.AWARD, PaymentLine.state == LineState.CANCELLED)
    found = {
        int(award): (bank, card, number, at)
        for some in batched_ids(people)
        for award, bank, card, number, at in session.execute(
            query.where(PaymentLine.award_id.in_(some)).order_by(PaymentLine.id)
        )
    }
    recorded = card_records(session, {people[award] for award in found})
    return {
        award: (bank, card, number)
        for award, (bank, card, number, at) in found.items()
        if people[award] not in recorded or recorded[people[award]].recorded_at <= at
    }


def _standing_lines(session: Session, ids: list[int]) -> dict[int, tuple[str, str]]:
    query = select(PaymentLine.award_id, PaymentLine.state, PaymentRun.number)
    query = query.join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.kind == LineKind.AWARD, PaymentLine.state.not_in(OVER_LINES))
    return {
        int(award): ("failed" if state == LineState.FAILED else "listed", number)
        for some in batched_ids(ids)
        for award, state, number in session.execute(query.where(PaymentLine.award_id.in_(some)))
    }


def accounts_of(session: Session, people: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return, by person, bank and card as they are recorded."""
    query = select(Person.id, Person.bank_name, Person.bank_account)
    return {
        person: (bank.strip(), card.strip())
        for some in batched_ids(people)
        for person, bank, card in session.execute(query.where(Person.id.in_(some)))
    }
