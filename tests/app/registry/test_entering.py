"""People and units entered by hand: the same rules as lists, nobody twice, nobody merged by name."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.errors import ConflictError, InputError
from app.registry.entering import enter_person, enter_unit
from app.store import Store
from models import Person, Unit
from tests.builders import a_person, a_unit
from tests.synthetic import credit_code, resident_id


def test_a_new_person_is_entered_once_and_found_again(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        first = enter_person(work, "张　三", f" {resident_id(5001)} ")
        again = enter_person(work, "张三", resident_id(5001))
        assert (first.name, first.is_new, again.is_new) == ("张三", True, False)
        assert again.id == first.id
        assert first.warnings
        person = work.session.get_one(Person, first.id)
        assert (person.id_type, person.initials) == ("resident", "zs")


def test_a_document_of_another_name_is_refused_without_showing_it(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_person(work.session, name="张伟")
        with pytest.raises(ConflictError) as refused:
            enter_person(work, "张玮", person.id_number)
        assert person.id_number not in str(refused.value.params)


@pytest.mark.parametrize(
    ("name", "number"),
    [("张三", "410702199002300014"), ("张三", ""), ("", resident_id(1)), ("张三", "41070219")],
)
def test_a_faulty_name_or_document_is_refused_with_its_cause(
    sqlite_store: Store, name: str, number: str
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        with pytest.raises(InputError) as refused:
            enter_person(work, name, number)
        assert refused.value.params["problems"]
        assert work.session.scalars(select(Person)).all() == []


def test_a_unit_is_known_by_its_code_and_a_new_code_is_a_new_unit(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        unit = enter_unit(work, "示例集团有限公司", credit_code=credit_code(9001).lower())
        assert unit.is_new
        assert enter_unit(work, "示例集团有限公司", credit_code=credit_code(9001)).id == unit.id
        assert enter_unit(work, "示例集团有限公司").id == unit.id
        other = enter_unit(work, "示例集团有限公司", credit_code=credit_code(9002))
        assert other.is_new
        assert other.id != unit.id
        (warning,) = other.warnings  # a second unit of one name is never made silently
        assert credit_code(9001) in warning
        with pytest.raises(ConflictError):  # two carry the name now
            enter_unit(work, "示例集团有限公司")
        with pytest.raises(ConflictError):  # a code under another name
            enter_unit(work, "别的公司", credit_code=credit_code(9001))


def test_a_unit_without_a_code_is_not_given_one_silently(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        unit = a_unit(work.session, name="示例协会", credit_code=None)
        with pytest.raises(ConflictError) as refused:
            enter_unit(work, "示例协会", credit_code=credit_code(9003))
        assert refused.value.code == "unit-without-code"
        assert unit.credit_code is None


@pytest.mark.parametrize("code", ["91410700", "91410700MA4000014I"])
def test_a_code_of_the_wrong_form_is_refused_and_a_wrong_check_character_warns(
    sqlite_store: Store, code: str
) -> None:
    right = credit_code(9004)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    with sqlite_store.writing(actor="经办甲") as work:
        with pytest.raises(InputError):
            enter_unit(work, "示例公司", credit_code=code)
        entered = enter_unit(work, "示例公司", credit_code=wrong)
        assert entered.warnings
        assert work.session.get_one(Unit, entered.id).credit_code == wrong
