"""Division of money in fen: parts are whole, sum to the whole, and a remainder goes to those listed first."""

from __future__ import annotations

from collections.abc import Sequence


def split_evenly(total_fen: int, parts: int) -> list[int]:
    """Return `parts` equal shares of `total_fen`; the remainder goes, fen by fen, to the first."""
    share, rest = divmod(total_fen, parts)
    return [share + (place < rest) for place in range(parts)]


def split_by_percent(total_fen: int, percents: Sequence[int]) -> list[int]:
    """Return shares of `total_fen` by whole percents that sum to 100; the remainder goes to the first."""
    if sum(percents) != 100:
        raise ValueError("percents must sum to 100")
    shares = [total_fen * percent // 100 for percent in percents]
    rest = total_fen - sum(shares)
    return [share + (place < rest) for place, share in enumerate(shares)]
