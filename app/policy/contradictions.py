"""Rulings or standards that contradict each other (相互矛盾): one scope, days in common, different answers.

In one file nobody can say which of the two holds. Against the record a later one may take an earlier one's
place: a ruling decided on a later day, a standard from a later day on, or one that names what it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from app.contest_names import contest_key, event_key
from app.formats import money, name_key
from app.policy.facts import RulingFacts, StandardFacts
from app.policy.questions import QUESTIONS, answer_words, question_words
from app.policy.vocabulary import medal_word
from app.words import scoped

_w = scoped("policy.contradiction")
Pair = tuple[int, int, str, str]
"""The places of two that contradict each other, the key where the second differs, what is wrong."""


def ruling_contradictions(rulings: Sequence[RulingFacts]) -> list[Pair]:
    """Return the pairs of a file's rulings that contradict each other."""
    return [
        (first, second, "answer", ruling_words("rulings-in-file", rulings[first], number=first + 1))
        for first, second in combinations(range(len(rulings)), 2)
        if rulings_contradict(rulings[first], rulings[second])
    ]


def standard_contradictions(standards: Sequence[StandardFacts]) -> list[Pair]:
    """Return the pairs of a file's standards that contradict each other."""
    return [
        (first, second, "rule", standard_words("standards-in-file", standards[first], name, number=first + 1))
        for first, second in combinations(range(len(standards)), 2)
        if (name := differing_amount(standards[first], standards[second])) is not None
    ]


def rulings_contradict(one: RulingFacts, other: RulingFacts) -> bool:
    """Return whether two rulings answer one question of one scope differently for a day in common."""
    if one.question != other.question or _scope(one) != _scope(other):
        return False
    if not {one.answer, other.answer} <= set(QUESTIONS.get(one.question, ())):
        return False  # an unknown answer is a fault of its own
    answers = (one.answer, one.shares, one.plan_fen), (other.answer, other.shares, other.plan_fen)
    return answers[0] != answers[1] and _share_days(one, other)


def differing_amount(one: StandardFacts, other: StandardFacts) -> str | None:
    """Return a medal (or kind) for which two standards give different amounts on a day in common, or None."""
    if (one.rule, one.recipient) != (other.rule, other.recipient) or not _share_days(one, other):
        return None
    amounts = _by_meaning(one.amounts_fen)
    return next((n for n, fen in _by_meaning(other.amounts_fen).items() if amounts.get(n, fen) != fen), None)


def is_replaced(old: RulingFacts, new: RulingFacts) -> bool:
    """Return whether `new` may take the place of `old` on record.

    It may where it was decided later or names what it replaces by its basis. Of two papers of one day the
    number does not say which holds.
    """
    return new.decided_on > old.decided_on or _names(new.replaces, old.basis)


def is_replaced_standard(old: StandardFacts, new: StandardFacts) -> bool:
    """Return whether `new` may take the place of `old` on record: from a later day on, or naming it."""
    return new.valid_from > old.valid_from or _names(new.replaces, old.basis)


def takes_place(old: StandardFacts, new: StandardFacts) -> bool:
    """Return whether `new` takes the place of `old` from the same day on: for a medal of both, or naming it.

    Two for different medals stand side by side.
    """
    shared = _by_meaning(old.amounts_fen).keys() & _by_meaning(new.amounts_fen).keys()
    return bool(shared) or _names(new.replaces, old.basis)


def left_out(old: StandardFacts, new: StandardFacts) -> tuple[str, ...]:
    """Return the medals (or kinds) of `old` for which `new` gives no amount."""
    given = _by_meaning(new.amounts_fen)
    return tuple(name for name, _ in old.amounts_fen if name_key(medal_word(name)) not in given)


def ruling_words(code: str, ruling: RulingFacts, **params: object) -> str:
    """Return in words that something contradicts `ruling`."""
    return _w(
        code,
        question=question_words(ruling.question),
        answer=answer_words(ruling.question, ruling.answer),
        basis=ruling.basis,
        day=ruling.decided_on,
        **params,
    )


def standard_words(code: str, standard: StandardFacts, name: str, **params: object) -> str:
    """Return in words that something contradicts `standard` in the amount for `name`."""
    amount = money(_by_meaning(standard.amounts_fen).get(name, 0))
    return _w(code, name=name, amount=amount, basis=standard.basis, day=standard.valid_from, **params)


def _names(replaces: str, basis: str) -> bool:
    return bool(replaces) and name_key(replaces) == name_key(basis)


def _scope(ruling: RulingFacts) -> tuple[object, ...]:
    contest = contest_key(ruling.contest) if ruling.contest else None
    return contest, event_key(ruling.event)


def _share_days(one: RulingFacts | StandardFacts, other: RulingFacts | StandardFacts) -> bool:
    starts = [day for day in (one.valid_from, other.valid_from) if day is not None]
    ends = [day for day in (one.valid_to, other.valid_to) if day is not None]
    return max(starts, default=date.min) <= min(ends, default=date.max)


def _by_meaning(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {name_key(medal_word(name)): fen for name, fen in amounts}
