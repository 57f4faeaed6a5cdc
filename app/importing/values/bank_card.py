"""Bank cards: the check digit of ISO/IEC 7812-1 (Luhn), table-driven because lists hold many."""

from __future__ import annotations


class _Group(dict[str, int]):
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


_GROUPS = _Group()


def luhn_ok(number: str) -> bool:
    """Return whether the last of 12 to 20 digits checks the others."""
    padded = number.zfill(20)
    total = (
        _GROUPS[padded[:4]]
        + _GROUPS[padded[4:8]]
        + _GROUPS[padded[8:12]]
        + _GROUPS[padded[12:16]]
        + _GROUPS[padded[16:]]
    )
    return 12 <= len(number) <= 20 and total >= 0 and total % 10 == 0
