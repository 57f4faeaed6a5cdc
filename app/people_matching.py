"""Which people a searched text may mean: by the search index, and one by one those who are not in it yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.formats import name_key
from app.known_names import number_ends
from app.search_terms import DOTS, beginnings_meant, end_of_range, is_cut, without_dots
from models import Person, PersonName, PersonSearchQueue, PersonSearchTerm

_INITIALS = re.compile(r"[a-z]{1,8}")
_ID_TAIL = re.compile(r"[0-9]{3,17}[0-9X]?")


class FoundPerson(NamedTuple):
    """A person that a search found, with the name in its comparable form."""

    id: int
    name: str
    id_number: str
    name_key: str


_FACTS = (Person.id, Person.name, Person.id_number, Person.name_key)
_IS_QUEUED = exists().where(PersonSearchQueue.person_id == PersonSearchTerm.person_id)
_IN_RANGE = (
    select(PersonSearchTerm.person_id)
    .where(PersonSearchTerm.term >= bindparam("first", type_=String()))
    .where(PersonSearchTerm.term < bindparam("behind", type_=String()), ~_IS_QUEUED)
    .order_by(PersonSearchTerm.term, PersonSearchTerm.person_id)
    .limit(bindparam("most"))
    .subquery()
)
# built once: building it costs more than asking it
_FIRST_OF_RANGE = select(*_FACTS).join(_IN_RANGE, _IN_RANGE.c.person_id == Person.id)
_ANY_QUEUED = select(exists().where(PersonSearchQueue.person_id.is_not(None)))
_MOST_TERMS_ALIKE = 3  # terms of one person that begin alike: 单单, of the readings shan and chan


def first_people(session: Session, text: str, *, limit: int) -> list[FoundPerson]:
    """Return at most `limit` people whom `text` may mean: of exactly this name, whose name begins so, others.

    Within each the shorter names first. Whoever is not indexed yet is not missed.
    """
    connection, found = session.connection(), dict[int, FoundPerson]()
    key = name_key(text)
    for beginning in beginnings_meant(text):
        for most in (limit + limit // 4, limit * _MOST_TERMS_ALIKE):
            if len(found) >= limit or _add(found, _of_range(connection, beginning, text, most)) < most:
                break
    found = dict(islice(found.items(), limit))
    if awaits_indexing(session):
        _add(found, connection.execute(_first_queued(text, key, limit)).all())
    return sorted(found.values(), key=lambda one: _order(one, key))[:limit]


def _first_queued(text: str, key: str, limit: int) -> Select[Any, Any, Any, Any]:
    """Return the query of the likeliest who are not indexed yet, in the order in which they are shown."""
    begins = Person.name_key.startswith(key, autoescape=True)
    order = (Person.name_key != key, ~begins, func.length(Person.name_key), Person.name_key, Person.id)
    return select(*_FACTS).where(is_queued(text)).order_by(*order).limit(limit)


def _order(one: FoundPerson, key: str) -> tuple[bool, bool, int, str, int]:
    return one.name_key != key, not one.name_key.startswith(key), len(one.name_key), one.name_key, one.id


def _of_range(connection: Connection, beginning: str, text: str, most: int) -> Sequence[Any]:
    if is_cut(beginning, text):
        people = indexed_people(beginning, text)
        return connection.execute(select(*_FACTS).where(Person.id.in_(people)).limit(most)).all()
    range_ = {"first": beginning, "behind": end_of_range(beginning), "most": most}
    return connection.execute(_FIRST_OF_RANGE, range_).all()


def _add(found: dict[int, FoundPerson], rows: Sequence[Any]) -> int:
    """Add people that are not there yet; return how many rows there were."""
    for row in rows:
        found.setdefault(row[0], FoundPerson._make(row))
    return len(rows)


def awaits_indexing(session: Session) -> bool:
    """Return whether people were added, renamed or removed whom the index does not know yet."""
    return bool(session.connection().scalar(_ANY_QUEUED))


def people_matching(text: str) -> Select[int]:
    """Return the ids of people whom `text` may mean, however many there are."""
    found: list[Any] = [indexed_people(beginning, text) for beginning in beginnings_meant(text)]
    return select(Person.id).where(or_(*(Person.id.in_(one) for one in found), is_queued(text)))


def indexed_people(beginning: str, text: str) -> Select[int]:
    """Return the people whom the index has under terms of this beginning and who are up to date there."""
    term, person = PersonSearchTerm.term, PersonSearchTerm.person_id
    queued = exists().where(PersonSearchQueue.person_id == person)
    query = select(person).where(term >= beginning, term < end_of_range(beginning), ~queued)
    return (
        query.where(person.in_(select(Person.id).where(_holds(text)))) if is_cut(beginning, text) else query
    )


def is_queued(text: str) -> ColumnElement[bool]:
    """Return which people wait to be indexed and may be meant; not yet by their full pinyin."""
    return and_(Person.id.in_(select(PersonSearchQueue.person_id)), _holds(text))


def _holds(text: str) -> ColumnElement[bool]:
    """Return whose names, initials or numbers hold `text`, looked at one by one."""
    key, plain = without_dots(name_key(text)), text.strip().lower()
    ways: list[ColumnElement[bool]] = [_dotless(Person.name_key).icontains(key, autoescape=True)]
    former = select(PersonName.person_id).where(_dotless(PersonName.name).icontains(key, autoescape=True))
    ways.append(Person.id.in_(former))
    if _INITIALS.fullmatch(plain):
        ways.append((literal(" ") + Person.initials).contains(f" {plain}"))
    if _ID_TAIL.fullmatch(plain.upper()):
        ways.append(number_ends(plain))
    return or_(*ways)


def _dotless(name: Any) -> Any:
    for dot in DOTS:
        name = func.replace(name, dot, "")
    return name
