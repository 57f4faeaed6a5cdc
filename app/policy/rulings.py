"""Rulings (裁定): which answers a question for an event on a day: the narrowest; among equals, the latest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import overload

from app.formats import money, name_key
from app.policy.contradictions import rulings_contradict
from app.policy.facts import RulingFacts
from app.policy.questions import answer_words
from app.words import tr

_EVENT, _CONTEST, _POLICY = 2, 1, 0


def scope_of(ruling: RulingFacts) -> int:
    """Return how narrow a ruling is: 2 for an event, 1 for a contest, 0 for the whole policy."""
    return _EVENT if ruling.event else _CONTEST if ruling.contest else _POLICY


def ruled_words(ruling: RulingFacts) -> str:
    """Return what was ruled: the answer, with the percents or amounts ruled in the members' order."""
    words = answer_words(ruling.question, ruling.answer)
    parts = [money(fen) for fen in ruling.plan_fen] or [f"{percent}%" for percent in ruling.shares]
    if not parts:
        return words
    return tr("policy.explain.ruled-shares", answer=words, shares="、".join(parts))


def _weight(ruling: RulingFacts) -> tuple[int, date]:
    """Return what decides between two rulings that reach one event: how narrow, then of which day."""
    return scope_of(ruling), ruling.decided_on


class EventRulings:
    """The rulings that reach one event, best first."""

    __slots__ = ("_by_question", "_without")

    def __init__(self, rulings: Iterable[RulingFacts]) -> None:
        self._by_question: dict[str, list[RulingFacts]] = {}
        self._without: dict[str, EventRulings] = {}
        for ruling in rulings:
            self._by_question.setdefault(ruling.question, []).append(ruling)

    def knows(self, question: str) -> int:
        """Return how many rulings there are on `question`, whatever days they hold for."""
        return len(self._by_question.get(question, ()))

    def without_general(self, question: str) -> EventRulings:
        """Return these rulings without those on `question` that are not narrowed to a contest or event.

        The same object each time: terms of events are compared by it.
        """
        if question not in self._without:
            every = (ruling for some in self._by_question.values() for ruling in some)
            left = (one for one in every if one.question != question or scope_of(one) != _POLICY)
            self._without[question] = EventRulings(left)
        return self._without[question]

    def find(self, question: str, day: date) -> RulingFacts | None:
        """Return the ruling on `question` whose validity holds `day`, or None.

        Two that are equally narrow and of one day decide nothing where they contradict each other.
        """
        holding = [ruling for ruling in self._by_question.get(question, ()) if ruling.holds_on(day)]
        if not holding:
            return None
        best = holding[0]
        equals = (one for one in holding[1:] if _weight(one) == _weight(best))
        return None if any(rulings_contradict(best, one) for one in equals) else best


class RulingBook(Sequence[RulingFacts]):
    """Rulings put in order once, so that twenty thousand events can ask cheaply."""

    def __init__(self, rulings: Iterable[RulingFacts] = ()) -> None:
        self._rulings = tuple(rulings)
        numbered = enumerate(self._rulings)
        best_first = sorted(numbered, key=lambda n: (scope_of(n[1]), n[1].decided_on, n[0]), reverse=True)
        self._keyed = [(name_key(r.contest), name_key(r.event), r) for _, r in best_first]
        self._everywhere = EventRulings(r for contest, event, r in self._keyed if not contest and not event)
        self._reaching: dict[tuple[int, ...], EventRulings] = {}
        self._has_narrow = any(contest or event for contest, event, _ in self._keyed)

    def __len__(self) -> int:
        return len(self._rulings)

    @overload
    def __getitem__(self, place: int) -> RulingFacts: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RulingFacts]: ...
    def __getitem__(self, place: int | slice) -> RulingFacts | Sequence[RulingFacts]:
        return self._rulings[place]

    def reaching(self, contest: str, event: str) -> EventRulings:
        """Return the rulings that reach the event `event` of the contest `contest`.

        Of events that the same rulings reach it is the same object.
        """
        if not self._has_narrow:
            return self._everywhere
        contest_key, event_key = name_key(contest), name_key(event)
        places = tuple(
            place
            for place, (contest_scope, event_scope, _) in enumerate(self._keyed)
            if contest_scope in ("", contest_key) and event_scope in ("", event_key)
        )
        if places not in self._reaching:
            self._reaching[places] = EventRulings(self._keyed[place][2] for place in places)
        return self._reaching[places]


def book_of(rulings: Sequence[RulingFacts]) -> RulingBook:
    """Return `rulings` as a book, the same object if it is one."""
    return rulings if isinstance(rulings, RulingBook) else RulingBook(rulings)
