"""Hold what a rule says against the words of its clause: each amount, rank, count and title must stand there.

A wrong number under a true quotation is what a forged pack looks like; so the words themselves are read
(`stated_numbers`) and compared, and what cannot be read proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from app.formats import money
from app.policy.clauses import without_spaces
from app.policy.stated_numbers import (
    StatedAmount,
    amounts_in,
    counts_in,
    last_rank_in,
    percents_in,
    rank_spans_in,
)


def amount_problem(fen: int, text: str) -> str:
    """Return why an amount is not one that `text` states, "" where it is."""
    stated = amounts_in(text)
    return "" if any(each.fen == fen for each in stated) else _not_stated(money(fen), _amount_words(stated))


def rank_amount_problems(
    fen_by_rank: Mapping[int, int], text: str, *, ranks_text: str
) -> Iterator[tuple[int, str]]:
    """Yield each rank whose amount `text` does not state for it, with the problem.

    Where as many amounts are stated as ranks are named (前三名 … 10万元、8万元、6万元), the first is that of
    the first rank and so on; otherwise the amounts must follow one another in the text as the ranks do.
    `ranks_text` names the ranks where an amending text does not.
    """
    stated = amounts_in(text)
    last = last_rank_in(text) or last_rank_in(ranks_text)
    ranks = sorted(fen_by_rank)
    for rank in ranks:
        if rank > last:
            yield rank, f"条款原文没有写第{rank}名" + (f"，只写到第{last}名" if last else "")
    within = [rank for rank in ranks if rank <= last]
    for rank in _wrong_ranks(fen_by_rank, within, stated, last=last):
        yield rank, _not_stated(f"第{rank}名 {money(fen_by_rank[rank])}", _amount_words(stated))


def _wrong_ranks(
    fen_by_rank: Mapping[int, int], ranks: Sequence[int], stated: Sequence[StatedAmount], *, last: int
) -> list[int]:
    if len(stated) == last:
        return [rank for rank in ranks if stated[rank - 1].fen != fen_by_rank[rank]]
    if _follow_one_another([fen_by_rank[rank] for rank in ranks], stated):
        return []
    amounts = {each.fen for each in stated}
    return [rank for rank in ranks if fen_by_rank[rank] not in amounts] or list(ranks)


def named_amount_problems(fen_by_name: Mapping[str, int], text: str) -> Iterator[tuple[str, str]]:
    """Yield each name whose amount `text` does not state for it: names and amounts stand in one order."""
    words = without_spaces(text)
    missing = [name for name in fen_by_name if without_spaces(name) not in words]
    for name in missing:
        yield name, f"条款原文没有写“{name}”"
    names = sorted((name for name in fen_by_name if name not in missing), key=words.index)
    stated = amounts_in(text)
    for name in names:
        if fen_by_name[name] not in {each.fen for each in stated}:
            yield name, _not_stated(money(fen_by_name[name]), _amount_words(stated))
            return
    if not _follow_one_another([fen_by_name[name] for name in names], stated):
        for name in names:
            yield name, f"数额与条款原文的先后不符，原文依次为{_amount_words(stated)}"


def written_amount_problems(words: str, text: str) -> str:
    """Return which amount in `words` (what a rule grants) `text` does not state, "" where all are."""
    return next(filter(None, (amount_problem(each.fen, text) for each in amounts_in(words))), "")


def percent_problem(percent: int, text: str) -> str:
    """Return why a percentage is not one that `text` states, "" where it is."""
    stated = percents_in(text)
    if Decimal(percent) in stated:
        return ""
    return _not_stated(f"{percent}%", "、".join(f"{each}%" for each in sorted(stated)))


def count_problem(number: int, text: str, *, counters: Sequence[str]) -> str:
    """Return why a number of `counters` (个月, 次, 年) is not one that `text` states, "" where it is."""
    stated = counts_in(text, counters)
    if number in stated:
        return ""
    return _not_stated(f"{number}{counters[0]}", "、".join(f"{each}{counters[0]}" for each in sorted(stated)))


def rank_span_problem(first: int, last: int, text: str, *, team: str = "") -> str:
    """Return why the places from `first` to `last` (of a `team`: 双人) are not a span that `text` names."""
    spans = rank_spans_in(text, team=team)
    if (first, last) in spans:
        return ""
    return _not_stated(
        team + _span_words(first, last), "、".join(_span_words(*each) for each in sorted(spans))
    )


def words_problem(words: Iterable[str], text: str) -> str:
    """Return which of `words` does not stand in `text`, letter for letter, "" where all do."""
    plain = without_spaces(text)
    missing = [word for word in words if without_spaces(word) not in plain]
    return f"条款原文没有写“{missing[0]}”" if missing else ""


def _span_words(first: int, last: int) -> str:
    if first == last:
        return f"第{first}名"
    return f"前{last}名" if first == 1 else f"第{first}—{last}名"


def _follow_one_another(wanted: Sequence[int], stated: Sequence[StatedAmount]) -> bool:
    """Return whether amounts stand in this order, without a gap; one for each of several counts for them."""
    may_repeat = len(stated) < len(wanted)
    return any(_matches(wanted, stated[start:], may_repeat=may_repeat) for start in range(len(stated) or 1))


def _matches(wanted: Sequence[int], stated: Sequence[StatedAmount], *, may_repeat: bool) -> bool:
    place = -1
    for fen in wanted:
        repeats = may_repeat and place >= 0 and stated[place].is_for_each and stated[place].fen == fen
        if not repeats:
            place += 1
        if place >= len(stated) or stated[place].fen != fen:
            return False
    return True


def _amount_words(stated: Sequence[StatedAmount]) -> str:
    return "、".join(money(each.fen) for each in stated)


def _not_stated(wanted: str, stated: str) -> str:
    return f"条款原文没有写 {wanted}" + (f"，原文写的是{stated}" if stated else "")
