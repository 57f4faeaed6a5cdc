"""Which sending units a result names, and what is asked first: a title follows its result, not its money."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.asking import Branch, Nothing, Unanswered
from app.policy.engine.event import BELOW_THIRD, NOT_PRIZED, Judgement
from app.policy.facts import BLOCKED, PROPOSED, EntryFacts
from app.policy.questions import COUNTS_QUESTIONS
from app.policy.rules.prize import PLACE_TAKEN
from app.policy.teams import NO_SHARE, Peers, team_of

SEVERAL_UNITS = "several-units"
# Reasons for which a person gets nothing and the sending unit is named all the same: the rank stands.
_STILL_NAMED = (BELOW_THIRD, NOT_PRIZED, NO_SHARE, PLACE_TAKEN)


@dataclass(frozen=True, slots=True)
class Naming:
    """A title and its units; `status` is "proposed" or "blocked", `question` what is open of it."""

    title: str = ""
    status: str = ""
    units: tuple[int, ...] = ()
    question: str = ""


NOBODY = Naming()


def naming_of(judgement: Judgement) -> Naming:
    """Return what an entry's result names: nobody where it counts for nothing, but for a rank that stands.

    Where the people of a team, or one person, were sent by several units, the document does not say which
    of them is named: nobody is until the office rules.
    """
    rule, entry, tree = judgement.title_rule, judgement.entry, judgement.tree
    if isinstance(tree, Nothing) and tree.reason not in _STILL_NAMED:
        return NOBODY
    title = rule.title_for(entry.rank, day=entry.published_on) if rule else ""
    if not title or not entry.units:
        return NOBODY
    status = _status(judgement)
    try:
        units = _named(entry, senders(judgement), judgement)
    except Unanswered as open_question:
        return Naming(title, BLOCKED, entry.units, open_question.question)
    return Naming(title, status, units) if units else NOBODY


def senders(judgement: Judgement) -> tuple[int, ...]:
    """Return the units that sent an entry's team, in the order of its members; of one alone, its own.

    Raises Unanswered where these units depend on whether several people are a team or a tie.
    """
    entry, peers = judgement.entry, judgement.peers
    if peers is None or judgement.answers is None:
        return entry.units
    if peers.is_unclear and len(_units_of(peers.entries)) > 1:
        is_team = judgement.answers.to("same-rank") == "team"
        resolved = peers.as_one_team() if is_team else peers.as_tie()
        return entry.units if resolved is None else _units_of(_own_team(entry, resolved))
    return _units_of(_own_team(entry, peers))


def _own_team(entry: EntryFacts, peers: Peers) -> tuple[EntryFacts, ...]:
    return team_of(entry, peers) if peers.is_team_event else (entry,)


def _units_of(entries: tuple[EntryFacts, ...]) -> tuple[int, ...]:
    standing = [entry for entry in entries if not entry.is_annulled]
    return tuple(dict.fromkeys(unit for entry in standing for unit in entry.units))


def _named(entry: EntryFacts, sent_by: tuple[int, ...], judgement: Judgement) -> tuple[int, ...]:
    """Return which of an entry's own units are named. Raises Unanswered where nobody ruled on several."""
    if len(sent_by) < 2 or judgement.answers is None:
        return entry.units
    answer = judgement.answers.to(SEVERAL_UNITS)
    if answer == "each-unit":
        return entry.units
    return tuple(unit for unit in entry.units if unit == sent_by[0]) if answer == "first-unit" else ()


def _status(judgement: Judgement) -> str:
    """Return "blocked" where it is open whether the result counts, "proposed" where only the sum is."""
    tree = judgement.tree
    if judgement.entry.rank is None:
        return BLOCKED
    counts_open = isinstance(tree, Branch) and (tree.missing_fact or tree.question in COUNTS_QUESTIONS)
    return BLOCKED if counts_open else PROPOSED
