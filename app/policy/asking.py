"""Answer a question by its ruling; where there is none, work out what each possible answer would lead to.

An evaluation is a function that takes `Answers` and returns an amount, nothing, or a missing fact. Where it
needs an answer nobody gave, it is run once for every possible answer, which makes a tree of decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.policy.facts import RulingFacts
from app.policy.model import OpenQuestion
from app.policy.questions import ASKED_ANYWAY, DOES_NOT_COUNT, ORDER, QUESTIONS
from app.policy.rulings import EventRulings


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


Finding = Amount | Nothing | Unknown


@dataclass(frozen=True, slots=True)
class Branch:
    """An open question with what follows from each answer. `missing_fact` names a fact assumed instead."""

    question: str
    ways: tuple[tuple[str, DecisionTree], ...]
    missing_fact: str = ""


DecisionTree = Finding | Branch


class Unanswered(Exception):
    """A question nobody has answered, or a fact nobody has recorded."""

    def __init__(self, question: str, answers: tuple[str, ...], missing_fact: str = "") -> None:
        super().__init__(question)
        self.question, self.answers, self.missing_fact = question, answers, missing_fact


@dataclass(slots=True)
class Answers:
    """The answers that hold for one entry on its governing day; notes which rulings were used.

    `assumed` are answers taken for granted while the possible ones are tried.
    """

    rulings: EventRulings
    day: date
    questions: Mapping[str, OpenQuestion]
    assumed: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, RulingFacts] = field(default_factory=dict)
    settled: dict[str, OpenQuestion] = field(default_factory=dict)

    def to(self, question: str) -> str:
        """Return the answer to `question`. Raise Unanswered where there is none."""
        if (answer := self.assumed.get(question)) is not None:
            return answer
        if (ruling := self.rulings.find(question, self.day)) is not None:
            self.used[question] = ruling
            return ruling.answer
        declared = self.questions.get(question)
        if declared is not None and declared.settled:
            self.settled[question] = declared
            return declared.settled
        raise Unanswered(question, declared.answers if declared else QUESTIONS[question])

    def has(self, question: str) -> bool:
        """Return whether `question` is answered here: assumed, or by a ruling in force."""
        return question in self.assumed or self.rulings.find(question, self.day) is not None

    def answered(self, question: str) -> str:
        """Return the answer that was used to `question`, "" where none was."""
        if question in self.used:
            return self.used[question].answer
        return self.settled[question].settled if question in self.settled else ""

    def percents(self, question: str) -> tuple[int, ...]:
        """Return the percents entered with the ruling on `question`, () where there are none."""
        ruling = self.used.get(question)
        return ruling.shares if ruling and question not in self.assumed else ()

    def plan(self, question: str) -> tuple[int, ...]:
        """Return the amounts in fen entered with the ruling on `question`, () where there are none."""
        ruling = self.used.get(question)
        return ruling.plan_fen if ruling and question not in self.assumed else ()

    def require_fact(self, is_present: bool, name: str, reason: str) -> None:
        """Raise Unanswered where a fact is missing, so that the amount without that lack can be shown."""
        if not is_present and name not in self.assumed:
            raise Unanswered(name, (name,), missing_fact=reason)

    def assuming(self, question: str, answer: str) -> Answers:
        """Return these answers with `answer` taken for granted."""
        assumed = {**self.assumed, question: answer}
        return Answers(self.rulings, self.day, self.questions, assumed, self.used, self.settled)


def decision_tree(evaluate: Callable[[Answers], Finding], answers: Answers) -> DecisionTree:
    """Return what `evaluate` comes to, or a branch for each answer of the first question left open.

    A question whose answers all come to the same amount is not asked, but for a few asked anyway.
    """
    try:
        return evaluate(answers)
    except Unanswered as missing:
        unanswered = missing
    question = unanswered.question
    ways = tuple(
        (answer, decision_tree(evaluate, answers.assuming(question, answer))) for answer in unanswered.answers
    )
    first = ways[0][1]
    may_drop = not unanswered.missing_fact and question not in ASKED_ANYWAY
    if may_drop and isinstance(first, Amount) and all(way == first for _, way in ways):
        return first
    return Branch(question, ways, unanswered.missing_fact)


def open_questions(tree: DecisionTree) -> tuple[str, ...]:
    """Return the questions that stand open whatever the answers to the others, in their fixed order."""
    return tuple(sorted(_asked(tree), key=ORDER.__getitem__))


def _asked(tree: DecisionTree) -> frozenset[str]:
    if not isinstance(tree, Branch):
        return frozenset()
    further = [_asked(way) for answer, way in tree.ways if answer != DOES_NOT_COUNT]
    own = frozenset() if tree.missing_fact else frozenset({tree.question})
    return own | frozenset.intersection(*further)


def missing_fact(tree: DecisionTree) -> str:
    """Return the missing fact that blocks, "" where only questions do."""
    if isinstance(tree, Unknown):
        return tree.reason
    if not isinstance(tree, Branch):
        return ""
    if tree.missing_fact:
        return tree.missing_fact
    facts = {missing_fact(way) for _, way in tree.ways if not isinstance(way, Nothing)}
    return facts.pop() if len(facts) == 1 else ""


def amounts_by_answer(tree: DecisionTree) -> tuple[tuple[str, int | None], ...]:
    """Return the amount under each answer, answers of several questions joined with "+".

    0 where the answer means nothing, None where it needs more facts or a further question.
    """
    asked = _asked(tree)
    return tuple(_amounts(tree, (), asked))


def _amounts(
    tree: DecisionTree, path: tuple[str, ...], asked: frozenset[str]
) -> list[tuple[str, int | None]]:
    if isinstance(tree, Amount):
        return [("+".join(path), tree.fen)]
    if isinstance(tree, Nothing):
        return [("+".join(path), 0)]
    if isinstance(tree, Unknown):
        return [("+".join(path), None)] if path else []
    further: list[tuple[str, int | None]] = []
    if not tree.missing_fact and tree.question not in asked:
        further.append(("+".join(path), None))
    for answer, way in tree.ways:
        further += _amounts(way, (*path, answer), asked)
    return further
