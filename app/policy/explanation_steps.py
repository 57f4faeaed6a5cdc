"""The steps from the facts to the outcome, in plain Chinese, for an amount, a question, or nothing.

What the document says, what it leaves open, and what the office ruled stand in sentences of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.contest_names import last_year_in
from app.formats import chinese_date, money
from app.policy.asking import Amount, Answers, Branch, DecisionTree, Unanswered, open_questions
from app.policy.engine.event import EventJudge, Judgement
from app.policy.engine.naming import SEVERAL_UNITS, naming_of, senders
from app.policy.engine.outside import places_elsewhere
from app.policy.engine.person_prize import PersonPrize
from app.policy.facts import NONE, PROPOSED, Outcome, RulingFacts
from app.policy.other_prizes_steps import related_step, undiminished_steps
from app.policy.policy import Policy
from app.policy.questions import answer_words, lacks_a_fact, question_words
from app.policy.rules.prize import PLACE_TAKEN, PrizeRule
from app.policy.rules.standard import StandardRule, standard_for
from app.policy.rulings import ruled_words
from app.policy.sharing_steps import Names, arithmetic_steps, peers_steps
from app.policy.teams import NO_SHARE
from app.policy.vocabulary import medal_word
from app.policy.why_not import why_not
from app.words import scoped, tr

_w = scoped("policy.step")
_BY_THE_DIVISION = frozenset({NO_SHARE, PLACE_TAKEN})  # what leaves nothing is a ruling
_OF_PEERS = ("tie-partner", "tie", "team-prize", "member-annulled")


def steps_of(
    judged: Judgement,
    judge: EventJudge,
    first: Outcome,
    final: Outcome,
    *,
    names: Names,
    units: Names | None = None,
    prizes: Sequence[PersonPrize] = (),
    several: Mapping[str, RulingFacts] | None = None,
    tax: RulingFacts | None = None,
) -> tuple[str, ...]:
    """Return what was looked at, in order, the arithmetic, and what followed from it.

    `names` are those of the event's entries, `units` those of the units that sent them, `prizes` all prizes
    of the same person where there are several, `several` the rulings on them by question, `tax` the ruling
    on the tax of the amount, which stays as it is.
    """
    steps = [_level_step(judge)]
    rule = judged.rule
    if judged.answers is not None and rule is not None:
        steps += [_day_step(judged, judge.policy, rule)]
        steps += _across_steps(judged, judge, rule)
        for gate in judged.gates:
            steps += _outside_steps(judge) if gate == "outside-contest" else []
            steps += _unreached_steps(judge, judged) if gate == judge.class_question else []
            steps.append(_answer_step(gate, judged.answers))
        steps += _amount_steps(judged, judge, rule, judged.answers)
        steps += [*peers_steps(judged, names), *_asked_of_peers(judged, judged.answers)]
        steps += arithmetic_steps(judged, names, whole_fen=_whole_fen(judged, judge, rule))
        steps += _sender_steps(judged, judged.answers, units or {})
    if first.reason:
        steps.append(_reason_step(judged, judge, first))
    if final != first:
        steps.append(related_step(first, final, prizes, several or {}))
    elif final.status == PROPOSED:
        steps += undiminished_steps(first, prizes, several or {})
    if final.title:
        steps.append(_w("title" if final.title_status == PROPOSED else "title-open", title=final.title))
    if tax is not None:
        steps.append(_tax_step(tax))
    return (*steps, _end_step(final))


def _tax_step(ruling: RulingFacts) -> str:
    return _w(
        "income-tax",
        answer=answer_words(ruling.question, ruling.answer),
        basis=ruling.basis,
        decided_on=chinese_date(ruling.decided_on),
    )


def _level_step(judge: EventJudge) -> str:
    contest = judge.event.contest
    level = tr(f"core.level.{contest.level}")
    if not contest.contest_class:
        is_asked = contest.level in judge.policy.prizes
        return _w("class-unrecorded" if is_asked else "level-only", level=level)
    name = tr(f"core.class.{contest.contest_class}")
    if contest.basis_problem is not None:
        return _w("level-unusable-basis", level=level, name=name, problem=contest.basis_problem.words)
    if not contest.class_basis:
        return _w("level-without-basis", level=level, name=name)
    return _w("level", level=level, name=name, basis=contest.class_basis)


def _day_step(judged: Judgement, policy: Policy, rule: PrizeRule | StandardRule) -> str:
    """Say which day governs, and where the document names no first day, that it names none."""
    day = judged.entry.published_on
    dated = rule.fen_by_rank if isinstance(rule, PrizeRule) else rule.medals
    version = dated.on(day)
    document = version.clause.document
    told = {
        "day": chinese_date(day),
        "document": document.name,
        "clause": version.clause.number,
        "first": chinese_date(version.since),
    }
    if day < dated.first_day:
        return _w("before", **told)
    if document.signed_on is not None and version.since != document.signed_on:
        return _w("since", **told)
    silent = policy.questions.get("before-policy")
    is_silent = silent is not None and not silent.settled
    return _w("day-silent" if is_silent else "day", **told)


def _across_steps(judged: Judgement, judge: EventJudge, rule: PrizeRule | StandardRule) -> list[str]:
    """Return both days of a contest that was held before the document's date and published after it."""
    if "across-policy-date" not in judged.gates:
        return []
    contest = judge.event.contest
    day = judged.entry.published_on
    dated = rule.fen_by_rank if isinstance(rule, PrizeRule) else rule.medals
    words: dict[str, object] = {
        "day": chinese_date(day),
        "document": dated.on(day).clause.document.name,
        "first": chinese_date(dated.first_day),
    }
    if contest.started_on is None:
        return [_w("across-year", year=last_year_in(contest.name), **words)]
    return [_w("across", started=chinese_date(contest.started_on), **words)]


