"""One person's prizes side by side: several events of one contest, several levels of one occupation.

The second pass over outcomes. A person with one prize never needs it. What is frozen stays; a later,
higher prize pays the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.formats import name_key
from app.policy.engine.person_prize import PersonPrize
from app.policy.engine.prize_sum import SHARES_EXCEED
from app.policy.engine.same_result import hold_same_results
from app.policy.facts import BLOCKED, NONE, PROPOSED, EventFacts, Outcome, RulingFacts
from app.policy.occupations import one_occupation
from app.policy.policy import Policy
from app.policy.questions import COUNTS_QUESTIONS, ORDER
from app.policy.rulings import EventRulings, RulingBook, book_of, scope_of
from app.policy.teams import TEAM_TOO_LARGE
from app.policy.vocabulary import CONTESTANT

Amounts = Mapping[str, int | None]  # of one prize, by answer

SEVERAL_EVENTS, SEVERAL_LEVELS = "several-events", "several-levels"
LINKED_WITHIN_MONTHS = 24  # where nobody said of both contests to which cycle they belong
_LEVELS = ("municipal", "provincial", "national")
_ALL_LEVELS = (*_LEVELS, "world")
# Reasons for which an award is held back though it is certain that it was won: only its amount is open.
_AMOUNT_REASONS = frozenset(
    {
        "",
        "standard-missing",
        "team-incomplete",
        "team-unclear",
        "shares-missing",
        "shares-do-not-fit",
        "plan-does-not-fit",
        "share-plan-missing",
        TEAM_TOO_LARGE,
        SHARES_EXCEED,
    }
)
_LOWER = {SEVERAL_EVENTS: "several-events-lower", SEVERAL_LEVELS: "several-levels-lower"}


def relate_person(
    prizes: Sequence[PersonPrize], *, policy: Policy, rulings: Sequence[RulingFacts]
) -> list[Outcome]:
    """Return one person's outcomes, in the same order, after the questions that several prizes raise.

    Two that may be one result under two contests' names are held back, after all else.
    Only prizes that count take part: proposed, frozen, or blocked by no more than how much. A frozen
    prize's outcome comes back as it went in.
    """
    book = book_of(rulings)
    outcomes = [prize.outcome for prize in prizes]
    for question, groups in (
        (SEVERAL_EVENTS, _same_contest(prizes)),
        (SEVERAL_LEVELS, _same_occupation(prizes)),
    ):
        for group in groups:
            _relate(question, group, prizes, outcomes, policy=policy, book=book)
    hold_same_results(prizes, outcomes)
    return outcomes


def several_questions(prizes: Sequence[PersonPrize]) -> tuple[str, ...]:
    """Return which of the two questions these prizes of one person raise."""
    raised = {SEVERAL_EVENTS: _same_contest(prizes), SEVERAL_LEVELS: _same_occupation(prizes)}
    return tuple(question for question, groups in raised.items() if groups)


def compared_with(entry: int, prizes: Sequence[PersonPrize], question: str) -> list[PersonPrize]:
    """Return the person's other prizes that `question` sets beside the prize of `entry`."""
    groups = _same_contest(prizes) if question == SEVERAL_EVENTS else _same_occupation(prizes)
    own = next((group for group in groups if any(prizes[at].outcome.entry == entry for at in group)), [])
    return [prizes[at] for at in own if prizes[at].outcome.entry != entry]


def is_taken_as_one(one: EventFacts, other: EventFacts) -> bool:
    """Return whether two events of unlike names count as one occupation though nobody recorded it of both."""
    return not (one.occupation and other.occupation) and name_key(one.name) != name_key(other.name)


def _takes_part(prize: PersonPrize) -> bool:
    if prize.frozen_fen is not None:
        return True
    outcome = prize.outcome
    only_amount_open = outcome.status == BLOCKED and outcome.reason in _AMOUNT_REASONS
    counts = not any(question in COUNTS_QUESTIONS for question in outcome.questions)
    return outcome.status == PROPOSED or (only_amount_open and counts)


def _same_contest(prizes: Sequence[PersonPrize]) -> list[list[int]]:
    """Return the places of prizes won in several events of one contest."""
    found: dict[str, list[int]] = {}
    for place, prize in enumerate(prizes):
        if _takes_part(prize) and prize.event.contest.level in _LEVELS:
            found.setdefault(name_key(prize.event.contest.name), []).append(place)
    return [group for group in found.values() if len(group) > 1]


def _same_occupation(prizes: Sequence[PersonPrize]) -> list[list[int]]:
    """Return the places of prizes that may be one occupation's at several levels of one contest cycle."""
    groups: list[list[int]] = []
    for place, prize in enumerate(prizes):
        level = prize.event.contest.level
        if level not in _ALL_LEVELS or prize.role != CONTESTANT or not _takes_part(prize):
            continue
        linked = [group for group in groups if any(_linked(prize, prizes[other]) for other in group)]
        groups = [group for group in groups if group not in linked]
        groups.append([other for group in linked for other in group] + [place])
    several = [group for group in groups if len({prizes[p].event.contest.level for p in group}) > 1]
    return [sorted(group) for group in several]


def _linked(one: PersonPrize, other: PersonPrize) -> bool:
    """Return whether two prizes may be one line's at two levels; only the office can say they are not."""
    if one.event.contest.level == other.event.contest.level:
        return False
    cycles = one.event.contest.cycle, other.event.contest.cycle
    is_unsaid = None in cycles
    if not (_within_months(one.published_on, other.published_on) if is_unsaid else cycles[0] == cycles[1]):
        return False
    return one_occupation(
        one.event.occupation,
        other.event.occupation,
        name=one.event.name,
        other_name=other.event.name,
    )


