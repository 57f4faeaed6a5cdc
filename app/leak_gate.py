"""The leak gate (公示把关): the one check that every paper for the public passes as a finished file.

It reads the file again, every part of it, and refuses what the public may not read of a person. What is
looked for stands in `personal_numbers`, what is read in `document_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import today_in
from app.document_parts import PartText, texts_of_document
from app.errors import DocumentError
from app.personal_numbers import (
    NOBODY,
    PeopleOnPaper,
    PersonalFact,
    PersonalKind,
    birth_in,
    numbers_written_in,
    personal_facts,
)
from app.words import tr
from models import Person, PersonDocument
from models.bulk import batched_ids

_DIGITS = re.compile(r"\d{4,}[Xx]?")
_SHORTEST = 6  # characters: a shorter number stands in other numbers by chance


@dataclass(frozen=True, slots=True)
class Leak:
    """A fact found in a finished file: in which part, what kind, and how it begins."""

    part: str
    fact: PersonalFact

    @property
    def words(self) -> str:
        """Return the finding in words, the number itself left out."""
        kind = tr(f"core.personal-kind.{self.fact.kind}")
        part = _DIGITS.sub("…", self.part)  # a number may hide in the part's own name
        return tr("core.leak", part=part, kind=kind, hint=self.fact.hint)


def people_on_paper(
    session: Session, person_ids: Iterable[int], *, allowed_in: Collection[str] = ()
) -> PeopleOnPaper:
    """Return what the registry holds of these people; telephones in `allowed_in` may be published."""
    numbers, births, names = set[str](), set[date](), set[str]()
    for chunk in batched_ids(person_ids):
        facts = select(Person.name, Person.id_number, Person.phone, Person.bank_account)
        for name, *held in session.execute(facts.where(Person.id.in_(chunk))):
            names.add(name)
            numbers.update(held)
        others = select(PersonDocument.id_number).where(PersonDocument.person_id.in_(chunk))
        numbers.update(session.scalars(others))
    compact = {"".join(filter(str.isalnum, number)).upper() for number in numbers}
    births.update(day for number in compact if (day := birth_in(number)) is not None)
    kept = frozenset(number for number in compact if len(number) >= _SHORTEST)
    return PeopleOnPaper(kept, frozenset(births), frozenset(names), numbers_written_in(allowed_in) - kept)


def leaks_in(content: bytes, people: PeopleOnPaper = NOBODY, *, today: date | None = None) -> Iterator[Leak]:
    """Yield what the public may not read in a finished file; the same fact of one part comes once."""
    told: set[tuple[str, PersonalKind]] = set()
    for one in _parts(content):
        for fact in personal_facts(one.text, people, today=today, is_code=one.is_code):
            if (one.part, fact.kind) not in told:
                told.add((one.part, fact.kind))
                yield Leak(one.part, fact)


def _parts(content: bytes) -> Iterator[PartText]:
    seen: set[tuple[str, str]] = set()
    for one in texts_of_document(content):
        if (one.part, one.text) not in seen:
            seen.add((one.part, one.text))
            yield one


def refuse_leaking(session: Session, file: Path, people: PeopleOnPaper = NOBODY) -> None:
    """Raise DocumentError, naming part and kind, where a finished file holds what nobody may publish.

    `file` is the unfinished one beside the target: what is refused takes no file's place.
    """
    found = list(leaks_in(file.read_bytes(), people, today=today_in(session)))
    if found:
        most = "；".join(leak.words for leak in found[:3])
        raise DocumentError("leak", leaks=most, count=len(found))
