"""The name on the day, as a renaming in the registry leaves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.registry import rename_unit
from app.registry.people import person_name_on
from app.registry.units import unit_name_on
from app.store import Store
from models import PersonName
from tests.builders import a_person, a_unit

FIRST, SECOND = date(2024, 3, 1), date(2024, 6, 1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 1, 1), "示例技校"),
        (FIRST - timedelta(days=1), "示例技校"),
        (FIRST, "示例技师学院"),
        (SECOND - timedelta(days=1), "示例技师学院"),
        (SECOND, "示例职业学院"),
        (date(2030, 1, 1), "示例职业学院"),
    ],
)
def test_each_day_has_the_name_of_that_day(sqlite_store: Store, day: date, name: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        unit = a_unit(work.session, name="示例技校")
        for since, new in ((FIRST, "示例技师学院"), (SECOND, "示例职业学院")):
            work.session.flush()
            rename_unit(
                work, unit.id, name=new, since=since, basis="豫教〔2024〕1号", version=unit.lock_version
            )
        assert unit_name_on(work.session, unit, day) == name


def test_a_persons_former_name_ends_the_day_before_the_new_one(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="李新")
        work.session.add(PersonName(person_id=person.id, name="李旧", valid_to=FIRST))
        assert person_name_on(work.session, person, FIRST - timedelta(days=1)) == "李旧"
        assert person_name_on(work.session, person, FIRST) == "李新"
