"""Results that earn certificates, and the numbers that were taken for them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import Store
from models import Certificate, Result
from tests.builders import a_contest, a_person, a_result, an_event

CONTEST = "2024年河南省职业技能大赛"


def winners(session: Session, *names: str, contest: str = CONTEST, level: str = "provincial") -> list[Result]:
    event = an_event(session, a_contest(session, level, name=contest), name="砌筑")
    return [
        a_result(session, rank, event=event, person=a_person(session, name=name))
        for rank, name in enumerate(names, start=1)
    ]


def numbers(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Certificate.number).order_by(Certificate.id)))
