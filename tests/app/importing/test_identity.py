"""Documents: GB 11643 against an independent checker, and everything that checker does not know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from app.check_digits import check_digit
from app.importing.findings import InvalidCell
from app.importing.values.identity import identity_reader, is_valid_number, upgraded

TODAY = date(2024, 7, 1)
read = identity_reader(TODAY)
bodies = st.builds(
    lambda area, day, order: f"{area}{day:%Y%m%d}{order:03d}",
    st.sampled_from(["410702", "110105", "440524", "310112", "610104"]),
    st.dates(date(1900, 1, 1), TODAY - timedelta(days=1)),
    st.integers(0, 999),
)


def code(value: Any) -> list[str]:
    return [note.code for note in value.notes] if isinstance(value, InvalidCell) else []


@given(bodies)
def test_the_check_digit_agrees_with_an_independent_one(body: str) -> None:
    assert check_digit(body) == ric.calc_check_digit(body + "0")
    assert is_valid_number(body + check_digit(body))


@given(bodies, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_wrong_character_is_noticed(body: str, place: int, character: str) -> None:
    number = body + check_digit(body)
    wrong = number[:place] + character + number[place + 1 :]
    assert wrong == number or not is_valid_number(wrong)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_numbers_of_the_standard_pass(number: str) -> None:
    assert read("", number) == ("resident", number, f"resident:{number}")


@pytest.mark.parametrize(
    ("old", "new"),
    [("610104620927690", "610104196209276908"), ("310112850409522", "310112198504095227")],
)
def test_an_old_number_is_upgraded_and_kept(old: str, new: str) -> None:
    found = read("resident", old)
    assert upgraded(old)[:17] == new[:17]
    assert found.value == ("resident", old, f"resident:{upgraded(old)}")
    assert code(found) == ["id-upgraded"]


def test_the_official_upgrade_vector() -> None:
    assert upgraded("310112850409522") == "310112198504095227"


@pytest.mark.parametrize("number", ["810000199408230021", "830000199201300022"])
def test_residence_permits_are_known_by_their_first_digits(number: str) -> None:
    assert read("", number) == ("residence-permit", number, f"residence-permit:{number}")
    assert code(read("resident", number)) == ["id-type-differs"]


@pytest.mark.parametrize(
    ("kind", "number", "key"),
    [
        ("hk-macau-permit", "H12345678", "hk-macau-permit:H12345678"),
        ("", "M1234567801", "hk-macau-permit:M12345678"),
        ("taiwan-permit", "12345678", "taiwan-permit:12345678"),
        ("passport", "E12345678", "passport:E12345678"),
        ("foreign-permanent", "ABC110080010110", "foreign-permanent:ABC110080010110"),
    ],
)
def test_other_documents_are_taken_by_their_shape(kind: str, number: str, key: str) -> None:
    assert read(kind, number)[2] == key


def test_renewed_permits_are_one_person() -> None:
    assert read("hk-macau-permit", "H1234567801")[2] == read("hk-macau-permit", "H1234567802")[2]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("410702199001010021", "id-checksum"),
        ("410702199001010000", "id-checksum-zeros"),
        ("41070219900101002", "id-length"),
        ("410702199002300026", "id-birth-date"),
        ("410702299001010021", "id-birth-date"),
        ("990702199001010021", "id-area"),
        ("41070219900101A021", "id-characters"),
        (4.1070219900101e17, "id-lost-digits"),
        ("4.10702E+17", "id-lost-digits"),
        ("", "id-missing"),
        ("E12345678", "id-type-needed"),
        ("#N/A", "cell-error"),
        ("41070219900101\u200b0021", "hidden-character"),
    ],
)
def test_what_is_wrong_is_named(raw: Any, expected: str) -> None:
    found = read("", raw)
    assert found.value is None
    assert code(found) == [expected]


def test_a_number_cell_of_fifteen_digits_lost_nothing() -> None:
    found = read("", 310112850409522.0)
    assert found.value[1] == "310112850409522"
    assert code(found) == ["id-from-number", "id-upgraded"]


@given(bodies)
def test_full_width_spaces_and_small_x_do_not_matter(body: str) -> None:
    number = body + check_digit(body)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert read("", wide) == read("", number)
    assert read("", f" {number[:6]} {number[6:14]} {number[14:].lower()}\t") == read("", number)
    assert read("", "'" + number) == read("", number)


def test_a_birthday_to_come_is_refused() -> None:
    body = "41070220990101001"
    assert code(read("", body + check_digit(body))) == ["id-birth-date"]
