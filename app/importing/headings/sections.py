"""Section lines between the rows of a table: 学生组, 赛项：焊工, 二、焊工, 一等奖（3名）, 焊工（学生组）.

    section := [number or bullet] (labels | title | phrase) [count]

A section whose words are not all understood is none: the rows below it must not be taken as those above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.importing.columns.fields import SHEET_FACTS
from app.importing.headings import vocabulary as v
from app.importing.headings.labels import labelled_in
from app.importing.headings.phrases import (
    Phrase,
    is_doubtful_event,
    is_mixed,
    is_occupation,
    names_several,
    read_phrase,
    splits_off_group,
)
from app.importing.headings.titles import holds_contest, read_title
from app.importing.values.achievements import ACHIEVED

_NUMBER = r"[0-9一二三四五六七八九十]{1,3}"
_BULLET = re.compile(
    rf"\s*(?:第{_NUMBER}部分|[（(]{_NUMBER}[）)]|{_NUMBER}\s*[、.．)）]|[①-⑳◆◇●○■□★☆▲△※*#·•]+)\s*"  # noqa: RUF001
)
_STARS = " ◆◇●○■□★☆▲△※*#·•"
_TWO_AWARDS = re.compile("([一二三四五])、([一二三四五六])等奖")
_DELEGATION = re.compile("(.{2,}?)(?:参赛)?(?:代表队|代表团|参赛队)")
_NAMES_CONTEST = re.compile("[0-9]{4}|[〇零○二]{2}|届|杯|[省市县区]|全国|世界|国际")
_LONGEST = 60  # signs of a section line
_SHORTEST_EVENT = 5  # signs of a bare word that may be an event: shorter ones are shaped as people's names


# Facts that a section may give its rows.
_FACTS = frozenset({*SHEET_FACTS, *ACHIEVED, "role", "unit", "team_no"})


@dataclass(slots=True)
class Section:
    """What a section line says of the rows below: `facts` beyond doubt, `guessed` to be asked."""

    text: str
    facts: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)


def section_of(text: str) -> Section | None:
    """Return what a line between rows says, None where it is not understood."""
    bare = text.strip()
    bullet = _BULLET.match(bare)
    inner = (bare[bullet.end() :] if bullet else bare).rstrip(_STARS)
    if bullet and _are_two_awards(bare):
        return None
    if not inner or len(inner) > _LONGEST or "。" in inner:
        return None
    before, labels = labelled_in(inner)
    if labels and labels[-1].value and all(one.field or _is_count(one.value) for one in labels):
        section = Section(bare)
        if before and not _add_phrase(section, read_phrase(before), is_numbered=bool(bullet)):
            return None
        return section if all(_add_label(section, *one) for one in labels) else None
    section = Section(bare)
    if holds_contest(inner) and (title := read_title(inner)).contest:
        if not _NAMES_CONTEST.search(title.contest):
            return None  # «焊工比赛» may be an event
        section.facts["contest"] = title.contest
        if title.doubt:
            section.guessed["contest"] = section.facts.pop("contest")
        return section if _add_phrase(section, title.phrase, is_numbered=False, may_be_empty=True) else None
    if delegation := _DELEGATION.fullmatch(inner):
        section.guessed["unit"] = delegation[1]
        return section
    if v.UNIT_NAME.fullmatch(inner):
        section.guessed["unit"] = inner
        return section
    return section if _add_phrase(section, read_phrase(inner), is_numbered=bool(bullet)) else None


def _are_two_awards(text: str) -> bool:
    """Return whether «一、二等奖» may mean two awards, and not the first section with the second one."""
    match = _TWO_AWARDS.match(text)
    return match is not None and "一二三四五六".index(match[1]) < "一二三四五六".index(match[2])


def _is_count(value: str) -> bool:
    return v.COUNT.fullmatch(value) is not None or value.isdigit()


def _add_label(section: Section, label: str, name: str, value: str) -> bool:
    """Add a labelled fact; return whether it is understood. «一等奖：3名» is a phrase with a count."""
    if not name:
        return _add_phrase(section, read_phrase(label), is_numbered=False)
    name = "unit" if name == "unit?" else name
    if name == "unit" and v.NO_UNIT.fullmatch(value):
        return True  # what the amounts below are counted in
    if name not in _FACTS or (name == "event" and names_several(value)):
        return False
    group = ""
    if name == "event":
        value, group = splits_off_group(value)
        if is_mixed(value):
            return False
    section.facts |= {name: value} | ({"group": group} if group else {})
    return True


def _add_phrase(section: Section, phrase: Phrase, *, is_numbered: bool, may_be_empty: bool = False) -> bool:
    if phrase.several or phrase.stage or phrase.other or len(phrase.bare) > 1:
        return False
    if phrase.is_empty:
        return may_be_empty
    section.facts |= phrase.found
    section.guessed |= phrase.guessed
    if "" in phrase.guessed.values():
        return False
    if phrase.bare:
        return _add_bare(section, phrase.bare[0], is_numbered=is_numbered)
    return True


def _add_bare(section: Section, word: str, *, is_numbered: bool) -> bool:
    """Take a bare word as the event where it is shaped as an occupation; ask where it is long enough."""
    if "event" in section.guessed or names_several(word) or v.BEGINNING.match(word):
        return False
    if is_occupation(word) and not is_doubtful_event(word):
        section.facts["event"] = word
        return True
    if len(word) < _SHORTEST_EVENT and not is_numbered:
        return False
    if v.NO_OCCUPATION.search(word) or v.OTHER_ROLE.search(word) or v.ORGANISATION.fullmatch(word):
        return False
    section.guessed["event"] = word
    return True