def _within_months(one: date, other: date) -> bool:
    early, late = sorted((one, other))
    months = (late.year - early.year) * 12 + late.month - early.month
    return months < LINKED_WITHIN_MONTHS or (months == LINKED_WITHIN_MONTHS and late.day <= early.day)


def _relate(
    question: str,
    group: list[int],
    prizes: Sequence[PersonPrize],
    outcomes: list[Outcome],
    *,
    policy: Policy,
    book: RulingBook,
) -> None:
    """Apply the ruling on `question` to the group's outcomes in place, or leave them open."""
    frozen = {place: fen for place in group if (fen := prizes[place].frozen_fen) is not None}
    live = [place for place in group if place in frozen or outcomes[place].status != NONE]
    if len(live) < 2:
        return
    answer = _answer(question, [prizes[place] for place in live], policy=policy, book=book)
    if answer == "all":
        return
    best_first = sorted(live, key=lambda place: (prizes[place].published_on, outcomes[place].entry))
    before = {place: _amounts(outcomes[place]) for place in best_first}
    due = _highest_only(before, frozen)
    for place in live:
        if place in frozen or due[place] == before[place]:
            continue  # decided already, or the same under every answer
        if answer == "highest-only":
            outcomes[place] = _reduced(outcomes[place], due[place], question)
        else:
            outcomes[place] = _left_open(outcomes[place], due[place], question)


def ruling_on(
    question: str, prizes: Sequence[PersonPrize], *, rulings: Sequence[RulingFacts]
) -> RulingFacts | None:
    """Return the ruling that answers `question` for these prizes together: the narrowest, then the latest."""
    book = book_of(rulings)
    found = [
        ruling
        for prize in prizes
        if (ruling := _reaching(prize, book).find(question, prize.published_on)) is not None
    ]
    return max(found, key=lambda ruling: (scope_of(ruling), ruling.decided_on), default=None)


def _reaching(prize: PersonPrize, book: RulingBook) -> EventRulings:
    return book.reaching(prize.event.contest.name, prize.event.name)


def _answer(question: str, prizes: Sequence[PersonPrize], *, policy: Policy, book: RulingBook) -> str:
    ruling = ruling_on(question, prizes, rulings=book)
    if ruling is not None:
        return ruling.answer
    declared = policy.questions.get(question)
    return declared.settled if declared else ""


def _amounts(outcome: Outcome) -> dict[str, int | None]:
    """Return an outcome's amounts by answer; one settled, or quite unknown, has the single key ""."""
    if outcome.status == BLOCKED and outcome.amounts_by_answer:
        return dict(outcome.amounts_by_answer)
    return {"": outcome.amount_fen}


def _reduced(outcome: Outcome, due: dict[str, int | None], question: str) -> Outcome:
    if outcome.status == BLOCKED:
        return replace(outcome, amounts_by_answer=tuple(due.items()))
    fen = due[""]
    if fen is None:  # a prize that is still open may be the higher one
        return replace(outcome, status=BLOCKED, amount_fen=None, reason="other-prize-open")
    if fen == 0:
        return replace(outcome, status=NONE, amount_fen=None, reason=_LOWER[question])
    return replace(outcome, amount_fen=fen)


def _left_open(outcome: Outcome, due: dict[str, int | None], question: str) -> Outcome:
    """Return the outcome with `question` added; under «all» each amount stands, else it is the reduced."""
    questions = tuple(sorted({*outcome.questions, question}, key=ORDER.__getitem__))
    before = _amounts(outcome)
    amounts = [
        (f"{key}+{answer}" if key else answer, fen)
        for key in before
        for answer, fen in (("all", before[key]), ("highest-only", due[key]))
    ]
    return replace(
        outcome,
        status=BLOCKED,
        amount_fen=None,
        questions=questions,
        amounts_by_answer=tuple(amounts),
    )


def _highest_only(
    amounts: Mapping[int, Amounts], frozen: Mapping[int, int]
) -> dict[int, dict[str, int | None]]:
    """Return, for each prize and each of its open answers, what is due in fen if only the highest is paid.

    `amounts` are in order of precedence among equals. The highest pays what exceeds the frozen ones
    together; the others nothing. None where a prize still open decides.
    """
    live = [place for place in amounts if place not in frozen]
    return {
        place: {
            answer: _due(
                fen,
                before=[amounts[other] for other in live[: live.index(place)]],
                after=[amounts[other] for other in live[live.index(place) + 1 :]],
                frozen=frozen.values(),
            )
            for answer, fen in amounts[place].items()
        }
        for place in live
    }


def _due(
    fen: int | None, *, before: Iterable[Amounts], after: Iterable[Amounts], frozen: Iterable[int]
) -> int | None:
    if fen is None:
        return None
    beaten = [_beats(other, fen, wins_ties=True) for other in before]
    beaten += [_beats(other, fen, wins_ties=False) for other in after]
    if True in beaten or fen <= max(frozen, default=0):
        return 0
    return None if None in beaten else max(fen - sum(frozen), 0)


def _beats(amounts: Amounts, fen: int, *, wins_ties: bool) -> bool | None:
    """Return whether a prize with these possible amounts ranks before `fen`; None if that is open.

    An amount that is not known yet lies between nothing and the largest of the known ones.
    """
    known = [other for other in amounts.values() if other is not None]
    if not known:
        return None
    possible = known if len(known) == len(amounts) else [0, *known]
    beaten = {other > fen or (other == fen and wins_ties) for other in possible}
    return beaten.pop() if len(beaten) == 1 else None
