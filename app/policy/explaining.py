"""Explain one entry's outcome: the same judgement the engine makes, explained step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.formats import chinese_date, money
from app.policy.engine.event import EventJudge, Judgement
from app.policy.engine.outcomes import outcome_of
from app.policy.engine.person import PersonPrize, relate_person, ruling_on, several_questions
from app.policy.explanation import Alternative, AppliedRuling, Explanation, Quote
from app.policy.explanation_steps import steps_of
from app.policy.facts import NONE, PROPOSED, EntryFacts, EventFacts, Outcome, RulingFacts, StandardFacts
from app.policy.model import Clause
from app.policy.policy import Policy
from app.policy.questions import QUESTIONS, answer_words, question_words, reason_words
from app.words import has_word, tr


def explain(
    entry_id: int,
    *,
    event: EventFacts,
    entries: Sequence[EntryFacts],
    policy: Policy,
    rulings: Sequence[RulingFacts],
    standards: Sequence[StandardFacts] = (),
    prizes: Sequence[PersonPrize] = (),
    who: Mapping[str, str] | None = None,
) -> Explanation:
    """Return the explanation of the entry `entry_id`, one of the event's `entries`.

    `prizes` are all prizes of the same person, this one among them, where there are several; `who` are
    further facts to show (name, sending unit, result document), label to value.
    """
    judge = EventJudge(event, policy=policy, rulings=rulings, standards=standards)
    judged = next(judgement for judgement in judge.judge(entries) if judgement.entry.id == entry_id)
    first = outcome_of(judged, policy=policy)
    final = _related(first, prizes, policy, rulings)
    applied = _applied(judged, prizes, rulings)
    return Explanation(
        entry=entry_id,
        policy=policy.key,
        policy_sha256=policy.sha256,
        status=final.status,
        amount_fen=final.amount_fen,
        reason=final.reason,
        reason_words=reason_words(final.reason),
        conclusion=conclusion(final),
        facts=(*(who or {}).items(), *_facts(judged.entry, event), *_other_prizes(entry_id, prizes)),
        quotes=_quotes(judged, final, policy, event.contest.level),
        steps=steps_of(judged, judge, first, final),
        rulings=applied,
        questions=tuple((question, question_words(question)) for question in final.questions),
        alternatives=_alternatives(final),
        suppressed=_suppressed(applied),
        title=final.title,
        title_status=final.title_status,
    )


def _related(
    first: Outcome, prizes: Sequence[PersonPrize], policy: Policy, rulings: Sequence[RulingFacts]
) -> Outcome:
    """Return the outcome after the second pass over the person's prizes."""
    current = [replace(p, outcome=first) if p.outcome.entry == first.entry else p for p in prizes]
    related = relate_person(current, policy=policy, rulings=rulings)
    return next((outcome for outcome in related if outcome.entry == first.entry), first)


def _other_prizes(entry_id: int, prizes: Sequence[PersonPrize]) -> list[tuple[str, str]]:
    label = tr("policy.fact.other-prize")
    return [(label, _prize_words(prize)) for prize in prizes if prize.outcome.entry != entry_id]


def _prize_words(prize: PersonPrize) -> str:
    fen = prize.outcome.amount_fen if prize.frozen_fen is None else prize.frozen_fen
    amount = money(fen) if fen is not None else tr("policy.explain.open")
    key = "other-prize-text" if prize.frozen_fen is None else "other-prize-frozen"
    return tr(f"policy.fact.{key}", contest=prize.event.contest.name, event=prize.event.name, amount=amount)


def conclusion(outcome: Outcome) -> str:
    """Return the outcome in one sentence."""
    if outcome.status == PROPOSED:
        return tr("policy.explain.proposed", amount=money(outcome.amount_fen or 0))
    reason = reason_words(outcome.reason)
    if outcome.status == NONE:
        return tr("policy.explain.none", reason=reason)
    asked = "；".join(question_words(question) for question in outcome.questions)
    return tr("policy.explain.blocked", reason="；".join(part for part in (reason, asked) if part))


