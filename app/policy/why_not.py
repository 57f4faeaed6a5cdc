"""Why there is nothing, or nothing yet: the fact that failed, beside the nearest rule.

What the document says, what the office ruled and what is merely not recorded are three things, and are told
apart.
"""

from __future__ import annotations

from app.formats import chinese_date
from app.policy.asking import Answers
from app.policy.engine.event import BELOW_THIRD, NOT_PRIZED, EventJudge, Judgement
from app.policy.policy import Policy
from app.policy.questions import QUESTIONS, answer_words, reason_words
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.words import scoped, tr

_w = scoped("policy.why-not")


def why_not(judged: Judgement, judge: EventJudge, reason: str) -> str:
    """Return the reason in words: which fact does not meet the nearest rule; "" for no reason."""
    if not reason:
        return ""
    if reason in QUESTIONS:
        return _as_answered(judged.answers, reason)
    entry, contest = judged.entry, judge.event.contest
    level = tr(f"core.level.{contest.level}")
    if reason in (BELOW_THIRD, NOT_PRIZED) and isinstance(judged.rule, PrizeRule):
        told = {"kind": kind_words(judged.rule), "last": _numeral(judged.rule.last_rank)}
        return _w("rank", rank=entry.rank, **told)
    if reason == "not-class-one":
        rules = judge.policy.prizes.get(contest.level, {}).values()
        kind = tr(f"core.class.{contest.contest_class}") if contest.contest_class else ""
        return _w("class", level=level, kind=kind, rewarded="、".join(kind_words(rule) for rule in rules))
    if reason == "no-rule-for-level":
        return _w("level", level=level, rewarded=rewarded_kinds(judge.policy))
    if reason == "not-a-contestant":
        key = "role-world" if isinstance(judged.rule, StandardRule) else "role"
        levels = "、".join(tr(f"core.level.{level}") for level in judge.policy.prizes)
        return _w(key, role=tr(f"core.role.{entry.role}"), levels=levels)
    if reason == "not-in-force":
        return _w("not-in-force", day=chinese_date(entry.published_on))
    return reason_words(reason)


def kind_words(rule: PrizeRule) -> str:
    """Return which contests a rule rewards: 省级一类大赛."""
    level, kind = tr(f"core.level.{rule.level}"), tr(f"core.class.{rule.contest_class}")
    return _w("kind", level=level, kind=kind)


def rewarded_kinds(policy: Policy) -> str:
    """Return all kinds of contests that the policy rewards."""
    kinds = [
        tr("policy.why-not.standard-kind", level=tr(f"core.level.{level}")) for level in policy.standards
    ]
    kinds += [kind_words(rule) for rules in policy.prizes.values() for rule in rules.values()]
    return "、".join(kinds)


def _as_answered(answers: Answers | None, question: str) -> str:
    """Return the answer that leaves nothing: the office's ruling, or what the document itself settles."""
    ruling = answers.used.get(question) if answers else None
    if ruling is not None:
        return _w("ruled", words=reason_words(question), basis=ruling.basis)
    settled = answers.settled.get(question) if answers else None
    if settled is not None:
        return _w("settled", answer=answer_words(question, settled.settled))
    return reason_words(question)


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    return digits[number] if number < len(digits) else str(number)
