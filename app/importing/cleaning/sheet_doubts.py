"""What only several cells together show: events that carry their group, cards of other holders, numbers that
begin anew within each grade, documents that look whole by chance among others that lost their last digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.importing.cleaning.cleaned_rows import CleanedRows
from app.importing.findings import Note
from app.importing.reading.cells import compact
from app.importing.values.closed_words import GROUPS, closed_word
from app.importing.values.names import person_key
from app.words import tr

Columns = dict[str, Sequence[Any]]  # values by field

_GRADES = {name: place for place, name in enumerate(("特等奖", *(f"{one}等奖" for one in "一二三四五六")))}
_GRADES |= {"金奖": 1, "银奖": 2, "铜奖": 3, "优胜奖": 8, "优秀奖": 8, "鼓励奖": 9, "参与奖": 9, "入围奖": 9}
_GROUP_WORDS = "|".join(sorted((word for word in GROUPS if word.endswith("组")), key=len, reverse=True))
_BEHIND = re.compile(r"^(.{2,}?)(?<!\s)\s*[(（\[【〔]\s*([^()（）\[\]【】〔〕]{2,8})\s*[)）\]】〕]$")
_SIGNED = re.compile(
    r"^(.{2,}?)(?<![-—–－·:：/、,，|\s])\s*(?:[-—–－·:：/、,，|]+|\s)\s*([^-—–－·:：/、,，|\s]{2,8})$"
)
_JOINED = re.compile(rf"^(.{{2,}}?)({_GROUP_WORDS})$")
_BEFORE = re.compile(
    r"^[(（\[【〔]?\s*([^()（）\[\]【】〔〕\s:：—-]{2,8}组)\s*(?:[)）\]】〕]|[-—–－:：/、|]+|\s)\s*(.{2,})$"
)
_UNSURE = re.compile(
    r"[(（\[【〔][^()（）\[\]【】〔〕]*(?:学生|职工|教师|教工)[^()（）\[\]【】〔〕]*[)）\]】〕]"
)


def parted_event(text: str) -> tuple[str, str] | None:
    """Return the event and the group of a cell that names both, None where it names no group exactly.

    电工（学生组）, 电工[职工组], 电工—学生组, 学生组：电工, 电工学生组. Without brackets the word must end
    in 组.
    """
    for pattern in (_BEHIND, _SIGNED, _JOINED):
        match = pattern.match(text.strip())
        if match and _is_group(match[2], needs_ending=pattern is not _BEHIND):
            return match[1].strip(), GROUPS[closed_word(match[2])]
    match = _BEFORE.match(text.strip())
    if match and _is_group(match[1], needs_ending=True):
        return match[2].strip(), GROUPS[closed_word(match[1])]
    return None


def names_a_group_inexactly(text: str) -> bool:
    """Return whether brackets in an event's name hold a word of a group among others: 电工（中职学生A组）."""
    return _UNSURE.search(text) is not None and "组" in text


def _is_group(word: str, *, needs_ending: bool) -> bool:
    return closed_word(word) in GROUPS and (compact(word).endswith("组") or not needs_ending)


def anew_within_grades(results: Sequence[tuple[Any, int | None, str]]) -> set[Any]:
    """Return the events whose ranks begin anew within each grade; a result is (event, rank, grade)."""
    ranks: dict[Any, dict[int, list[int]]] = {}
    for event, rank, grade in results:
        if rank is not None and grade in _GRADES:
            ranks.setdefault(event, {}).setdefault(_GRADES[grade], []).append(rank)
    found = set()
    for event, by_grade in ranks.items():
        places = sorted(by_grade)
        for better, worse in pairwise(places):
            if min(by_grade[worse]) < max(by_grade[better]) or min(by_grade[worse]) == 1:
                found.add(event)
    return found


def part_events(columns: Columns, cleaned: CleanedRows) -> None:
    """Take the group out of events that name it (电工（学生组）); ask where it is none exactly."""
    parted = {event: found for event in set(columns["event"]) if event and (found := parted_event(event))}
    unsure = {
        event for event in set(columns["event"]) - parted.keys() if event and names_a_group_inexactly(event)
    }
    if not parted and not unsure:
        return
    events, groups = list(columns["event"]), list(columns["group"])
    for record, event in enumerate(events):
        if event in unsure:
            cleaned.add(record, "event", event, Note("group-in-event-unclear", {"event": event}))
        elif event in parted:
            name, group = parted[event]
            title: dict[str, object] = {"event": name, "group": tr(f"core.group.{group}")}
            if groups[record] and groups[record] != group:
                cleaned.add(record, "event", event, Note("group-in-event-differs", title))
            else:
                cleaned.add(record, "event", event, Note("group-in-event", title))
                events[record], groups[record] = name, group
    columns["event"], columns["group"] = events, groups


def drop_cards_of_others(columns: Columns, cleaned: CleanedRows) -> None:
    """Leave cards out whose holder (户名) is somebody else."""
    if not any(columns["bank_holder"]):
        return
    accounts = list(columns["bank_account"])
    holders = zip(columns["bank_holder"], columns["name"], strict=True)
    for record, (holder, name) in enumerate(holders):
        if holder and name and accounts[record] and person_key(holder) != person_key(name):
            accounts[record] = ""
            cleaned.add(record, "bank_account", "", Note("card-of-another", {"holder": holder, "name": name}))
    columns["bank_account"] = accounts


def doubt_round_numbers(columns: Columns, cleaned: CleanedRows, *, is_known: bool) -> bool:
    """Ask for numbers that end in 000 where neighbours lost their last digits; return whether some did.

    `is_known` tells that rows above lost theirs.
    """
    lost = {"id-checksum-zeros", "id-lost-digits"}
    is_lost = is_known or any(note.note.code in lost for note in cleaned.notes)
    for record, number in enumerate(columns["id_number"] if is_lost else ()):
        if len(number) == 18 and number.endswith("000"):
            cleaned.add(record, "id_number", number, Note("id-zeros-among-lost"))
    return is_lost


def note_ranks_within_grades(columns: Columns, cleaned: CleanedRows) -> None:
    """Ask for ranks that begin anew within each grade: they are no ranks of the event."""
    if not any(columns["grade"]):
        return
    anew = anew_within_grades(list(zip(columns["head"], columns["rank"], columns["grade"], strict=True)))
    for record, event in enumerate(columns["head"] if anew else ()):
        if event in anew and columns["rank"][record] is not None:
            params: dict[str, object] = {"grade": columns["grade"][record], "rank": columns["rank"][record]}
            cleaned.add(record, "rank", columns["rank"][record], Note("rank-within-grade", params))
