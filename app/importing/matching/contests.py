"""Contests and events of a file: one draft each, whose facts must agree in all its rows and the registry.

A fact that contradicts the registry or an earlier row is refused; one that is missing there is filled in.
A class is never inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.contest_names import contest_key, year_in
from app.contest_series import present_series, series_level, series_named
from app.formats import chinese_date, name_key
from app.importing.cleaning.records import Head
from app.importing.findings import Note
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import ABSENT, ContestDraft, EventDraft, StagedImport
from app.importing.views import Change
from app.words import tr, words_of

Problem = tuple[str, Note]  # field, what is wrong
MatchedEvent = tuple[int, tuple[Problem, ...]]
_CLASSED = ("national", "provincial", "municipal")  # levels whose contests have a class


class ContestMatcher:
    """Finds the drafts of a row's contest and event; `changes` are those of the last match."""

    def __init__(self, staged: StagedImport, registry: RegistryLookup) -> None:
        self._staged = staged
        self._contests = staged.contests
        self._events = staged.event_drafts
        self._sheets = staged.file.sheets
        self._registry = registry
        self._by_name: dict[str, int] = {}
        self._by_event: dict[tuple[int, str, str], int] = {}
        self._older: dict[tuple[int, str], tuple[ContestDraft, Note]] = {}  # by contest and title
        self._merged: list[tuple[tuple[int, int], str, Note]] = []
        self.changes: list[Change] = []

    def match(self, head: Head, day: int, place: tuple[int, int]) -> MatchedEvent:
        """Return the event's number and the problems; ABSENT where the row contradicts its contest.

        `day` (an ordinal) gives the year of a contest whose name has none; `place` is sheet and row.
        """
        contest = self._contest(head, day, place)
        conflicts = self._reconcile(self._contests[contest], head)
        if conflicts:
            return ABSENT, tuple(conflicts)
        event = self._event(contest, head, place)
        notes = [*self._put_aside(self._contests[contest], head.class_basis)]
        notes += self._reconcile_start(self._contests[contest], head.started_on)
        return event, (*notes, *self._reconcile_form(self._events[event], head))

    def _contest(self, head: Head, day: int, place: tuple[int, int]) -> int:
        key = name_key(head.contest)
        if key not in self._by_name:
            draft = self._registry.contest(key) or _new_contest(head, key, day)
            same = next((n for n, one in enumerate(self._contests) if draft.id and one.id == draft.id), None)
            self._note_merged("contest", place, head.contest, draft)
            if same is not None:  # two names of one contest, since a merge
                self._by_name[key] = same
                return same
            draft.first_place = place
            self._by_name[key] = len(self._contests)
            self._contests.append(draft)
        return self._by_name[key]

    def _reconcile(self, draft: ContestDraft, head: Head) -> list[Problem]:
        """Return what contradicts the draft; where nothing does, fill in what it lacks."""
        level, kind, wording = head.level
        pairs = (("level", draft.level, level), ("class", draft.contest_class, kind))
        problems = [
            self._conflict(draft, name, there, here)
            for name, there, here in pairs
            if there and here and there != here
        ]
        problems += self._reconcile_bases(draft, head.class_basis)
        if not problems:
            facts = {"class_basis": head.class_basis, "organiser": head.organiser}
            if kind and not draft.contest_class:
                facts |= {"contest_class": kind, "official_class": wording}
            self._fill(draft, facts | {"started_on": head.started_on or None})
        return problems

    def _reconcile_bases(self, draft: ContestDraft, here: str) -> Iterator[Problem]:
        """Let a document take the place of words that are none; two documents contradict each other."""
        there = draft.class_basis
        if not here or not there or name_key(here) == name_key(there):
            return
        judged = self._registry.bases
        if judged.problem(there) is not None:
            if judged.problem(here) is None:
                self._replace(draft, "class_basis", here)
        elif judged.problem(here) is None:
            yield self._conflict(draft, "class_basis", there, here)

    def _put_aside(self, draft: ContestDraft, here: str) -> Iterator[Problem]:
        """Say that words which are no document were left out, where the contest rests on one already."""
        if draft.id and self._staged.is_known_file:
            return  # said once of the contest, as what the registry has instead since
        if here and name_key(here) != name_key(draft.class_basis):
            params: dict[str, object] = {"contest": draft.name, "there": draft.class_basis, "here": here}
            yield "class_basis", Note("class-basis-put-aside", params)

    def _reconcile_start(self, draft: ContestDraft, here: int | str) -> Iterator[Problem]:
        """Let the earlier of two first days in a file count, since it may lie before a policy; say so.

        What the registry has stays: a person may have corrected it.
        """
        there = draft.started_on
        if not isinstance(here, int) or there is None or here == there:
            return
        if not draft.id:
            draft.started_on = min(here, there)
        days = [chinese_date(date.fromordinal(day)) for day in (here, there, draft.started_on or there)]
        params: dict[str, object] = dict(zip(("here", "there", "kept"), days, strict=True))
        yield "started_on", Note("start-differs", {"contest": draft.name} | params)

    def _conflict(self, draft: ContestDraft, field: str, there: str, here: str) -> Problem:
        words = words_of(f"core.{field}")
        params: dict[str, object] = {"contest": draft.name, "title": tr(f"importing.field.{field}")}
        params |= {"there": words.get(there, there), "here": words.get(here, here)}
        params["where"] = self._place(draft)
        return field, Note("contest-conflict" if draft.id else "contest-conflict-in-file", params)

    def _fill(self, draft: ContestDraft | EventDraft, facts: dict[str, Any]) -> None:
        for name, value in facts.items():
            if value and not getattr(draft, name):
                self._replace(draft, name, value)

    def _replace(self, draft: ContestDraft | EventDraft, name: str, value: Any) -> None:
        before = getattr(draft, name)
        if draft.id and self._staged.is_known_file:
            self._keep_newer(draft, _filled(name, value, before))
            return
        setattr(draft, name, value)
        if draft.id:
            draft.fills[name] = value
            self.changes.append(_filled(name, value, before))

    def _keep_newer(self, draft: ContestDraft | EventDraft, change: Change) -> None:
        """Note that a file taken in before has what was changed since: the registry is newer, and stays."""
        contest = draft if isinstance(draft, ContestDraft) else self._contests[draft.contest]
        name = contest.name if contest is draft else f"{contest.name} {draft.name}"
        params: dict[str, object] = {"contest": name, "title": change.title}
        params |= {"there": change.before, "here": change.after}
        self._older.setdefault((id(draft), change.title), (contest, Note("older-contest", params)))

    def put_aside(self) -> Iterator[tuple[ContestDraft, Note]]:
        """Give the contests of which a file taken in before has what was changed since."""
        yield from self._older.values()

    def _event(self, contest: int, head: Head, place: tuple[int, int]) -> int:
        key = (contest, name_key(head.event), head.group)
        if key not in self._by_event:
            draft = EventDraft(contest, head.event, key[1], head.group, head.form)
            of_contest = self._contests[contest]
            known = self._registry.event(of_contest, key[1], head.group) if of_contest.id else None
            if known is not None:
                self._note_merged("event", place, head.event, known)
                same = next((at for at, one in enumerate(self._events) if one.id == known.id), None)
                if same is not None:  # two names of one event, since a merge
                    self._by_event[key] = same
                    return same
                draft, draft.contest = known, contest
            self._by_event[key] = len(self._events)
            self._events.append(draft)
        return self._by_event[key]

    def _note_merged(
        self, field: str, place: tuple[int, int], name: str, draft: ContestDraft | EventDraft
    ) -> None:
        """Note that a name means another record today, into which the one of this name was merged."""
        if draft.id and draft.name_key != name_key(name):
            code = {"contest": "contest-merged", "event": "event-merged"}[field]
            note = Note(code, {"here": name, "name": draft.name})
            self._merged.append((place, field, note))

    def merged(self) -> Iterator[tuple[tuple[int, int], str, Note]]:
        """Give, with sheet and row, each name of a contest or event that was merged into another."""
        yield from self._merged

    def _reconcile_form(self, draft: EventDraft, head: Head) -> list[Problem]:
        if head.form and draft.form and head.form != draft.form:
            forms = words_of("core.form")
            return [("form", Note("form-differs", {"here": forms[head.form], "there": forms[draft.form]}))]
        self._fill(draft, {"form": head.form})
        return []

    def spelled_differently(self) -> Iterator[tuple[ContestDraft, Note]]:
        """Give the contests whose name another contest has in another spelling: is it the same?"""
        for number, draft in enumerate(self._contests):
            names = [name for known, name in self._registry.spelled_like(draft) if known != draft.id]
            params: dict[str, object] = {"contest": draft.name, "other": "、".join(names)}
            if names:
                yield draft, Note("contest-spelled-differently", params)
                continue
            key = contest_key(draft.name, draft.year)
            earlier = [one for one in self._contests[:number] if contest_key(one.name, one.year) == key]
            if earlier and not (draft.id and earlier[0].id):
                place = self._place(earlier[0])
                params |= {"other": earlier[0].name, "where": place}
                yield draft, Note("contest-spelled-differently-in-file", params)

    def _place(self, draft: ContestDraft) -> str:
        sheet, row = draft.first_place
        place = "row-of-sheet" if len(self._sheets) > 1 else "row"
        return tr(f"importing.text.{place}", row=row, sheet=self._sheets[sheet])

    def begun_after_publication(self) -> Iterator[tuple[ContestDraft, Note]]:
        """Give the contests whose first day lies after the day on which results of theirs were published."""
        published: dict[int, int] = {}
        for event in self._events:
            days = event.published_on | ({published[event.contest]} if event.contest in published else set())
            if days:
                published[event.contest] = min(days)
        for number, day in published.items():
            draft = self._contests[number]
            if draft.started_on and draft.started_on > day:
                started, day_in_words = (
                    chinese_date(date.fromordinal(one)) for one in (draft.started_on, day)
                )
                params: dict[str, object] = {"started": started, "published": day_in_words}
                yield draft, Note("start-after-publication", {"contest": draft.name} | params)

    def lacking(self) -> Iterator[tuple[ContestDraft, str, Note]]:
        """Give the contests without a class, its basis or a series, when the whole file has been read."""
        for draft in self._contests:
            if not draft.id and draft.level == "world" and not present_series(draft.name, ""):
                yield draft, "contest", Note("series-unclear", {"contest": draft.name})
            elif not draft.id and series_level(series_named(draft.name)) not in ("", draft.level):
                yield draft, "level", Note("series-level-differs", _series_level(draft))
            if draft.level in _CLASSED and not draft.contest_class:
                yield draft, "level", Note("class-missing", {"contest": draft.name})
            elif draft.contest_class == "class-one" and not draft.class_basis:
                yield draft, "class_basis", Note("class-basis-missing", {"contest": draft.name})
            elif draft.class_basis and (problem := self._registry.bases.problem(draft.class_basis)):
                params: dict[str, object] = {"contest": draft.name, "problem": problem.words}
                yield draft, "class_basis", Note("class-basis-unusable", params)


