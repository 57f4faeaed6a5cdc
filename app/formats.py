"""How values are compared, shown and masked: names, money, dates, places."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from app.words import tr

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
    return f"{'-' if fen < 0 else ''}¥{money_in_yuan(abs(fen))}"


def money_in_yuan(fen: int) -> str:
    """Return fen as it stands before 元 or under «金额单位：元»: 1000000 → 10,000.00."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def money_difference(fen: int) -> str:
    """Return a difference of amounts in fen with its sign: 1000000 → +¥10,000.00; nothing has none."""
    return f"+{money(fen)}" if fen > 0 else money(fen)


_FEWEST_HIDDEN = 6  # characters of a number: with fewer, all candidates could be tried
_TAIL = 4  # characters of a number that its owner knows it by


def masked_id(number: str) -> str:
    """Return a number (of a document, phone or account) with most of it hidden: 41************0015.

    At most a third is shown and at least six characters are hidden, whatever the number's length; what is
    shown is the end first (at most four characters), then the beginning.
    """
    shown = max(min(len(number) // 3, len(number) - _FEWEST_HIDDEN), 0)
    tail = min(shown, _TAIL)
    head = shown - tail
    return number[:head] + "*" * (len(number) - shown) + number[len(number) - tail :]


_NUMBERS = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,3}[0-9]{7,30}[Xx]?(?![0-9A-Za-z])")
_IS_DAY = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def with_masked_numbers(text: str) -> str:
    """Return `text` with every number of a document, phone or account in it hidden as `masked_id` does.

    Eight digits that are a day of these two centuries stay: lists write days so.
    """
    return _NUMBERS.sub(lambda one: one[0] if _IS_DAY.fullmatch(one[0]) else masked_id(one[0]), text)


def masked_name(name: str) -> str:
    """Return a name with all but its first character hidden; a name of one character is hidden whole.

    Marks and invisible characters that belong to a character count as part of it.
    """
    signs = [sign for sign in name.strip() if unicodedata.category(sign) not in ("Mn", "Me", "Cf")]
    return "*" if len(signs) < 2 else signs[0] + "*" * (len(signs) - 1)


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


def place_text(rank: int | None, medal: str = "", grade: str = "", no_rank: str = "") -> str:
    """Return what was achieved as people say it: 第1名 金牌; or why nothing: 弃权."""
    words = tr("core.place", rank=rank) if rank else "", medal, grade
    return " ".join(filter(None, (*words, tr(f"core.no-rank.{no_rank}") if no_rank else "")))
