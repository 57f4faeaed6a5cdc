"""Read the numbers that a clause states in Chinese words: amounts of money, percentages, counts, ranks, days.

10万元, 一万元, 壹拾万元整, 10万、8万、6万元 (the unit of the last holds for all), 6千元, 1.5万元/人, 20%,
百分之二十, 前三名, 6 个月, 每两年, 2025年年底. What could be read in two ways (一万五元) is not read:
a number that is not read proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {digit: number for number, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"\u3007": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_UNITS = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_SAME_UNIT = str.maketrans("億萬仟佰拾", "亿万千百十")
_PLAIN = {0xFEE0 + ord(sign): sign for sign in "0123456789.,%"}  # full width, as Chinese keyboards type
_HAN = "".join(_DIGITS) + "亿万千百十"
_WRITTEN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_QUANTITY = rf"(?:{_WRITTEN}|[{_HAN}])(?:[0-9]|[{_HAN}])*(?:点[{_HAN}]+[万亿]?)?"
_MONEY = re.compile(
    rf"(?P<before>(?:{_QUANTITY}[、和及])*)(?P<last>{_QUANTITY})元"
    rf"(?!/?[月日])(?:(?P<jiao>[0-9{_HAN}])角)?(?:零?(?P<fen>[0-9{_HAN}])分)?"
)
_PERCENT = re.compile(rf"(?P<plain>[0-9]+(?:\.[0-9]+)?)%|百分之(?P<words>[0-9.点{_HAN}]+)")
_RANKS = re.compile(rf"(?P<first>前|第)?(?P<low>{_QUANTITY})(?:[—\-–~至到、](?:第)?(?P<high>{_QUANTITY}))?名")
_DAY = re.compile(
    rf"(?P<year>[0-9]{{4}}|[{_HAN}]{{4}})年"
    rf"(?:(?P<end>年?底|年?末)|(?P<month>[0-9{_HAN}]{{1,3}})月(?P<day>[0-9{_HAN}]{{1,3}})日)"
)
_COUNT = re.compile(rf"(?P<number>{_QUANTITY})(?P<counter>个月|[^\W\d])")
_PLACES = {"冠军": 1, "亚军": 2, "季军": 3}
_TEAMS = ("双人", "三人", "四人", "五人")
_EACH = re.compile(r"[各均每都]")


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount in fen. `is_for_each` says that it is stated for several at once (第一、二名各5000元)."""

    fen: int
    is_for_each: bool = False


