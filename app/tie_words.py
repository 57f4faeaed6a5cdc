"""The word 并列 beside a rank: how an entry's remark keeps it, and what a remark says of a tie."""

from __future__ import annotations

import re

_OF_RANK = re.compile("并列第([0-9]+)名")
_DENIED = re.compile("(?:无|不|非|没有|未)并列")


def with_tie(remark: str, rank: int, *, longest: int) -> str:
    """Return a remark that says of `rank` that it is shared, as the list's own cell did."""
    words = f"并列第{rank}名"
    if says_tied(remark, rank):
        return remark
    return f"{remark[: longest - len(words) - 1]}；{words}" if remark else words


def says_tied(remark: str, rank: int | None) -> bool:
    """Return whether a remark says that `rank` is shared; one that names another rank speaks of that one."""
    if rank is None or "并列" not in remark or _DENIED.search(remark):
        return False
    ranks = _OF_RANK.findall(remark)
    return not ranks or str(rank) in ranks
