"""Bank cards (银行卡): where people are paid, who recorded a card last, and that another person lists it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, is_same_person, require_second_person
from app.changes import Changes
from app.check_digits import luhn_ok
from app.clock import office_day
from app.errors import InputError, NotFoundError
from app.formats import chinese_date, masked_id
from app.unit_of_work import UnitOfWork
from app.validation import required_text
from app.words import tr
from models import AuditEntry, ImportChange, Merge, PaymentLine, PaymentRun, Person
from models.bulk import batched_ids

_SET_CARD, _PERSON = "set-card", "person"
_COLUMNS = ("bank_account", "bank_name")
_LONGEST_BANK = 200  # characters, as the column


@dataclass(frozen=True, slots=True)
class CardRecord:
    """Who recorded a person's bank or card last, and when; not told of a card that came with the person."""

    person_id: int
    recorded_by: str
    recorded_at: datetime

    @property
    def words(self) -> str:
        """Return who and on which day, as lists show it."""
        day = chinese_date(office_day(self.recorded_at))
        return tr("payments.card-recorded", by=self.recorded_by, day=day)


def set_card(
    work: UnitOfWork,
    person_id: int,
    *,
    bank: str,
    card: str,
    proof: str,
    is_confirmed_by_bank: bool = False,
) -> None:
    """Record where a person is paid from now on; `proof` is what the number was copied from.

    Raises NotFoundError, InputError where bank or proof is missing, or as `checked_card`.
    """
    work.require(Right.RECORD)
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFoundError("person-missing", id=person_id)
    branch = required_text(bank, what=tr("payments.columns.bank"))
    number = checked_card(card, person=person.name, is_confirmed_by_bank=is_confirmed_by_bank)
    source = required_text(proof, what=tr("payments.field.proof"))
    before = {"bank": person.bank_name, "card": masked_id(person.bank_account)}
    person.bank_name, person.bank_account = branch[:_LONGEST_BANK], number
    after: dict[str, object] = {"before": before, "bank": branch, "card": masked_id(number)}
    if is_confirmed_by_bank:
        after["confirmed_by_bank"] = True
    work.audit(_SET_CARD, _PERSON, person_id, detail=after, reason=source)
    work.touched(Changes.PEOPLE)
    work.session.flush()


def checked_card(card: str, *, person: str, is_confirmed_by_bank: bool = False) -> str:
    """Return the digits of a card that is typed in.

    A number that is written as a UnionPay card (16 to 19 digits from 62, ISO/IEC 7812-1) has to satisfy its
    check digit, unless the bank confirmed it. Raises InputError where it does not, or is no number.
    """
    number = "".join(card.split())
    if not (number.isascii() and number.isdecimal() and 8 <= len(number) <= 30):
        raise InputError("payment-card", person=person)
    is_unionpay = number.startswith("62") and 16 <= len(number) <= 19
    if is_unionpay and not luhn_ok(number) and not is_confirmed_by_bank:
        raise InputError("payment-card-checksum", person=person)
    return number


def card_records(session: Session, people: Iterable[int]) -> dict[int, CardRecord]:
    """Return, by person, who recorded the bank or the card last; who has none is left out.

    A card is recorded by hand, by an import or its undoing, and by a merge or its undoing.
    """
    found: dict[int, CardRecord] = {}
    for some in batched_ids(people):
        for record in (*_in_the_chain(session, some), *_taken_back(session, some)):
            known = found.get(record.person_id)
            if known is None or known.recorded_at <= record.recorded_at:
                found[record.person_id] = record
    return found


def _in_the_chain(session: Session, people: Collection[int]) -> Iterator[CardRecord]:
    query = select(
        AuditEntry.subject_id, AuditEntry.action, AuditEntry.actor, AuditEntry.at, AuditEntry.detail
    )
    query = query.where(
        AuditEntry.subject == _PERSON, AuditEntry.subject_id.in_([str(one) for one in people])
    )
    query = query.where(AuditEntry.action.in_((_SET_CARD, "fill", "merge", "undo-merge")))
    for person, action, actor, at, detail in session.execute(query.order_by(AuditEntry.id)):
        facts = json.loads(detail)
        is_of_card = action == _SET_CARD or any(name in _COLUMNS for name in facts.get("fields", ()))
        if is_of_card or ("merge" in facts and _took_card_over(session, facts["merge"])):
            yield CardRecord(int(person), actor, at)


def _took_card_over(session: Session, merge_id: int) -> bool:
    merge = session.get(Merge, merge_id)
    return merge is not None and any(f'"{name}"' in merge.steps for name in _COLUMNS)


def _taken_back(session: Session, people: Collection[int]) -> Iterator[CardRecord]:
    """Yield the imports of these people's cards that were undone."""
    changed = select(ImportChange.batch_id, ImportChange.subject_id).where(ImportChange.subject == _PERSON)
    changed = changed.where(ImportChange.subject_id.in_(people), ImportChange.field.in_(_COLUMNS)).distinct()
    persons: dict[str, list[int]] = {}
    for number, person in session.execute(changed):
        persons.setdefault(str(number), []).append(int(person))
    undone = select(AuditEntry.subject_id, AuditEntry.actor, AuditEntry.at)
    undone = undone.where(AuditEntry.subject == "import_batch", AuditEntry.action == "undo")
    for batch, actor, at in session.execute(undone.where(AuditEntry.subject_id.in_(list(persons)))):
        for person in persons[batch]:
            yield CardRecord(person, actor, at)


def refuse_own_cards(work: UnitOfWork, people: Iterable[int]) -> None:
    """Raise ConflictError where whoever acts recorded the card of one of these people last.

    Called for the lines that are paid to the winner's own card. It passes once somebody else has put that
    card on a list since: then a second person has seen it.
    """
    for person, record in sorted(card_records(work.session, people).items()):
        if is_same_person(work.actor, record.recorded_by) and not _was_seen(work.session, record):
            name = work.session.get_one(Person, person).name
            require_second_person(work.actor, record.recorded_by, code="second-person-card", person=name)


def _was_seen(session: Session, record: CardRecord) -> bool:
    """Return whether the card stands on a list that somebody else made since it was recorded."""
    query = select(PaymentLine.id).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.join(Person, Person.id == PaymentLine.person_id).where(Person.id == record.person_id)
    query = query.where(PaymentLine.card == Person.bank_account, PaymentLine.bank == Person.bank_name)
    query = query.where(PaymentRun.created_at > record.recorded_at)
    return session.scalar(query.where(PaymentRun.created_by != record.recorded_by).limit(1)) is not None