def _outside_steps(judge: EventJudge) -> list[str]:
    """Return by what the contest was taken for one held elsewhere: the record, or the places it names."""
    contest = judge.event.contest
    if contest.is_outside:
        return [_w("outside-recorded")]
    places = places_elsewhere(contest, judge.policy.signs)
    return [_w("outside-named", places="、".join(places))] if places else []


def _unreached_steps(judge: EventJudge, judged: Judgement) -> list[str]:
    """Say that what was ruled for all contests is of other series, where nothing was ruled on this one."""
    declared = judge.policy.questions.get(judge.class_question)
    is_ruled = judge.terms.rulings.find(judge.class_question, judged.entry.published_on) is not None
    if declared is None or is_ruled or not judge.terms.unreached:
        return []
    series = judge.event.contest.present_series
    about = "、".join(tr(f"core.series.{one}") for one in declared.series)
    return [_w("unreached", series=tr(f"core.series.{series}"), about=about)]


def _answer_step(question: str, answers: Answers) -> str:
    """Say what the document leaves open, and apart from it what the office ruled."""
    declared = answers.questions.get(question)
    silence = declared.silence if declared else ""
    try:
        answer = answers.to(question)
    except Unanswered:
        return _w("open", silence=silence or question_words(question))
    ruling = answers.used.get(question)
    if ruling is None:
        return _w("settled", question=question_words(question), answer=answer_words(question, answer))
    return _w(
        "ruled",
        silence=silence or question_words(question),
        answer=ruled_words(ruling),
        basis=ruling.basis,
        decided_on=chinese_date(ruling.decided_on),
    )


def _has_grade_alone(judged: Judgement) -> bool:
    entry = judged.entry
    return entry.rank is None and bool(entry.grade) and not entry.medal


def _amount_steps(
    judged: Judgement, judge: EventJudge, rule: PrizeRule | StandardRule, answers: Answers
) -> list[str]:
    if isinstance(rule, PrizeRule):
        grade = [_answer_step("grade-only", answers)] if _has_grade_alone(judged) else []
        return [*grade, *_medal_rank_steps(judged, judge), *_rank_steps(judged, judge, rule)]
    return _medal_steps(judged, judge, rule)


def _medal_rank_steps(judged: Judgement, judge: EventJudge) -> list[str]:
    medal, rank = medal_word(judged.entry.medal), judged.entry.rank
    if rank is None or judge.medal_ranks.ranks.get(medal) != rank:
        return []
    return [_w("medal-rank", medal=medal, rank=rank, basis=judge.medal_ranks.basis)]


def _rank_steps(judged: Judgement, judge: EventJudge, rule: PrizeRule) -> list[str]:
    entry, fen = judged.entry, _whole_fen(judged, judge, rule)
    if entry.rank is None or fen is None:
        return []
    clause = rule.clause_on(entry.published_on)
    return [_w("rank", rank=entry.rank, rule=rule.title, clause=clause.number, amount=money(fen))]


