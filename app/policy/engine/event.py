"""Judge an event: what its facts and the rulings decide once for all, then each entry that can win.

In a large event nearly every entry is beyond the last prized rank; `ineligible_reason` tells so from the role
and rank alone, so that only the few prized entries are looked at with their peers. The questions that decide
whether a result counts at all (gates) are asked only where their case is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.contest_series import series_level
from app.policy.asking import Answers, Finding, Nothing, Unknown, decision_tree
from app.policy.engine.judgement import Judgement
from app.policy.engine.prize_sum import within_prizes
from app.policy.engine.terms import EventTerms, prize_rule_of, terms_of
from app.policy.facts import EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.medals import (
    APART,
    medal_contradicts_rank,
    medal_is_below_rank,
    medal_ranks_of,
    with_ranks,
)
from app.policy.policy import Policy
from app.policy.questions import DOES_NOT_COUNT
from app.policy.ranking import Ranking
from app.policy.rules.prize import PrizeRule, prize_share
from app.policy.rules.standard import StandardRule, medal_share, standard_for, with_medals
from app.policy.rulings import book_of
from app.policy.teams import Peers, peers_at
from app.policy.vocabulary import CLASS_ONE, CONTESTANT, TRANSLATOR

__all__ = ["ANNULLED", "BELOW_THIRD", "NOT_PRIZED", "EventJudge", "Judgement", "TermsJudge"]

BELOW_THIRD, NOT_PRIZED = "below-third", "rank-not-prized"
ANNULLED = "result-annulled"


class TermsJudge:
    """All that holds for the events of one set of terms, computed once.

    It knows of an event no more than its terms, so that events of equal terms cannot be judged differently.
    """

    def __init__(self, terms: EventTerms, *, policy: Policy, standards: Sequence[StandardFacts] = ()) -> None:
        self.terms, self.policy = terms, policy
        self.standards = [standard for standard in standards if standard.policy in ("", policy.key)]
        self.standard_rule = policy.standards.get(terms.level)
        self.rule, self.class_question = prize_rule_of(policy, terms.level, terms.contest_class)
        self.medal_ranks = medal_ranks_of(
            policy.signs.medal_ranks, series=terms.series, rule=terms.medal_rule, basis=terms.medal_rule_basis
        )
        self._is_of_level = series_level(terms.series) in ("", terms.level)
        self._no_rule = "not-class-one" if policy.prizes.get(terms.level) else "no-rule-for-level"
        self._beyond = BELOW_THIRD if self.rule and self.rule.last_rank == 3 else NOT_PRIZED
        self.title_rule = policy.titles.get((self.rule.level, self.rule.contest_class)) if self.rule else None
        named = self.title_rule.rank_at_most if self.title_rule else 0
        self._last_rank = max(self.rule.last_rank, named) if self.rule else 0

    def ineligible_reason(self, role: str, rank: int | None, medal: str = "") -> str:
        """Return why an entry gets nothing where role, rank and medal alone decide it, else ""."""
        if self.standard_rule is not None:
            return "" if role in self.standard_rule.recipients else "not-a-contestant"
        if role != CONTESTANT:
            return "not-a-contestant"
        if self.rule is None:
            return self._no_rule
        if rank is None or rank <= self._last_rank or self._contradicts(medal, rank):
            return ""
        return self._beyond

    @property
    def ranks_alone_decide(self) -> bool:
        """Return whether a rank beyond the prized ones is nothing whatever medal stands beside it."""
        return not self.medal_ranks

    def _contradicts(self, medal: str, rank: int | None) -> bool:
        """Return whether a medal contradicts a rank: always where money or a document hangs on it.

        Where medals do not stand for ranks, one beside a rank beyond the prized ones decides nothing.
        """
        if self.terms.medal_rule == APART or not medal_contradicts_rank(medal, rank):
            return False
        return bool(self.medal_ranks) or (rank is not None and rank <= self._last_rank)

    def judge(self, entries: Sequence[EntryFacts]) -> list[Judgement]:
        """Return a judgement for each entry, in the same order. `entries` are all of the event's."""
        if self.standard_rule is not None:
            entries = with_medals(entries)
        elif self.medal_ranks:
            entries = with_ranks(entries, self.medal_ranks.ranks)
        reasons = [
            self.ineligible_reason(entry.role, entry.rank, entry.medal) or _no_rank(entry)
            for entry in entries
        ]
        eligible = [entry for entry, reason in zip(entries, reasons, strict=True) if not reason]
        peers = self._peers(eligible)
        ranking = Ranking.of(peers)
        judged = [
            Judgement(entry, Nothing(reason), rule=self.standard_rule or self.rule)
            if reason
            else self._judge_eligible(entry, peers[_place(entry, self.standard_rule)], ranking)
            for entry, reason in zip(entries, reasons, strict=True)
        ]
        return within_prizes(judged) if len(peers) < len(eligible) else judged

    def _peers(self, eligible: Sequence[EntryFacts]) -> dict[object, Peers]:
        places: dict[object, list[EntryFacts]] = {}
        for entry in eligible:
            places.setdefault(_place(entry, self.standard_rule), []).append(entry)
        form, size = self.terms.form, self.terms.team_size
        return {place: peers_at(here, form=form, team_size=size) for place, here in places.items()}

    def _judge_eligible(self, entry: EntryFacts, peers: Peers, ranking: Ranking) -> Judgement:
        if entry.is_annulled:
            return Judgement(entry, Nothing(ANNULLED), rule=self.standard_rule or self.rule)
        known = Answers(self.terms.rulings, entry.published_on, self.policy.questions)
        if self.standard_rule is not None:
            return self._judge_by_medal(entry, peers, known, self.standard_rule)
        assert self.rule is not None  # noqa: S101  # ineligible_reason let nobody through without a rule
        rule = self.rule
        gates = _entry_gates(
            entry,
            first_day=rule.fen_by_rank.first_day,
            class_question=self.class_question,
            held_before=self.terms.held_before,
            of_event=self.terms.gates,
        )

        def evaluate(answers: Answers) -> Finding:
            if closed := _closed_gate(gates, answers):
                return closed
            self._require_one_contest(entry, answers)
            return self._due_by_rank(entry, peers, ranking, answers, rule)

        tree = decision_tree(evaluate, known)
        return Judgement(entry, tree, known, rule, self.title_rule, gates, peers, ranking)

    def _require_one_contest(self, entry: EntryFacts, answers: Answers) -> None:
        """Hold an entry back while nobody said whether its contest is one with another of the same name."""
        other = self.terms.other_spelling
        is_clear = other is None or not other.doubles(entry)
        answers.require_fact(is_clear, "same-contest", "same-contest-undecided")

    def _due_by_rank(
        self, entry: EntryFacts, peers: Peers, ranking: Ranking, answers: Answers, rule: PrizeRule
    ) -> Finding:
        prizes = rule.fen_by_rank.at(entry.published_on)
        if prizes is None:
            return Nothing("not-in-force")
        has_class = bool(self.terms.contest_class)
        answers.require_fact(has_class, CLASS_ONE, "class-missing")
        is_needed = has_class and self.class_question != "comprehensive-contest"
        has_basis = not self.terms.has_basis_problem and (self.terms.has_class_basis or not is_needed)
        answers.require_fact(has_basis, "class-basis", "class-basis-missing")
        answers.require_fact(self._is_of_level, "series-level", "series-level-differs")
        agrees = not self._contradicts(entry.medal, entry.rank)
        answers.require_fact(agrees, "medal-rank", "medal-contradicts-rank")
        if entry.rank is None:
            is_no_rank = bool(entry.grade) and not entry.medal and answers.to("grade-only") == "not-a-rank"
            return Nothing("grade-only") if is_no_rank else Unknown("rank-missing")
        if entry.rank not in prizes:
            return Nothing(self._beyond)
        is_whole = entry.team_no not in ranking.split_teams
        answers.require_fact(is_whole, "team-rank", "team-ranks-differ")
        return prize_share(
            entry, peers, rank=entry.rank, fen_by_rank=prizes, ranking=ranking, answers=answers
        )

    def _judge_by_medal(
        self, entry: EntryFacts, peers: Peers, known: Answers, rule: StandardRule
    ) -> Judgement:
        if entry.role == TRANSLATOR and not self._asks_of_translator(entry, rule):
            return Judgement(entry, Nothing("translator-without-standard"), known, rule)
        gates = _entry_gates(
            entry,
            first_day=rule.medals.first_day,
            held_before=self.terms.held_before,
            of_event=self.terms.gates,
        )
        is_apart = self.terms.medal_rule == APART or entry.role != CONTESTANT
        agrees = is_apart or not medal_is_below_rank(entry.medal, entry.rank)

        def evaluate(answers: Answers) -> Finding:
            if closed := _closed_gate(gates, answers):
                return closed
            self._require_one_contest(entry, answers)
            answers.require_fact(agrees, "medal-rank", "medal-contradicts-rank")
            return medal_share(entry, peers, rule=rule, standards=self.standards, answers=answers)

        return Judgement(entry, decision_tree(evaluate, known), known, rule, None, gates, peers)

    def _asks_of_translator(self, entry: EntryFacts, rule: StandardRule) -> bool:
        """Return whether a translator's place in the team changes anything: a standard, or a ruling on it."""
        recipient = rule.recipients[entry.role]
        found = standard_for(self.standards, rule=rule.id, recipient=recipient, entry=entry)
        return found is not None or self.terms.rulings.find("translator", entry.published_on) is not None


