"""Read the sums written out in an explanation and see whether they come out; find words no citizen knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AMOUNT = r"¥([\d,]+\.\d\d)"
_PART = rf"(?:[^¥，；。：]*{_AMOUNT})"
_DIVISION = re.compile(rf"{_AMOUNT} ÷ (\d+) [人队] = {_AMOUNT}(?:，余 {_AMOUNT})?")
_PERCENT = re.compile(rf"{_AMOUNT} × (\d+)% = {_AMOUNT}")
_SUM = re.compile(rf"{_PART}(?: \+ {_PART})+(?: = |，合计 ){_AMOUNT}")
_DIFFERENCE = re.compile(rf"{_AMOUNT}(?: \u2212 {_AMOUNT})+ = {_AMOUNT}")
_INNER_KEY = re.compile(r"[a-z]{2,}(?:[-_.][a-z0-9]+)+")
_LATIN = re.compile(r"[A-Za-z]{3,}")


def sums_in(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each sum written out in an explanation, and whether it comes out."""
    for found in _DIVISION.finditer(text):
        whole, part, rest = (_fen(found[group]) for group in (1, 3, 4))
        yield found[0], int(found[2]) * part + rest == whole and rest < int(found[2])
    for found in _PERCENT.finditer(text):
        whole, part = _fen(found[1]), _fen(found[3])
        yield found[0], 0 <= part - whole * int(found[2]) // 100 <= 1
    for found in _SUM.finditer(text):
        *parts, total = (_fen(amount) for amount in re.findall(_AMOUNT, found[0]))
        yield found[0], sum(parts) == total
    for found in _DIFFERENCE.finditer(text):
        whole, *less, left = (_fen(amount) for amount in re.findall(_AMOUNT, found[0]))
        yield found[0], whole - sum(less) == left


def inner_words_in(text: str) -> list[str]:
    """Return the inner keys and Latin words in an explanation, its foot with the digest apart."""
    body = text.rsplit("文件校验", 1)[0]
    return [*_INNER_KEY.findall(body), *_LATIN.findall(body)]


def _fen(text: str | None) -> int:
    return int((text or "0").replace(",", "").replace(".", ""))
