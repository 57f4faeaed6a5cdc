"""The steps from the facts to the outcome, in plain Chinese, for an amount, a question, or nothing."""

from __future__ import annotations

from app.formats import chinese_date, money
from app.policy.asking import Answers, Unanswered
from app.policy.engine.event import EventJudge, Judgement
from app.policy.facts import Outcome
from app.policy.questions import answer_words, question_words, reason_words
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule, standard_for
from app.policy.vocabulary import medal_word
from app.words import scoped, tr

_w = scoped("policy.step")


def steps_of(judged: Judgement, judge: EventJudge, first: Outcome, final: Outcome) -> tuple[str, ...]:
    """Return what was looked at, in order, and what followed from it."""
    steps = [_level_step(judge)]
    rule = judged.rule
    if judged.answers is not None and rule is not None:
        steps += [_day_step(judged, rule), *(_answer_step(gate, judged.answers) for gate in judged.gates)]
        steps += (
            [*_medal_rank_steps(judged, judge), *_rank_steps(judged, rule)]
            if isinstance(rule, PrizeRule)
            else _medal_steps(judged, judge, rule)
        )
        steps += _sharing_steps(judged, judged.answers)
    if first.reason:
        steps.append(_reason_step(judged, judge, first.reason))
    if final != first:
        steps.append(_related_step(first, final))
    return (*steps, _end_step(final))


def _level_step(judge: EventJudge) -> str:
    contest = judge.event.contest
    level = tr(f"core.level.{contest.level}")
    if not contest.contest_class:
        return _w("level-only", level=level)
    name = tr(f"core.class.{contest.contest_class}")
    basis = contest.class_basis or tr("policy.fact.unrecorded")
    return _w("level", level=level, name=name, basis=basis)


def _day_step(judged: Judgement, rule: PrizeRule | StandardRule) -> str:
    day = judged.entry.published_on
    dated = rule.fen_by_rank if isinstance(rule, PrizeRule) else rule.medals
    version = dated.on(day)
    key = "before" if day < dated.first_day else "day"
    return _w(
        f"{key}",
        day=chinese_date(day),
        document=version.clause.document.name,
        first=chinese_date(version.since),
    )


def _answer_step(question: str, answers: Answers) -> str:
    try:
        answer = answers.to(question)
    except Unanswered:
        return _w("open", question=question_words(question))
    words = answer_words(question, answer)
    ruling = answers.used.get(question)
    if ruling is None:
        return _w("settled", question=question_words(question), answer=words)
    return _w(
        "ruled",
        question=question_words(question),
        answer=words,
        basis=ruling.basis,
        decided_on=chinese_date(ruling.decided_on),
    )


def _medal_rank_steps(judged: Judgement, judge: EventJudge) -> list[str]:
    medal, rank = medal_word(judged.entry.medal), judged.entry.rank
    if rank is None or judge.medal_ranks.get(medal) != rank:
        return []
    return [_w("medal-rank", medal=medal, rank=rank)]


def _rank_steps(judged: Judgement, rule: PrizeRule) -> list[str]:
    entry = judged.entry
    prizes = rule.fen_by_rank.at(entry.published_on)
    clause = rule.clause_on(entry.published_on)
    if entry.rank is None or prizes is None or entry.rank not in prizes:
        return []
    return [
        _w(
            "rank",
            rank=entry.rank,
            rule=rule.title,
            clause=clause.number,
            amount=money(prizes[entry.rank]),
        )
    ]


def _medal_steps(judged: Judgement, judge: EventJudge, rule: StandardRule) -> list[str]:
    recipient = rule.recipients[judged.entry.role]
    standard = standard_for(judge.standards, rule=rule.id, recipient=recipient, entry=judged.entry)
    if standard is None:
        return []
    amount = money(dict(standard.amounts_fen)[judged.entry.medal])
    return [_w("standard", medal=judged.entry.medal, amount=amount, basis=standard.basis)]


def _sharing_steps(judged: Judgement, answers: Answers) -> list[str]:
    """Return what was asked because several people share one rank, team or standard."""
    peers = judged.peers
    if peers is None:
        return []
    asked = []
    if peers.is_unclear:
        asked.append("same-rank")
    elif len(peers.teams) > 1 and isinstance(judged.rule, PrizeRule):
        asked.append("tie")
    if peers.is_team_event:
        asked.append("team-prize")
    steps = [_w("peers", number=len(peers.entries))] if len(peers.entries) > 1 else []
    if isinstance(judged.rule, StandardRule) and judged.rule.recipients[judged.entry.role] == "expert-team":
        return [*steps, _answer_step("expert-team", answers)]
    more = [
        question for question in answers.used if question in ("tie", "team-prize") and question not in asked
    ]
    return [*steps, *(_answer_step(question, answers) for question in [*asked, *more])]


def _reason_step(judged: Judgement, judge: EventJudge, reason: str) -> str:
    entry = judged.entry
    clause = judged.rule.clause_on(entry.published_on) if judged.rule else judge.policy.clause
    rank = _w("of-rank", rank=entry.rank) if entry.rank else ""
    return _w(
        "reason",
        rank=rank,
        document=clause.document.name,
        clause=clause.number,
        reason=reason_words(reason),
    )


def _related_step(first: Outcome, final: Outcome) -> str:
    before = money(first.amount_fen) if first.amount_fen is not None else tr("policy.explain.open")
    after = money(final.amount_fen) if final.amount_fen is not None else tr("policy.explain.open")
    key = "related" if final.status == "proposed" else "related-open" if final.questions else "related-none"
    return _w(f"{key}", before=before, after=after, reason=reason_words(final.reason))


def _end_step(final: Outcome) -> str:
    if final.amount_fen is not None:
        return _w("proposed", amount=money(final.amount_fen))
    return _w(f"{final.status}")