def _facts(entry: EntryFacts, event: EventFacts) -> list[tuple[str, str]]:
    contest = event.contest
    facts = {
        "contest": contest.name,
        "level": _set_word("core.level", contest.level),
        "class": _set_word("core.class", contest.contest_class) or tr("policy.fact.unrecorded"),
        "official-class": contest.official_class,
        "class-basis": contest.class_basis or tr("policy.fact.unrecorded"),
        "event": event.name,
        "group": _set_word("core.group", event.group),
        "form": _set_word("core.form", event.form),
        "published-on": chinese_date(entry.published_on),
        "role": _set_word("core.role", entry.role),
        "rank": tr("policy.fact.nth", rank=entry.rank) if entry.rank else "",
        "medal": entry.medal,
        "grade": entry.grade,
        "team-no": entry.team_no,
    }
    return [(tr(f"policy.fact.{name}"), value) for name, value in facts.items() if value]


def _set_word(group: str, name: str) -> str:
    return tr(f"{group}.{name}") if name and has_word(f"{group}.{name}") else name


def _quotes(judged: Judgement, outcome: Outcome, policy: Policy, level: str) -> tuple[Quote, ...]:
    day = judged.entry.published_on
    clauses: list[tuple[str, Clause]] = []
    if judged.rule is not None:
        clauses.append((judged.rule.id, judged.rule.clause_on(day)))
    else:
        of_level = policy.prizes.get(level)
        rewarded = [of_level] if of_level else policy.prizes.values()
        clauses += [(rule.id, rule.clause_on(day)) for rules in rewarded for rule in rules.values()]
    if judged.title_rule is not None and outcome.title:
        clauses.append((judged.title_rule.id, judged.title_rule.clause_on(day)))
    if judged.answers is not None:
        clauses += [(q.id, q.clause) for q in judged.answers.settled.values() if q.clause]
    return tuple(
        Quote(clause.document.number, clause.document.title, clause.number, clause.text, rule)
        for rule, clause in clauses
    )


def _applied(
    judged: Judgement, prizes: Sequence[PersonPrize], rulings: Sequence[RulingFacts]
) -> tuple[AppliedRuling, ...]:
    used = dict(judged.answers.used) if judged.answers else {}
    for question in several_questions(prizes):
        found = ruling_on(question, prizes, rulings=rulings)
        if found is not None:
            used[question] = found
    return tuple(_applied_ruling(question, ruling) for question, ruling in used.items())


def _applied_ruling(question: str, ruling: RulingFacts) -> AppliedRuling:
    return AppliedRuling(
        question,
        question_words(question),
        ruling.answer,
        answer_words(question, ruling.answer),
        ruling.basis,
        ruling.decided_on.isoformat(),
        ruling.event or ruling.contest or tr("policy.fact.whole-policy"),
    )


def _alternatives(outcome: Outcome) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(answer, alternative_words(answer, outcome.questions), fen)
        for answer, fen in outcome.amounts_by_answer
    )


def alternative_words(answers: str, questions: Sequence[str] = ()) -> str:
    """Return a key of `amounts_by_answer` in words: each answer's own words, joined."""
    return "，".join(_one_answer(answer, questions) for answer in answers.split("+"))


def _one_answer(answer: str, questions: Sequence[str]) -> str:
    if has_word(f"policy.lacking.{answer}"):
        return tr(f"policy.lacking.{answer}")
    asked = [*questions, *QUESTIONS]
    question = next((question for question in asked if answer in QUESTIONS[question]), "")
    return answer_words(question, answer) if question else answer


def _suppressed(applied: Sequence[AppliedRuling]) -> tuple[str, ...]:
    """Return the answers that the rulings ruled out."""
    return tuple(
        tr(
            "policy.explain.not-taken",
            question=ruling.question_words,
            answer=answer_words(ruling.question, other),
            basis=ruling.basis,
        )
        for ruling in applied
        for other in QUESTIONS[ruling.question]
        if other != ruling.answer
    )
