"""Ask a question: the ruling answers, or it stays open and every answer is tried to show what each means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.policy.facts import RulingFacts
from app.policy.model import OpenQuestion
from app.policy.questions import ASKED_ANYWAY, DOES_NOT_COUNT, ORDER, QUESTIONS
from app.policy.rulings.book import EventRulings


@dataclass(frozen=True, slots=True)
class Amount:
    """So much is due."""

    fen: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is due, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact is missing, not an answer."""

    reason: str


End = Amount | Nothing | Unknown


@dataclass(frozen=True, slots=True)
class Branch:
    """An open question with what follows from each answer. `lack` names a missing fact assumed instead."""

    question: str
    ways: tuple[tuple[str, Tree], ...]
    lack: str = ""


Tree = End | Branch


class Open(Exception):  # not an error: the way a question without a ruling is found
    """A question nobody has answered, or a fact nobody has recorded."""

    def __init__(self, question: str, answers: tuple[str, ...], lack: str = "") -> None:
        super().__init__(question)
        self.question, self.answers, self.lack = question, answers, lack


@dataclass(slots=True)
class Asker:
    """Answers questions for one entry on its governing day; remembers which rulings it used."""

    rulings: EventRulings
    day: date
    questions: Mapping[str, OpenQuestion]
    assumed: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, RulingFacts] = field(default_factory=dict)
    settled: dict[str, OpenQuestion] = field(default_factory=dict)

    def __call__(self, question: str) -> str:
        """Return the answer to `question`; raise Open where there is none."""
        if (answer := self.assumed.get(question)) is not None:
            return answer
        if (ruling := self.rulings.find(question, self.day)) is not None:
            self.used[question] = ruling
            return ruling.answer
        declared = self.questions.get(question)
        if declared is not None and declared.settled:
            self.settled[question] = declared
            return declared.settled
        raise Open(question, declared.answers if declared else QUESTIONS[question])

    def shares(self, question: str) -> tuple[int, ...]:
        """Return the percents entered with the ruling on `question`, () where there are none."""
        ruling = self.used.get(question)
        return ruling.shares if ruling and question not in self.assumed else ()

    def plan(self, question: str) -> tuple[int, ...]:
        """Return the amounts in fen entered with the ruling on `question`, () where there are none."""
        ruling = self.used.get(question)
        return ruling.plan_fen if ruling and question not in self.assumed else ()

    def require(self, present: bool, name: str, reason: str) -> None:
        """Raise Open where a fact is missing, so that the amount without that lack can be shown."""
        if not present and name not in self.assumed:
            raise Open(name, (name,), lack=reason)

    def assuming(self, question: str, answer: str) -> Asker:
        """Return an asker that takes `answer` for granted."""
        assumed = {**self.assumed, question: answer}
        return Asker(self.rulings, self.day, self.questions, assumed, self.used, self.settled)


def explore(settle: Callable[[Asker], End], asker: Asker) -> Tree:
    """Return what `settle` comes to, or a branch for each answer of the first question left open.

    A question whose answers all come to the same amount is not asked, but for a few asked anyway.
    """
    try:
        return settle(asker)
    except Open as missing:
        opened = missing
    question = opened.question
    ways = tuple((way, explore(settle, asker.assuming(question, way))) for way in opened.answers)
    first = ways[0][1]
    may_drop = not opened.lack and question not in ASKED_ANYWAY
    if may_drop and isinstance(first, Amount) and all(way == first for _, way in ways):
        return first
    return Branch(question, ways, opened.lack)


def open_questions(tree: Tree) -> tuple[str, ...]:
    """Return the questions that stand open whatever the answers to the others, in their fixed order."""
    return tuple(sorted(_asked(tree), key=ORDER.__getitem__))


def _asked(tree: Tree) -> frozenset[str]:
    if not isinstance(tree, Branch):
        return frozenset()
    further = [_asked(way) for answer, way in tree.ways if answer != DOES_NOT_COUNT]
    own = frozenset() if tree.lack else frozenset({tree.question})
    return own | frozenset.intersection(*further)


def lack_of(tree: Tree) -> str:
    """Return the missing fact that blocks, "" where only questions do."""
    if isinstance(tree, Unknown):
        return tree.reason
    if not isinstance(tree, Branch):
        return ""
    if tree.lack:
        return tree.lack
    ends = {lack_of(way) for _, way in tree.ways if not isinstance(way, Nothing)}
    return ends.pop() if len(ends) == 1 else ""


def amounts_under(tree: Tree) -> tuple[tuple[str, int | None], ...]:
    """Return the amount under each answer, answers of several questions joined with "+".

    0 where the answer means nothing, None where it needs more facts or a further question.
    """
    asked = _asked(tree)
    return tuple(_walk(tree, (), asked))


def _walk(tree: Tree, path: tuple[str, ...], asked: frozenset[str]) -> list[tuple[str, int | None]]:
    if isinstance(tree, Amount):
        return [("+".join(path), tree.fen)]
    if isinstance(tree, Nothing):
        return [("+".join(path), 0)]
    if isinstance(tree, Unknown):
        return [("+".join(path), None)] if path else []
    further: list[tuple[str, int | None]] = []
    if not tree.lack and tree.question not in asked:
        further.append(("+".join(path), None))
    for answer, way in tree.ways:
        further += _walk(way, (*path, answer), asked)
    return further
