"""Explain one entry's outcome: the same judgement the engine makes, explained step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.contest_series import series_words
from app.formats import chinese_date, money
from app.policy.engine.event import EventJudge, Judgement
from app.policy.engine.outcomes import outcome_of
from app.policy.engine.person import relate_person, ruling_on, several_questions
from app.policy.engine.person_prize import PersonPrize
from app.policy.engine.same_result import same_results
from app.policy.explanation import Alternative, AppliedRuling, Explanation, Quote
from app.policy.explanation_steps import steps_of, workings
from app.policy.facts import (
    NONE,
    PROPOSED,
    ContestFacts,
    EntryFacts,
    EventFacts,
    Outcome,
    RulingFacts,
    StandardFacts,
)
from app.policy.model import Clause, Document
from app.policy.other_prizes_steps import other_prize_words
from app.policy.policy import Policy
from app.policy.questions import QUESTIONS, answer_words, lacks_a_fact, question_words, reason_words
from app.policy.rulings import ruled_words
from app.policy.sharing_steps import Names
from app.policy.why_not import why_not
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
    sources: Sequence[tuple[str, str]] = (),
    names: Names | None = None,
    units: Names | None = None,
    checks: Mapping[str, str] | None = None,
) -> Explanation:
    """Return the explanation of the entry `entry_id`, one of the event's `entries`.

    `prizes` are all prizes of the same person, this one among them, where there are several; `who` are
    further facts to show first (name, sending unit), label to value, and `sources` those to show last
    (where the result comes from); `names` are the people's names by entry, so that those who share are
    named, `units` the names of the sending units by their id; `checks` say by a document's name who last
    found it in force, and when.
    """
    judge = EventJudge(event, policy=policy, rulings=rulings, standards=standards)
    judged = next(judgement for judgement in judge.judge(entries) if judgement.entry.id == entry_id)
    first = outcome_of(judged, policy=policy)
    current = [replace(p, outcome=first) if p.outcome.entry == first.entry else p for p in prizes]
    final = _related(first, current, policy, rulings)
    several = _several(current, rulings)
    tax = _tax_ruling(judge, judged, final)
    applied = _applied(judged, several | ({tax.question: tax} if tax else {}), policy)
    quotes, documents = _quotes(judged, final, policy, event.contest.level)
    reason = why_not(judged, judge, final.reason)
    return Explanation(
        entry=entry_id,
        policy=policy.key,
        policy_sha256=policy.sha256,
        status=final.status,
        amount_fen=final.amount_fen,
        reason=final.reason,
        reason_words=reason,
        conclusion=conclusion(final, reason),
        facts=(
            *(who or {}).items(),
            *_facts(judged.entry, judge, is_rank_recorded=_has_rank(entry_id, entries)),
            *sources,
            *_same_results(entry_id, prizes),
            *_other_prizes(entry_id, current, policy, rulings),
        ),
        quotes=quotes,
        steps=steps_of(
            judged,
            judge,
            first,
            final,
            names=names or {},
            units=units,
            prizes=current,
            several=several,
            tax=tax,
        ),
        rulings=applied,
        questions=tuple((question, question_words(question)) for question in _asked(final)),
        alternatives=_alternatives(final, workings(judged, judge, names or {})),
        suppressed=_suppressed(applied),
        title=final.title,
        title_status=final.title_status,
        policy_title=policy.title,
        documents=tuple(
            (document.name, document_words(document, policy, checks or {})) for document in documents
        ),
    )


def _asked(outcome: Outcome) -> tuple[str, ...]:
    """Return what is open of the amount, and of the title."""
    more = (outcome.title_question,) if outcome.title_question not in ("", *outcome.questions) else ()
    return (*outcome.questions, *more)


def _related(
    first: Outcome, prizes: Sequence[PersonPrize], policy: Policy, rulings: Sequence[RulingFacts]
) -> Outcome:
    """Return the outcome after the second pass over the person's prizes."""
    related = relate_person(prizes, policy=policy, rulings=rulings)
    return next((outcome for outcome in related if outcome.entry == first.entry), first)