def _series_level(draft: ContestDraft) -> dict[str, object]:
    series = series_named(draft.name)
    levels = words_of("core.level")
    here, there = levels[draft.level], levels[series_level(series)]
    return {"contest": draft.name, "series": tr(f"core.series.{series}"), "here": here, "there": there}


def _new_contest(head: Head, key: str, day: int) -> ContestDraft:
    started = head.started_on if isinstance(head.started_on, int) else None
    return ContestDraft(
        name=head.contest,
        name_key=key,
        level=head.level.level,
        contest_class=head.level.contest_class,
        official_class=head.level.wording if head.level.contest_class else "",
        class_basis=head.class_basis,
        organiser=head.organiser,
        started_on=started,
        year=year_in(head.contest) or date.fromordinal(started or day).year,
    )


_TITLES = {"contest_class": "class", "official_class": "class"}
_SHOWN = {"contest_class": "core.class", "form": "core.form"}


def _filled(name: str, value: Any, before: Any) -> Change:
    title = tr(f"importing.field.{_TITLES.get(name, name)}")
    shown = words_of(_SHOWN[name]).get(value, value) if name in _SHOWN else value
    after = date.fromordinal(value).isoformat() if isinstance(value, int) else str(shown)
    return Change(title, str(before or "") or tr("importing.text.not-recorded"), after)
