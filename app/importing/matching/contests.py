"""Contests and events that a file speaks of: one draft each, its facts the same wherever they are said.

A fact that contradicts what the registry or an earlier row says is refused; one that nobody had said
is filled in. A class is never inferred.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from app.formats import name_key
from app.importing.cleaning.sheet_cleaner import Head
from app.importing.findings import Note
from app.importing.matching.registry_lookup import Registry
from app.importing.plan import Change
from app.importing.staging import ContestDraft, EventDraft, Understood
from app.words import tr, words_of
from models import Contest, Event

Problem = tuple[str, Note]  # field, what is wrong
Placed = tuple[int, tuple[Problem, ...]]
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?")


class ContestDrafts:
    """Finds the draft for what a row says of its contest and event."""

    def __init__(self, understood: Understood, registry: Registry) -> None:
        self._contests = understood.contests
        self._events = understood.events
        self._sheets = understood.sheets
        self._registry = registry
        self._by_name: dict[str, int] = {}
        self._by_event: dict[tuple[int, str, str], int] = {}
        self.placed: dict[Any, Placed] = {}
        self.changes: list[Change] = []  # of the last placing

    def place(self, head: Head, day: int, said_in: tuple[int, int]) -> Placed:
        """Return the event's number and the problems; -1 where the row contradicts its contest.

        `placed` remembers it, so that a caller asks once for each distinct head.
        """
        known = self.placed[head] = self._place(head, day, said_in)
        return known

    def _place(self, head: Head, day: int, said_in: tuple[int, int]) -> Placed:
        contest = self._contest(head, day, said_in)
        conflicts = self._settled(self._contests[contest], head)
        if conflicts:
            return -1, tuple(conflicts)
        event = self._event(contest, head)
        return event, tuple(self._form_settled(self._events[event], head))

    def _contest(self, head: Head, day: int, said_in: tuple[int, int]) -> int:
        key = name_key(head.contest)
        if key not in self._by_name:
            known = self._registry.contest(key)
            draft = _known_contest(known, said_in) if known else _new_contest(head, key, day, said_in)
            self._by_name[key] = len(self._contests)
            self._contests.append(draft)
        return self._by_name[key]

    def _settled(self, draft: ContestDraft, head: Head) -> list[Problem]:
        """Return what contradicts the draft; fill in what it did not know."""
        level, kind, wording = head.level
        said = (("level", draft.level, level), ("class", draft.contest_class, kind))
        problems = [
            self._conflict(draft, *fact) for fact in said if fact[1] and fact[2] and fact[1] != fact[2]
        ]
        if (
            head.class_basis
            and draft.class_basis
            and name_key(head.class_basis) != name_key(draft.class_basis)
        ):
            problems.append(self._conflict(draft, "class_basis", draft.class_basis, head.class_basis))
        if not problems:
            facts = {"class_basis": head.class_basis, "organiser": head.organiser}
            if kind and not draft.contest_class:
                facts |= {"contest_class": kind, "official_class": wording}
            self._fill(draft, facts | {"started_on": head.started_on or None})
        return problems

    def _conflict(self, draft: ContestDraft, field: str, there: str, here: str) -> Problem:
        words = words_of(f"core.{field}")
        sheet, row = draft.said_in
        place = "row-of-sheet" if len(self._sheets) > 1 else "row"
        params: dict[str, object] = {"contest": draft.name, "title": tr(f"importing.field.{field}")}
        params |= {"there": words.get(there, there), "here": words.get(here, here)}
        params["where"] = tr(f"importing.text.{place}", row=row, sheet=self._sheets[sheet])
        return field, Note("contest-conflict" if draft.id else "contest-conflict-in-file", params)

    def _fill(self, draft: ContestDraft | EventDraft, facts: dict[str, Any]) -> None:
        for name, value in facts.items():
            if value and not getattr(draft, name):
                setattr(draft, name, value)
                if draft.id:
                    draft.fills[name] = value
                    self.changes.append(_filled(name, value))

    def _event(self, contest: int, head: Head) -> int:
        key = (contest, name_key(head.event), head.group)
        if key not in self._by_event:
            contest_id = self._contests[contest].id
            known = self._registry.event(contest_id, key[1], head.group) if contest_id else None
            draft = EventDraft(contest, head.event, key[1], head.group, head.form)
            self._by_event[key] = len(self._events)
            self._events.append(_known_event(known, draft) if known else draft)
        return self._by_event[key]

    def _form_settled(self, draft: EventDraft, head: Head) -> list[Problem]:
        if head.form and draft.form and head.form != draft.form:
            forms = words_of("core.form")
            return [("form", Note("form-differs", {"here": forms[head.form], "there": forms[draft.form]}))]
        self._fill(draft, {"form": head.form})
        return []


def _known_contest(known: Contest, said_in: tuple[int, int]) -> ContestDraft:
    return ContestDraft(
        name=known.name,
        name_key=known.name_key,
        level=known.level,
        contest_class=known.contest_class,
        official_class=known.official_class,
        class_basis=known.class_basis,
        organiser=known.organiser,
        started_on=known.started_on.toordinal() if known.started_on else None,
        year=known.year,
        id=known.id,
        said_in=said_in,
    )


def _new_contest(head: Head, key: str, day: int, said_in: tuple[int, int]) -> ContestDraft:
    started = head.started_on if isinstance(head.started_on, int) else None
    match = _YEAR.search(head.contest)
    return ContestDraft(
        name=head.contest,
        name_key=key,
        level=head.level.level,
        contest_class=head.level.contest_class,
        official_class=head.level.wording if head.level.contest_class else "",
        class_basis=head.class_basis,
        organiser=head.organiser,
        started_on=started,
        year=int(match[1]) if match else date.fromordinal(started or day).year,
        said_in=said_in,
    )


def _known_event(known: Event, said: EventDraft) -> EventDraft:
    return EventDraft(said.contest, known.name, known.name_key, known.group, known.form, id=known.id)


_TITLES = {"contest_class": "class", "official_class": "class"}
_SHOWN = {"contest_class": "core.class", "form": "core.form"}


def _filled(name: str, value: Any) -> Change:
    title = tr(f"importing.field.{_TITLES.get(name, name)}")
    shown = words_of(_SHOWN[name]).get(value, value) if name in _SHOWN else value
    after = date.fromordinal(value).isoformat() if isinstance(value, int) else str(shown)
    return Change(title, tr("importing.text.not-recorded"), after)
