"""What the sender hid, struck out or commented in rows and columns of a list, as questions and warnings.

Where money may hang on it the row is kept out until somebody says that it is a result (`SheetMapping.lines`),
or the workbook is put right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.importing.cleaning.unread_columns import SAYS_A_CHANGE
from app.importing.columns.fields import field_of
from app.importing.columns.layout import Layout
from app.importing.findings import Note
from app.importing.mapping import SheetMapping
from app.importing.reading.sheet import Marks
from app.importing.views import LineRole

_BESIDE_MONEY = frozenset({"", "phone", "remark", "score", "employer", "organiser", "bank_name"})
_LONGEST_COMMENT = 60  # characters that a finding quotes


class RowMark(NamedTuple):
    """A note on a row: the field of its column, "" for the whole row, and the text that it quotes."""

    field: str
    value: str
    note: Note


def row_marks(marks: Marks, layout: Layout, mapping: SheetMapping) -> dict[int, list[RowMark]]:
    """Return, by row from 1, what is to be said of rows that are results."""
    found: dict[int, list[RowMark]] = {}
    for row in marks.broken_rows:
        found.setdefault(row + 1, []).append(RowMark("", "", Note("quote-unbalanced")))
    accepted = {row for row, role in mapping.lines.items() if role == LineRole.RESULT}
    for row in marks.hidden_rows:
        found.setdefault(row + 1, []).append(RowMark("", "", Note("row-hidden")))
    for row, columns in _struck_by_row(marks, layout).items():
        is_at_stake = any(layout.columns[column].field not in _BESIDE_MONEY for column in columns)
        titles = "、".join(
            layout.columns[column].header or layout.columns[column].letter for column in columns
        )
        code = "row-struck" if is_at_stake else "cell-struck"
        found.setdefault(row + 1, []).append(RowMark("", "", Note(code, {"columns": titles})))
    for (row, column), text in sorted(marks.comments.items()):
        field = layout.columns[column].field if column < len(layout.columns) else ""
        code = "comment-doubt" if SAYS_A_CHANGE.search(text) else "comment-beside"
        shown = text if len(text) <= _LONGEST_COMMENT else text[:_LONGEST_COMMENT] + "…"
        found.setdefault(row + 1, []).append(RowMark(field, text, Note(code, {"text": shown})))
    return {
        row: kept
        for row, notes in found.items()
        if (kept := [one for one in notes if row not in accepted or one.note.severity != "question"])
    }


def _struck_by_row(marks: Marks, layout: Layout) -> dict[int, list[int]]:
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(marks.struck):
        if column < len(layout.columns) and layout.columns[column].header:
            by_row.setdefault(row, []).append(column)
    return by_row


def hidden_columns(marks: Marks, layout: Layout, chosen: Mapping[int, str]) -> Iterator[tuple[int, Note]]:
    """Yield what is to be said of hidden columns, by index: a question where a visible one is of its kind."""
    visible = {
        field_of(column.header): column.header
        for column in layout.columns
        if column.index not in marks.hidden_columns and column.header
    }
    for column in layout.columns:
        if column.index not in marks.hidden_columns or column.index in chosen or not column.header:
            continue
        kind = field_of(column.header)
        if kind and kind in visible:
            yield column.index, Note("column-hidden-twice", {"visible": visible[kind]})
        elif column.field:
            yield column.index, Note("column-hidden")