def _medal_steps(judged: Judgement, judge: EventJudge, rule: StandardRule) -> list[str]:
    standard = standard_for(
        judge.standards, rule=rule.id, recipient=rule.recipients[judged.entry.role], entry=judged.entry
    )
    if standard is None:
        return []
    key = f"standard-{rule.recipients[judged.entry.role]}"
    amount = money(dict(standard.amounts_fen)[judged.entry.medal])
    return [_w(key, medal=judged.entry.medal, amount=amount, basis=standard.basis)]


def _whole_fen(judged: Judgement, judge: EventJudge, rule: PrizeRule | StandardRule) -> int | None:
    """Return the prize of the rank, or the amount of the standard; None where there is none."""
    entry = judged.entry
    if isinstance(rule, PrizeRule):
        prizes = rule.fen_by_rank.at(entry.published_on) or {}
        return None if entry.rank is None else prizes.get(entry.rank)
    recipient = rule.recipients.get(entry.role, "")
    standard = standard_for(judge.standards, rule=rule.id, recipient=recipient, entry=entry)
    return dict(standard.amounts_fen).get(entry.medal) if standard else None


def workings(judged: Judgement, judge: EventJudge, names: Names) -> dict[str, str]:
    """Return the arithmetic that each answer to the open questions would lead to, by the answers joined."""
    rule = judged.rule
    if judged.answers is None or rule is None:
        return {}
    whole_fen = _whole_fen(judged, judge, rule)
    found = _under_answers(judged.tree, judged.answers, ())
    lines = {
        key: arithmetic_steps(replace(judged, answers=answers), names, whole_fen=whole_fen)
        for key, answers in found
    }
    return {key: "".join(steps).rstrip("。") for key, steps in lines.items() if key and steps}


def _under_answers(
    tree: DecisionTree, answers: Answers, path: tuple[str, ...]
) -> Iterator[tuple[str, Answers]]:
    if isinstance(tree, Amount):
        yield "+".join(path), answers
    elif isinstance(tree, Branch):
        for answer, way in tree.ways:
            assumed = answers.assuming(tree.question, answer)
            yield from _under_answers(way, assumed, (*path, answer))


def _asked_of_peers(judged: Judgement, answers: Answers) -> list[str]:
    """Return what was asked because several people share one rank, team or standard."""
    peers = judged.peers
    if peers is None:
        return []
    if isinstance(judged.rule, StandardRule) and judged.rule.recipients[judged.entry.role] == "expert-team":
        return [_answer_step("expert-team", answers)]
    asked = []
    if peers.is_unclear:
        asked.append("same-rank")
    elif peers.lacks_tie_partner and isinstance(judged.rule, PrizeRule):
        asked.append("tie-partner")
    elif len(peers.teams) > 1 and isinstance(judged.rule, PrizeRule):
        asked.append("tie")
    if peers.is_team_event:
        asked.append("team-prize")
    known = {*answers.used, *open_questions(judged.tree)}
    more = [one for one in _OF_PEERS if one in known and one not in asked]
    return [_answer_step(question, answers) for question in [*asked, *more]]


def _reason_step(judged: Judgement, judge: EventJudge, first: Outcome) -> str:
    words = why_not(judged, judge, first.reason)
    if first.status != NONE:
        return _w("lacking" if lacks_a_fact(first.reason) else "waiting", reason=words)
    is_ruled = judged.answers is not None and first.reason in judged.answers.used
    if is_ruled or first.reason in _BY_THE_DIVISION:
        return _w("ruled-out", reason=words)
    clause = judged.rule.clause_on(judged.entry.published_on) if judged.rule else judge.policy.clause
    return _w("reason", document=clause.document.name, clause=clause.number, reason=words)


def _sender_steps(judged: Judgement, answers: Answers, units: Names) -> list[str]:
    """Return what was asked because several units sent the contestant or the team."""
    naming = naming_of(judged)
    if SEVERAL_UNITS not in (naming.question, *answers.used):
        return []
    sent_by = senders(judged)
    listed = "、".join(units.get(unit) or _w("unit-unnamed", place=n) for n, unit in enumerate(sent_by, 1))
    told = _w("several-senders", number=len(sent_by), names=listed)
    return [told, _answer_step(SEVERAL_UNITS, answers)]


def _end_step(final: Outcome) -> str:
    if final.amount_fen is not None:
        return _w("proposed", amount=money(final.amount_fen))
    if final.status == NONE:
        return _w("none")
    if final.questions or not final.reason:
        return _w("blocked")
    return _w("blocked-lacking" if lacks_a_fact(final.reason) else "blocked-verify")
