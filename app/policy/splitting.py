"""Division of money in fen: parts are whole, sum to the whole, and a remainder goes to those listed first."""

from __future__ import annotations

from collections.abc import Sequence


def split_evenly(total_fen: int, parts: int) -> list[int]:
    """Return `parts` equal shares of `total_fen`; the remainder goes, fen by fen, to the first."""
    share, rest = divmod(total_fen, parts)
    return [share + (place < rest) for place in range(parts)]


def split_by_percent(total_fen: int, percents: Sequence[int]) -> list[int]:
    """Return shares of `total_fen` by whole percents that sum to 100.

    The remainder goes, fen by fen, to the first of those who have a share; 0 % is nothing.
    """
    if sum(percents) != 100 or min(percents) < 0:
        raise ValueError("percents must be 0 or more and sum to 100")
    shares = [total_fen * percent // 100 for percent in percents]
    rest = total_fen - sum(shares)
    for place, percent in enumerate(percents):
        if rest > 0 and percent > 0:
            shares[place] += 1
            rest -= 1
    return shares
