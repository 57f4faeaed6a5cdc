"""Is this the same? New results of a file that the registry may hold already, under another number or name.

Asked (the row stays out): one person's result in an event of the contest that differs in nothing but its
group or its spelling; a namesake with the same result in the event and another document. Said (the row comes
in): one result of a person in two contests. Nothing is ever merged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from app.contest_names import contest_key, event_line, may_be_one_contest
from app.formats import masked_id
from app.importing.cleaning.records import Record, RecordChunk
from app.importing.findings import Note
from app.importing.matching.known_results import KnownResult
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import NEW, EventDraft, StagedImport
from app.importing.values.achievements import Achievement, achievement_text
from app.importing.values.names import person_key
from app.words import words_of

_TYPING_ERRORS = 2  # signs in which two numbers of one person differ where one was typed wrong


class _New(NamedTuple):
    at: int
    record: Record


class SameResults:
    """Compares new results with those of the registry; `documents` are the people of the file so far."""

    def __init__(self, staged: StagedImport, registry: RegistryLookup, documents: dict[str, int]) -> None:
        self._staged = staged
        self._registry = registry
        self._documents = documents
        self._said: set[tuple[int, int]] = set()  # contests of the file and of the registry

    def check(self, chunk: RecordChunk) -> Iterator[tuple[int, str, Note]]:
        """Give index, field and note of each new result of a chunk that may be one the registry holds."""
        if not self._registry.has_people:
            return
        new = [
            _New(at, Record._make(record))
            for at, record in enumerate(chunk.records, chunk.start)
            if self._staged.kinds[at] == NEW
        ]
        contestants = [one for one in new if one.record.role == "contestant"]
        yield from self._of_known_people(contestants)
        yield from self._of_namesakes(contestants)

    # -- the same person

    def _of_known_people(self, new: Sequence[_New]) -> Iterator[tuple[int, str, Note]]:
        ids = self._staged.person_ids
        people = sorted({ids[self._staged.people[one.at]] for one in new} - {0})
        known: dict[int, list[KnownResult]] = {}
        for result in self._registry.results_of(people) if people else ():
            if result.role == "contestant":
                known.setdefault(result.person, []).append(result)
        for one in new if known else ():
            for result in known.get(ids[self._staged.people[one.at]], ()):
                found = self._compare(one, result)
                if found is not None:
                    yield one.at, *found
                    break

    def _compare(self, one: _New, known: KnownResult) -> tuple[str, Note] | None:
        event = self._staged.event_drafts[self._staged.events[one.at]]
        contest = self._staged.contests[event.contest]
        if known.event == event.id or event_line(known.event_name) != event_line(event.name):
            return None
        params: dict[str, object] = {"event": event_words(event), "result": _result(known)}
        params |= {"there": _named(known.event_name, known.group), "contest": known.contest_name}
        if contest.id and known.contest == contest.id:
            return "group" if known.group != event.group else "event", Note("event-of-other-group", params)
        is_same = _achieved(one.record) == known.achieved and _day(one.record) == known.published_on
        if not is_same or contest.id == known.contest or not self._is_first(event.contest, known):
            return None
        return "contest", Note("contest-of-same-results", params | {"here": contest.name})

    def _is_first(self, contest: int, known: KnownResult) -> bool:
        """Return whether two contests may be one and nothing was said of them yet."""
        draft, pair = self._staged.contests[contest], (contest, known.contest)
        if pair in self._said or not may_be_one_contest(draft.name, known.contest_name):
            return False
        self._said.add(pair)
        is_spelling = contest_key(draft.name, draft.year) == contest_key(known.contest_name, draft.year)
        return not is_spelling and not self._registry.are_distinct(draft.id, known.contest)

    # -- another document

    def _of_namesakes(self, new: Sequence[_New]) -> Iterator[tuple[int, str, Note]]:
        drafts, staged = self._staged.event_drafts, self._staged
        new = [one for one in new if drafts[staged.events[one.at]].id]
        events = sorted({drafts[staged.events[one.at]].id for one in new})
        names = sorted({one.record.name for one in new})
        known: dict[tuple[int, str], list[KnownResult]] = {}
        for result in self._registry.results_of_namesakes(events, names) if new else ():
            known.setdefault((result.event, person_key(result.name)), []).append(result)
        for one in new if known else ():
            event = drafts[staged.events[one.at]]
            for result in known.get((event.id, person_key(one.record.name)), ()):
                if self._may_be_corrected(one, result):
                    params: dict[str, object] = {"event": event.name, "result": _result(result)}
                    params |= {"name": one.record.name, "there": masked_id(result.id_number)}
                    yield one.at, "id_number", Note("id-of-namesake", params)
                    break

    def _may_be_corrected(self, one: _New, known: KnownResult) -> bool:
        """Return whether a namesake may be the same person: not one whom the file names besides."""
        is_other = known.person == self._staged.person_ids[self._staged.people[one.at]]
        if is_other or known.id_key in self._documents or known.role != one.record.role:
            return False
        achieved = _achieved(one.record)
        is_same = achieved == known.achieved and any(achieved)
        return is_same or _differ_little(one.record.id_number, known.id_number)


def _achieved(record: Record) -> tuple[int | None, str, str]:
    return record.rank, record.medal, record.grade


def _day(record: Record) -> date:
    return date.fromordinal(record.published_on)


def _result(known: KnownResult) -> str:
    return achievement_text(Achievement(known.rank, known.medal, known.grade))


def _named(event: str, group: str) -> str:
    return f"{event}（{words_of('core.group')[group]}）" if group else event


def event_words(draft: EventDraft) -> str:
    """Return an event with its group, in words."""
    return _named(draft.name, draft.group)


def _differ_little(one: str, other: str) -> bool:
    """Return whether two numbers of one length differ in so few signs that one may be typed wrong."""
    differing = sum(a != b for a, b in zip(one.upper(), other.upper(), strict=False))
    return len(one) == len(other) and 0 < differing <= _TYPING_ERRORS
