"""Rows of a plan in words, built when a screen shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.importing.columns.layout import Layout
from app.importing.plan import Finding, Kind, Plan, RowView
from app.importing.staging import KINDS, REJECTED, SKIPPED, EntryRow, Understood
from app.importing.values.achievements import Achievement, achievement_text
from app.importing.values.text import as_text
from app.words import words_of


def row_views(plan: Plan, kind: Kind | None, *, offset: int, limit: int) -> list[RowView]:
    """Return rows in file order from `offset` on, of one kind or of all."""
    wanted = list(_indexes(plan.understood, kind, offset, limit))
    if not wanted:
        return []
    beside = _beside(plan)
    return [_view(plan.understood, at, row, beside) for at, row in _rows(plan.understood, wanted)]


def _beside(plan: Plan) -> _Beside:
    """Return findings and refused rows by their place, gathered once for all pages of a plan."""
    known = plan.understood.beside
    if not isinstance(known, _Beside):
        known = plan.understood.beside = _Beside(plan)
    return known


class _Beside:
    """What stands beside the understood rows: findings by sheet and row, cells of rows kept out."""

    def __init__(self, plan: Plan) -> None:
        self.findings: dict[tuple[str, int], list[Finding]] = {}
        for finding in plan.findings:
            if finding.row:
                self.findings.setdefault((finding.sheet, finding.row), []).append(finding)
        self.rejected = {(sheet, row): cells for sheet, row, cells in plan.understood.rejected}


def _indexes(understood: Understood, kind: Kind | None, offset: int, limit: int) -> Iterator[int]:
    kinds = understood.kinds
    if kind is None:
        yield from range(offset, min(offset + limit, len(kinds)))
        return
    number, at, seen = KINDS.index(kind), -1, 0
    while seen < offset + limit and (at := kinds.find(bytes((number,)), at + 1)) >= 0:
        if seen >= offset:
            yield at
        seen += 1


def _rows(understood: Understood, wanted: list[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    places = iter(wanted)
    at = next(places, None)
    for start, rows in understood.rows.chunks(wanted[0]):
        while at is not None and at < start + len(rows):
            yield at, rows[at - start]
            at = next(places, None)
        if at is None:
            return


def _view(understood: Understood, at: int, row: tuple[Any, ...], beside: _Beside) -> RowView:
    sheet = understood.sheets[row[0]]
    kind = understood.kinds[at]
    place: dict[str, Any] = {"sheet": sheet, "row": row[1], "kind": KINDS[kind]}
    place["findings"] = tuple(beside.findings.get((sheet, row[1]), ()))
    place["changes"] = tuple(understood.changes.get(at, ()))
    if kind == SKIPPED or row[3] == REJECTED:
        return RowView(**place, **_as_received(understood.layouts[row[0]], beside.rejected[row[0], row[1]]))
    return RowView(**place, **_as_understood(understood, EntryRow(*row)))


def _as_understood(understood: Understood, row: EntryRow) -> dict[str, Any]:
    event = understood.events[row.event]
    contest = understood.contests[event.contest]
    level = words_of("core.level").get(contest.level, "")
    unit = understood.units[row.unit].name if row.unit >= 0 else ""
    return {
        "contest": contest.name,
        "level": level + words_of("core.class").get(contest.contest_class, ""),
        "event": event.name,
        "group": words_of("core.group").get(event.group, ""),
        "result": achievement_text(Achievement(row.rank, row.medal, row.grade)),
        "name": row.name,
        "id_number": row.number,
        "unit": row.unit_said or unit,
        "published_on": date.fromordinal(row.published_on).isoformat(),
    }


def _as_received(layout: Layout, cells: list[Any]) -> dict[str, Any]:
    """Return what the cells of a row kept out say, as they stand."""

    def said(*fields: str) -> str:
        texts = [_said(layout, cells, field) for field in fields]
        return " ".join(text for text in texts if text)

    facts = {"contest": said("contest"), "level": said("level", "class"), "event": said("event")}
    facts |= {"group": said("group"), "result": said("rank", "medal", "grade"), "name": said("name")}
    return facts | {
        "id_number": said("id_number"),
        "unit": said("unit"),
        "published_on": said("published_on"),
    }


def _said(layout: Layout, cells: list[Any], field: str) -> str:
    column = layout.column_of(field)
    text = as_text(cells[column]) if column is not None and column < len(cells) else ""
    return text or as_text(layout.preface.facts.get(field, ""))
