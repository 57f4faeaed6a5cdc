"""Chinese numerals up to ninety-nine (十二, 二十), and years digit by digit (二\u3007二四)."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "○": 0, "两": 2}
_NUMBER = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral, or of digits in a row; None where it is none."""
    if match := _NUMBER.fullmatch(text):
        tens, ones = match.groups()
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return None


def number(text: str) -> int | None:
    """Return the value of Arabic or Chinese digits, None where `text` is neither."""
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text)
