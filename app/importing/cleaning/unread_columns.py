"""Columns that are not read: said once where they have something in them; words of a change there are asked.

So are such words in remarks, rows that are examples, and rows in which two columns of one field differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from app.importing.columns.fields import header_key
from app.importing.columns.layout import Layout
from app.importing.findings import Note
from app.importing.reading.cells import as_text, compact
from app.importing.values.achievements import no_rank_word
from app.words import tr

SAYS_A_CHANGE = re.compile(
    "取消|作废|放弃|弃权|弃奖|递补|撤销|撤回|无效|顶替|冒名|剔除|除名|不予|不发|不奖|停发|追回|待定|待核|暂缓|违规|违纪|作弊|"
    "举报|申诉|复议|重赛|降为|改为|升为|更正|应为|录错|写错|删除|不计|不参与|缺考|缺赛|未到|退赛|"
    "替赛|替考|代赛|查处|审[查核]未通过|审[查核]不通过|不符合|自愿退出|退出比赛|顺延"
)
_MONEY = re.compile(r"^[¥￥]?\s*(-?\d[\d,，]*(?:\.\d+)?)\s*(万)?元?$")
_ASKED_BY_ROW = "column-of-partner"  # each filled cell of such a column is a person who would be lost
_EXAMPLE = re.compile(
    r"[(（【\[]?(?:例|示例|样例|范例|举例|例子|示范|示例行|填写示例|填报示例|填表示例)[)）】\]]?[:：]?\d?"
)
_EXAMPLE_NAME = re.compile(
    r"[(（【\[](?:例|示例|样例|范例)[)）】\]].{0,8}|(?:例|示例|样例|范例|例如|如)[:：].{0,8}|.{1,6}[(（](?:示例|样例|范例|例)[)）]"
)
_EXAMPLE_REMARK = re.compile(
    "示例行|填写示例|填报示例|[此本]行为(?:示例|样例|例)|^(?:示例|样例|范例)(?:[,，。;；:：请]|$)|示例[,，]?请删除"
)


class UnreadNote(NamedTuple):
    """A note on a column, or on one record's cell of it (`record` counts from 0, -1: the column)."""

    record: int
    column: int
    note: Note
    value: Any


class UnreadColumns:
    """Looks through the cells of one table that are not read, chunk by chunk."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        own = {header_key(tr(f"importing.text.{word}")) for word in ("cause", "surplus")}
        unread = [
            column
            for column in layout.columns
            if not column.field and not column.found_by and header_key(column.header) not in own
        ]
        self._unsaid = {column.index: column for column in unread if column.reason}
        self._asked_by_row = [c.index for c in unread if c.reason == _ASKED_BY_ROW]
        self._scanned = [c.index for c in unread if not c.owner]
        self._remark = layout.column_of("remark")
        self._name = layout.column_of("name")
        self._money = {c.index: Decimal(0) for c in unread if c.reason == "column-of-money"}
        self._twins = layout.twins
        self._titles = {column.index: column.header or column.letter for column in layout.columns}

    def check(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        """Yield what is to be said of some rows, given column by column."""
        yield from self._columns(columns)
        yield from self._partners(columns)
        yield from self._changes(columns)
        yield from self._examples(columns)
        yield from self._differences(columns)
        for index in self._money:
            self._money[index] += sum(map(_amount, columns[index]), Decimal(0))

    def sums(self) -> Iterator[tuple[int, Note]]:
        """Yield a note on each column of prize money with its sum, when all rows have been looked at."""
        for index, total in self._money.items():
            if total:
                text = f"{total.normalize():,f}"
                yield index, Note("column-of-money", {"sum": text})

    def _columns(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        for index, column in list(self._unsaid.items()):
            if any(map(as_text, columns[index])):
                del self._unsaid[index]
                if column.reason not in ("column-of-money", _ASKED_BY_ROW):
                    params: dict[str, object] = {
                        "title": column.header or column.letter,
                        "owner": column.owner,
                    }
                    yield UnreadNote(-1, index, Note(column.reason, params), column.header)

    def _partners(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        for index in self._asked_by_row:
            for record, cell in enumerate(columns[index]):
                if text := as_text(cell):
                    note = Note(_ASKED_BY_ROW, {"title": self._titles[index], "text": text[:40]})
                    yield UnreadNote(record, index, note, cell)

    def _changes(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        for index in (*self._scanned, *([] if self._remark is None else [self._remark])):
            is_remark = index == self._remark
            words = {
                cell
                for cell in set(columns[index])
                if cell.__class__ is str and _says_a_change(cell, is_remark)
            }
            if words:
                for record, cell in enumerate(columns[index]):
                    if cell in words:
                        yield UnreadNote(
                            record, index, Note("change-remarked", {"text": cell.strip()[:40]}), cell
                        )

    def _examples(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        looked_at = [(index, _EXAMPLE.fullmatch) for index in self._scanned]
        looked_at += [] if self._name is None else [(self._name, _EXAMPLE_NAME.fullmatch)]
        looked_at += [] if self._remark is None else [(self._remark, _EXAMPLE_REMARK.search)]
        for index, is_example in looked_at:
            words = {
                cell for cell in set(columns[index]) if cell.__class__ is str and is_example(compact(cell))
            }
            if words:
                for record, cell in enumerate(columns[index]):
                    if cell in words:
                        yield UnreadNote(record, index, Note("example-row"), cell)

    def _differences(self, columns: Sequence[Sequence[Any]]) -> Iterator[UnreadNote]:
        for name, first, other in self._twins:
            if columns[first] == columns[other]:
                continue
            for record, (here, there) in enumerate(zip(columns[first], columns[other], strict=True)):
                if compact(as_text(here)) != compact(as_text(there)):
                    params: dict[str, object] = {
                        "title": tr(f"importing.field.{name}"),
                        "other": self._titles[other],
                        "there": as_text(there)[:40],
                    }
                    yield UnreadNote(record, first, Note("columns-differ", params), here)


def _says_a_change(cell: str, is_remark: bool) -> bool:
    """Return whether a cell has a word of a change; what a remark says in closed words is read elsewhere."""
    if SAYS_A_CHANGE.search(cell) is None or _EXAMPLE_REMARK.search(compact(cell)):
        return False
    return not (is_remark and no_rank_word(cell))


def _amount(cell: Any) -> Decimal:
    match = _MONEY.match(as_text(cell))
    if match is None:
        return Decimal(0)
    try:
        return Decimal(match[1].replace(",", "").replace("，", "")) * (10_000 if match[2] else 1)
    except InvalidOperation:
        return Decimal(0)