def _same_results(entry_id: int, prizes: Sequence[PersonPrize]) -> list[tuple[str, str]]:
    """Return the contests in which the same result may stand again, as a fact of their own."""
    own = next((place for place, prize in enumerate(prizes) if prize.outcome.entry == entry_id), -1)
    names = dict.fromkeys(prizes[other].event.contest.name for other in same_results(prizes).get(own, ()))
    return [(tr("policy.fact.same-result"), "、".join(names))] if names else []


def _other_prizes(
    entry_id: int, prizes: Sequence[PersonPrize], policy: Policy, rulings: Sequence[RulingFacts]
) -> list[tuple[str, str]]:
    """Return the person's other prizes, each as it stands beside all of them."""
    label = tr("policy.fact.other-prize")
    related = zip(prizes, relate_person(prizes, policy=policy, rulings=rulings), strict=True)
    return [(label, other_prize_words(prize, final)) for prize, final in related if final.entry != entry_id]


def conclusion(outcome: Outcome, reason: str = "") -> str:
    """Return the outcome in one sentence; `reason` says why in more words than the reason's own."""
    if outcome.status == PROPOSED:
        return tr("policy.explain.proposed", amount=money(outcome.amount_fen or 0))
    reason = reason or reason_words(outcome.reason)
    if outcome.status == NONE:
        return tr("policy.explain.none", reason=reason)
    asked = "".join(question_words(question) for question in outcome.questions)  # each ends with its mark
    if not reason:
        return tr("policy.explain.blocked", asked=asked)
    key = "lacking" if lacks_a_fact(outcome.reason) else "waiting"
    return tr(f"policy.explain.{key}{'-and-blocked' if asked else ''}", reason=reason, asked=asked)


def document_words(document: Document, policy: Policy, checks: Mapping[str, str]) -> str:
    """Return what is known of a document: when signed, in force from, who last found it in force."""
    parts = []
    if document.signed_on is not None:
        parts.append(tr("policy.document.signed", day=chinese_date(document.signed_on)))
    silent = policy.questions.get("before-policy")
    if silent is not None and silent.clause is not None and silent.clause.document == document:
        parts += [] if silent.settled else [tr("policy.document.no-first-day")]
    if document.reported_by:
        parts.append(tr("policy.document.reported", by=document.reported_by))
        parts += [document.known_of_date] if document.known_of_date else []
        parts += [] if document.number else [tr("policy.document.number-unseen")]
    checked = checks.get(document.name, "")
    if not checked and document.last_checked_in_force is not None:
        day = chinese_date(document.last_checked_in_force)
        checked = tr("policy.document.checked-by-pack", day=day)
    parts.append(checked or tr("policy.document.unchecked"))
    return "；".join(parts)


def _has_rank(entry_id: int, entries: Sequence[EntryFacts]) -> bool:
    return any(entry.id == entry_id and entry.rank is not None for entry in entries)


def _facts(entry: EntryFacts, judge: EventJudge, *, is_rank_recorded: bool) -> list[tuple[str, str]]:
    event = judge.event
    contest = event.contest
    nth = "nth" if is_rank_recorded else "nth-by-medal"
    facts = {"contest": contest.name, "level": _set_word("core.level", contest.level)}
    facts |= {"series": _series(contest), "medal-rule": _medal_rule(contest)}
    if contest.level in judge.policy.prizes or contest.contest_class:
        facts |= {
            "class": _set_word("core.class", contest.contest_class) or tr("policy.fact.unrecorded"),
            "official-class": "" if _is_said_by_class(contest) else contest.official_class,
            "class-basis": _class_basis(contest),
        }
    if event.other_spelling:
        facts["other-spelling"] = "、".join(event.other_spelling.contests)
    facts |= {
        "event": event.name,
        "group": _set_word("core.group", event.group),
        "form": _set_word("core.form", event.form),
        "started-on": chinese_date(contest.started_on) if contest.started_on else "",
        "published-on": chinese_date(entry.published_on),
        "role": _set_word("core.role", entry.role),
        "rank": tr(f"policy.fact.{nth}", rank=entry.rank) if entry.rank else "",
        "medal": entry.medal,
        "grade": entry.grade,
        "no-rank": _set_word("core.no-rank", entry.no_rank),
        "team-no": entry.team_no,
    }
    return [(tr(f"policy.fact.{name}"), value) for name, value in facts.items() if value]