def amounts_in(text: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of money that `text` states, in its order."""
    return tuple(_amounts(_plain(text)))


def percents_in(text: str) -> frozenset[Decimal]:
    """Return the percentages that `text` states."""
    found = (_percent(match) for match in _PERCENT.finditer(_plain(text)))
    return frozenset(percent for percent in found if percent is not None)


def last_rank_in(text: str) -> int:
    """Return the highest place that `text` names (前三名, 第6—20名); 0 where it names none."""
    highest = max((rank for word, rank in _PLACES.items() if word in text), default=0)
    for match in _RANKS.finditer(_plain(text)):
        for words in (match["low"], match["high"]):
            number = quantity(words) if words else None
            if number is not None and number == int(number):
                highest = max(highest, int(number))
    return highest


def rank_spans_in(text: str, *, team: str = "") -> frozenset[tuple[int, int]]:
    """Return the spans of places that `text` names: 前5名 is (1, 5), 第6—20名 (6, 20), 第1名 (1, 1).

    With `team` (双人) only those that stand behind that word (双人前3名); without, none that stand behind
    the word of a team of several.
    """
    return frozenset(_spans(_plain(text), team))


def counts_in(text: str, counters: Iterable[str]) -> frozenset[int]:
    """Return the whole numbers that `text` states with one of the `counters` behind: 6个月, 每两年, 3次."""
    wanted = frozenset(counters)
    found: set[int] = set()
    for match in _COUNT.finditer(_plain(text)):
        number = quantity(match["number"])
        if match["counter"] in wanted and number is not None and number == int(number):
            found.add(int(number))
    if "个月" in wanted and "半年" in text:
        found.add(6)
    return frozenset(found)


def days_in(text: str) -> frozenset[date]:
    """Return the days that `text` states: 2027年1月1日; the end of a year (2025年年底) is its last day."""
    return frozenset(day for match in _DAY.finditer(_plain(text)) if (day := _day(match)) is not None)


@lru_cache(maxsize=4096)
def quantity(words: str) -> Decimal | None:
    """Return the number that `words` state, in digits, Chinese numerals or both; None where it is unclear."""
    words = words.translate(_PLAIN).translate(_SAME_UNIT).replace(",", "")
    if "点" in words:
        return _with_point(words)
    return _value(words)


def _plain(text: str) -> str:
    """Return the text without white space, digits and signs in their usual width."""
    return "".join(text.split()).translate(_PLAIN).translate(_SAME_UNIT)


def _amounts(text: str) -> Iterator[StatedAmount]:
    for match in _MONEY.finditer(text):
        last = quantity(match["last"])
        if last is None:
            continue
        before = [words for words in re.split(r"[、和及]", match["before"]) if words]
        is_for_each = bool(_EACH.search(text[max(match.start() - 6, 0) : match.start()]))
        for words in before:
            number = _sharing_unit(words, match["last"], last)
            if number is not None:
                yield StatedAmount(int(number * 100), is_for_each)
        small = _small(match["jiao"]) * 10 + _small(match["fen"])
        yield StatedAmount(int(last * 100) + small, is_for_each)


def _sharing_unit(words: str, last_words: str, last: Decimal) -> Decimal | None:
    """Return a listed amount before the last: 10 in 10、8、6万元 has the unit of the last."""
    number = quantity(words)
    if number is None or words[-1] in "万亿":
        return number
    unit = {"万": 10**4, "亿": 10**8}.get(last_words[-1], 1)
    if unit == 1 or number >= unit // 10:
        return number
    factor = number / (last / unit)
    return number * unit if Decimal("0.1") <= factor <= 10 else None


def _small(words: str | None) -> int:
    return int(quantity(words) or 0) if words else 0


def _percent(match: re.Match[str]) -> Decimal | None:
    return Decimal(match["plain"]) if match["plain"] else quantity(match["words"])


def _spans(text: str, team: str) -> Iterator[tuple[int, int]]:
    for match in _RANKS.finditer(text):
        before = text[max(match.start() - 2, 0) : match.start()]
        if before != team if team else before in _TEAMS:
            continue
        low = quantity(match["low"])
        high = quantity(match["high"]) if match["high"] else low
        if low is None or high is None:
            continue
        first = 1 if match["first"] == "前" and not match["high"] else int(low)
        yield first, int(high)


def _day(match: re.Match[str]) -> date | None:
    year = quantity(match["year"])
    if match["end"]:
        month, day = Decimal(12), Decimal(31)
    else:
        month, day = quantity(match["month"]) or Decimal(0), quantity(match["day"]) or Decimal(0)
    try:
        return date(int(year or 0), int(month), int(day))
    except ValueError:
        return None


def _with_point(words: str) -> Decimal | None:
    """Return a number with 点: 一点五, 一点五万."""
    whole, _, part = words.partition("点")
    unit = {"万": 10**4, "亿": 10**8}.get(part[-1:], 1)
    digits = part.rstrip("万亿")
    left = _value(whole)
    if left is None or not digits or any(digit not in _DIGITS for digit in digits):
        return None
    return Decimal(f"{left}.{''.join(str(_DIGITS[digit]) for digit in digits)}") * unit


def _value(words: str) -> Decimal | None:
    """Return the value of a number without 点, None where it is not a usual way to write one."""
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", words):
        return Decimal(words)
    if words and all(digit in _DIGITS for digit in words):
        return Decimal("".join(str(_DIGITS[digit]) for digit in words))
    for unit, size in _UNITS:
        if unit in words:
            head, _, tail = words.partition(unit) if size < 10**8 else words.rpartition(unit)
            return _composed(head, tail, size)
    return None


def _composed(head: str, tail: str, size: int) -> Decimal | None:
    high = _value(head) if head else (Decimal(1) if size == 10 else None)
    if high is None:
        return None
    if not tail:
        return high * size
    low = _value(tail.lstrip("零\u3007") or "零")
    if low is None or low >= size or _leaves_out_a_unit(tail, size):
        return None
    return high * size + low


def _leaves_out_a_unit(tail: str, size: int) -> bool:
    """Return whether a single numeral follows a unit directly (一万五), which people read as 15,000."""
    return size > 10 and len(tail) == 1 and tail in _DIGITS
