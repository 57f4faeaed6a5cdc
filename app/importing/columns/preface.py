"""What stands above a header: the title, which names the contest, and the contest's facts line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.importing.columns.fields import SHEET_FACTS, field_of
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row

_LABELLED = re.compile(r"([^\s:：;；|，,。]{2,12})\s*[:：]\s*")
_GROUP = re.compile("(职工组|学生组|教师组|教工组)")
_BRACKETED_GROUP = re.compile(r"[（(]\s*(?:职工|学生|教师|教工)组\s*[）)]|(?:职工|学生|教师|教工)组")
_PREFIX = re.compile("^(?:关于(?:公布|表彰|印发)?|附件?\\d*[:：]?|附表\\d*[:：]?)")
_HELD = re.compile("^(.*(?:赛(?!项|区|事|队|点|务|题)|比武|练兵))")
_EVENT = re.compile('^[“"·\\-—]?(.{2,30}?)(?:赛项|项目|工种)')
_TAILS = re.compile(
    "(?:获奖|成绩|参赛)?(?:选手|人员|名次)?(?:成绩)?(?:名单|汇总表|汇总|一览表|统计表|公示表?|花名册|成绩表|表)$"
)


@dataclass(slots=True)
class Preface:
    """Title and facts found above a header; `rows` says in which row (from 0) each fact stands."""

    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add_fact(self, name: str, value: Any, row: int) -> None:
        """Add a fact of the contest, unless an earlier cell gave it or there is no value."""
        if name in SHEET_FACTS and name not in self.facts and as_text(value):
            self.facts[name] = value
            self.rows[name] = row


def read_preface(rows: list[Row], *, sheet: str) -> Preface:
    """Return what the rows above a header say of the contest. The sheet's name may give the group."""
    preface = Preface()
    for number, row in enumerate(rows):
        _read_line(preface, row, number)
    if preface.title and "contest" not in preface.facts:
        _read_title(preface)
    if match := _GROUP.search(preface.title) or _GROUP.search(sheet):
        preface.add_fact("group", match[1], 0)
    return preface


def _read_line(preface: Preface, row: Row, number: int) -> None:
    cells = [(column, value) for column, value in enumerate(row) if as_text(value)]
    if len(cells) == 1 and not _LABELLED.search(text := as_text(cells[0][1])):
        if not preface.title or (_HELD.match(text) and not _HELD.match(preface.title)):
            preface.title = text  # «附件1» above the title is no title
        return
    for place, (_, value) in enumerate(cells):
        following = cells[place + 1][1] if place + 1 < len(cells) else ""
        _read_cell(preface, as_text(value), following, number)


def _read_cell(preface: Preface, text: str, following: Any, number: int) -> None:
    """Read «label：value　label：value»; a label alone takes the next cell's value."""
    marks = [match for match in _LABELLED.finditer(text) if field_of(match[1])]
    for place, match in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        value: Any = text[match.end() : end].strip(" \t\r\n　;；,，、|")
        _add_fact(preface, field_of(match[1]), value or following, number)
    if not marks and (name := field_of(text)):
        _add_fact(preface, name, following, number)


def _add_fact(preface: Preface, name: str, value: Any, number: int) -> None:
    is_label = field_of(as_text(value)) != ""
    if not is_label:
        preface.add_fact(name, value, number)


def _read_title(preface: Preface) -> None:
    title = _PREFIX.sub("", "".join(preface.title.split()))
    title = _BRACKETED_GROUP.sub("", title).strip('《》“”"')
    held = _HELD.match(title)
    name = held[1] if held else _TAILS.sub("", title)
    preface.add_fact("contest", name, 0)
    if held and (event := _EVENT.match(title[held.end() :])):
        preface.add_fact("event", event[1], 0)
