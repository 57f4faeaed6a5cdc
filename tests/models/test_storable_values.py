"""What one database could not hold is refused by both, in the same words, and never repeated in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from app.errors import InputError
from app.store import Store
from app.words import error_text, has_word
from models import Base, BudgetEntry, Contest, Person, Setting
from models.bulk import Constant, insert_columns
from models.types import CheckedInteger, CheckedString
from tests.builders import CLERK, NOW, a_contest

CHECKED = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, (CheckedString, CheckedInteger)) and not column.foreign_keys
]
Write = Callable[[Store, dict[str, object]], None]


def by_the_mapper(store: Store, facts: dict[str, object]) -> None:
    with store.writing(actor=CLERK) as work:
        work.session.add(BudgetEntry(**facts))


def in_bulk(store: Store, facts: dict[str, object]) -> None:
    rows: dict[str, Sequence[object] | Constant] = {name: [value] for name, value in facts.items()}
    rows |= {"note": Constant(""), "recorded_at": Constant(NOW)}
    with store.writing(actor=CLERK) as work:
        insert_columns(work.session.connection(), Base.metadata.tables["budget_entry"], rows, size=1)


def by_an_update(store: Store, facts: dict[str, object]) -> None:
    by_the_mapper(store, PLAIN)
    with store.writing(actor=CLERK) as work:
        work.session.execute(update(BudgetEntry).values(**facts))


PLAIN: dict[str, object] = {
    "year": 2024,
    "amount_fen": 1,
    "basis": "示例〔2024〕1号",
    "decided_on": date(2024, 1, 1),
    "recorded_by": CLERK,
    "recorded_at": NOW,
}
WAYS: list[Write] = [by_the_mapper, in_bulk, by_an_update]


def outcome(store: Store, write: Write, facts: dict[str, object]) -> tuple[object, ...]:
    """What the user is told, or what is there afterwards."""
    try:
        write(store, PLAIN | facts)
    except InputError as error:
        return type(error).__name__, error.code, error_text(error).replace(store.name, "")
    with store.reading() as session:
        row = session.scalars(select(BudgetEntry).order_by(BudgetEntry.id.desc()).limit(1)).one()
        return "stored", *(getattr(row, name) for name in facts)


anything = st.text(st.characters() | st.sampled_from("\0\ud800\udfff𠮷姓"), max_size=12)
long_and_short = st.builds(lambda one, times: one * times, anything, st.integers(0, 40))
numbers = st.integers(-(2**70), 2**70) | st.sampled_from([2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**63])


@pytest.mark.parametrize("write", WAYS)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(basis=long_and_short, year=numbers, amount_fen=numbers)
def test_both_databases_take_and_refuse_the_same(
    sqlite_store: Store, postgresql_store: Store, write: Write, basis: str, year: int, amount_fen: int
) -> None:
    facts: dict[str, object] = {"basis": basis, "year": year, "amount_fen": amount_fen}
    seen = [outcome(store, write, facts) for store in (sqlite_store, postgresql_store)]
    assert seen[0] == seen[1]
    fits = len(basis) <= 200 and not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in basis)
    fits = fits and -(2**31) <= year < 2**31 and -(2**63) <= amount_fen < 2**63
    assert (seen[0][0] == "stored") == fits
    if fits:
        assert seen[0][1:] == (basis, year, amount_fen)


REFUSED = [
    ({"basis": "依" * 201}, "value-too-long", "“依据”太长：201 个字，最多 200 个"),
    ({"recorded_by": "甲" * 41}, "value-too-long", "“录入人”太长：41 个字，最多 40 个"),
    ({"basis": "依\0据"}, "value-character", "“依据”里有登记簿不能保存的字符"),
    ({"basis": "依\ud842"}, "value-character", "“依据”里有登记簿不能保存的字符"),
    ({"year": 2**31}, "value-out-of-range", "“年度”的数字太大"),
    ({"amount_fen": 2**63}, "value-out-of-range", "“金额”的数字太大"),
]


@pytest.mark.parametrize("write", WAYS)
@pytest.mark.parametrize(("facts", "code", "words"), REFUSED)
def test_the_field_is_named_in_the_words_of_the_office(
    store: Store, write: Write, facts: dict[str, object], code: str, words: str
) -> None:
    with pytest.raises(InputError) as raised:
        write(store, PLAIN | facts)
    assert raised.value.code == code
    assert error_text(raised.value).startswith(words)


def test_a_text_without_limit_is_checked_too(store: Store) -> None:
    with pytest.raises(InputError) as raised, store.writing(actor=CLERK) as work:
        work.session.add(Setting(key="issuer", value="办公室\0"))
    assert "“设置内容”" in error_text(raised.value)


@pytest.mark.parametrize("facts", [{"name": "长" * 500}, {"phone": "1" * 99}])
def test_looking_for_something_longer_than_the_field_finds_nothing(
    store: Store, facts: dict[str, str]
) -> None:
    with store.reading() as session:
        assert session.scalars(select(Person).filter_by(**facts)).all() == []


def test_looking_for_half_a_character_is_refused_in_words(store: Store) -> None:
    with pytest.raises(InputError) as raised, store.reading() as session:
        session.scalars(select(Contest).filter_by(name="名\ud842")).all()
    assert "“输入的文字”" in error_text(raised.value)


def test_a_server_refuses_to_look_for_a_nul_in_words(postgresql_store: Store) -> None:
    with pytest.raises(InputError), postgresql_store.reading() as session:
        session.scalars(select(Contest).filter_by(name="名\0")).all()


def test_a_number_beyond_every_id_is_just_not_found_or_refused_in_words(store: Store) -> None:
    for number in (2**31, 2**63 - 1):
        with store.reading() as session:
            assert session.scalars(select(Contest).filter_by(id=number)).all() == []
    with pytest.raises(InputError), store.reading() as session:
        session.get(Contest, 2**70)


def test_what_no_column_was_asked_about_is_still_an_error_in_words(postgresql_store: Store) -> None:
    for statement in (
        "INSERT INTO setting (key, value) VALUES (repeat('x', 41), '')",
        "SELECT CAST(3000000000 AS integer)",
    ):
        with pytest.raises(InputError) as raised, postgresql_store.reading() as session:
            session.execute(text(statement))
        assert raised.value.code == "value-refused"


@pytest.mark.parametrize(("table", "column"), CHECKED)
def test_every_field_has_its_name(table: str, column: str) -> None:
    assert has_word(f"columns.{table}.{column}") or has_word(f"columns.any.{column}")


def test_a_refused_value_leaves_nothing_behind(store: Store) -> None:
    def write() -> None:
        with store.writing(actor=CLERK) as work:
            a_contest(work.session)
            work.session.add(BudgetEntry(**(PLAIN | {"basis": "依" * 999})))

    with pytest.raises(InputError):
        write()
    with store.reading() as session:
        assert session.scalars(select(Contest)).all() == []
