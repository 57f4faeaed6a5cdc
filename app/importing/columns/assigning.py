"""Which column holds which field: by the header's words, by its neighbours, by the cells, or by a question.

Never «the first one wins»: two columns of one field are told apart by what their words mean, or they say the
same in every row, or the import asks. What belongs to somebody else is never read as the contestant's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.importing.columns.fields import header_key
from app.importing.columns.header_words import PERSONAL, is_prize_money, read_header
from app.importing.columns.proofs import is_unit_like, personal_field, proven_field
from app.importing.columns.synonyms import AMBIGUOUS, HARMLESS, NEEDS_PROOF, UNCLEAR_DAYS
from app.importing.findings import Note
from app.importing.reading.cells import as_text, compact
from app.importing.reading.sheet import Row, letter
from app.importing.values.achievements import ACHIEVED
from app.importing.views import ColumnView
from app.words import tr

# Fields of which a doubtful one is left out with a warning; of the others a doubt keeps the rows out.
OPTIONAL = frozenset(
    {"phone", "score", "remark", "employer", "organiser", "id_type", "bank_name", "bank_holder", "started_on"}
)
_SENSES = {"final": 3, "own": 2, "": 1, "team": 0, "part": -1, "heat": -1}
_FEWEST_CELLS = 3  # filled cells that make a row worth looking at for what its columns hold


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A note on a column of the header; `column` counts from 0."""

    column: int
    note: Note


@dataclass(slots=True)
class AssignedColumns:
    """The columns of a sheet, what is to be said of them, and pairs that must agree in every row.

    `twins` are (field, index of the column that is read, index of the one that must agree).
    """

    columns: tuple[ColumnView, ...]
    notes: list[ColumnNote] = field(default_factory=list)
    twins: list[tuple[str, int, int]] = field(default_factory=list)


