"""Check digits of credit codes (GB 32100-2015), bank cards (ISO/IEC 7812-1) and residents (GB 11643-1999).

Credit codes really in use fail their check, so a failure warns and never refuses. Cards are checked by
tables, because lists hold many.
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(f"[{_ALPHABET}]{{18}}")


def check_character(code: str) -> str:
    """Return the check character for the first 17 characters of `code`; a remainder of 0 gives «0»."""
    total = sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, code, strict=False))
    return _ALPHABET[-total % 31]


def credit_code_form_ok(code: str) -> bool:
    """Return whether `code` has 18 characters of the alphabet."""
    return _FORM.fullmatch(code) is not None


def credit_code_ok(code: str) -> bool:
    """Return whether form and check character are right."""
    return credit_code_form_ok(code) and check_character(code) == code[17]


RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = "10X98765432"


def check_digit(digits: str) -> str:
    """Return the check digit of a resident's number (ISO 7064 MOD 11-2) for its 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, RESIDENT_WEIGHTS, strict=True))
    return RESIDENT_CHECKS[total % 11]


class _CardGroup(dict[str, int]):
    """Luhn sums of four digits, the first and third doubled; -1000 where they are not four digits."""

    def __missing__(self, group: str) -> int:
        value = -1000
        if group.isascii() and group.isdigit():
            digits = [int(digit) for digit in group]
            doubled = sum(2 * digit - 9 * (digit > 4) for digit in digits[0::2])
            value = doubled + sum(digits[1::2])
        if len(self) < 20_000:
            self[group] = value
        return value


_CARD_GROUPS = _CardGroup()


def luhn_ok(number: str) -> bool:
    """Return whether the last of 12 to 20 digits checks the others."""
    padded = number.zfill(20)
    total = (
        _CARD_GROUPS[padded[:4]]
        + _CARD_GROUPS[padded[4:8]]
        + _CARD_GROUPS[padded[8:12]]
        + _CARD_GROUPS[padded[12:16]]
        + _CARD_GROUPS[padded[16:]]
    )
    return 12 <= len(number) <= 20 and total >= 0 and total % 10 == 0
