"""Which contests and sending units belong to another province or city: asked about, never refused for it.

What the office recorded comes first; then a unit's credit code; then the places that names mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from app.places import HomeRegion, Mention, division_in_code, place_name, places_in
from app.policy.facts import ContestFacts
from app.policy.policy import NameSigns

_OF_A_REGION = ("provincial", "municipal")
_NATIONAL = ("全国", "中国", "国家", "中华", "世界", "国际", "亚洲", "中央企业", "一带一路")


class Where(Enum):
    """A place as seen from the policy's own city: in it, its province as a whole, or somewhere else."""

    CITY = "city"
    PROVINCE = "province"
    OTHER_CITY = "other-city"
    ELSEWHERE = "elsewhere"


@lru_cache(maxsize=4096)  # a contest has many events
def is_outside_contest(contest: ContestFacts, signs: NameSigns) -> bool:
    """Return whether another province or city holds a contest: as recorded, else as its name says.

    Where the name mentions no place, the organiser's does. A national contest is one unless its name begins
    with a province or city and says nowhere that it is national.
    """
    if contest.level in _OF_A_REGION:
        if contest.is_outside is not None:
            return contest.is_outside
        seen = _places(contest.name, contest.level, signs) or _places(contest.organiser, contest.level, signs)
        return _of_province(contest.name, seen) if contest.level == "provincial" else _of_city(seen)
    if contest.level != "national" or contest.is_outside is False or _says_national(contest.name):
        return False
    return any(
        where in (Where.OTHER_CITY, Where.ELSEWHERE) and is_head
        for where, is_head in _places(contest.name, contest.level, signs)[:1]
    )


def places_elsewhere(contest: ContestFacts, signs: NameSigns) -> tuple[str, ...]:
    """Return the places outside the city that a contest's name mentions, else those its organiser's does."""
    region = signs.region
    if region is None:
        return ()
    for text in (contest.name, contest.organiser):
        mentions = places_in(text)
        if mentions:
            outside = [one for one in mentions if seen_from(one.code, region) is not Where.CITY]
            return tuple(dict.fromkeys(place_name(one.code) or text for one in outside))
    return ()


def is_outside_unit(name: str, credit_code: str, region: HomeRegion | None) -> bool:
    """Return whether code or name of a unit say that it sits outside the city.

    A code that the province or the state gave out says nothing of the city: then the name is asked. A code of
    the city does not silence the name of another one, and a name that also has the city's own is inside.
    """
    if region is None:
        return False
    if registered_at(credit_code, region) in (Where.OTHER_CITY, Where.ELSEWHERE):
        return True
    seen = [seen_from(mention.code, region) for mention in places_in(name)]
    return Where.CITY not in seen and any(where in (Where.OTHER_CITY, Where.ELSEWHERE) for where in seen)


def registered_at(credit_code: str, region: HomeRegion) -> Where | None:
    """Return where the registry sits that gave out a credit code, None where that cannot be told."""
    division = division_in_code(credit_code)
    return seen_from(division, region) if division else None


def seen_from(code: str, region: HomeRegion) -> Where:
    """Return where a division lies; "" stands for a region of several provinces."""
    if code.startswith(region.city):
        return Where.CITY
    if code in (region.province, f"{region.province}0000"):
        return Where.PROVINCE
    return Where.OTHER_CITY if code.startswith(region.province) else Where.ELSEWHERE


def _places(text: str, level: str, signs: NameSigns) -> list[tuple[Where, bool]]:
    """Return the places a name mentions, in order, each with whether the name begins with it.

    Names of companies count only where no other place is mentioned. A policy's own words for home and
    elsewhere come first.
    """
    mentions = places_in(text) if signs.region else ()
    mentions = tuple(one for one in mentions if not one.of_company) or mentions
    found = [(one.start, _where(one, signs.region), one.is_head) for one in mentions if signs.region]
    own = Where.PROVINCE if level == "provincial" else Where.CITY
    found += [(at, own, at == 0) for word in signs.home.get(level, ()) if (at := text.find(word)) >= 0]
    other = signs.elsewhere.get(level, ())
    found += [(at, Where.ELSEWHERE, at == 0) for word in other if (at := text.find(word)) >= 0]
    return [(where, is_head) for _, where, is_head in sorted(found, key=lambda one: one[0])]


def _where(mention: Mention, region: HomeRegion | None) -> Where:
    return seen_from(mention.code, region) if region else Where.ELSEWHERE


def _of_province(name: str, seen: Sequence[tuple[Where, bool]]) -> bool:
    """Return whether a provincial contest is another's: the first place decides.

    One that is called after another city of the province, and nowhere after the province, is asked about too.
    """
    first = next((where for where, _ in seen if where is not Where.OTHER_CITY), None)
    if first is None:
        return any(is_head for _, is_head in seen[:1]) and not _says_national(name)
    return first is Where.ELSEWHERE


def _of_city(seen: Sequence[tuple[Where, bool]]) -> bool:
    """Return whether a municipal contest is another city's: the first place below the province decides."""
    first = next((where for where, _ in seen if where is not Where.PROVINCE), Where.CITY)
    return first is not Where.CITY


def _says_national(name: str) -> bool:
    return any(word in name for word in _NATIONAL)
