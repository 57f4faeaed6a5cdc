"""Teams in a table: a row per member where they stand in columns, values filled down where in rows.

What an office writes once for several rows, without merging the cells, is filled down only where something
proves it; where two readings are possible the row is kept out and a question asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.importing.columns.fields import header_key
from app.importing.columns.layout import Layout
from app.importing.columns.synonyms import IGNORED_HEADERS
from app.importing.findings import Note
from app.importing.reading.cells import as_text, half_width
from app.importing.reading.sheet import Row
from app.importing.values.achievements import ACHIEVED
from app.words import tr

_CONTEST = ("contest", "level", "class", "class_basis", "published_on", "started_on", "organiser")
_OF_TEAM = ("event", "group", "form", "team_no", *ACHIEVED, "score", "unit", "credit_code")
_ONCE = (*_CONTEST, "event", "group")  # what may be written once for a block of rows
_NEEDED = ("contest", "level", "published_on", "event")

AddNote = Callable[[int, str, Note], None]  # row from 1, field, note


def rows_of_members(row: Row, layout: Layout) -> list[tuple[int, Row]]:
    """Return a row for each member, by number, of a team whom a row sets in columns; itself where none."""
    if not layout.members:
        return [(0, row)]
    first = layout.columns_of(1)
    found = []
    for number in range(1, layout.members + 1):
        own = layout.columns_of(number)
        if not any(as_text(row[column]) for column in own.values()):
            continue
        member = list(row)
        for name, column in first.items():
            member[column] = row[own[name]] if name in own else ""
        found.append((number, member))
    return found or [(1, row)]


@dataclass(slots=True)
class FillDown:
    """Fills values down in the rows of one region; rows come chunk by chunk, in order."""

    layout: Layout
    add_note: AddNote
    but: Collection[int] = ()  # rows in which an empty cell need not be one
    team_of: dict[int, int] = field(default_factory=dict)  # by row: the first row of the team it was added to
    refused: set[int] = field(default_factory=set)  # rows of which nobody knows what they go with
    _before: Row | None = None  # the last row, filled
    _before_number: int = 0
    _columns: dict[str, int] = field(init=False)
    _numbering: int | None = field(init=False)

    def __post_init__(self) -> None:
        names = (*_CONTEST, *_OF_TEAM, "name", "id_number")
        found = {name: self.layout.column_of(name) for name in names}
        self._columns = {name: column for name, column in found.items() if column is not None}
        ignored = (c.index for c in self.layout.columns if header_key(c.header) in IGNORED_HEADERS)
        self._numbering = next(ignored, None)

    def is_needed(self, columns: Sequence[Sequence[object]]) -> bool:
        """Return whether some row, of these columns, lacks what others have."""
        if any("" in columns[self._columns[name]] for name in _NEEDED if name in self._columns):
            return True
        achieved = [columns[self._columns[name]] for name in ACHIEVED if name in self._columns]
        if not achieved or not all("" in column for column in achieved):
            return False
        return not all(map(any, zip(*achieved, strict=True)))

    def fill(self, numbers: Sequence[int], rows: Sequence[Row]) -> list[Row]:
        """Return the rows with what was written once for several of them."""
        once = self._written_once(rows)
        filled = []
        for number, row in zip(numbers, rows, strict=True):
            row = row if number in self.but else self._filled(number, row, once)  # noqa: PLW2901
            self._before, self._before_number = row, number
            filled.append(row)
        return filled

    def _written_once(self, rows: Sequence[Row]) -> set[str]:
        """Return the fields that are written once for each block: no value comes twice running."""
        found = set()
        for name in _ONCE:
            column = self._columns.get(name)
            if column is None:
                continue
            texts = [as_text(row[column]) for row in rows]
            if self._before is not None:
                texts.insert(0, as_text(self._before[column]))
            said = [text for text in texts if text]
            if texts.count("") > 1 and texts[0] and all(a != b for a, b in pairwise(said)):
                found.add(name)
        return found

    def _filled(self, number: int, row: Row, once: set[str]) -> Row:
        before = self._before
        lacking = {name for name, column in self._columns.items() if not as_text(row[column])}
        if before is None or not lacking or not self._names_somebody(lacking):
            return row
        if self._is_without_result(lacking) and not self._is_without_result_itself(before):
            return self._as_member(number, row, before, lacking)
        return self._in_block(number, row, before, lacking & once)

    def _names_somebody(self, lacking: set[str]) -> bool:
        return bool({"name", "id_number"} & self._columns.keys() - lacking)

    def _is_without_result(self, lacking: set[str]) -> bool:
        achieved = self._columns.keys() & set(ACHIEVED)
        return bool(achieved) and achieved <= lacking

    def _is_without_result_itself(self, row: Row) -> bool:
        return not any(as_text(row[self._columns[name]]) for name in ACHIEVED if name in self._columns)

    def _as_member(self, number: int, row: Row, before: Row, lacking: set[str]) -> Row:
        """Return a row without a result as that of a further member of the team above, if it is one."""
        names = [name for name in (*_CONTEST, *_OF_TEAM) if name in lacking]
        differs = [
            name
            for name in (*_CONTEST, *_OF_TEAM)
            if name not in lacking and name not in ("unit", "credit_code", "score")
            if name in self._columns and not self._is_same(name, row, before)
        ]
        is_own = "event" in self._columns and "event" not in lacking and "team_no" not in self._columns
        if differs or is_own:
            return row  # an entry of its own, whose result is missing
        if self._is_same_team(row, before, lacking):
            self.team_of[number] = self.team_of.get(self._before_number, self._before_number)
            return self._with(number, row, before, names, "filled-down-team")
        self.refused.add(number)
        self.add_note(number, "rank", Note("team-unclear", {"row": self._before_number}))
        return row

    def _is_same_team(self, row: Row, before: Row, lacking: set[str]) -> bool:
        if "team_no" in self._columns and as_text(before[self._columns["team_no"]]):
            return "team_no" in lacking or self._is_same("team_no", row, before)
        at = self._numbering
        is_numbered = at is not None and as_text(before[at]) != ""
        return is_numbered and at is not None and not as_text(row[at])

    def _in_block(self, number: int, row: Row, before: Row, names: set[str]) -> Row:
        if "event" in self._columns and "event" not in names:
            names = names - {"group"}
        if not names:
            return row
        if "event" in names and not self._goes_on(row, before):
            self.refused.add(number)
            proposal = as_text(before[self._columns["event"]])
            self.add_note(number, "event", Note("block-unclear", {"proposal": proposal}))
            return row
        return self._with(number, row, before, [n for n in _ONCE if n in names], "filled-down")

    def _goes_on(self, row: Row, before: Row) -> bool:
        """Return whether the ranks go on counting: where they begin anew another event may begin."""
        column = self._columns.get("rank")
        if column is None:
            return True
        last, own = _number(as_text(before[column])), _number(as_text(row[column]))
        return last is None or own is None or own >= last

    def _is_same(self, name: str, row: Row, before: Row) -> bool:
        column = self._columns[name]
        return as_text(row[column]) == as_text(before[column])

    def _with(self, number: int, row: Row, before: Row, names: Sequence[str], code: str) -> Row:
        """Return a row with values of the row before, and say so."""
        filled = list(row)
        said: Mapping[str, str] = {
            name: as_text(before[self._columns[name]])
            for name in names
            if as_text(before[self._columns[name]])
        }
        for name in said:
            filled[self._columns[name]] = before[self._columns[name]]
        if said:
            values = "，".join(f"{tr(f'importing.field.{name}')}“{text}”" for name, text in said.items())
            note = Note(code, {"row": self._before_number, "values": values})
            self.add_note(number, next(iter(said)), note)
        return filled


def _number(text: str) -> int | None:
    digits = half_width(text).strip("第名.0 ") if text else ""
    return int(digits) if digits.isdigit() else None
