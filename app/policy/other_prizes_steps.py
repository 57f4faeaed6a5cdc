"""What a person's other prizes do to one: nothing, a difference from what was decided, or all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.formats import money
from app.policy.engine.person import (
    SEVERAL_EVENTS,
    SEVERAL_LEVELS,
    compared_with,
    is_taken_as_one,
)
from app.policy.engine.person_prize import PersonPrize
from app.policy.facts import BLOCKED, NONE, PROPOSED, Outcome, RulingFacts
from app.policy.questions import HIGHEST_ONLY, reason_words
from app.policy.rulings import ruled_words
from app.words import scoped, tr

_w = scoped("policy.step")
_MINUS = " \u2212 "


def undiminished_steps(
    outcome: Outcome, prizes: Sequence[PersonPrize], several: Mapping[str, RulingFacts]
) -> Iterator[str]:
    """Yield why a person's other prizes take nothing away from this one."""
    for question, ruling in several.items():
        others = compared_with(outcome.entry, prizes, question)
        if not others:
            continue
        told = {"others": _listed(others), "basis": ruling.basis, "own": money(outcome.amount_fen or 0)}
        told["answer"] = ruled_words(ruling)
        yield _w("all-given" if ruling.answer == "all" else "highest", **told)


def _listed(prizes: Sequence[PersonPrize]) -> str:
    return "；".join(dict.fromkeys(prize_words(prize) for prize in prizes))


def related_step(
    first: Outcome, final: Outcome, prizes: Sequence[PersonPrize], several: Mapping[str, RulingFacts]
) -> str:
    """Say what the person's other prizes change: the difference with what was decided before, or nothing."""
    own = money(first.amount_fen) if first.amount_fen is not None else tr("policy.explain.open")
    question = SEVERAL_LEVELS if _mentions(final, SEVERAL_LEVELS) else ""
    others = [
        prize
        for asked in (SEVERAL_EVENTS, SEVERAL_LEVELS)
        if not question or asked == question
        for prize in compared_with(first.entry, prizes, asked)
    ]
    decided = [prize for prize in others if prize.frozen_fen]
    listed = _listed(others)
    basis = "、".join(dict.fromkeys(ruling.basis for ruling in several.values()))
    if final.status == PROPOSED:
        return _difference_step(first, final, prizes, several, decided=decided)
    like = _likeness(first.entry, prizes, others) if question else ""
    if final.questions:
        return _w("related-open", own=own, others=listed) + like
    if final.status == NONE:
        told = {"own": own, "others": listed, "basis": basis, "reason": reason_words(final.reason)}
        return _w("related-none", **told) + like
    return _w("related-waiting", own=own, others=listed, reason=reason_words(final.reason))


def _difference_step(
    first: Outcome,
    final: Outcome,
    prizes: Sequence[PersonPrize],
    several: Mapping[str, RulingFacts],
    *,
    decided: Sequence[PersonPrize],
) -> str:
    """Quote the rulings under which only the highest is given, and subtract what was decided before."""
    rulings = [
        ruling
        for question, ruling in several.items()
        if ruling.answer == HIGHEST_ONLY
        and any(prize in decided for prize in compared_with(first.entry, prizes, question))
    ]
    taken = [money(prize.frozen_fen or 0) for prize in decided]
    return _w(
        "difference" if rulings else "difference-settled",
        answer="、".join(dict.fromkeys(ruled_words(ruling) for ruling in rulings)),
        basis="、".join(dict.fromkeys(ruling.basis for ruling in rulings)),
        taken="、".join(taken),
        sum=_MINUS.join([money(first.amount_fen or 0), *taken]),
        after=money(final.amount_fen or 0),
        decided="、".join(prize_words(prize, is_plain=True) for prize in decided),
    )


def _likeness(entry: int, prizes: Sequence[PersonPrize], others: Sequence[PersonPrize]) -> str:
    """Say that events of unlike names are taken as one occupation, where nobody recorded that they are."""
    own = next((prize.event for prize in prizes if prize.outcome.entry == entry), None)
    names = [prize.event.name for prize in others if own is not None and is_taken_as_one(own, prize.event)]
    if own is None or not names:
        return ""
    return _w("like-names", own=own.name, others="、".join(dict.fromkeys(names)))


def _mentions(final: Outcome, question: str) -> bool:
    return question in final.questions or final.reason.startswith(question)


def prize_words(prize: PersonPrize, *, is_plain: bool = False) -> str:
    """Return one of a person's other prizes: contest, event, amount; unless `is_plain`, how firm it is."""
    fen = prize.outcome.amount_fen if prize.frozen_fen is None else prize.frozen_fen
    amount = money(fen) if fen is not None else tr("policy.explain.open")
    key = "other-prize-text" if is_plain or prize.frozen_fen is None else "other-prize-frozen"
    return tr(f"policy.fact.{key}", contest=prize.event.contest.name, event=prize.event.name, amount=amount)


def other_prize_words(prize: PersonPrize, final: Outcome) -> str:
    """Return one of a person's other prizes and where it stands; `final` is what it comes to beside them.

    An amount that is not proposed is said to be what it comes to on its own.
    """
    if prize.frozen_fen is not None:
        return prize_words(prize)
    is_waiting = final.status == BLOCKED and not final.questions
    told = {
        "contest": prize.event.contest.name,
        "event": prize.event.name,
        "state": tr(f"policy.other-prize.{'waiting' if is_waiting else final.status}"),
    }
    if final.amount_fen is not None:
        return tr("policy.fact.other-prize-is", amount=money(final.amount_fen), **told)
    if prize.outcome.amount_fen is not None:
        return tr("policy.fact.other-prize-alone", amount=money(prize.outcome.amount_fen), **told)
    return tr("policy.fact.other-prize-unknown", **told)
