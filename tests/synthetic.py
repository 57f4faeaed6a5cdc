"""Numbers that pass every check and belong to nobody, made from a running number."""

from __future__ import annotations

from datetime import date, timedelta

AREA = "410702"  # 红旗区, so that area checks pass
_FIRST_BIRTHDAY = date(1970, 1, 1)
_DAYS = 11_000  # birthdays from 1970 to early 2000
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玉红飞鹏宇晨浩欣悦佳"


def resident_id(number: int, *, birth: date | None = None) -> str:
    """Return the `number`-th resident ID (GB 11643): up to 999 share a birthday, or have `birth`."""
    order, day = (number, 0) if birth else divmod(number, _DAYS)
    born = birth or _FIRST_BIRTHDAY + timedelta(days=day)
    body = f"{AREA}{born:%Y%m%d}{order + 1:03d}"
    remainder = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[remainder]


def bank_card(number: int) -> str:
    """Return the `number`-th card number that passes Luhn's check (ISO/IEC 7812)."""
    body = f"622848{number:012d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(sum(divmod(value, 10)) for value in doubled) % 10)


def credit_code(number: int, *, division: str = "410700") -> str:
    """Return the `number`-th credit code (GB 32100), with a valid organisation code (GB 11714) inside.

    `division` is where the registry sits that gave it out (GB/T 2260).
    """
    organisation = f"{number + 10_000_000:08d}"
    weighted = zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    check = 11 - sum(int(digit) * weight for digit, weight in weighted) % 11
    body = f"91{division}{organisation}{'0123456789X0'[check]}"
    total = sum(_CREDIT_DIGITS.index(digit) * pow(3, place, 31) for place, digit in enumerate(body))
    return body + _CREDIT_DIGITS[-total % 31]


def phone(number: int) -> str:
    """Return the `number`-th mobile number."""
    return f"138{number % 100_000_000:08d}"


def person_name(number: int) -> str:
    """Return a name of two or three characters; many people share one, as in life."""
    surname = _SURNAMES[number % len(_SURNAMES)]
    first = _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]
    return surname + first + (_GIVEN[number // 7 % len(_GIVEN)] if number % 3 else "")
