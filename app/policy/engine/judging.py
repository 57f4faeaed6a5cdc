"""Judge an event: what its facts and the rulings settle once for all, then each entry that can win.

In a large event nearly every entry is beyond the last prized rank; `plain_reason` tells so from the
role and rank alone, so that only the few prized entries are looked at with their peers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.policy.engine.asking import Asker, End, Nothing, Tree, Unknown, explore
from app.policy.engine.gates import entry_gates, event_gates
from app.policy.engine.medals import medal_share, with_medals, with_ranks
from app.policy.engine.peers import Peers, form_of, peers_at
from app.policy.engine.shares import prize_share
from app.policy.facts import EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.model import Policy, PrizeRule, StandardRule, TitleRule
from app.policy.questions import DOES_NOT_COUNT
from app.policy.rulings.book import book_of

CONTESTANT = "contestant"
BELOW_THIRD, NOT_PRIZED = "below-third", "rank-not-prized"
COMPREHENSIVE, CLASS_ONE = "comprehensive", "class-one"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry with all that its outcome and its explanation rest on."""

    entry: EntryFacts
    tree: Tree
    asker: Asker | None = None
    rule: PrizeRule | StandardRule | None = None
    title_rule: TitleRule | None = None
    gates: tuple[str, ...] = ()
    peers: Peers | None = None


class EventJudge:
    """All that holds for one event, computed once."""

    def __init__(
        self,
        event: EventFacts,
        *,
        policy: Policy,
        rulings: Sequence[RulingFacts],
        standards: Sequence[StandardFacts] = (),
    ) -> None:
        contest = event.contest
        self.event, self.policy = event, policy
        self.standards = [standard for standard in standards if standard.policy in ("", policy.key)]
        self.rulings = book_of(rulings).reaching(contest.name, event.name)
        self.form = form_of(event, policy.signs)
        self.gates = event_gates(event, policy.signs)
        self.standard_rule = policy.standards.get(contest.level)
        by_class = policy.prizes.get(contest.level, {})
        own_rule = by_class.get(contest.contest_class)
        self.is_comprehensive = contest.contest_class == COMPREHENSIVE and own_rule is None
        could_be_class_one = self.is_comprehensive or not contest.contest_class
        self.rule = own_rule or (by_class.get(CLASS_ONE) if could_be_class_one else None)
        self.medal_ranks = policy.signs.medal_ranks.get(contest.level, {}) if self.is_comprehensive else {}
        self._no_rule = "not-class-one" if by_class else "no-rule-for-level"
        self._beyond = BELOW_THIRD if self.rule and self.rule.last_rank == 3 else NOT_PRIZED
        self.title_rule = policy.titles.get((self.rule.level, self.rule.contest_class)) if self.rule else None
        named = self.title_rule.rank_at_most if self.title_rule else 0
        self._last_rank = max(self.rule.last_rank, named) if self.rule else 0

    def plain_reason(self, role: str, rank: int | None) -> str:
        """Return why an entry gets nothing where role and rank alone decide it, else ""."""
        if self.standard_rule is not None:
            return "" if role in self.standard_rule.recipients else "not-a-contestant"
        if role != CONTESTANT:
            return "not-a-contestant"
        if self.rule is None:
            return self._no_rule
        return self._beyond if rank is not None and rank > self._last_rank else ""

    def judge(self, entries: Sequence[EntryFacts]) -> list[Judgement]:
        """Return a judgement for each entry, in the same order. `entries` are all of the event's."""
        if self.standard_rule is not None:
            entries = with_medals(entries)
        elif self.medal_ranks:
            entries = with_ranks(entries, self.medal_ranks)
        plain = [self.plain_reason(entry.role, entry.rank) for entry in entries]
        able = [entry for entry, reason in zip(entries, plain, strict=True) if not reason]
        peers = self._peers(able)
        return [
            Judgement(entry, Nothing(reason), rule=self.standard_rule or self.rule)
            if reason
            else self._judge_able(entry, peers[_place(entry, self.standard_rule)])
            for entry, reason in zip(entries, plain, strict=True)
        ]

    def _peers(self, able: Sequence[EntryFacts]) -> dict[object, Peers]:
        places: dict[object, list[EntryFacts]] = {}
        for entry in able:
            places.setdefault(_place(entry, self.standard_rule), []).append(entry)
        size = self.event.team_size
        return {place: peers_at(here, form=self.form, team_size=size) for place, here in places.items()}

    def _judge_able(self, entry: EntryFacts, peers: Peers) -> Judgement:
        asker = Asker(self.rulings, entry.published_on, self.policy.questions)
        if self.standard_rule is not None:
            return self._judge_by_medal(entry, peers, asker, self.standard_rule)
        assert self.rule is not None  # noqa: S101  # plain_reason let nobody through without a rule
        rule = self.rule
        gates = entry_gates(
            entry,
            first_day=rule.fen_by_rank.first_day,
            is_comprehensive=self.is_comprehensive,
            of_event=self.gates,
        )

        def settle(ask: Asker) -> End:
            return self._settle_gates(gates, ask) or self._settle_rank(entry, peers, ask, rule)

        return Judgement(entry, explore(settle, asker), asker, rule, self.title_rule, gates, peers)

    def _settle_gates(self, gates: tuple[str, ...], ask: Asker) -> Nothing | None:
        return next((Nothing(gate) for gate in gates if ask(gate) == DOES_NOT_COUNT), None)

    def _settle_rank(self, entry: EntryFacts, peers: Peers, ask: Asker, rule: PrizeRule) -> End:
        prizes = rule.fen_by_rank.at(entry.published_on)
        if prizes is None:
            return Nothing("not-in-force")
        contest = self.event.contest
        ask.require(bool(contest.contest_class), CLASS_ONE, "class-missing")
        has_basis = bool(contest.class_basis) or self.is_comprehensive or not contest.contest_class
        ask.require(has_basis, "class-basis", "class-basis-missing")
        if entry.rank is None:
            is_no_rank = bool(entry.grade) and not entry.medal and ask("grade-only") == "not-a-rank"
            return Nothing("grade-only") if is_no_rank else Unknown("rank-missing")
        if entry.rank not in prizes:
            return Nothing(self._beyond)
        return prize_share(entry, peers, rank=entry.rank, fen_by_rank=prizes, ask=ask)

    def _judge_by_medal(self, entry: EntryFacts, peers: Peers, asker: Asker, rule: StandardRule) -> Judgement:
        first_day = rule.medals.first_day
        gates = entry_gates(entry, first_day=first_day, is_comprehensive=False, of_event=self.gates)

        def settle(ask: Asker) -> End:
            refused = self._settle_gates(gates, ask)
            return refused or medal_share(entry, peers, rule=rule, standards=self.standards, ask=ask)

        return Judgement(entry, explore(settle, asker), asker, rule, None, gates, peers)


def _place(entry: EntryFacts, standard_rule: StandardRule | None) -> object:
    """Return what puts entries side by side: the rank; or, where medals count, recipient and medal."""
    if standard_rule is None:
        return entry.rank
    recipient = standard_rule.recipients[entry.role]
    return recipient, entry.medal if recipient == CONTESTANT else ""
