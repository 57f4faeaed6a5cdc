"""Places (位次): at which place of its event each rank stands once those who tie share their prizes.

People who tie take up as many places as there are of them, however a list numbers those who follow (1, 1, 2
or 1, 1, 3): who follows stands at the next free place. Nobody ever moves up above the rank he was given: one
that a list leaves empty, or whose people were annulled, stays taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.policy.asking import Answers
from app.policy.teams import Peers, divides_anew, present_teams, resolve_peers, split_teams


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who stands at each rank of an event that may win a prize, the first rank first.

    `split_teams` are the numbers of teams whose members stand at several of them.
    """

    ranks: tuple[tuple[int, Peers], ...] = ()
    split_teams: frozenset[str] = frozenset()

    @classmethod
    def of(cls, peers: Mapping[object, Peers]) -> Ranking:
        """Return the ranking of the people at each rank; who has no rank takes up no place."""
        ranked = [(rank, here) for rank, here in peers.items() if isinstance(rank, int)]
        ranks = tuple(sorted(ranked, key=lambda one: one[0]))
        return cls(ranks, split_teams(here for _, here in ranks))

    def place_of(self, rank: int, answers: Answers) -> int | None:
        """Return the place at which `rank` stands where ties share; None where those before are unclear.

        Asks only where it matters: `rank` itself where even everybody before takes up no later place.
        """
        if not self.ranks:
            return rank
        before = [one for one in self.ranks if one[0] < rank]
        if _next_free((held, peers.most_places) for held, peers in before) <= rank:
            return rank
        taken, present = [], []
        for held, peers in before:
            is_in_full = peers.lacks_tie_partner and answers.to("tie") == "each-full"
            known = peers if is_in_full else resolve_peers(peers, answers)  # in full, who ties moves nobody
            if known is None:
                return None
            taken.append((held, len(known.teams)))
            present.append((held, len(present_teams(known))))
        with_annulled, without = (max(rank, _next_free(teams)) for teams in (taken, present))
        if with_annulled != without and answers.to("tie") != "each-full" and divides_anew(answers):
            return without  # the annulled share no prize, so they take up no place of those behind them
        return with_annulled


NOBODY_TIES = Ranking()


def _next_free(taken: Iterable[tuple[int, int]]) -> int:
    """Return the first place after ranks that so many people or teams hold, in order of rank."""
    free = 1
    for rank, number in taken:
        free = max(rank, free) + number
    return free