def assign_columns(
    labels: Sequence[str],
    groups: Sequence[str],
    rows: Sequence[Row],
    *,
    members: Sequence[Mapping[str, int]] = (),
    chosen: Mapping[int, str] | None = None,
    known: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AssignedColumns:
    """Return what the columns hold, by their headers, the headers above several of them, and some rows.

    `members` are the columns by field of each member of a team; `chosen` the fields that somebody chose by
    column, "" for none; `known` the headers that the office explained (key → field, "" for none); `facts`
    what lines above the header give, by field.
    """
    assigning = _Assigning(labels, groups, rows, _of_members(members), facts or {})
    assigning.remember(known or {})
    assigning.choose({i: found for i, found in (chosen or {}).items() if i < len(labels)})
    return assigning.assigned()


def _of_members(members: Sequence[Mapping[str, int]]) -> dict[int, tuple[str, int]]:
    """Return field and number (from 1) of members' columns; 0 where the first member lacks the field."""
    found = {}
    for number, columns in enumerate(members, start=1):
        for name, index in columns.items():
            found[index] = (name, number if name in members[0] else 0)
    return found


class _Assigning:
    """The steps of the assignment, on dictionaries by column index."""

    def __init__(
        self,
        labels: Sequence[str],
        groups: Sequence[str],
        rows: Sequence[Row],
        members: dict[int, tuple[str, int]],
        facts: Mapping[str, Any],
    ) -> None:
        self._labels, self._groups, self._members, self._facts = labels, groups, members, facts
        self._keys = [header_key(label) for label in labels]
        self._rows = [row for row in rows if sum(1 for cell in row if as_text(cell)) >= _FEWEST_CELLS]
        self._meanings = [read_header(parts) for parts in zip(groups, labels, strict=True)]
        self._found = {i: meaning.field for i, meaning in enumerate(self._meanings) if not meaning.owner}
        self._owners = {i: meaning.owner for i, meaning in enumerate(self._meanings) if meaning.owner}
        for index, (name, number) in members.items():
            self._found[index] = name if number == 1 else ""
            self._owners.pop(index, None)
        self._by = {i: "name" for i, found in self._found.items() if found}
        self._reasons: dict[int, str] = {}
        self._fixed: set[int] = set(members)  # columns of which it is known what they hold in this list
        self._sure: set[int] = set()  # columns whose header the office explained
        if members:
            self._leave_what_is_nobodys()
        self._notes: list[ColumnNote] = []
        self._twins: list[tuple[str, int, int]] = []

    def _leave_what_is_nobodys(self) -> None:
        """Leave numbers, telephones and cards unread of which nobody says whose of the members they are."""
        for index, name in self._found.items():
            if name in (*PERSONAL, "name") and index not in self._members:
                self._drop(index)
                self._fixed.add(index)

    def assigned(self) -> AssignedColumns:
        self._give_to_neighbours()
        self._tell_ambiguous()
        self._tell_units()
        for name in dict.fromkeys(self._found.values()):
            if name:
                self._tell_apart(name)
        self._read_by_cells()
        self._doubt_days()
        columns = tuple(self._column(i) for i in range(len(self._labels)))
        return AssignedColumns(columns, self._notes, self._twins)

    def choose(self, chosen: Mapping[int, str]) -> None:
        """Take columns for what somebody said that they are; other columns of these fields are left."""
        for index, name in chosen.items():
            if self._members.get(index, ("", 0))[0] == name != "":
                continue
            for other, found in self._found.items():
                if name and found == name and other != index and other not in self._fixed:
                    self._drop(other)
            self._take(index, name, "chosen")
            self._fixed.add(index)

    def remember(self, known: Mapping[str, str]) -> None:
        """Take columns for what the office said once of their headers; rivals are asked about as ever."""
        for index, key in enumerate(self._keys):
            if key and key in known and index not in self._members:
                self._take(index, known[key], "remembered")
                self._sure.add(index)
                if name := known[key]:
                    note = Note("header-explained", {"title": tr(f"importing.field.{name}")})
                    self._notes.append(ColumnNote(index, note))

    def _take(self, index: int, name: str, by: str) -> None:
        self._members.pop(index, None)
        self._owners.pop(index, None)
        self._found[index], self._by[index] = name, by

    def _column(self, index: int) -> ColumnView:
        found, by = self._found.get(index, ""), self._by.get(index, "")
        name, number = self._members.get(index, ("", 0))
        if number > 1:
            found, by = name, "name"
        reason = "" if found or by else self._reasons.get(index, self._reason(index))
        return ColumnView(
            index,
            letter(index),
            self._labels[index],
            found,
            by,
            group_header=self._groups[index],
            member=number,
            reason=reason,
            owner=self._owners.get(index, ""),
        )

    def _reason(self, index: int) -> str:
        """Return the code of what is to be said where a column that is not read has something in it."""
        meaning = self._meanings[index]
        if meaning.is_partner:
            return "column-of-partner"
        if index in self._owners:
            return "column-of-other"
        if is_prize_money((self._groups[index], self._labels[index])):
            return "column-of-money"
        if meaning.sense in ("heat", "part", "team"):
            return "column-partial"
        return "" if self._keys[index] in HARMLESS else "column-unread"

    def _drop(self, index: int, reason: str | None = None) -> None:
        """Leave a column unread; `reason` is the code of what is said of it, "" for nothing more."""
        self._found[index] = ""
        self._by.pop(index, None)
        if reason is not None:
            self._reasons[index] = reason

    def _cells(self, index: int) -> list[str]:
        return [text for row in self._rows if index < len(row) and (text := as_text(row[index]))]

    # -- whose columns

    def _give_to_neighbours(self) -> None:
        """Give numbers, telephones and cards directly beside somebody else's name to that person."""
        owner = ""
        for index, meaning in enumerate(self._meanings):
            if index in self._fixed or index in self._sure:
                owner = ""
            elif meaning.owner:
                owner = meaning.owner if meaning.is_name else owner
            elif owner and (meaning.field in PERSONAL or not self._keys[index]):
                self._owners[index] = owner
                self._drop(index)
            else:
                owner = ""

    # -- words of several fields

    def _tell_ambiguous(self) -> None:
        sure = set(self._facts) | {
            name for i, name in self._found.items() if name and not self._choices(i) and name != "unit?"
        }
        for index in range(len(self._labels)):
            choices = self._choices(index)
            if not choices or index in self._fixed | self._sure or index in self._owners:
                continue
            cells, default = self._cells(index), self._found.get(index) or choices[0]
            # 三人赛项 beside 参赛形式: what another column is called by its own word, this one is not
            proven = proven_field(
                cells, [one for one in choices if one in (default, "unit") or one not in sure]
            )
            if proven == "unit" and self._has_unit(index):
                self._drop(index, "column-unread")  # a delegation beside the unit
            elif proven and proven != default:
                self._found[index], self._by[index] = proven, "content"
                self._add_by_content(index, proven)
            elif not proven and cells and self._is_unlikely(index, default, sure):
                self._drop(index, "column-unread")

    def _is_unlikely(self, index: int, default: str, sure: Collection[str]) -> bool:
        """Return whether an ambiguous word whose cells prove nothing may not mean its first field."""
        is_given = default in sure or (default == "class" and self._levels_have_class())
        return is_given or self._keys[index] in NEEDS_PROOF

    def _choices(self, index: int) -> tuple[str, ...]:
        return AMBIGUOUS.get(self._keys[index], ())

    def _has_unit(self, index: int) -> bool:
        return any(name in ("unit", "unit?") for i, name in self._found.items() if i != index)

    def _levels_have_class(self) -> bool:
        if "class" in self._facts:
            return True
        level = next((i for i, name in self._found.items() if name == "level"), None)
        given = as_text(self._facts.get("level"))
        cells = self._cells(level) if level is not None else [given] if given else []
        return bool(cells) and proven_field(cells, ("class",)) == "class"

    def _add_by_content(self, index: int, name: str) -> None:
        code = "column-by-content" if self._keys[index] else "column-unlabelled"
        note = Note(code, {"title": tr(f"importing.field.{name}")})
        self._notes.append(ColumnNote(index, note))

    def _tell_units(self) -> None:
        """Take 单位 for the sending unit, and for the employer where another column is the unit."""
        weak = [i for i, name in self._found.items() if name == "unit?"]
        has_unit, has_employer = ("unit" in self._found.values(), "employer" in self._found.values())
        for index in weak:
            self._found[index] = "employer" if has_unit else "unit"
            if has_unit and has_employer:
                self._drop(index)
        if len(weak) > 1 and not has_unit:
            self._prefer_named_units(weak)

    def _prefer_named_units(self, weak: Sequence[int]) -> None:
        """Keep of several weak words those under which units are named: 学校 may say 是 or a department."""
        named = [i for i in weak if any(map(is_unit_like, self._cells(i)))]
        for index in weak:
            if named and index not in named:
                self._drop(index, "column-unread")

    # -- two columns of one field

    def _tell_apart(self, name: str) -> None:
        rivals = [i for i, found in self._found.items() if found == name and i not in self._owners]
        fixed = [i for i in rivals if i in self._fixed]
        best = fixed if len(fixed) == 1 else self._best(name, fixed or rivals)
        for index in set(rivals) - set(best):
            self._drop(index)
        if len(best) < 2:
            return
        filled = [i for i in best if self._cells(i)] or best[:1]
        if self._agree(filled):
            first = filled[0]
            for index in best:
                if index != first:
                    self._drop(index, "")
                    self._twins.append((name, first, index))
            return
        self._ask(name, filled)

    def _best(self, name: str, rivals: Sequence[int]) -> list[int]:
        """Return the columns left when words such as 预赛, 理论, 团体 and 总 have told results apart."""
        senses = {i: _SENSES[self._meanings[i].sense] for i in rivals}
        if name == "phone" and len(rivals) > 1:
            mobile = [i for i in rivals if "手机" in self._keys[i] or "移动" in self._keys[i]]
            return mobile if len(mobile) == 1 else list(rivals)
        usable = [i for i in rivals if senses[i] > 0]
        if not usable:
            return self._only_partial(name, rivals)
        if name == "score":
            return [i for i in usable if senses[i] == max(map(senses.__getitem__, usable))]
        has_team = any(senses[i] == 0 for i in rivals)
        own = [i for i in usable if self._meanings[i].sense == "own"]
        return own if has_team and own else usable

    def _only_partial(self, name: str, rivals: Sequence[int]) -> list[int]:
        """Return no column where only heats, parts or a team's results are given, and ask for ranks."""
        if not rivals:
            return []
        team = [i for i in rivals if self._meanings[i].sense == "team"]
        if len(team) == 1 and "form" in {*self._facts, *self._found.values()}:
            return team
        others = {found for i, found in self._found.items() if i not in rivals}
        if name not in OPTIONAL and others.isdisjoint(ACHIEVED):
            note = Note("column-not-final", {"title": tr(f"importing.field.{name}")})
            self._notes += [ColumnNote(index, note) for index in rivals if self._cells(index)]
        return []

    def _agree(self, indexes: Sequence[int]) -> bool:
        """Return whether columns say the same wherever two of them say something, in the rows looked at."""
        if len(indexes) < 2:
            return True
        for row in self._rows:
            if len({text for i in indexes if i < len(row) and (text := compact(as_text(row[i])))}) > 1:
                return False
        return all(len(self._cells(i)) == len(self._cells(indexes[0])) for i in indexes)

    def _ask(self, name: str, rivals: Sequence[int]) -> None:
        title = tr(f"importing.field.{name}")
        others = "、".join(f"{letter(i)} 列“{self._labels[i]}”" for i in rivals)
        code = "column-several" if name in OPTIONAL else "column-ambiguous"
        for index in rivals:
            self._drop(index, "")
        self._notes.append(ColumnNote(rivals[0], Note(code, {"title": title, "columns": others})))

    # -- columns without a known header

    def _read_by_cells(self) -> None:
        """Take columns whose cells prove what they are: ID numbers, cards, mobile numbers."""
        taken, asked = set(self._found.values()), {note.note.params.get("title") for note in self._notes}
        proven: dict[str, list[int]] = {}
        for index in range(len(self._labels)):
            is_free = not (index in self._owners or index in self._fixed or index in self._reasons)
            if is_free and not self._found.get(index) and _is_neutral(self._keys[index]):
                name = personal_field(self._cells(index))
                if name and name not in taken and tr(f"importing.field.{name}") not in asked:
                    proven.setdefault(name, []).append(index)
        for name, indexes in proven.items():
            if len(indexes) == 1:
                self._found[indexes[0]], self._by[indexes[0]] = name, "content"
                self._add_by_content(indexes[0], name)
            elif not self._agree(indexes):
                self._ask(name, indexes)

    def _doubt_days(self) -> None:
        """Ask for the publication where the only day has a header that may mean another one."""
        if "published_on" in {*self._found.values(), *self._facts}:
            return
        for index, key in enumerate(self._keys):
            if key in UNCLEAR_DAYS and index not in self._fixed and self._cells(index):
                self._notes.append(ColumnNote(index, Note("column-day-unclear")))


_NEUTRAL = "一二代居民身份证件号码编有效本人的个公银行卡账帐户工资社保收款手机电话联系方式移动姓名"


def _is_neutral(key: str) -> bool:
    """Return whether a header names nobody: empty, or made of words for numbers and cards only."""
    return all(character in _NEUTRAL for character in key)