class EventJudge(TermsJudge):
    """The judge of one event, which an explanation names with its contest."""

    def __init__(
        self,
        event: EventFacts,
        *,
        policy: Policy,
        rulings: Sequence[RulingFacts],
        standards: Sequence[StandardFacts] = (),
    ) -> None:
        super().__init__(
            terms_of(event, policy=policy, rulings=book_of(rulings)), policy=policy, standards=standards
        )
        self.event = event


def _no_rank(entry: EntryFacts) -> str:
    """Return why an entry that has no rank gets nothing (弃权, 缺赛, 取消资格 …), "" where it has one."""
    return f"no-rank-{entry.no_rank}" if entry.no_rank else ""


def _closed_gate(gates: tuple[str, ...], answers: Answers) -> Nothing | None:
    return next((Nothing(gate) for gate in gates if answers.to(gate) == DOES_NOT_COUNT), None)


def _place(entry: EntryFacts, standard_rule: StandardRule | None) -> object:
    """Return what puts entries side by side: the rank; or, where medals count, recipient and medal."""
    if standard_rule is None:
        return entry.rank
    recipient = standard_rule.recipients[entry.role]
    return recipient, entry.medal if recipient == CONTESTANT else ""


def _entry_gates(
    entry: EntryFacts,
    *,
    first_day: date,
    held_before: bool,
    of_event: tuple[str, ...],
    class_question: str = "",
) -> tuple[str, ...]:
    """Return all counts-questions that `entry` raises, in the fixed order."""
    gates = of_event
    if class_question:
        gates = (class_question, *gates)
    if entry.published_on < first_day:
        gates = ("before-policy", *gates)
    elif held_before:
        gates = ("across-policy-date", *gates)
    if entry.unit_is_outside:
        gates = (*gates, "outside-sending-unit")
    if entry.role == TRANSLATOR:
        gates = (*gates, "translator")
    return gates
