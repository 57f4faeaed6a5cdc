"""How values are compared, shown and masked: names, money, dates, document numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SPACE = re.compile(r"[\s\u3000]+")
_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕"})


def name_key(name: str) -> str:
    """Return `name` made comparable: NFC, no white space, one kind of bracket. Never stored as the name.

    NFKC is never used: it alters characters that people really carry in their names.
    """
    return _SPACE.sub("", unicodedata.normalize("NFC", name)).translate(_BRACKETS)


def yuan(fen: int) -> str:
    """Return fen as yuan with two decimals and no separators, for other programs: 1000000 → 10000.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def money(fen: int) -> str:
    """Return fen as people read it: 1000000 → ¥10,000.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def masked_id(number: str) -> str:
    """Return an ID number with all but its first three and last four characters hidden."""
    if len(number) <= 7:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def masked_name(name: str) -> str:
    """Return a name with all but its first character hidden."""
    return name[:1] + "*" * (len(name) - 1)


def chinese_date(day: date) -> str:
    """Return a day as documents write it: 2024年6月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


_DIGITS = "〇一二三四五六七八九"


def _small_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    text = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return text + (_DIGITS[ones] if ones else "")


def certificate_date(day: date) -> str:
    """Return a day as certificates write it: 二〇二四年六月十八日."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_small_number(day.month)}月{_small_number(day.day)}日"
