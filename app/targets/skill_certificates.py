"""Record, withdraw and ask for certificates of skill grade (职业技能等级证书) of people on record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import name_key
from app.known_names import known_person
from app.transitions import required_reason
from app.unit_of_work import UnitOfWork
from app.words import tr, words_of
from models import Person, SkillCertificate
from models.skill_certificate import SkillGrade

_ORDER = {grade.value: place for place, grade in enumerate(SkillGrade)}
_PARTS = re.compile(r"[/\uff0f（）()、\s]+")


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """What a certificate says. `grade` is one of `SkillGrade`."""

    occupation: str
    grade: str
    number: str
    issued_on: date
    issuer: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class SkillCertificateRow:
    """A certificate on record; a withdrawn one stays to be seen."""

    id: int
    facts: SkillFacts
    is_withdrawn: bool

    @property
    def grade_name(self) -> str:
        """Return the grade in words."""
        return tr(f"core.skill-grade.{self.facts.grade}")


@dataclass(frozen=True, slots=True)
class HeldGrade:
    """A grade held since a day; `occupation` is comparable, `grade` the word that policies use (技师)."""

    occupation: str
    grade: str
    issued_on: date
    place: int


def grade_words(words: str) -> str:
    """Return the grade that a cell names: 技师, 二级/技师, 高级工（三级）, 三级; "" where it is unclear."""
    names = {name: key for key, name in words_of("core.skill-grade").items()}
    names |= {name: key for key, name in words_of("core.skill-level").items()}
    found = {names.get(part, "") for part in _parts(words)}
    return found.pop() if len(found) == 1 else ""


def record_skill_certificate(work: UnitOfWork, person_id: int, facts: SkillFacts) -> bool:
    """Record a certificate of a person; return False where it stands already, word for word.

    Raises NotFoundError, InputError for a fact that is missing or a day to come, ConflictError where its
    number stands for another certificate.
    """
    work.require(Right.RECORD)
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFoundError("person-missing", id=person_id)
    check_skill_facts(facts, today=office_day(work.now))
    if certificate_stands(work.session, facts, id_key=person.id_key):
        return False
    certificate = SkillCertificate(
        person_id=person_id,
        occupation=facts.occupation,
        grade=facts.grade,
        number=facts.number,
        issued_on=facts.issued_on,
        issuer=facts.issuer,
        unit_name=facts.unit_name,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(certificate)
    work.session.flush()
    detail = {"person": person_id, "grade": facts.grade, "occupation": facts.occupation}
    work.audit("record", "skill-certificate", certificate.id, detail=detail)
    work.touched(Changes.PEOPLE)
    return True


def check_skill_facts(facts: SkillFacts, *, today: date) -> None:
    """Raise InputError for a fact that is missing, a grade that is none, or a day after `today`."""
    needed = {"occupation": facts.occupation, "number": facts.number}
    for field, value in needed.items():
        if not value.strip():
            raise InputError("honours-needed", what=tr(f"targets.field.{field}"))
    if facts.grade not in _ORDER:
        raise InputError("skill-grade-unknown", grade=facts.grade)
    if facts.issued_on > today:
        raise InputError("skill-day-to-come", day=facts.issued_on)


def certificate_stands(session: Session, facts: SkillFacts, *, id_key: str) -> bool:
    """Return whether the certificate is on record already, for the person with this document.

    Raises ConflictError where its number stands for another certificate.
    """
    query = select(SkillCertificate)
    query = query.where(SkillCertificate.number == facts.number, SkillCertificate.withdrawn_at.is_(None))
    standing = session.scalars(query).one_or_none()
    if standing is None:
        return False
    person = known_person(session, id_key)
    if person is not None and standing.person_id == person.id and _facts(standing) == facts:
        return True
    raise ConflictError("skill-number-taken", number=facts.number)


def withdraw_skill_certificate(work: UnitOfWork, certificate_id: int, *, reason: str) -> None:
    """Take back a certificate recorded by mistake. Raises NotFoundError, InputError without a reason."""
    work.require(Right.RECORD)
    certificate = work.session.get(SkillCertificate, certificate_id)
    if certificate is None or certificate.withdrawn_at is not None:
        raise NotFoundError("skill-certificate-missing", id=certificate_id)
    why = required_reason(reason)
    certificate.withdrawn_by, certificate.withdrawn_at = work.actor.name, work.now
    work.audit("withdraw", "skill-certificate", certificate_id, reason=why)
    work.touched(Changes.PEOPLE)


def skill_certificate_rows(session: Session, person_id: int) -> list[SkillCertificateRow]:
    """Return a person's certificates, the newest first."""
    query = select(SkillCertificate).where(SkillCertificate.person_id == person_id)
    query = query.order_by(SkillCertificate.issued_on.desc(), SkillCertificate.id.desc())
    return [
        SkillCertificateRow(one.id, _facts(one), one.withdrawn_at is not None)
        for one in session.scalars(query)
    ]


def grades_held(session: Session) -> Mapping[int, Sequence[HeldGrade]]:
    """Return the grades that people hold, by person, certificates withdrawn left out."""
    query = select(
        SkillCertificate.person_id,
        SkillCertificate.occupation,
        SkillCertificate.grade,
        SkillCertificate.issued_on,
    ).where(SkillCertificate.withdrawn_at.is_(None))
    words = words_of("core.skill-grade")
    held: defaultdict[int, list[HeldGrade]] = defaultdict(list)
    for person, occupation, grade, day in session.execute(query):
        held[person].append(HeldGrade(name_key(occupation), words[grade], day, _ORDER[grade]))
    return held


def _parts(words: str) -> list[str]:
    return [part for part in _PARTS.split(words.strip()) if part]


def _facts(certificate: SkillCertificate) -> SkillFacts:
    return SkillFacts(
        certificate.occupation,
        certificate.grade,
        certificate.number,
        certificate.issued_on,
        certificate.issuer,
        certificate.unit_name,
    )
