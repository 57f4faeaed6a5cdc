"""Awards by medal after another document's standard: world-skills contestants and expert-coach teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.policy.engine.asking import Amount, Asker, End, Nothing, Unknown
from app.policy.engine.peers import Peers
from app.policy.engine.shares import settle_peers, share_by_percent, share_by_plan, team_share
from app.policy.facts import EntryFacts, StandardFacts
from app.policy.medal_words import medal_word
from app.policy.model import StandardRule

CONTESTANT = "contestant"


def medal_share(
    entry: EntryFacts,
    peers: Peers,
    *,
    rule: StandardRule,
    standards: Sequence[StandardFacts],
    ask: Asker,
) -> End:
    """Return what `entry` gets after the standard in force on its day; nothing is known without one."""
    medals = rule.medals.at(entry.published_on)
    if medals is None:
        return Nothing("not-in-force")
    if entry.medal not in medals:
        return Unknown("medal-missing")
    recipient = rule.recipients[entry.role]
    standard = standard_for(standards, rule=rule.id, recipient=recipient, entry=entry)
    fen = dict(standard.amounts_fen).get(entry.medal) if standard else None
    if recipient == CONTESTANT:
        return _contestant_share(entry, peers, fen=fen, ask=ask)
    return _team_member_share(entry, peers, fen=fen, ask=ask)


def with_medals(entries: Sequence[EntryFacts]) -> list[EntryFacts]:
    """Return the entries with medals in the document's words; an expert team has its contestants' medal.

    Only where the event's contestants all won the same medal; otherwise it stays missing.
    """
    won = {medal_word(entry.medal) for entry in entries if entry.role == CONTESTANT and entry.medal}
    team_medal = won.pop() if len(won) == 1 else ""
    return [
        replace(entry, medal=medal_word(entry.medal) or ("" if entry.role == CONTESTANT else team_medal))
        for entry in entries
    ]


def with_ranks(entries: Sequence[EntryFacts], ranks: Mapping[str, int]) -> list[EntryFacts]:
    """Return the entries, one that has a medal but no rank with the rank its medal stands for."""
    return [
        replace(entry, rank=ranks.get(medal_word(entry.medal))) if entry.rank is None else entry
        for entry in entries
    ]


def standard_for(
    standards: Sequence[StandardFacts], *, rule: str, recipient: str, entry: EntryFacts
) -> StandardFacts | None:
    """Return the standard in force on the entry's day for this rule and recipient, the latest if several."""
    day = entry.published_on
    fitting = [
        standard
        for standard in standards
        if (standard.rule, standard.recipient) == (rule, recipient)
        and standard.valid_from <= day
        and (standard.valid_to is None or day <= standard.valid_to)
        and any(medal == entry.medal for medal, _ in standard.amounts_fen)
    ]
    return max(fitting, key=lambda standard: standard.valid_from, default=None)


def _contestant_share(entry: EntryFacts, peers: Peers, *, fen: int | None, ask: Asker) -> End:
    if fen is None:
        return Unknown("standard-missing")
    known = settle_peers(peers, ask)
    return Unknown("team-unclear") if known is None else team_share(entry, known, team_fen=fen, ask=ask)


def _team_member_share(entry: EntryFacts, peers: Peers, *, fen: int | None, ask: Asker) -> End:
    """Divide one share per team by the plan entered with the ruling, or give each member a share."""
    mode = ask("expert-team")
    if fen is None:
        return Unknown("standard-missing")
    if mode == "each-member" or len(peers.entries) == 1:
        return Amount(fen)
    if plan := ask.plan("expert-team"):
        return share_by_plan(entry, peers.entries, team_fen=fen, plan=plan)
    percents = ask.shares("expert-team")
    if not percents:
        return Unknown("share-plan-missing")
    return share_by_percent(entry, peers.entries, team_fen=fen, percents=percents)