def _series(contest: ContestFacts) -> str:
    return series_words(
        contest.name,
        level=contest.level,
        recorded=contest.series,
        by=contest.series_by,
        basis=contest.series_basis,
    )


def _medal_rule(contest: ContestFacts) -> str:
    """Return what a document says of the contest's medals, "" where nobody has recorded it."""
    if not contest.medal_rule:
        return ""
    return tr(
        "policy.fact.medal-rule-text",
        rule=tr(f"core.medal_rule.{contest.medal_rule}"),
        basis=contest.medal_rule_basis,
    )


def _is_said_by_class(contest: ContestFacts) -> bool:
    """Return whether the official wording of the class says no more than level and class do."""
    kind = _set_word("core.class", contest.contest_class)
    return contest.official_class in (kind, _set_word("core.level", contest.level) + kind)


def _class_basis(contest: ContestFacts) -> str:
    if contest.basis_problem is None:
        return contest.class_basis or tr("policy.fact.unrecorded")
    return tr("policy.fact.no-basis", problem=contest.basis_problem.words)


def _set_word(group: str, name: str) -> str:
    return tr(f"{group}.{name}") if name and has_word(f"{group}.{name}") else name


def _quotes(
    judged: Judgement, outcome: Outcome, policy: Policy, level: str
) -> tuple[tuple[Quote, ...], tuple[Document, ...]]:
    """Return the clauses that bear on the outcome, word for word, and their documents, each once."""
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
    quotes = tuple(
        Quote(clause.document.number, clause.document.title, clause.number, clause.text, rule)
        for rule, clause in clauses
    )
    return quotes, tuple(dict.fromkeys(clause.document for _, clause in clauses))


def _several(prizes: Sequence[PersonPrize], rulings: Sequence[RulingFacts]) -> dict[str, RulingFacts]:
    """Return the rulings on what a person's several prizes ask."""
    found = {question: ruling_on(question, prizes, rulings=rulings) for question in several_questions(prizes)}
    return {question: ruling for question, ruling in found.items() if ruling is not None}


def _tax_ruling(judge: EventJudge, judged: Judgement, outcome: Outcome) -> RulingFacts | None:
    """Return what the office ruled on the tax of an amount that is due; it changes no amount."""
    if outcome.status != PROPOSED or not outcome.amount_fen or "income-tax" not in judge.policy.questions:
        return None
    return judge.terms.rulings.find("income-tax", judged.entry.published_on)


def _applied(
    judged: Judgement, several: Mapping[str, RulingFacts], policy: Policy
) -> tuple[AppliedRuling, ...]:
    used = {**(judged.answers.used if judged.answers else {}), **several}
    return tuple(_applied_ruling(question, ruling, policy) for question, ruling in used.items())


def _applied_ruling(question: str, ruling: RulingFacts, policy: Policy) -> AppliedRuling:
    declared = policy.questions.get(question)
    return AppliedRuling(
        question,
        question_words(question),
        ruling.answer,
        ruled_words(ruling),
        ruling.basis,
        ruling.decided_on.isoformat(),
        scope_words(ruling),
        declared.silence if declared else "",
        ruling.decided_by,
    )


def scope_words(ruling: RulingFacts) -> str:
    """Return what a ruling holds for: the contest and event it is narrowed to, else all contests."""
    return "·".join(part for part in (ruling.contest, ruling.event) if part) or tr("policy.fact.whole-policy")


def _alternatives(outcome: Outcome, workings: Mapping[str, str]) -> tuple[Alternative, ...]:
    """Return what each answer would mean, with the arithmetic where it comes to the amount shown."""
    return tuple(
        Alternative(answer, alternative_words(answer, outcome.questions), fen, workings.get(answer, ""))
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
    """Return the answers that each ruling ruled out, a line for each ruling."""
    return tuple(
        tr(
            "policy.explain.not-taken",
            answers="、".join(
                f"“{answer_words(ruling.question, other)}”"
                for other in QUESTIONS[ruling.question]
                if other != ruling.answer
            ),
            taken=ruling.answer_words,
            basis=ruling.basis,
        )
        for ruling in applied
    )
