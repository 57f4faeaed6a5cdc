"""Keep the search index of people up to date, a few thousand at a time, behind the work of the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from app.people_matching import awaits_indexing
from app.search_terms import terms_of_person
from app.unit_of_work import UnitOfWork
from models import Base, Person, PersonDocument, PersonName, PersonSearchQueue, PersonSearchTerm
from models.bulk import CHUNK, among, enlarged_page_cache, insert_columns


def index_people(work: UnitOfWork, *, most: int = CHUNK) -> bool:
    """Enter at most `most` queued people into the index; return whether others are still queued.

    Needs no right and leaves no audit line: nothing of what is on record changes.
    """
    connection = work.session.connection()
    queued = select(PersonSearchQueue.person_id, PersonSearchQueue.is_indexed)
    rows = connection.execute(queued.order_by(PersonSearchQueue.person_id).limit(most)).all()
    people = [person for person, _is_indexed in rows]
    outdated = [person for person, is_indexed in rows if is_indexed]
    if outdated:
        terms = among(connection, PersonSearchTerm.person_id, outdated)
        connection.execute(delete(PersonSearchTerm).where(terms))
    with enlarged_page_cache(connection):
        _write_terms(connection, people)
    done = among(connection, PersonSearchQueue.person_id, people)
    connection.execute(delete(PersonSearchQueue).where(done))
    return len(rows) == most and awaits_indexing(work.session)


def _write_terms(connection: Connection, people: list[int]) -> None:
    former = _lists(connection, PersonName.person_id, PersonName.name, people)
    other_numbers = _lists(connection, PersonDocument.person_id, PersonDocument.id_number, people)
    facts = select(Person.id, Person.name, Person.initials, Person.id_number)
    rows = sorted(
        (term, person)
        for person, name, initials, number in connection.execute(
            facts.where(among(connection, Person.id, people))
        )
        for term in terms_of_person([name, *former[person]], initials, [number, *other_numbers[person]])
    )
    written: dict[str, Sequence[Any]] = {
        "term": [term for term, _person in rows],
        "person_id": [person for _term, person in rows],
    }
    insert_columns(connection, Base.metadata.tables["person_search_term"], written, size=len(rows))


def _lists(
    connection: Connection, key: Any, value: Any, people: Iterable[int]
) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(key, value).where(among(connection, key, list(people)))
    for person, text in connection.execute(query):
        found[person].append(text)
    return found
