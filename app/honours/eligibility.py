"""Lists of the eligible: the green channel (绿色通道) and candidates for special allowances (特殊津贴).

The lists only gather people and their grounds. They promise nothing; the office decides whom it puts up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InputError
from app.honours.achievements import Achievement, high_achievements
from app.honours.reference_data import honour_titles
from app.words import word
from models import Honour, Person
from models.honour import HonourState

ALLOWANCES = ("state-council-allowance", "henan-allowance")
GROUNDS = (
    "world-medal",
    "national-games-gold",
    "national-first-three",
    "national-honour",
    "provincial-honour",
)


@dataclass(frozen=True, slots=True)
class GreenChannelRow:
    """A person for the green channel by one result; `ground` is world-medal or national-games-gold."""

    person_id: int
    person: str
    unit: str
    ground: str
    contest: str
    event: str
    medal: str
    result_id: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class AllowanceCandidate:
    """A person whom the office may put up, with every ground in words; `holds` are allowances held."""

    person_id: int
    person: str
    grounds: tuple[str, ...]
    texts: tuple[str, ...]
    holds: tuple[str, ...]


def green_channel(session: Session) -> list[GreenChannelRow]:
    """Return who has any world-skills medal, or gold of the national games; silver and bronze do not count.

    By 二(二)7. Results that nobody confirmed yet are in the list and say so.
    """
    found = []
    for one in high_achievements(session):
        ground = _green_ground(one)
        if ground:
            row = GreenChannelRow(
                one.person_id,
                one.person,
                one.unit,
                ground,
                one.contest,
                one.event,
                one.medal,
                one.result_id,
                one.is_confirmed,
            )
            found.append(row)
    return found


def _green_ground(one: Achievement) -> str:
    if one.is_world_medal:
        return "world-medal"
    return "national-games-gold" if one.is_national_games_gold else ""


def allowance_candidates(
    session: Session, allowance: str, *, grounds: Collection[str] = GROUNDS
) -> list[AllowanceCandidate]:
    """Return whom the office may put up for `allowance` on the `grounds` it chooses, without its holders.

    The document only says to recommend more; it names no threshold, so the office picks the grounds.
    Raises InputError for an allowance or ground nobody knows.
    """
    if allowance not in ALLOWANCES or not set(grounds) <= set(GROUNDS):
        raise InputError("honours-unknown-word", value=allowance, what=word("honours.field.allowance"))
    texts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in high_achievements(session):
        for ground in _allowance_grounds(one):
            texts[one.person_id].append((ground, _result_text(one)))
    holds = _add_honours(session, texts)
    return _candidates(session, texts, holds, allowance, grounds)


def _allowance_grounds(one: Achievement) -> list[str]:
    if not one.is_confirmed:
        return []
    met = (one.is_world_medal, one.is_national_games_gold, one.is_national_first_three)
    return [ground for ground, is_met in zip(GROUNDS, met, strict=False) if is_met]


def _result_text(one: Achievement) -> str:
    place = one.medal or (word("honours.rank", rank=one.rank) if one.rank else "")
    return word("honours.result", contest=one.contest, event=one.event, place=place)


def _add_honours(
    session: Session, texts: defaultdict[int, list[tuple[str, str]]]
) -> defaultdict[int, set[str]]:
    holds: defaultdict[int, set[str]] = defaultdict(set)
    query = select(Honour).where(Honour.person_id.is_not(None), Honour.state == HonourState.STANDING)
    for honour in session.scalars(query.order_by(Honour.awarded_on)):
        person, title = honour.person_id or 0, honour_titles()[honour.title]
        if title.key in ALLOWANCES:
            holds[person].add(title.key)
        elif title.level in ("national", "provincial"):
            text = word("honours.honour", title=title.name, document=honour.document)
            texts[person].append((f"{title.level}-honour", text))
    return holds


def _candidates(
    session: Session,
    texts: dict[int, list[tuple[str, str]]],
    holds: defaultdict[int, set[str]],
    allowance: str,
    grounds: Collection[str],
) -> list[AllowanceCandidate]:
    found = []
    for person, pairs in texts.items():
        chosen = [(ground, text) for ground, text in pairs if ground in grounds]
        if chosen and allowance not in holds[person]:
            kinds = tuple(ground for ground in GROUNDS if any(ground == one for one, _ in chosen))
            name = session.get_one(Person, person).name
            words = tuple(text for _, text in chosen)
            found.append(AllowanceCandidate(person, name, kinds, words, tuple(sorted(holds[person]))))
    return sorted(found, key=lambda one: (GROUNDS.index(one.grounds[0]), one.person, one.person_id))
